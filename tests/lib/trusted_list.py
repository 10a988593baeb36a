#!/usr/bin/python3
"""trusted_list - makes and signs a trusted list (ETSI TS 119 612) for tests

usage: trusted_list.py OUT KEY CERT <SPEC

SPEC is JSON: type (lotl, national), territory, sequence, issued, next (absent:
closed), pointers [{territory, url, signers, mime}], providers [{name, services
[{type, name, certificates, status, since, purposes, qualifications, extension,
history}]}], and how to sign: reference ("", "#list", "#part"), properties
(false: no XAdES), xpath, method, digest, cover (false: properties only).
Certificates are PEM files. `xmlsec1` signs; KEY `-` leaves the list unsigned.
"""

import json
import os
import re
import subprocess
import sys
from xml.sax.saxutils import escape, quoteattr

TSL = "http://uri.etsi.org/02231/v2#"
TSLX = "http://uri.etsi.org/02231/v2/additionaltypes#"
SIE = ("http://uri.etsi.org/TrstSvc/SvcInfoExt/"
       "eSigDir-1999-93-EC-TrustedList/#")
XADES = "http://uri.etsi.org/01903/v1.3.2#"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
LIST = "http://uri.etsi.org/TrstSvc/TrustedList/"
TYPES = {"lotl": LIST + "TSLType/EUlistofthelists",
         "national": LIST + "TSLType/EUgeneric"}
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"


def pem(path):
    """The base64 of a certificate, in lines as it stands."""
    with open(path, encoding="ascii") as file:
        text = file.read()
    return re.search("BEGIN CERTIFICATE-----\n(.*?)-----END", text,
                     re.S).group(1)


def tag(element, *content, **attributes):
    extra = "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items())
    return f"<{element}{extra}>{''.join(content)}</{element}>"


def names(name, text):
    return tag(name, f'<Name xml:lang="xx">-{escape(text)}-</Name>',
               f'<Name xml:lang="en">{escape(text)}</Name>')


def identity(paths):
    return tag("ServiceDigitalIdentity", *(
        tag("DigitalId", tag("X509Certificate", pem(path)))
        for path in paths))


def pointer(it):
    return tag(
        "OtherTSLPointer",
        tag("ServiceDigitalIdentities", identity(it["signers"])),
        tag("TSLLocation", escape(it["url"])),
        tag("AdditionalInformation",
            tag("OtherInformation",
                tag("TSLType", TYPES[it.get("type", "national")])),
            tag("OtherInformation", tag("SchemeTerritory", it["territory"])),
            tag("OtherInformation", tag("x:MimeType", it.get(
                "mime", "application/vnd.etsi.tsl+xml")))))


def oids(name, member, values):
    return tag(name, *(tag(member, tag("a:Identifier", "urn:oid:" + value,
                                       Qualifier="OIDAsURN"))
                       for value in values))


def criteria(it):
    parts = [tag("q:KeyUsage", *(
        tag("q:KeyUsageBit", "true" if value else "false", name=name)
        for name, value in bits.items())) for bits in it.get("usages", [])]
    parts += [oids("q:PolicySet", "q:PolicyIdentifier", values)
              for values in it.get("policies", [])]
    parts += [criteria(inner) for inner in it.get("lists", [])]
    other = [oids("x:ExtendedKeyUsage", "x:KeyPurposeId", values)
             for values in it.get("purposes", [])]
    other += [oids("x:CertSubjectDNAttribute", "x:AttributeOID", values)
              for values in it.get("attributes", [])]
    other += [tag("x:" + name) for name in it.get("foreign", [])]
    if other:
        parts.append(tag("q:otherCriteriaList", *other))
    return tag("q:CriteriaList", *parts,
               **{"assert": it.get("assert", "all")})


def extensions(it):
    parts = [tag("Extension", tag(
        "AdditionalServiceInformation",
        f'<URI xml:lang="en">{LIST}SvcInfoExt/{purpose}</URI>'),
        Critical="true") for purpose in it.get("purposes", [])]
    if "qualifications" in it:
        parts.append(tag("Extension", tag("q:Qualifications", *(
            tag("q:QualificationElement",
                tag("q:Qualifiers", *(
                    tag("q:Qualifier", uri=LIST + "SvcInfoExt/" + name)
                    for name in one["qualifiers"])),
                criteria(one))
            for one in it["qualifications"])), Critical="true"))
    if "extension" in it:
        parts.append(tag("Extension", tag("x:Unheard"),
                         Critical=it["extension"]))
    return tag("ServiceInformationExtensions", *parts) if parts else ""


