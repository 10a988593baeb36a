"""csc_pki - the keys and certificates of the test authority csc_authority.py

A root, an issuing authority, one certificate for each credential, one for time
stamps, one for TLS. Everything is real and lies in the folder: root.pem and
ca.pem, chain.pem with both, CREDENTIAL.pem and .key, tsa.pem, tls.pem, tls-ca.pem
(what a client trusts), root.crl and ca.crl. What is there is taken as it is, so
that an authority that starts again has the same keys.
"""

import datetime
import ipaddress
import os
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import ExtendedKeyUsageOID as Usage
from cryptography.x509.oid import NameOID

AT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "at")
RSA = "1.2.840.113549.1.1.1"
PSS = "1.2.840.113549.1.1.10"
HASHES = {"2.16.840.1.101.3.4.2.1": hashes.SHA256(),
          "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
          "2.16.840.1.101.3.4.2.3": hashes.SHA512()}
# algorithms of signatures that say which hash they take
RSA_WITH = dict(zip(("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12",
                     "1.2.840.113549.1.1.13"), HASHES.values()))
ECDSA_WITH = dict(zip(("1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3",
                       "1.2.840.10045.4.3.4"), HASHES.values()))
CURVES = {"ec256": (ec.SECP256R1(), "1.2.840.10045.3.1.7"),
          "ec384": (ec.SECP384R1(), "1.3.132.0.34")}


def algorithms(kind):
    """The OIDs that key/algo tells for a key of this kind."""
    return [RSA, *RSA_WITH, PSS] if kind.startswith("rsa") else [*ECDSA_WITH]


def new_key(kind):
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key(CURVES[kind][0])


def name(common_name, *more):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "IT"),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME,
                                         "Firme a Distanza S.p.A."),
                      *more,
                      x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def holder(common_name):
    """The subject of a credential: a seal of a company."""
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in (
        (NameOID.COUNTRY_NAME, "IT"),
        (NameOID.ORGANIZATION_NAME, "Acme Registrazioni S.r.l."),
        (x509.ObjectIdentifier("2.5.4.97"), "VATIT-97735020584"),
        (NameOID.COMMON_NAME, common_name))])


def der(*parts, tag=0x30):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes((tag, size)) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + body


def der_oid(text):
    first, second, *rest = map(int, text.split("."))
    out = bytearray()
    for arc in (40 * first + second, *rest):
        octets = [arc & 127]
        while arc := arc >> 7:
            octets.append(128 | arc & 127)
        out += bytes(reversed(octets))
    return der(bytes(out), tag=6)


