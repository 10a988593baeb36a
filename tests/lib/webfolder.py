#!/usr/bin/python3
"""webfolder - a folder on the web, on loopback, for a bounded time

usage: webfolder.py FOLDER [--port N] [--seconds N] [--log FILE]
		[--user NAME:PASSWORD] [--behave FILE] [--tls PEM]

Takes a free port unless told, prints it, then serves the files of FOLDER; --log takes a line a request. With --user
files may be put there (PUT, basic credentials). What stands in the file of --behave is looked at before each PUT: a
number is the answer, `lose` says 204 and keeps nothing, `bend` keeps something else, `hang` never answers.
"""

import argparse
import base64
import functools
import http.server
import os
import ssl
import threading
import time


class Handler(http.server.SimpleHTTPRequestHandler):
    log = behave = user = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        if self.log:
            with open(self.log, "a") as f:
                f.write(self.requestline + "\n")

    def behaviour(self):
        if not self.behave or not os.path.exists(self.behave):
            return ""
        with open(self.behave) as f:
            return f.read().strip()

    def answer(self, code):
        self.send_response(code)
        if code == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="lists"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        how = self.behaviour()
        expected = base64.b64encode((self.user or "").encode()).decode()
        if not self.user:
            self.answer(405)
        elif self.headers["Authorization"] != "Basic " + expected:
            self.answer(401)
        elif how == "hang":
            time.sleep(600)
        elif how.isdigit():
            self.answer(int(how))
        else:
            path = self.translate_path(self.path)
            if how == "bend":
                body = body[:-1] + bytes([body[-1] ^ 1])
            if how != "lose":
                with open(path + ".new", "wb") as f:
                    f.write(body)
                os.replace(path + ".new", path)
            self.answer(204)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--log")
    parser.add_argument("--user")
    parser.add_argument("--behave")
    parser.add_argument("--tls")
    args = parser.parse_args()
    Handler.log = args.log
    Handler.user = args.user
    Handler.behave = args.behave
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", args.port),
        functools.partial(Handler, directory=args.folder))
    server.daemon_threads = True
    if args.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_port, flush=True)
    threading.Timer(args.seconds, server.shutdown).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
