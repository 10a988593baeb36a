"""csc_service - the signing service of the test authority: the methods of CSC
1.0.4.0, clause 11, also under v0, and those of 2.0.0.2

What the specification forbids is refused with the specification's code and
text, so that a client's mistake is seen where it is made.
"""

import base64
import binascii
import re
from time import gmtime, strftime

import csc_oauth
import csc_pki
from csc_state import CREDENTIALS, USERS, Refusal

MALFORMED = ("The request is missing a required parameter, includes an invalid "
             "parameter value, includes a parameter more than once, or is "
             "otherwise malformed.")
SPECS = {0: "0.1.7.9", 1: "1.0.4.0", 2: "2.0.0.2"}
COMMON = ["auth/login", "auth/revoke", "credentials/list", "credentials/info",
          "credentials/authorize", "credentials/extendTransaction",
          "signatures/signHash", "signatures/timestamp"]
METHODS = {0: COMMON + ["credentials/sendOTP"],
           1: COMMON + ["credentials/sendOTP"],
           2: COMMON + ["credentials/authorizeCheck",
                        "credentials/getChallenge"]}
LABELS = {"PIN": "PIN", "SMS": "Code sent by SMS", "TOTP": "Code of the app",
          "CHALLENGE": "Answer to the challenge", "APP": "Confirm in the app"}


class Call:
    """A call of a method: what it brought, and who it is from."""

    def __init__(self, version, method, body):
        self.version, self.method, self.body = version, method, body
        self.token = self.grant = self.user = self.record = None
        self.hash_name = "hashes" if version == 2 else "hash"
        self.algo_name = "hashAlgorithmOID" if version == 2 else "hashAlgo"

    def value(self, name, kind, what, needed):
        found = self.body.get(name)
        wrong = not isinstance(found, kind) or (
            isinstance(found, bool) and kind is not bool)
        if name not in self.body and not needed:
            return None
        if wrong:
            raise Refusal("Missing (or invalid type) %s parameter %s"
                          % (what, name))
        return found

    def text(self, name, needed=True):
        return self.value(name, str, "string", needed)

    def number(self, name):
        return self.value(name, int, "integer", True)

    def flag(self, name):
        return bool(self.value(name, bool, "boolean", False))

    def digest(self, text, sizes=(32, 48, 64)):
        if not isinstance(text, str):
            raise Refusal("Invalid Base64 hash string parameter")
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise Refusal("Invalid Base64 hash string parameter") from None
        if len(raw) not in sizes:
            raise Refusal("Invalid digest value length")
        return raw

    def hashes(self, needed):
        """The hashes as they came, each looked at."""
        other = "hash" if self.version == 2 else "hashes"
        if other in self.body:
            raise Refusal("Invalid parameter " + other)
        found = self.value(self.hash_name, list, "array", needed)
        if found is None:
            return []
        if not found:
            raise Refusal("Empty hash array")
        sizes = (32, 48, 64)
        if self.version == 2:
            algorithm = self.text(self.algo_name)
            if algorithm not in csc_pki.HASHES:
                raise Refusal("Invalid parameter " + self.algo_name)
            sizes = (csc_pki.HASHES[algorithm].digest_size,)
        for text in found:
            self.digest(text, sizes)
        return found


