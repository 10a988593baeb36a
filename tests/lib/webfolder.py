#!/usr/bin/python3
"""webfolder - a folder on the web, on loopback, for a bounded time

usage: webfolder.py FOLDER [--port N] [--seconds N] [--log FILE]

Takes a free port unless told, prints it, then serves the files of FOLDER; --log takes a line a request.
"""

import argparse
import functools
import http.server
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    log = None

    def log_message(self, *args):
        if self.log:
            with open(self.log, "a") as f:
                f.write(self.requestline + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--log")
    args = parser.parse_args()
    Handler.log = args.log
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", args.port),
        functools.partial(Handler, directory=args.folder))
    server.daemon_threads = True
    print(server.server_port, flush=True)
    threading.Timer(args.seconds, server.shutdown).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