def der_integer(number):
    return der(number.to_bytes(number.bit_length() // 8 + 1, "big"), tag=2)


def pss_parameters(oid, algorithm):
    """RSASSA-PSS-params (RFC 8017, A.2.3) in the two ways of writing a hash."""
    for null in (b"\x05\x00", b""):
        digest = der(der_oid(oid), null)
        yield der(der(digest, tag=0xa0),
                  der(der(der_oid("1.2.840.113549.1.1.8"), digest), tag=0xa1),
                  der(der_integer(algorithm.digest_size), tag=0xa2))


PSS_WITH = {text: algorithm for oid, algorithm in HASHES.items()
            for text in pss_parameters(oid, algorithm)}


class Pki:
    """The folder of an authority: its keys, and what is done with them."""

    def __init__(self, folder, now):
        self.folder = folder
        self.now = now
        self.keys = {}
        self.certificates = {}
        self.revoked = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data, mode=0o600):
        with open(os.open(self.path(name), os.O_WRONLY | os.O_CREAT
                          | os.O_TRUNC, mode), "wb") as file:
            file.write(data)

    def issue(self, who, kind, subject, issuer, days, extensions, old=30):
        """The certificate and key of `who`, made unless they are there."""
        if os.path.exists(self.path(who + ".key")):
            with open(self.path(who + ".key"), "rb") as file:
                key = serialization.load_pem_private_key(file.read(), None)
            with open(self.path(who + ".pem"), "rb") as file:
                certificate = x509.load_pem_x509_certificate(file.read())
            self.keys[who], self.certificates[who] = key, certificate
            return
        key = new_key(kind)
        signer = self.keys.get(issuer, key)
        parent = self.certificates.get(issuer)
        begin = datetime.datetime.utcfromtimestamp(self.now).replace(
            microsecond=0)
        builder = (x509.CertificateBuilder().subject_name(subject)
                   .issuer_name(parent.subject if parent else subject)
                   .public_key(key.public_key())
                   .serial_number(x509.random_serial_number())
                   .not_valid_before(begin - datetime.timedelta(days=old))
                   .not_valid_after(begin + datetime.timedelta(days=days))
                   .add_extension(x509.SubjectKeyIdentifier.from_public_key(
                       key.public_key()), False)
                   .add_extension(
                       x509.AuthorityKeyIdentifier.from_issuer_public_key(
                           signer.public_key()), False))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        certificate = builder.sign(signer, hashes.SHA256())
        self.keys[who], self.certificates[who] = key, certificate
        self.write(who + ".key", key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()))
        self.write(who + ".pem", self.pem(who), 0o644)

    def pem(self, *names):
        return b"".join(self.certificates[n].public_bytes(
            serialization.Encoding.PEM) for n in names)

    def certificate_der(self, who):
        return self.certificates[who].public_bytes(serialization.Encoding.DER)

    def authorities(self):
        usage = key_usage(key_cert_sign=True, crl_sign=True)
        self.issue("root", "ec256", name("Radice di prova"), None, 7300,
                   [(x509.BasicConstraints(True, None), True), (usage, True)],
                   old=3650)
        self.issue("ca", "ec256", name("Firma remota di prova"), "root", 3650,
                   [(x509.BasicConstraints(True, 0), True), (usage, True)],
                   old=1825)
        self.issue("tsa", "rsa2048", name("Marche temporali di prova"), "ca",
                   1825, [(x509.BasicConstraints(False, None), True),
                          (key_usage(digital_signature=True), True),
                          (x509.ExtendedKeyUsage([Usage.TIME_STAMPING]), True)])
        self.write("chain.pem", self.pem("ca", "root"), 0o644)

    def tls(self, host):
        """The server's certificate, made anew for its name; good at the world's
        time and the test's."""
        for end in (".key", ".pem"):
            if os.path.exists(self.path("tls" + end)):
                os.remove(self.path("tls" + end))
        self.issue("tls-ca", "ec256", name("Web di prova"), None, 7300,
                   [(x509.BasicConstraints(True, None), True),
                    (key_usage(key_cert_sign=True, crl_sign=True), True)],
                   old=3650)
        names = [x509.DNSName(host or "localhost")]
        if not host:
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        self.issue("tls", "ec256", name(host or "localhost"), "tls-ca", 3650,
                   [(x509.BasicConstraints(False, None), True),
                    (key_usage(digital_signature=True), True),
                    (x509.SubjectAlternativeName(names), False),
                    (x509.ExtendedKeyUsage([Usage.SERVER_AUTH]), False)],
                   old=1825)

    def credential(self, who, kind, common_name, days):
        self.issue(who, kind, holder(common_name), "ca", days,
                   [(x509.BasicConstraints(False, None), True),
                    (key_usage(content_commitment=True), True),
                    (x509.CertificatePolicies([x509.PolicyInformation(
                        x509.ObjectIdentifier("0.4.0.194112.1.3"), None)]),
                     False)])

    def revoke(self, who):
        self.revoked.append((self.certificates[who].serial_number, self.now))
        self.lists()

    def lists(self):
        """root.crl and ca.crl, of this moment and for a week."""
        begin = datetime.datetime.utcfromtimestamp(self.now)
        for who in ("root", "ca"):
            builder = (x509.CertificateRevocationListBuilder()
                       .issuer_name(self.certificates[who].subject)
                       .last_update(begin)
                       .next_update(begin + datetime.timedelta(days=7)))
            for serial, when in self.revoked if who == "ca" else ():
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder().serial_number(serial)
                    .revocation_date(datetime.datetime.utcfromtimestamp(when))
                    .build())
            signed = builder.sign(self.keys[who], hashes.SHA256())
            self.write(who + ".crl", signed.public_bytes(
                serialization.Encoding.DER), 0o644)

    def sign(self, who, digest, sign_algo, hash_algo, params):
        """The bare signature of a digest; params are the DER of PSS."""
        key = self.keys[who]
        if sign_algo == PSS:
            algorithm = PSS_WITH[params]
            return key.sign(digest, padding.PSS(padding.MGF1(algorithm),
                                                algorithm.digest_size),
                            utils.Prehashed(algorithm))
        if sign_algo in ECDSA_WITH:
            return key.sign(digest, ec.ECDSA(utils.Prehashed(
                ECDSA_WITH[sign_algo])))
        algorithm = RSA_WITH.get(sign_algo) or HASHES[hash_algo]
        return key.sign(digest, padding.PKCS1v15(), utils.Prehashed(algorithm))

    def stamp(self, query, token):
        """The answer of openssl's time-stamp authority (RFC 3161) to a query,
        or only its token, with the time of this authority's clock."""
        config = self.path("tsa.cnf")
        if not os.path.exists(self.path("tsa.serial")):
            self.write("tsa.serial", b"01\n")
            self.write("tsa.cnf", TSA.format(folder=self.folder).encode())
        self.write("query.tsq", query)
        when = datetime.datetime.utcfromtimestamp(self.now)
        subprocess.run(
            [AT, when.strftime("%Y-%m-%d %H:%M:%S"), "openssl", "ts", "-reply",
             "-config", config, "-queryfile", self.path("query.tsq"),
             "-out", self.path("reply.tsr")] + (["-token_out"] if token else []),
            check=True, stdin=subprocess.DEVNULL, env={**os.environ, "TZ": "UTC"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(self.path("reply.tsr"), "rb") as file:
            return file.read()


TSA = """[tsa]
default_tsa = it
[it]
serial = {folder}/tsa.serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/chain.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def stamp_query(digest, hash_algo, nonce):
    """A TimeStampReq that wants the certificate (RFC 3161, 2.4.1)."""
    return der(der_integer(1),
               der(der(der_oid(hash_algo), b"\x05\x00"), der(digest, tag=4)),
               b"" if nonce is None else der_integer(nonce),
               b"\x01\x01\xff")


def key_usage(**on):
    every = ("digital_signature", "content_commitment", "key_encipherment",
             "data_encipherment", "key_agreement", "key_cert_sign",
             "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{usage: on.get(usage, False) for usage in every})
