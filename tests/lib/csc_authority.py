#!/usr/bin/python3
"""csc_authority - an authority that signs for others over HTTPS, for tests, on
loopback, for a bounded time or until its folder is gone

usage: csc_authority.py FOLDER [--port N] [--tls-name HOST] [--old-tls]
		[--oauth URL] [--seconds N]

Prints its port. It is the remote signing service of the Cloud Signature
Consortium at https://localhost:PORT/csc/v1/ (and v0/, v2/), with its own
authorization server at / and, for v2, at /two/, and a time-stamp authority at
/tsa. With --oauth people and clients are let in by the server of that base, whose
tokens are JWTs (its certificate is of tls-ca.pem). FOLDER has, or gets, its keys and certificates (csc_pki.py) and

  clock             its time, written by the test (csc_state.py)
  phone/CREDENTIAL  the last code that it sent to the owner's phone
  calls.jsonl       a line a call: method, status, error, names of parameters
  signatures.jsonl  a line a signature that was made: credential, hash
  secrets           every secret that it gave or was given, one a line
  state.json        what it knows, kept when it ends

People are anna and bruno, clients ipp (with a secret) and desktop (without);
csc_state.py has them and the credentials. Tests tell it what to do at /-/:
faults (csc_faults.py), clear, settings, credential, withdraw.
"""

import argparse
import http.server
import json
import os
import re
import signal
import socket
import ssl
import struct
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import csc_faults  # noqa: E402
import csc_oauth  # noqa: E402
import csc_pki  # noqa: E402
import csc_service  # noqa: E402
import csc_state  # noqa: E402
from csc_state import Refusal  # noqa: E402

JSON = {"Content-Type": "application/json;charset=UTF-8",
        "Cache-Control": "no-store"}
FORM = "application/x-www-form-urlencoded"


class Gone(Exception):
    """The connection ends here."""