def information(name, it, kind):
    return tag(
        name,
        tag("ServiceTypeIdentifier", "http://uri.etsi.org/TrstSvc/Svctype/",
            it.get("type", kind)),
        names("ServiceName", it.get("name", "Service")),
        identity(it.get("certificates", [])),
        tag("ServiceStatus", it["status"] if ":" in it["status"]
            else LIST + "Svcstatus/" + it["status"]),
        tag("StatusStartingTime", it["since"]),
        extensions(it))


def service(it):
    return tag(
        "TSPService",
        information("ServiceInformation", it, it["type"]),
        tag("ServiceHistory", *(
            information("ServiceHistoryInstance", past, it["type"])
            for past in it.get("history", []))))


def provider(it):
    return tag(
        "TrustServiceProvider",
        tag("TSPInformation", names("TSPName", it["name"])),
        tag("TSPServices", *(service(one) for one in it["services"])))


def reference(uri, spec, transforms, **more):
    return tag("ds:Reference", tag("ds:Transforms", *transforms),
               tag("ds:DigestMethod",
                   Algorithm=spec.get("digest", "http://www.w3.org/2001/04/"
                                      "xmlenc#sha256")),
               tag("ds:DigestValue"), URI=uri, **more)


def signature(spec):
    exc = tag("ds:Transform", Algorithm=EXC)
    whole = [tag("ds:Transform", Algorithm=DSIG + "enveloped-signature")]
    if "xpath" in spec:
        whole.append(tag("ds:Transform", tag("ds:XPath", spec["xpath"]),
                         Algorithm="http://www.w3.org/TR/1999/"
                         "REC-xpath-19991116"))
    parts = []
    if spec.get("cover", True):
        parts.append(reference(spec.get("reference", ""), spec,
                               whole + [exc]))
    properties = ""
    if spec.get("properties", True):
        parts.append(reference("#properties", spec, [exc],
                               Type="http://uri.etsi.org/01903"
                               "#SignedProperties"))
        properties = tag("ds:Object", tag(
            "a:QualifyingProperties",
            tag("a:SignedProperties",
                tag("a:SignedSignatureProperties",
                    tag("a:SigningTime", spec["issued"])), Id="properties"),
            Target="#signature"))
    return tag(
        "ds:Signature",
        tag("ds:SignedInfo",
            tag("ds:CanonicalizationMethod", Algorithm=EXC),
            tag("ds:SignatureMethod", Algorithm=spec.get(
                "method", "http://www.w3.org/2001/04/"
                "xmldsig-more#ecdsa-sha256")), *parts),
        tag("ds:SignatureValue"),
        tag("ds:KeyInfo", tag("ds:X509Data", tag("ds:X509Certificate"))),
        properties, Id="signature", **{"xmlns:ds": DSIG})


def build(spec, signed):
    update = spec.get("next")
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + tag(
        "TrustServiceStatusList",
        tag("SchemeInformation",
            tag("TSLVersionIdentifier", str(spec.get("version", 5))),
            tag("TSLSequenceNumber", str(spec["sequence"])),
            tag("TSLType", TYPES[spec["type"]]),
            names("SchemeOperatorName", "Operator of " + spec["territory"]),
            tag("SchemeTerritory", spec["territory"]),
            tag("PointersToOtherTSL", *(pointer(it) for it in
                                        spec.get("pointers", []))),
            tag("ListIssueDateTime", spec["issued"]),
            tag("NextUpdate", tag("dateTime", update) if update else ""),
            Id="part"),
        tag("TrustServiceProviderList", *(provider(it) for it in
                                          spec.get("providers", []))),
        signature(spec) if signed else "",
        **{"xmlns": TSL, "xmlns:x": TSLX, "xmlns:q": SIE, "xmlns:a": XADES,
           "Id": "list",
           "TSLTag": "http://uri.etsi.org/19612/TSLTag"}) + "\n")


def main():
    out, key, cert = sys.argv[1:4]
    spec = json.load(sys.stdin)
    draft = out + ".draft"
    with open(draft, "w", encoding="utf-8") as file:
        file.write(build(spec, key != "-"))
    if key == "-":
        os.rename(draft, out)
        return
    subprocess.run(
        ["xmlsec1", "--sign", "--privkey-pem", f"{key},{cert}",
         "--id-attr:Id", TSL + ":TrustServiceStatusList",
         "--id-attr:Id", TSL + ":SchemeInformation",
         "--id-attr:Id", XADES + ":SignedProperties",
         "--output", out, draft],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    os.remove(draft)


if __name__ == "__main__":
    main()