class Service:
    def __init__(self, state, pki, base, elsewhere=None):
        self.state, self.pki, self.base = state, pki, base
        self.elsewhere = elsewhere

    def answer(self, call, header):
        """What a method answers: an object, None for no content, or a pair
        of status and object."""
        method, act = call.method, ACTS.get(call.method)
        if method not in METHODS[call.version] and method != "info":
            raise Refusal("Method %s is not implemented" % method,
                          "not_implemented", 501)
        if not isinstance(call.body, dict):
            raise Refusal(MALFORMED)
        if not isinstance(call.body.get("clientData", ""), str):
            raise Refusal("Invalid parameter clientData")
        if method == "auth/login":
            return self.login(call, header)
        if method != "info":
            self.admit(call, header)
        if method in OF_CREDENTIAL:
            call.record = self.credential(call)
        return act(self, call)

    def admit(self, call, header):
        found = re.fullmatch(r"Bearer ([A-Za-z0-9._~+/-]+=*)", header or "")
        if not found:
            raise Refusal("Malformed authroization header."
                          if call.method == "credentials/sendOTP"
                          else MALFORMED)
        call.token = found.group(1)
        sad = self.state.sads.get(call.token)
        if call.version == 2 and call.method == "signatures/signHash" and sad:
            call.user = sad["user"]
            return
        if self.elsewhere and csc_oauth.token_is(
                call.token, self.elsewhere, self.pki.path("tls-ca.pem")):
            call.user = "anna"
            return
        call.grant = self.state.standing(call.token, "access")
        if call.grant is None:
            raise Refusal("The token provided is not a valid OAuth access or "
                          "refresh token.", "invalid_token", 401)
        # a client of its own speaks for the company
        call.user = self.state.grants[call.grant]["user"] or "anna"

    def credential(self, call):
        known = CREDENTIALS.get(call.text("credentialID"))
        if not known or known["user"] != call.user:
            raise Refusal("Invalid parameter credentialID")
        return known

    # who ------------------------------------------------------------------

    def login(self, call, header):
        token = call.body.get("refresh_token")
        if token is not None:
            if not isinstance(token, str):
                raise Refusal("Invalid string parameter: refresh_token")
            if header is not None:
                raise Refusal(MALFORMED)
            try:
                return self.state.refresh(token, "login")
            except Refusal:
                raise Refusal("Invalid refresh_token") from None
        found = re.fullmatch(r"Basic ([A-Za-z0-9+/]+=*)", header or "")
        if not found:
            raise Refusal("Malformed authentication parameter.", status=401)
        try:
            text = base64.b64decode(found.group(1), validate=True).decode()
            user, password = text.split(":", 1)
        except ValueError:
            raise Refusal("Malformed username-password.") from None
        if USERS.get(user) != password:
            raise Refusal("An error occurred during authentication process",
                          "authentication_error")
        answer = self.state.grant(user, "login", call.flag("rememberMe"))
        del answer["token_type"]
        return answer

    def do_revoke(self, call):
        token = call.text("token")
        hint = call.body.get("token_type_hint")
        if hint not in (None, "access_token", "refresh_token"):
            raise Refusal("Invalid string parameter token_type_hint")
        self.state.revoke(token, hint, "Invalid string parameter token")

    def do_info(self, call):
        version = call.version
        answer = {
            "specs": SPECS[version], "name": "Firme a Distanza",
            "logo": self.base + "/logo.png", "region": "IT", "lang": "en-US",
            "description": "A remote signing service for tests",
            "authType": ["basic", "oauth2code", "oauth2client"],
            # the slash is there or not, as with real ones
            "oauth2": self.elsewhere
            or self.base + ("/two" if version == 2 else "/"),
            "methods": METHODS[version]}
        if version == 2:
            answer.update(
                asynchronousOperationMode=False, validationInfo=False,
                signAlgorithms={"algos": csc_pki.algorithms("rsa")
                                + csc_pki.algorithms("ec")})
        return answer

    # credentials ----------------------------------------------------------

    def do_list(self, call):
        user = call.text("userID", needed=False)
        if user is not None and (not call.grant or
                                 self.state.grants[call.grant]["user"]):
            raise Refusal("userID parameter MUST be null")
        if user is not None and user not in USERS:
            raise Refusal("Invalid parameter userID")
        mine = [name for name, known in CREDENTIALS.items()
                if known["user"] == (user or call.user)]
        if call.version == 2:
            return self.list_two(call, mine)
        most, begin = self.state.settings["page"], 0
        asked = call.body.get("maxResults")
        if isinstance(asked, int) and 0 < asked < most:
            most = asked
        token = call.text("pageToken", needed=False)
        if token is not None:
            found = re.fullmatch("page-([0-9]+)", token)
            if not found or not 0 < int(found.group(1)) < len(mine):
                raise Refusal("Invalid parameter pageToken")
            begin = int(found.group(1))
        answer = {"credentialIDs": mine[begin:begin + most]}
        if begin + most < len(mine):
            answer["nextPageToken"] = "page-%d" % (begin + most)
        return answer

    def list_two(self, call, mine):
        only = call.flag("onlyValid")
        if only:
            mine = [n for n in mine if self.status(n) == "valid" and
                    self.state.credentials[n]["key_status"] == "enabled"]
        answer = {"credentialIDs": mine}
        if only:
            answer["onlyValid"] = True
        if call.flag("credentialInfo"):
            answer["credentialInfos"] = [
                dict(self.describe(call, CREDENTIALS[n]), credentialID=n)
                for n in mine]
        return answer

    def do_info_of(self, call):
        return self.describe(call, call.record)

    def status(self, name):
        kept = self.state.credentials[name]["certificate_status"]
        certificate = self.pki.certificates[name]
        end = certificate.not_valid_after.strftime("%Y%m%d%H%M%SZ")
        if kept == "valid" and self.stamp_now() > end:
            return "expired"
        return kept

    def stamp_now(self):
        return strftime("%Y%m%d%H%M%SZ", gmtime(self.state.now()))

    def describe(self, call, known):
        name = known["id"]
        which = call.body.get("certificates", "single")
        if which not in ("none", "single", "chain"):
            raise Refusal("Invalid parameter certificates")
        key, certificate = self.pki.keys[name], self.pki.certificates[name]
        answer = {"description": "Seal %s of Acme Registrazioni" % name,
                  "key": {"status": self.state.credentials[name]["key_status"],
                          "algo": csc_pki.algorithms(known["key"]),
                          "len": key.key_size},
                  "cert": {"status": self.status(name)},
                  "multisign": known["multisign"], "lang": "en-US"}
        if known["key"] in csc_pki.CURVES:
            answer["key"]["curve"] = csc_pki.CURVES[known["key"]][1]
        if which != "none":
            answer["cert"]["certificates"] = [
                base64.b64encode(self.pki.certificate_der(n)).decode()
                for n in ((name,) if which == "single" else
                          (name, "ca", "root"))]
        if call.flag("certInfo"):
            answer["cert"].update(
                issuerDN=certificate.issuer.rfc4514_string(),
                serialNumber="%X" % certificate.serial_number,
                subjectDN=certificate.subject.rfc4514_string(),
                validFrom=certificate.not_valid_before.strftime(
                    "%Y%m%d%H%M%SZ"),
                validTo=certificate.not_valid_after.strftime("%Y%m%d%H%M%SZ"))
        answer["SCAL"] = known["scal"]
        if call.version == 2:
            answer["auth"] = self.auth_two(call, known)
        else:
            answer["authMode"] = known["mode"]
            if known["mode"] == "explicit" and call.flag("authInfo"):
                answer.update(self.auth_one(known))
        return answer

    def auth_one(self, known):
        factors = known["factors"]
        pin = {"presence": "false"}
        if "PIN" in factors:
            pin = {"presence": "true", "format": "N", "label": "PIN",
                   "description": "The PIN of your certificate"}
        otp = {"presence": "false"}
        for factor in set(factors) - {"PIN"}:
            otp = {"presence": "true", "ID": known["id"] + "-phone",
                   "type": "offline" if factor == "TOTP" else "online",
                   "format": "N" if factor in ("SMS", "TOTP") else "A",
                   "label": LABELS[factor], "provider": factor.lower()}
        return {"PIN": pin, "OTP": otp}

    def auth_two(self, call, known):
        if known["mode"] == "oauth2code":
            return {"mode": "oauth2code"}
        answer = {"mode": "explicit"}
        if not call.flag("authInfo"):
            return answer
        factors = known["factors"] or ("APP",)
        kinds = {"PIN": {"type": "Password", "format": "N"},
                 "SMS": {"type": "ChallengeResponse", "format": "N"},
                 "TOTP": {"type": "Password", "format": "N",
                          "generator": "totp"},
                 "CHALLENGE": {"type": "ChallengeResponse", "format": "A"},
                 "APP": {"type": "PasswordOOB"}}
        answer["expression"] = " AND ".join(factors)
        answer["objects"] = [dict(kinds[f], id=f, label=LABELS[f])
                             for f in factors]
        return answer

    # authorization --------------------------------------------------------

    def usable(self, known):
        if self.state.credentials[known["id"]]["key_status"] != "enabled":
            raise Refusal("The credential identified by credentialID is "
                          "disabled")
        status = self.status(known["id"])
        subject = self.pki.certificates[known["id"]].subject
        o, cn = (subject.get_attributes_for_oid(oid)[0].value for oid in (
            csc_pki.NameOID.ORGANIZATION_NAME, csc_pki.NameOID.COMMON_NAME))
        if status != "valid":
            raise Refusal("Signing certificate 'O=%s,CN=%s' is %s."
                          % (o, cn, status))

    def do_authorize(self, call):
        known = call.record
        if known["mode"] == "oauth2code":
            raise Refusal("The client is not authorized to use this method.",
                          "unauthorized_client")
        self.usable(known)
        left = call.number("numSignatures")
        if left < 1:
            raise Refusal("Invalid value for parameter numSignatures")
        if left > known["multisign"]:
            raise Refusal("Numbers of signatures is too high")
        hashes = call.hashes(needed=known["scal"] == "2")
        if len(hashes) > left:
            raise Refusal("Numbers of signatures is too high")
        if len(call.text("description", needed=False) or "") > 500:
            raise Refusal("Invalid parameter description")
        self.prove(call, known)
        ready = {"credential": known["id"], "hashes": hashes, "left": left,
                 "user": call.user, "grant": call.grant}
        if call.version == 2 and "APP" in known["factors"]:
            handle = self.state.secret(16)
            self.state.handles[handle] = dict(
                ready, polls=self.state.settings["polls"])
            return 202, {"handle": handle}
        return self.sad(ready)

    def sad(self, ready):
        made, seconds = self.state.sad(**ready)
        return {"SAD": made, "expiresIn": seconds}

    def do_check(self, call):
        ready = self.state.handles.get(call.text("handle"))
        if not ready or ready["grant"] != call.grant:
            raise Refusal("Invalid parameter handle")
        if not self.state.settings["agrees"]:
            raise Refusal("The user denied the request.", "access_denied")
        if ready["polls"]:
            ready["polls"] -= 1
            return 202, {"handle": call.body["handle"]}
        del self.state.handles[call.body["handle"]]
        return self.sad({k: v for k, v in ready.items() if k != "polls"})

    def prove(self, call, known):
        """What the person typed, held against what is asked."""
        factors = known["factors"]
        if call.version == 2:
            given = self.auth_data(call, factors or ("APP",))
        else:
            if "authData" in call.body:
                raise Refusal("Invalid parameter authData")
            given = {"PIN": call.text("PIN", "PIN" in factors)}
            otp = [f for f in factors if f not in ("PIN", "APP")]
            given.update({f: call.text("OTP") for f in otp})
            for name, wanted in (("PIN", "PIN" in factors), ("OTP", otp)):
                if name in call.body and not wanted:
                    raise Refusal("Invalid parameter " + name)
        for factor in factors:
            if factor != "APP" and not self.state.judge(
                    known["id"], factor, given[factor]):
                which = "PIN" if factor == "PIN" else "OTP"
                if call.version == 2:
                    raise Refusal("The authentication data is invalid",
                                  "invalid_authentication_data")
                raise Refusal("The %s is invalid" % which,
                              "invalid_" + which.lower())

    def auth_data(self, call, factors):
        for name in ("PIN", "OTP"):
            if name in call.body:
                raise Refusal("Invalid parameter " + name)
        given = {}
        for item in call.value("authData", list, "array", True):
            if not isinstance(item, dict) or item.get("id") not in factors or (
                    item["id"] in given):
                raise Refusal("Invalid parameter authData")
            value = item.get("value")
            # what is confirmed elsewhere comes with its id alone
            if (item["id"] == "APP") == ("value" in item) or (
                    "value" in item and not isinstance(value, str)):
                raise Refusal("Invalid parameter authData")
            given[item["id"]] = value
        if set(given) != set(factors):
            raise Refusal("Invalid parameter authData")
        return given

    def do_send_otp(self, call):
        known = call.record
        online = {"SMS", "CHALLENGE"} & set(known["factors"])
        if not online:
            raise Refusal("Invalid parameter credentialID")
        self.send(known, online.pop())

    def do_challenge(self, call):
        known, factor = call.record, call.text("authObjectID")
        if factor not in known["factors"] or factor not in ("SMS", "CHALLENGE"):
            raise Refusal("Invalid parameter authObjectID")
        return self.send(known, factor)

    def send(self, known, factor):
        if self.state.credentials[known["id"]]["otp_wrong"] >= (
                self.state.settings["wrong_most"]):
            raise Refusal("OTP locked")
        if factor == "CHALLENGE":
            return {"challenge": self.state.ask(known["id"])}
        return self.state.send_otp(known["id"])

    # signatures -----------------------------------------------------------

    def activation(self, call, text):
        """The SAD of this text, if it is one of this credential."""
        found = self.state.sads.get(text)
        if not found or found["credential"] != call.record["id"] or (
                found["user"] != call.user or found["left"] < 1):
            raise Refusal("Invalid parameter SAD")
        if self.state.now() >= found["ends"]:
            raise Refusal("SAD expired")
        return found

    def do_extend(self, call):
        found = self.activation(call, call.text("SAD"))
        hashes = call.hashes(needed=call.record["scal"] == "2")
        if len(hashes) > found["left"]:
            raise Refusal("Numbers of signatures is too high")
        del self.state.sads[call.body["SAD"]]
        return self.sad({k: hashes if k == "hashes" else found[k] for k in (
            "credential", "hashes", "left", "user", "grant")})

    def do_sign(self, call):
        known = call.record
        text = call.text("SAD", needed=call.token not in self.state.sads)
        found = self.activation(call, text or call.token)
        if found["used"]:
            # the next needs credentials/extendTransaction (CSC 11.7)
            raise Refusal("Invalid parameter SAD")
        hashes = call.hashes(needed=True)
        how = self.how(call, known)
        for item in hashes:
            call.digest(item, (how[-1],))
        self.usable(known)
        if len(hashes) > found["left"]:
            raise Refusal("Numbers of signatures is too high")
        bound = list(found["hashes"])
        for item in hashes if known["scal"] == "2" else ():
            if item not in bound:
                raise Refusal("Hash is not authorized by the SAD.")
            bound.remove(item)
        self.count(found, known["id"], hashes, bound)
        return {"signatures": [base64.b64encode(self.pki.sign(
            known["id"], base64.b64decode(item), *how[:-1])).decode()
            for item in hashes]}

    def how(self, call, known):
        """Algorithm of signature and of hash, parameters, size of hash."""
        algo = call.text("signAlgo")
        if algo not in csc_pki.algorithms(known["key"]):
            raise Refusal("Invalid parameter signAlgo")
        hash_algo = call.text(call.algo_name,
                              needed=algo == csc_pki.RSA or call.version == 2)
        params = call.text("signAlgoParams", needed=algo == csc_pki.PSS)
        if hash_algo is not None and hash_algo not in csc_pki.HASHES:
            raise Refusal("Invalid parameter " + call.algo_name)
        if algo == csc_pki.PSS:
            try:
                params = base64.b64decode(params, validate=True)
            except ValueError:
                params = b""
            if params not in csc_pki.PSS_WITH:
                raise Refusal("Invalid parameter signAlgoParams")
            algorithm = csc_pki.PSS_WITH[params]
        else:
            algorithm = {**csc_pki.RSA_WITH, **csc_pki.ECDSA_WITH}.get(
                algo) or csc_pki.HASHES[hash_algo]
        if call.version == 2 and csc_pki.HASHES[hash_algo] != algorithm:
            raise Refusal("Invalid parameter " + call.algo_name)
        return algo, hash_algo, params, algorithm.digest_size

    def count(self, found, name, hashes, bound):
        """What is signed is counted first: of the SAD, of the grant, of all."""
        grant = self.state.grants.get(found["grant"])
        most = self.state.settings["grant_signatures"]
        if grant and most and grant["signatures"] + len(hashes) > most:
            raise Refusal("The signatures of this access are used up",
                          "access_denied")
        found.update(used=True, left=found["left"] - len(hashes), hashes=bound)
        if grant:
            grant["signatures"] += len(hashes)
        self.state.signatures += len(hashes)
        for item in hashes:
            self.state.note("signatures.jsonl", {
                "credentialID": name, "hash": item, "at": self.state.now()})

    def do_timestamp(self, call):
        if call.text("hash") == "":
            raise Refusal("Empty hash parameter")
        algo = call.text("hashAlgo")
        if algo not in csc_pki.HASHES:
            raise Refusal("Invalid parameter hashAlgo")
        digest = call.digest(call.body["hash"],
                             (csc_pki.HASHES[algo].digest_size,))
        nonce = call.text("nonce", needed=False)
        if nonce is not None and not re.fullmatch("[0-9A-Fa-f]{1,64}", nonce):
            raise Refusal("Invalid parameter nonce")
        query = csc_pki.stamp_query(digest, algo,
                                    None if nonce is None else int(nonce, 16))
        self.pki.now = self.state.now()
        return {"timestamp": base64.b64encode(
            self.pki.stamp(query, True)).decode()}


ACTS = {"info": Service.do_info, "auth/login": Service.login,
        "auth/revoke": Service.do_revoke,
        "credentials/list": Service.do_list,
        "credentials/info": Service.do_info_of,
        "credentials/authorize": Service.do_authorize,
        "credentials/authorizeCheck": Service.do_check,
        "credentials/extendTransaction": Service.do_extend,
        "credentials/sendOTP": Service.do_send_otp,
        "credentials/getChallenge": Service.do_challenge,
        "signatures/signHash": Service.do_sign,
        "signatures/timestamp": Service.do_timestamp}
OF_CREDENTIAL = {"credentials/info", "credentials/authorize",
                 "credentials/extendTransaction", "credentials/sendOTP",
                 "credentials/getChallenge", "signatures/signHash"}
