"""csc_state - what the test authority csc_authority.py knows: its people,
clients and credentials, the tokens it gave out, its clock

Plain data that is kept in state.json between two runs. Secrets that it made or
heard are also appended to the file `secrets`, one a line, so that a test can
look whether any of them got anywhere.
"""

import base64
import calendar
import hashlib
import hmac
import json
import os
import secrets
import struct
import time

USERS = {"anna": "rosso di sera", "bruno": "bel tempo si spera"}
# a client without a secret is public
CLIENTS = {"ipp": "quaderno a quadretti", "desktop": None}
REDIRECTS = ("https://ipp.example/done", "urn:ietf:wg:oauth:2.0:oob")

# id, owner, key, authorization, factors of explicit ones, SCAL, most
# signatures at once, days of the certificate
CREDENTIALS = {row[0]: dict(zip(
    ("id", "user", "key", "mode", "factors", "scal", "multisign", "days"), row))
    for row in (
        ("SEAL-RSA", "anna", "rsa2048", "implicit", (), "1", 10000, 730),
        ("SEAL-EC", "anna", "ec256", "implicit", (), "2", 1000, 730),
        ("SMS-RSA", "anna", "rsa2048", "explicit", ("PIN", "SMS"), "2", 100, 730),
        ("PIN-EC", "anna", "ec384", "explicit", ("PIN",), "2", 10, 730),
        ("TOTP-EC", "anna", "ec256", "explicit", ("TOTP",), "1", 5, 730),
        ("WEB-RSA", "anna", "rsa3072", "oauth2code", (), "2", 50, 730),
        ("WEB-EC", "anna", "ec256", "oauth2code", (), "1", 1, 730),
        ("ASK-EC", "anna", "ec256", "explicit", ("CHALLENGE",), "1", 5, 730),
        ("APP-EC", "anna", "ec256", "implicit", ("APP",), "1", 5, 730),
        ("SHORT-EC", "anna", "ec256", "implicit", (), "1", 100, 40),
        ("BRUNO-EC", "bruno", "ec256", "implicit", (), "1", 100, 730))}
PIN = "73190264"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

SETTINGS = {"access_seconds": 3600, "refresh_days": 365, "code_seconds": 120,
            "sad_seconds": 300, "otp_seconds": 120, "wrong_most": 3,
            "page": 4, "polls": 2, "agrees": True, "grant_signatures": 0,
            "grace_seconds": 0}


class Refusal(Exception):
    """An answer that is an error: its status, code and description."""

    def __init__(self, text, error="invalid_request", status=400):
        super().__init__(text)
        self.status, self.error, self.text = status, error, text


