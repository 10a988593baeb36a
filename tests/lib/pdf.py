#!/usr/bin/env python3
"""pdf - small PDFs, signed and forged, byte by byte

pdf.py new OUT TEXT [CATALOG]              a page; more entries of the catalog
pdf.py update IN OUT NUMBER=BODY...        an incremental update
pdf.py append IN OUT NUMBER=BODY...        the same without cross references
pdf.py sign IN OUT CERT KEY CHAIN [OPTION=VALUE]...
    subfilter=ETSI.CAdES.detached range=A,B,C,D (as it should be told)
    wrap=TEXT (into the gap) message=FILE (instead of signing) md=sha256
    widget=BODY (more entries of the field) certify=P (DocMDP)
    page=NUMBER (of the page it is on; 3)
"""
import re
import subprocess
import sys
import tempfile

ROOM = 16384


def obj(number, body):
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def xref(offsets, trailer, at):
    out = [b"xref\n"]
    for number, offset in sorted(offsets.items()):
        kind = b"%010d 65535 f \n" if number == 0 else b"%010d 00000 n \n"
        out.append(b"%d 1\n" % number + kind % offset)
    return b"".join(out) + b"trailer\n<< " + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % at


def new(text, catalog):
    stream = b"BT /F1 24 Tf 50 700 Td (" + text + b") Tj ET"
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
           b"/Resources << /Font << /F1 5 0 R >> >> >>",
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    out, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {0: 0}
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += obj(number, body)
    return out + xref(offsets, b"/Size 6 /Root 1 0 R", len(out))


def sizes(pdf):
    return [int(n) for n in re.findall(rb"trailer\s*<<[^>]*?/Size (\d+)", pdf)]


def update(pdf, bodies, whole=True):
    size = max(sizes(pdf) + [n + 1 for n in bodies])
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    out, offsets = pdf, {}
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += obj(number, body)
    if not whole:
        return out
    trailer = b"/Size %d /Root 1 0 R /Prev %d" % (size, before)
    return out + xref(offsets, trailer, len(out))


def last(pdf, number):
    return re.findall(rb"(?:^|\n)%d 0 obj\n(.*?)\nendobj" % number, pdf, re.S)[-1]


def entry(body, name, value):
    body = re.sub(rb"/%s \[[^]]*\] ?|/%s <<[^>]*>> ?" % (name, name), b"", body)
    return body[:-2] + b"/%s %s >>" % (name, value)


def prepare(pdf, options):
    number = max(sizes(pdf))
    fields = re.findall(rb"\n(\d+) 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig", pdf)
    fields = b" ".join(b"%d 0 R" % int(f) for f in fields + [b"%d" % number])
    catalog = entry(last(pdf, 1), b"AcroForm", b"<< /SigFlags 3 /Fields [" + fields + b"] >>")
    at = int(options.get("page", 3))
    page = entry(last(pdf, at), b"Annots", b"[" + fields + b"]")
    widget = (b"<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 0 0] /F 132 "
              b"/T (Signature%d) /P %d 0 R /V %d 0 R %s >>" %
              (number, at, number + 1, options.get("widget", "").encode()))
    certifies = b""
    if "certify" in options:
        catalog = entry(catalog, b"Perms", b"<< /DocMDP %d 0 R >>" % (number + 1))
        certifies = (b"/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams"
                     b" << /Type /TransformParams /V /1.2 /P %s >> >>] " %
                     options["certify"].encode())
    value = (b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s %s"
             b"/ByteRange [0 ********** ********** **********] /Contents <%s> >>" %
             (options.get("subfilter", "ETSI.CAdES.detached").encode(), certifies,
              b"0" * ROOM))
    return update(pdf, {1: catalog, at: page, number: widget, number + 1: value})


def message(content, cert, key, chain, options):
    if "message" in options:
        return open(options["message"], "rb").read()
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return subprocess.run(
            ["openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-md",
             options.get("md", "sha256"), "-signer", cert, "-inkey", key, "-certfile",
             chain, "-in", file.name, "-outform", "DER"], check=True,
            stdout=subprocess.PIPE).stdout


def sign(pdf, cert, key, chain, options):
    out = prepare(pdf, options)
    gap = out.rindex(b"/Contents <" + b"0" * ROOM) + len(b"/Contents ")
    end = gap + ROOM + 2
    told = [0, gap, end, len(out) - end]
    if "range" in options:
        told = options["range"].split(",")
    told = b"/ByteRange [" + b" ".join(str(n).encode() for n in told)
    place = out.rindex(b"/ByteRange [0 **********")
    room = len(b"/ByteRange [0 ********** ********** **********]")
    out = out[:place] + told.ljust(room - 1) + b"]" + out[place + room:]
    cms = message(out[:gap] + out[end:], cert, key, chain, options).hex().encode()
    wrap = options.get("wrap", "").encode()
    if wrap:
        wrap = b">" + wrap
    # the closing bracket moves forward, and the gap keeps its size
    return out[:gap] + b"<" + cms.ljust(ROOM - len(wrap), b"0") + wrap + out[end - 1:]


def bodies(words):
    pairs = [word.split("=", 1) for word in words]
    return {int(number): body.encode() for number, body in pairs}


def main(verb, *words):
    if verb == "new":
        out = new(words[1].encode(), words[2].encode() if len(words) > 2 else b"")
        name = words[0]
    else:
        pdf, name = open(words[0], "rb").read(), words[1]
        if verb in ("update", "append"):
            out = update(pdf, bodies(words[2:]), verb == "update")
        else:
            out = sign(pdf, *words[2:5], dict(word.split("=", 1) for word in words[5:]))
    with open(name, "wb") as file:
        file.write(out)


main(*sys.argv[1:])
