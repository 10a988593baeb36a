"""csc_oauth - the authorization server of the test authority (CSC 1.0.4.0,
8.3; RFC 6749, RFC 7636, RFC 7009, RFC 8252)

`oauth2/authorize` answers a page where a person signs in and consents; what is
posted from it leads back to the client. Below /two, the server of CSC v2, a
client must bring a code challenge.
"""

import base64
import binascii
import hashlib
import html
import json
import re
import ssl
import time
import urllib.request
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from csc_state import CLIENTS, CREDENTIALS, REDIRECTS, USERS, Refusal

PAGE = """<!DOCTYPE html>
<html lang="en"><title>Firme a Distanza</title>
<h1>{title}</h1>
<p>{what}</p>
<form method="post" action="consent">
<input type="hidden" name="page" value="{page}">
<label>User <input name="user"></label>
<label>Password <input name="password" type="password"></label>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
"""


def form(text):
    """The parameters of a form or query, each at most once."""
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("The request includes a parameter more than once")
    return found


def redirect_is_known(uri):
    """One that was registered, or loopback with any port (RFC 8252, 7.3)."""
    parts = urlsplit(uri)
    return uri in REDIRECTS or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1")
        and not parts.fragment and "@" not in parts.netloc)


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def token_is(token, issuer, ca_file):
    """Whether another server's token (a JWT, RFC 7519) is one that it signed,
    by the keys that it publishes, and good at the world's time."""
    if token.count(".") != 2:
        return False
    signed, _, signature = token.rpartition(".")
    header, claims = (json.loads(unpadded(part)) for part in signed.split("."))
    with urllib.request.urlopen(issuer + "/jwks", timeout=10, context=(
            ssl.create_default_context(cafile=ca_file))) as answer:
        keys = {key["kid"]: key for key in json.load(answer)["keys"]}
    key = keys[header["kid"]]
    number = (int.from_bytes(unpadded(key[n]), "big") for n in ("e", "n"))
    try:
        rsa.RSAPublicNumbers(*number).public_key().verify(
            unpadded(signature), signed.encode(), padding.PKCS1v15(),
            hashes.SHA256())
    except InvalidSignature:
        return False
    return claims["iss"] == issuer and claims["exp"] > time.time()


def answer_to(page, state, **found):
    """Back to the client, with what came of it."""
    if page.get("state") is not None:
        found["state"] = state(page["state"])
    there = page["redirect_uri"]
    return 302, {"Location": there + ("&" if "?" in there else "?")
                 + urlencode(found, quote_via=quote)}, b""


def hashes_of(text):
    """base64url values between commas, as base64 (CSC 8.3.2)."""
    found = []
    for item in text.split(","):
        if not re.fullmatch(r"[A-Za-z0-9_-]+={0,2}", item):
            raise Refusal("Invalid Base64 hash string parameter")
        try:
            raw = base64.urlsafe_b64decode(item + "=" * (-len(item) % 4))
        except binascii.Error:
            raise Refusal("Invalid Base64 hash string parameter") from None
        found.append(base64.b64encode(raw).decode())
    return found


