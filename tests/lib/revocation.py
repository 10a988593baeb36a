#!/usr/bin/env python3
"""revocation - publishes ./pki on a port of loopback: GET a CRL or any
other file, POST to /ocsp or /stamp; /moved/FILE leads to /FILE

usage: revocation.py PORT_FILE LOG    (until it is killed, or its folder is gone; its
pid is in PORT_FILE.pid)
OCSP answers are made by openssl of ./pki/ocsp.index, signed by ./pki/ca.*;
time-stamps (RFC 3161) after ./pki/tsa.cnf. /stamp/other stamps something else,
/stamp/no answers 503, /stamp/junk what is no time-stamp.
"""
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        with open(sys.argv[2], "a") as log:
            log.write("%s %s\n" % (self.command, self.path))

    def answer(self, code, kind, body):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = "pki/" + os.path.basename(self.path)
        if not os.path.exists(path):
            return self.answer(404, "text/plain", b"no\n")
        if self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", "/" + os.path.basename(self.path))
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if not path.endswith(".crl"):
            with open(path, "rb") as file:
                return self.answer(200, "application/octet-stream", file.read())
        der = subprocess.run(["openssl", "crl", "-in", path, "-outform", "DER"],
                             stdout=subprocess.PIPE, check=True).stdout
        return self.answer(200, "application/pkix-crl", der)

    def stamp(self, request):
        kind = "application/timestamp-reply"
        if self.path == "/stamp/no":
            return self.answer(503, kind, b"")
        if self.path == "/stamp/junk":
            return self.answer(200, kind, b"\x30\x03\x02\x01\x00")
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + "/q", "wb") as file:
                file.write(request)
            if self.path == "/stamp/other":
                subprocess.run(["openssl", "ts", "-query", "-digest", "ab" * 32,
                                "-sha256", "-cert", "-out", folder + "/q"], check=True)
            subprocess.run(["openssl", "ts", "-reply", "-config", "pki/tsa.cnf",
                            "-queryfile", folder + "/q", "-out", folder + "/a"],
                           stderr=subprocess.DEVNULL, check=True)
            with open(folder + "/a", "rb") as file:
                return self.answer(200, kind, file.read())

    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/stamp"):
            return self.stamp(request)
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + "/q", "wb") as file:
                file.write(request)
            done = subprocess.run(
                ["openssl", "ocsp", "-index", "pki/ocsp.index", "-CA", "pki/ca.pem",
                 "-rsigner", "pki/ca.pem", "-rkey", "pki/ca.key", "-ndays", "1",
                 "-reqin", folder + "/q", "-respout", folder + "/a"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if done.returncode:
                return self.answer(500, "text/plain", b"no\n")
            body = open(folder + "/a", "rb").read()
        return self.answer(200, "application/ocsp-response", body)


def watch(folder):
    while os.path.isdir(folder):
        time.sleep(0.5)
    os._exit(0)


threading.Thread(target=watch, args=(os.getcwd(),), daemon=True).start()
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + ".pid", "w") as pid:
    pid.write(str(os.getpid()))
with open(sys.argv[1] + ".new", "w") as port:
    port.write(str(server.server_address[1]))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
