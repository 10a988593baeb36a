#!/usr/bin/python3
"""files - serves a folder by HTTP on loopback for tests, for a bounded time

usage: files.py FOLDER [--seconds N]

Prints its port. What is asked for is noted in FOLDER/requests, a line each.
"""

import argparse
import functools
import http.server
import os
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        note = os.path.join(self.directory, "requests")
        with open(note, "a", encoding="utf-8") as file:
            file.write(self.path + "\n")
        super().do_GET()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seconds", type=float, default=100)
    given = parser.parse_args()
    handler = functools.partial(Handler, directory=given.folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    timer = threading.Timer(given.seconds, server.shutdown)
    timer.daemon = True
    timer.start()
    server.serve_forever()


if __name__ == "__main__":
    main()