class State:
    def __init__(self, folder):
        self.folder = folder
        self.settings = dict(SETTINGS)
        self.tokens = {}    # token: grant, kind, scope, user, client, ends
        self.grants = {}    # grant: at, withdrawn, refresh, signatures
        self.codes = {}     # code of oauth2/authorize: what it stands for
        self.pages = {}     # consent pages that people look at
        self.sads = {}      # SAD: credential, hashes, left, ends, used
        self.handles = {}   # authorizations that people have yet to confirm
        self.signatures = 0
        self.credentials = {name: {"key_status": "enabled",
                                   "certificate_status": "valid",
                                   "pin_wrong": 0, "otp_wrong": 0, "otp": None,
                                   "totp_step": 0} for name in CREDENTIALS}
        if os.path.exists(self.path("state.json")):
            with open(self.path("state.json"), encoding="utf-8") as file:
                self.__dict__.update(json.load(file))
        for known in (*USERS.values(), *filter(None, CLIENTS.values()), PIN,
                      TOTP_SECRET):
            self.heard(known)

    def path(self, name):
        return os.path.join(self.folder, name)

    def save(self):
        known = {k: v for k, v in self.__dict__.items() if k != "folder"}
        with open(self.path("state.json"), "w", encoding="utf-8") as file:
            json.dump(known, file)

    def now(self):
        """The time in the file `clock`, YYYY-MM-DDTHH:MM:SSZ and perhaps how
        many seconds the clock is off; without it the real one."""
        try:
            with open(self.path("clock"), encoding="utf-8") as file:
                when, *off = file.read().split()
        except FileNotFoundError:
            return int(time.time())
        return calendar.timegm(time.strptime(
            when, "%Y-%m-%dT%H:%M:%SZ")) + sum(map(int, off))

    def note(self, name, record):
        with open(self.path(name), "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def heard(self, secret):
        with open(os.open(self.path("secrets"), os.O_WRONLY | os.O_CREAT
                          | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.write(secret + "\n")

    def secret(self, octets=32):
        made = secrets.token_urlsafe(octets)
        self.heard(made)
        return made

    # tokens -------------------------------------------------------------

    def grant(self, user, client, remember=True):
        """What a client gets when somebody lets it in."""
        name = secrets.token_hex(8)
        self.grants[name] = {"at": self.now(), "user": user, "client": client,
                             "withdrawn": False, "refresh": None,
                             "signatures": 0}
        return self.give(name, remember)

    def give(self, grant, remember):
        """An access token of a grant, and the only refresh token that is good
        from now on."""
        seconds = self.settings["access_seconds"]
        answer = {"access_token": self.token(grant, "access", seconds),
                  "token_type": "Bearer", "expires_in": seconds}
        if remember:
            answer["refresh_token"] = self.token(
                grant, "refresh", self.settings["refresh_days"] * 86400)
            self.grants[grant]["refresh"] = answer["refresh_token"]
        return answer

    def token(self, grant, kind, seconds):
        made = self.secret()
        self.tokens[made] = {"grant": grant, "kind": kind,
                             "ends": self.now() + seconds}
        return made

    def standing(self, token, kind):
        """The grant of a token that is good; None if it never was one."""
        known = self.tokens.get(token)
        if not known or known["kind"] != kind:
            return None
        grant = self.grants[known["grant"]]
        if grant["withdrawn"] or self.now() >= known["ends"]:
            raise Refusal("The access or refresh token is expired or has been "
                          "revoked.", "expired_token", 401)
        return known["grant"]

    def refresh(self, token, client):
        known = self.tokens.get(token)
        if not known or known["kind"] != "refresh" or (
                self.grants[known["grant"]]["client"] != client):
            raise Refusal("Invalid parameter refresh_token", "invalid_grant")
        grant = self.grants[known["grant"]]
        # some servers take the last one but one again for a while
        is_late = token == grant.get("before") and (
            self.now() < grant["rotated"] + self.settings["grace_seconds"])
        if grant["refresh"] != token and not is_late and (
                not grant["withdrawn"]):
            # it came twice: one of two is a thief (RFC 9700, 4.14.2)
            self.withdraw(known["grant"])
        if grant["withdrawn"]:
            raise Refusal("Invalid parameter refresh_token", "invalid_grant")
        if self.now() >= known["ends"]:
            raise Refusal("Refresh token expired", "invalid_grant")
        if not is_late:
            grant.update(before=token, rotated=self.now())
        return self.give(known["grant"], True)

    def withdraw(self, grant):
        self.grants[grant]["withdrawn"] = True

    def revoke(self, token, hint, wrong):
        if self.sads.pop(token, None):
            return
        known = self.tokens.get(token)
        if not known or hint and hint != known["kind"] + "_token":
            raise Refusal(wrong)
        if known["kind"] == "refresh":
            self.withdraw(known["grant"])
        else:
            known["ends"] = 0

    def sad(self, credential, hashes, left, user, grant=None):
        """Signature activation data for `left` signatures of a credential,
        bound to hashes where there are some, and its seconds."""
        made = self.secret()
        seconds = self.settings["sad_seconds"]
        self.sads[made] = {"credential": credential, "hashes": hashes,
                           "left": left, "user": user, "grant": grant,
                           "used": False, "ends": self.now() + seconds}
        return made, seconds

    # what people type -----------------------------------------------------

    def send_otp(self, name):
        """A code on the phone of the owner: the file phone/CREDENTIAL."""
        code = "%06d" % secrets.randbelow(1000000)
        self.heard(code)
        self.to_phone(name, code)
        self.credentials[name]["otp"] = [
            code, self.now() + self.settings["otp_seconds"]]

    def to_phone(self, name, text):
        os.makedirs(self.path("phone"), mode=0o700, exist_ok=True)
        with open(self.path("phone/" + name), "w", encoding="utf-8") as file:
            file.write(text + "\n")

    def ask(self, name):
        """A challenge, whose answer only the phone knows."""
        challenge = secrets.token_hex(4)
        answer = hashlib.sha256((challenge + PIN).encode()).hexdigest()[:8]
        self.heard(answer)
        self.to_phone(name, answer)
        self.credentials[name]["otp"] = [
            answer, self.now() + self.settings["otp_seconds"]]
        return challenge

    def totp_is(self, kept, code):
        key = base64.b32decode(TOTP_SECRET)
        for step in range(self.now() // 30 - 1, self.now() // 30 + 2):
            mac = hmac.digest(key, struct.pack(">Q", step), "sha1")
            number = struct.unpack_from(">I", mac, mac[-1] & 15)[0] & 0x7fffffff
            if code == "%06d" % (number % 1000000) and step > kept["totp_step"]:
                kept["totp_step"] = step
                return True
        return False

    def otp_is(self, kept, code):
        good = kept["otp"]
        if not good or self.now() >= good[1] or good[0] != code:
            return False
        kept["otp"] = None
        return True

    def judge(self, name, factor, value):
        """Whether a PIN or one-time password is right; three that are not
        lock it."""
        kept = self.credentials[name]
        which = "PIN" if factor == "PIN" else "OTP"
        counter = which.lower() + "_wrong"
        if kept[counter] >= self.settings["wrong_most"]:
            raise Refusal(which + " locked")
        right = (value == PIN if factor == "PIN" else
                 self.totp_is(kept, value) if factor == "TOTP" else
                 self.otp_is(kept, value))
        kept[counter] = 0 if right else kept[counter] + 1
        return right