class Authority:
    """The parts, and the one lock they work under."""

    def __init__(self, folder, host):
        self.state = csc_state.State(folder)
        self.pki = csc_pki.Pki(folder, self.state.now())
        self.faults = csc_faults.Faults()
        self.oauth = csc_oauth.OAuth(self.state)
        self.service = None
        self.lock = threading.Lock()
        self.pki.authorities()
        for known in csc_state.CREDENTIALS.values():
            self.pki.credential(known["id"], known["key"],
                                "Sigillo " + known["id"], known["days"])
        self.pki.lists()
        self.pki.tls(host)

    def control(self, what, said):
        """What a test asks for."""
        if what == "faults":
            self.faults.add(said)
        elif what == "clear":
            self.faults.clear()
        elif what == "settings":
            self.state.settings.update(said)
        elif what == "credential":
            self.state.credentials[said.pop("id")].update(said)
        elif what == "revoke":
            self.pki.now = self.state.now()
            self.pki.revoke(said["id"])
            self.state.credentials[said["id"]]["certificate_status"] = "revoked"
        elif what == "withdraw":
            for grant in self.state.grants.values():
                grant["withdrawn"] = True
        else:
            raise Refusal("nothing of this name", status=404)
        return {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "csc_authority"

    def log_message(self, *args):
        pass

    def setup(self):
        self.request = self.server.context.wrap_socket(self.request,
                                                       server_side=True)
        super().setup()

    # the answer -------------------------------------------------------------

    def send(self, status, headers, body, found=()):
        head = "HTTP/1.1 %d %s\r\n" % (status, self.responses.get(
            status, ("Other",))[0])
        for name, value in headers.items():
            head += "%s: %s\r\n" % (name, value)
        if status == 401 and "WWW-Authenticate" not in headers:
            head += 'WWW-Authenticate: Bearer realm="csc"\r\n'
        padding = (int(found["large"] or 64) << 20) if "large" in found else 0
        if status != 204:
            head += "Content-Length: %d\r\n" % (len(body) + padding)
        data = head.encode("latin-1") + b"\r\n"
        if "cut" in found:
            self.wfile.write(data + body[:len(body) // 2])
            raise Gone
        self.wfile.write(data + body)
        for _ in range(padding >> 20):
            self.wfile.write(b" " * (1 << 20))

    def reset(self):
        """Ends the connection without a word."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))
        raise Gone

    def read(self):
        size = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(size)

    # the street -----------------------------------------------------------

    def do_GET(self):
        self.handle_call(b"")

    def do_POST(self):
        self.handle_call(self.read())

    def handle_call(self, body):
        path, _, query = self.path.partition("?")
        try:
            if path.startswith("/-/"):
                with self.server.authority.lock:
                    answer = self.server.authority.control(
                        path[3:], json.loads(body or b"{}"))
                self.send(200, JSON, json.dumps(answer).encode())
                return
            self.work(path, query, body)
        except Refusal as no:
            self.send(*csc_faults.error(no.status, no.error, no.text))
        except (Gone, OSError):
            self.close_connection = True

    def route(self, path):
        """The method a path stands for, and the version of the API."""
        found = re.fullmatch(r"/csc/v([012])/([A-Za-z0-9/]+)", path)
        if found:
            return found.group(2), int(found.group(1))
        two = path.startswith("/two/")
        return path[5 if two else 1:], 2 if two else None

    def work(self, path, query, body):
        method, version = self.route(path)
        authority = self.server.authority
        with authority.lock:
            found = authority.faults.take(method)
        if "refuse" in found:
            found["refuse"] = found["refuse"].replace(
                "ECHO", "%s %s" % (self.headers.get("Authorization"),
                                   body.decode("utf-8", "replace")))
        record = {"method": method, "version": version,
                  "faults": sorted(found)}
        answer = self.trouble(found)
        if answer is None:
            answer = self.act(path, method, version, query, body, found, record)
        record.setdefault("status", answer[0])
        record["at"] = authority.state.now()
        with authority.lock:
            authority.state.note("calls.jsonl", record)
        if "late" in found:
            time.sleep(float(found["late"] or 3))
        if "silent" in found:
            self.reset()
        if "error_after" in found:
            answer = csc_faults.error(500, "server_error",
                                      "The server met with an accident")
        if "not_json" in found:
            answer = (200, {"Content-Type": "text/html"},
                      b"<html><body>Maintenance</body></html>")
        self.send(*answer, found)

    def trouble(self, found):
        if "down" in found:
            self.reset()
        if "slow" in found:
            time.sleep(float(found["slow"] or 3))
        return csc_faults.before(found)

    def act(self, path, method, version, query, body, found, record):
        """Does it, under the lock; notes what came of it, without secrets."""
        with self.server.authority.lock:
            try:
                if path.startswith("/csc/"):
                    return self.api(method, version, body, found, record)
                return self.web(method, version, query, body, found, record)
            except Refusal as no:
                record.update(status=no.status, error=no.error,
                              error_description=no.text)
                headers, data = csc_faults.dialect(found, no.status, {
                    "error": no.error, "error_description": no.text})
                return no.status, headers, data

    def api(self, method, version, body, found, record):
        if self.command != "POST":
            raise Refusal(csc_service.MALFORMED, status=405)
        if self.headers.get_content_type() != "application/json":
            raise Refusal(csc_service.MALFORMED)
        try:
            # a member that comes twice is a mistake of the client
            body = json.loads(body, object_pairs_hook=once)
        except ValueError:
            raise Refusal(csc_service.MALFORMED) from None
        call = csc_service.Call(version, method, body)
        if isinstance(body, dict):
            record["names"] = sorted(body)
            for name in ("credentialID", "numSignatures", "signAlgo"):
                if isinstance(body.get(name), (str, int)):
                    record[name] = body[name]
            record["hashes"] = len(body.get("hash") or body.get("hashes") or ())
        answer = self.server.authority.service.answer(
            call, self.headers.get("Authorization"))
        status = 200
        if isinstance(answer, tuple):
            status, answer = answer
        if answer is None:
            return 204, {}, b""
        answer = csc_faults.change(found, method, answer)
        return status, JSON, json.dumps(answer).encode()

    def web(self, method, version, query, body, found, record):
        authority, header = self.server.authority, self.headers.get(
            "Authorization")
        oauth, state = authority.oauth, authority.state
        if method == "oauth2/authorize" and self.command == "GET":
            record["names"] = sorted(re.findall(r"(?:^|&)([^=&]+)=", query))
            return oauth.authorize(query, version == 2)
        if self.command != "POST":
            raise Refusal("nothing of this name", status=404)
        if method == "tsa":
            authority.pki.now = state.now()
            return (200, {"Content-Type": "application/timestamp-reply"},
                    authority.pki.stamp(body, False))
        if self.headers.get_content_type() != FORM:
            raise Refusal(csc_service.MALFORMED)
        try:
            body = body.decode()
            record["names"] = sorted(csc_oauth.form(body))
            if method == "oauth2/consent":
                other = "wrong_state" in found
                return oauth.consent(body, lambda state: state[::-1] + "x"
                                     if other else state)
            if method == "oauth2/token":
                answer = oauth.token(body, header)
                answer = csc_faults.change(found, method, answer)
                return 200, JSON, json.dumps(answer).encode()
            if method == "oauth2/revoke":
                oauth.revoke(body, header)
                return 204, {}, b""
        except ValueError:
            raise Refusal(csc_service.MALFORMED) from None
        raise Refusal("nothing of this name", status=404)


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A peer that goes away in the middle is no news."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def context(folder, old):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(os.path.join(folder, "tls.pem"),
                         os.path.join(folder, "tls.key"))
    if old:
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version = ssl.TLSVersion.TLSv1
        made.maximum_version = ssl.TLSVersion.TLSv1_1
    else:
        made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls-name")
    parser.add_argument("--old-tls", action="store_true")
    parser.add_argument("--oauth")
    parser.add_argument("--seconds", type=float, default=900)
    args = parser.parse_args()
    os.makedirs(args.folder, mode=0o700, exist_ok=True)
    authority = Authority(os.path.abspath(args.folder), args.tls_name)
    server = Server(("127.0.0.1", args.port), Handler)
    server.authority = authority
    server.context = context(authority.pki.folder, args.old_tls)
    authority.service = csc_service.Service(
        authority.state, authority.pki,
        "https://localhost:%d" % server.server_port, args.oauth)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    end = time.monotonic() + args.seconds
    # a folder that is gone was a test's, which is over
    while not over.wait(1) and time.monotonic() < end:
        if not os.path.isdir(authority.pki.folder):
            return
    with authority.lock:
        authority.state.save()


if __name__ == "__main__":
    main()