class OAuth:
    def __init__(self, state):
        self.state = state

    def authorize(self, query, two):
        """The page that a browser shows, or a way back with an error."""
        try:
            asked = form(query)
        except ValueError:
            raise Refusal("Malformed query") from None
        if "client_id" not in asked:
            raise Refusal("Missing parameter client_id")
        if asked["client_id"] not in CLIENTS:
            raise Refusal("Invalid parameter client_id")
        page = {"client": asked["client_id"], "state": asked.get("state"),
                "redirect_uri": asked.get("redirect_uri", REDIRECTS[0]),
                "told_redirect": "redirect_uri" in asked,
                "scope": asked.get("scope", "service"),
                "challenge": asked.get("code_challenge"), "two": two}
        # never sent to where nobody asked for it
        if not redirect_is_known(page["redirect_uri"]):
            raise Refusal("Invalid parameter redirect_uri")
        try:
            self.check(asked, page, two)
        except Refusal as no:
            return answer_to(page, str, error=no.error,
                             error_description=no.text)
        name = self.state.secret(16)
        self.state.pages[name] = dict(page, ends=self.state.now() + 600)
        what = "%s asks to use your %s." % (page["client"], (
            "signing service" if page["scope"] == "service" else
            "certificate %s for %d signatures" % (
                page["credential"], page["left"])))
        return 200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.format(
            title="Sign in", what=html.escape(what), page=name).encode()

    def check(self, asked, page, two):
        if asked.get("response_type") != "code":
            raise Refusal("Invalid parameter response_type",
                          "unsupported_response_type"
                          if "response_type" in asked else "invalid_request")
        if page["scope"] not in ("service", "credential"):
            raise Refusal("Invalid parameter scope", "invalid_scope")
        if len((page["state"] or "").encode()) > 255:
            raise Refusal("Invalid parameter state")
        if len(asked.get("description", "")) > 500:
            raise Refusal("Invalid parameter description")
        if two and not page["challenge"]:
            raise Refusal("Missing parameter code_challenge")
        if page["challenge"] is not None:
            if asked.get("code_challenge_method", "plain") != "S256":
                raise Refusal("Invalid parameter code_challenge_method")
            if not re.fullmatch(r"[A-Za-z0-9_-]{43}", page["challenge"]):
                raise Refusal("Invalid parameter code_challenge")
        elif CLIENTS[page["client"]] is None:
            raise Refusal("Missing parameter code_challenge")
        if page["scope"] == "credential":
            self.check_credential(asked, page, two)
        elif {"credentialID", "numSignatures", "hash", "hashes"} & set(asked):
            raise Refusal("Parameters of scope credential in scope service")

    def check_credential(self, asked, page, two):
        known = CREDENTIALS.get(asked.get("credentialID"))
        if not known or known["mode"] != "oauth2code":
            raise Refusal("Invalid parameter credentialID")
        kept = self.state.credentials[known["id"]]
        if kept["key_status"] != "enabled":
            raise Refusal("The credential identified by credentialID is "
                          "disabled")
        if not re.fullmatch("[0-9]{1,9}", asked.get("numSignatures", "")):
            raise Refusal("Missing (or invalid type) integer parameter "
                          "numSignatures")
        left = int(asked["numSignatures"])
        if left < 1:
            raise Refusal("Invalid value for parameter numSignatures")
        if left > known["multisign"]:
            raise Refusal("Numbers of signatures is too high")
        name = "hashes" if two else "hash"
        if known["scal"] == "2" and name not in asked:
            raise Refusal("Missing (or invalid type) string parameter " + name)
        if name in asked and two and "hashAlgorithmOID" not in asked:
            raise Refusal("Missing (or invalid type) string parameter "
                          "hashAlgorithmOID")
        hashes = hashes_of(asked[name]) if name in asked else []
        if len(hashes) > left:
            raise Refusal("Numbers of signatures is too high")
        page.update(credential=known["id"], left=left, hashes=hashes)

    def consent(self, body, bend):
        """What a person did with the page; `bend` changes the state."""
        said = form(body)
        page = self.state.pages.get(said.get("page"))
        if not page or self.state.now() >= page["ends"]:
            raise Refusal("This page is no longer good")
        if said.get("decision") != "allow":
            del self.state.pages[said["page"]]
            return answer_to(page, bend, error="access_denied",
                             error_description="The user denied the request.")
        owner = CREDENTIALS[page["credential"]]["user"] \
            if "credential" in page else said.get("user")
        if USERS.get(said.get("user")) != said.get("password") or (
                said.get("user") != owner):
            raise Refusal("User or password is wrong", "access_denied", 401)
        del self.state.pages[said["page"]]
        code = self.state.secret(24)
        self.state.codes[code] = dict(
            page, user=owner, used=False, grant=None,
            ends=self.state.now() + self.state.settings["code_seconds"])
        return answer_to(page, bend, code=code)

    def client(self, asked, header):
        """Who calls: by Basic header or parameters, never both (RFC 6749,
        2.3)."""
        name, secret = asked.get("client_id"), asked.get("client_secret")
        if header is not None:
            try:
                kind, text = header.split(" ", 1)
                found = base64.b64decode(text, validate=True).decode()
                if kind != "Basic" or ":" not in found:
                    raise ValueError
            except ValueError:
                raise Refusal("Invalid authorization header",
                              "invalid_client", 401) from None
            if secret is not None:
                raise Refusal("The request includes a parameter more than once")
            # each is form-encoded first (RFC 6749, 2.3.1)
            known, secret = (dict(parse_qsl("x=" + part))["x"]
                             for part in found.split(":", 1))
            if name not in (None, known):
                raise Refusal("Invalid parameter client_id")
            name = known
        if name is None:
            raise Refusal("Missing parameter client_id")
        if name not in CLIENTS:
            raise Refusal("Invalid parameter client_id")
        if CLIENTS[name] is not None and secret is None:
            raise Refusal("Client authorization required", status=401)
        if CLIENTS[name] != secret:
            if header is not None:
                raise Refusal("Invalid authorization header",
                              "invalid_client", 401)
            raise Refusal("Invalid parameter client_secret")
        return name

    def token(self, body, header):
        asked = form(body)
        kind = asked.get("grant_type")
        if kind is None:
            raise Refusal("Missing parameter grant_type")
        if kind not in ("authorization_code", "client_credentials",
                        "refresh_token"):
            raise Refusal("Invalid parameter grant_type")
        client = self.client(asked, header)
        if kind == "authorization_code":
            return self.by_code(asked, client)
        if kind == "refresh_token":
            if "refresh_token" not in asked:
                raise Refusal("Missing parameter refresh_token")
            return self.state.refresh(asked["refresh_token"], client)
        if CLIENTS[client] is None:
            raise Refusal("The client is not authorized to use this method.",
                          "unauthorized_client")
        if asked.get("scope", "service") != "service":
            raise Refusal("Invalid parameter scope", "invalid_scope")
        return self.state.grant(None, client, remember=False)

    def by_code(self, asked, client):
        if "code" not in asked:
            raise Refusal("Missing parameter code")
        code = self.state.codes.get(asked["code"])
        if not code or code["client"] != client:
            raise Refusal("Invalid parameter code", "invalid_grant")
        if code["used"]:
            # what came of it the first time ends, too (RFC 6749, 4.1.2)
            if code["grant"]:
                self.state.withdraw(code["grant"])
            self.state.sads.pop(code.get("sad"), None)
            raise Refusal("Authorization code is invalid or expired",
                          "invalid_grant")
        code["used"] = True
        if self.state.now() >= code["ends"]:
            raise Refusal("Authorization code is invalid or expired",
                          "invalid_grant")
        if code["told_redirect"] and (
                asked.get("redirect_uri") != code["redirect_uri"]):
            raise Refusal("redirect_uri parameter does not match redirect_uri "
                          "parameter of authorization request",
                          "invalid_grant")
        self.check_verifier(asked.get("code_verifier"), code["challenge"])
        if code["scope"] == "credential":
            code["sad"], answer = self.state.sad(
                code["credential"], code["hashes"], code["left"], code["user"])
            return {"access_token": code["sad"],
                    "token_type": "Bearer" if code["two"] else "SAD",
                    "expires_in": answer}
        answer = self.state.grant(code["user"], client)
        code["grant"] = self.state.tokens[answer["access_token"]]["grant"]
        return answer

    def check_verifier(self, verifier, challenge):
        if verifier is not None:
            self.state.heard(verifier)
        if challenge is None and verifier is None:
            return
        if challenge is None or verifier is None or not re.fullmatch(
                r"[A-Za-z0-9._~-]{43,128}", verifier):
            raise Refusal("Invalid parameter code_verifier", "invalid_grant")
        found = base64.urlsafe_b64encode(hashlib.sha256(
            verifier.encode()).digest()).decode().rstrip("=")
        if found != challenge:
            raise Refusal("Invalid parameter code_verifier", "invalid_grant")

    def revoke(self, body, header):
        asked = form(body)
        self.client(asked, header)
        if "token" not in asked:
            raise Refusal("Missing parameter token")
        hint = asked.get("token_type_hint")
        if hint not in (None, "access_token", "refresh_token"):
            raise Refusal("Invalid parameter token_type_hint")
        self.state.revoke(asked["token"], hint,
                          "Invalid string parameter token")
