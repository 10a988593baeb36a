"""csc_faults - what goes wrong at the test authority, when a test asks for it

A fault is {"method", "fault", "times", "value"}: it happens at the next
`times` calls of the method (`*` is any; 0 times is until they are cleared).

before anything is done
  down              the connection is reset
  slow              after `value` seconds (3) it goes on as if nothing were
  busy              429, or the status in `value`, which is STATUS:SECONDS of
                    Retry-After
  error_before      500 server_error
  redirect          302 to `value`
  refuse            `value` is STATUS:ERROR:DESCRIPTION; ECHO in it is what the
                    caller brought: his token and whole body
after it is done
  error_after       500 server_error
  silent            the connection is closed without an answer
  late              the answer comes after `value` seconds (3)
  cut               the answer ends in its middle
  large             so many MiB (`value`, 64) of spaces in the answer
  not_json          an HTML page with status 200
  short             a signature is missing
  bend              one bit of each signature is another, also of that in the
                    certificate of credentials/info
dialects of real servers
  plain             an error as text/plain
  empty             an error without a body
  error_code        an error as errorCode, errorDescription, errorReference
  null              members that could have been left out are null
  no_expires        no expires_in and no expiresIn
  lower_sad         `sad` for `SAD`
  text_len          the length of the key as text
  wrong_state       oauth2/authorize leads back with another state
"""

import base64
import json

BEFORE = ("down", "slow", "busy", "error_before", "redirect", "refuse")
# members that a server may leave out, by method
OPTIONAL = {
    "info": ("oauth2Issuer", "asynchronousOperationMode", "validationInfo"),
    "oauth2/token": ("refresh_token", "scope"),
    "credentials/list": ("nextPageToken", "credentialInfos", "onlyValid"),
    "credentials/info": ("PIN", "OTP", "description", "auth", "authMode"),
    "credentials/authorize": ("handle", "expiresIn"),
    "signatures/signHash": ("responseID",)}


class Faults:
    def __init__(self):
        self.waiting = []

    def add(self, record):
        fault = {"times": 1, "value": None, **record}
        fault["forever"] = not fault["times"]
        self.waiting.append(fault)

    def clear(self):
        self.waiting = []

    def take(self, method):
        """The faults of this call, by their names."""
        found = {}
        for fault in list(self.waiting):
            if fault["method"] not in ("*", method):
                continue
            found[fault["fault"]] = fault["value"]
            if not fault["forever"]:
                fault["times"] -= 1
                if not fault["times"]:
                    self.waiting.remove(fault)
        return found


def error(status, code, text):
    return status, {"Content-Type": "application/json;charset=UTF-8"}, \
        json.dumps({"error": code, "error_description": text}).encode()


def before(found):
    """The answer in place of the act's, if there is one."""
    if "busy" in found:
        status, _, seconds = str(found["busy"] or "429:1").partition(":")
        code, headers, body = error(int(status), "temporarily_unavailable",
                                    "Too many requests")
        return code, dict(headers, **{"Retry-After": seconds or "1"}), body
    if "error_before" in found:
        return error(500, "server_error", "The server met with an accident")
    if "redirect" in found:
        return 302, {"Location": found["redirect"]}, b""
    if "refuse" in found:
        status, code, text = found["refuse"].split(":", 2)
        return error(int(status), code, text)
    return None


def dialect(found, status, answer):
    """The headers and the body of an error in another server's manner."""
    headers = {"Content-Type": "application/json;charset=UTF-8"}
    if "plain" in found:
        return {"Content-Type": "text/plain"}, \
            answer["error_description"].encode()
    if "empty" in found:
        return {}, b""
    if "error_code" in found:
        answer = {"errorCode": answer["error"], "errorReference": "c0ffee",
                  "errorDescription": answer["error_description"]}
    return headers, json.dumps(answer).encode()


def bend(text, where):
    raw = bytearray(base64.b64decode(text))
    raw[where(raw)] ^= 1
    return base64.b64encode(bytes(raw)).decode()


def change(found, method, answer):
    """A good answer as the faults have it."""
    answer = dict(answer)
    if "null" in found:
        for name in OPTIONAL.get(method, ()):
            answer.setdefault(name, None)
        if "cert" in answer:
            answer["cert"] = {"status": None, **answer["cert"]}
            answer["key"] = {"curve": None, **answer["key"]}
    if "no_expires" in found:
        answer.pop("expires_in", None)
        answer.pop("expiresIn", None)
    if "lower_sad" in found and "SAD" in answer:
        answer["sad"] = answer.pop("SAD")
    if "text_len" in found and "key" in answer:
        answer["key"] = dict(answer["key"], len=str(answer["key"]["len"]))
    if "signatures" in answer and "short" in found:
        answer["signatures"] = answer["signatures"][:-1]
    if "signatures" in answer and "bend" in found:
        answer["signatures"] = [bend(text, lambda raw: len(raw) // 2)
                                for text in answer["signatures"]]
    if "cert" in answer and "bend" in found:
        first, *others = answer["cert"]["certificates"]
        answer["cert"] = dict(answer["cert"], certificates=[
            bend(first, lambda _: -1), *others])
    return answer
