#!/usr/bin/python3
"""gateway - an SMS gateway for tests, on loopback, for a bounded time

usage: gateway.py FOLDER [--token WORD] [--tls CERT KEY] [--seconds N]

Prints its port. A POST to /sms with the token stores its headers and body as
FOLDER/N.json; a key of Idempotency-Key that came before is answered but not
stored again. A number that ends with three digits that are an HTTP status is
answered with it; one that ends with 000 gets an endless answer, with 001 none.
"""

import argparse
import http.server
import json
import os
import ssl
import threading
import time

STATUSES = ("302", "400", "401", "404", "409", "429", "500", "503")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = set()

    def log_message(self, *args):
        pass

    def answer(self, code, headers=()):
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def endless(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b" " * 65536)
        except OSError:
            self.close_connection = True

    def store(self, body):
        key = self.headers["Idempotency-Key"]
        if key in self.seen:
            return
        self.seen.add(key)
        name = os.path.join(self.server.folder, f"{len(self.seen)}.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"headers": dict(self.headers), "body": body,
                       "peer": self.client_address[1]}, file)

    def do_GET(self):
        self.store({"redirected": True})
        self.answer(200)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        last = next(iter(body.values()))[-3:]
        if self.path != "/sms":
            self.answer(404)
        elif (self.server.token and self.headers["Authorization"]
              != "Bearer " + self.server.token):
            self.answer(401)
        elif last == "000":
            self.endless()
        elif last == "001":
            time.sleep(3)
            self.close_connection = True
        elif last in STATUSES:
            self.answer(int(last), [("Retry-After", "7"), ("Location", "/x")])
        else:
            self.store(body)
            self.answer(201)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--token")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--seconds", type=float, default=600)
    args = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.folder, server.token = args.folder, args.token
    if args.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*args.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    time.sleep(args.seconds)


main()
