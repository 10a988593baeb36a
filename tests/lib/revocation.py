#!/usr/bin/env python3
"""revocation - publishes ./pki on a port of loopback: GET a CRL, POST to /ocsp

usage: revocation.py PORT_FILE LOG    (until it is killed; its pid is in PORT_FILE.pid)
OCSP answers are made by openssl of ./pki/ocsp.index, signed by ./pki/ca.*.
"""
import http.server
import os
import subprocess
import sys
import tempfile


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
        der = subprocess.run(["openssl", "crl", "-in", path, "-outform", "DER"],
                             stdout=subprocess.PIPE, check=True).stdout
        return self.answer(200, "application/pkix-crl", der)

    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"]))
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


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + ".pid", "w") as pid:
    pid.write(str(os.getpid()))
with open(sys.argv[1] + ".new", "w") as port:
    port.write(str(server.server_address[1]))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
