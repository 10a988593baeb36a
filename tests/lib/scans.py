#!/usr/bin/env python3
"""scans - what an officer would scan for invented people

    scans.py --out inbox < batch.jsonl

For every row of stdin (JSON lines with external_code, surname, given_name)
makes the folder OUT/EXTERNAL_CODE with form.pdf, report.pdf, front.png and
back.png: one page each, valid, and no two the same. --paths writes the rows
back with the members form, report, document_front and document_back.
"""
import argparse
import hashlib
import json
import os
import struct
import sys
import zlib

WIDTH, HEIGHT = 480, 303  # an ID-1 card, about 140 dots an inch
PAGE_WIDTH, PAGE_HEIGHT = 595, 842  # A4 in points


def png(width, height, rows):
    """An 8 bit RGB image; `rows` are bytes of 3 * width each."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))

    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0,
                                       0)) +
            chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def card(words, side):
    """Bands and blocks in colours of the words: a card of nobody."""
    seed = hashlib.sha256((words + side).encode()).digest()
    paper, ink = bytes(160 + b % 96 for b in seed[:3]), seed[3:6]
    rows = []
    for y in range(HEIGHT):
        row = bytearray(paper * WIDTH)
        if side == "front" and 60 <= y < 220:  # where the portrait is
            row[3 * 24:3 * 144] = ink * 120
        line, within = divmod(y - 60, 24)
        if 0 <= line < 8 and within < 10:  # where text is
            length = 60 + seed[8 + line] % 220
            row[3 * 170:3 * (170 + length)] = bytes(b // 3 for b in ink) * \
                length
        rows.append(bytes(row))
    return png(WIDTH, HEIGHT, rows)


def pdf(lines, seed):
    """A page of text in Helvetica with a grey stamp drawn as an image."""
    def text(line):
        line = line.encode("cp1252", "replace")
        for special in (b"\\", b"(", b")"):
            line = line.replace(special, b"\\" + special)
        return b"(" + line + b") Tj T*\n"

    stamp = hashlib.sha256(seed.encode()).digest() * 2
    pixels = zlib.compress(stamp)
    content = (b"q 120 0 0 120 420 60 cm /Stamp Do Q\n"
               b"BT /F1 14 Tf 20 TL 60 780 Td\n" +
               b"".join(text(line) for line in lines) + b"ET\n")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Stamp 6 0 R >> >> "
        b">>" % (PAGE_WIDTH, PAGE_HEIGHT),
        b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace "
        b"/DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(pixels), pixels),
    )
    out, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n"
                  b"<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" %
                  (len(objects) + 1, table, len(objects) + 1, len(out)))


def write_scans(folder, row):
    code = row["external_code"]
    name = "%s %s" % (row.get("given_name", ""), row.get("surname", ""))
    form = ["Application form " + code, "Holder: " + name,
            "Born: " + row.get("birth_date", ""),
            "Tax code: " + row.get("tax_code", "-"), "",
            "Signed by hand: " + name]
    report = ["Recognition report " + code, "I have identified " + name,
              "with " + row.get("document_type", "") + " " +
              row.get("document_number", ""), "", "The officer: (signature)"]
    files = {"form": ("form.pdf", pdf(form, code + "form")),
             "report": ("report.pdf", pdf(report, code + "report")),
             "document_front": ("front.png", card(code + name, "front")),
             "document_back": ("back.png", card(code + name, "back"))}
    if any("ROLE" in product for product in row.get("products", [])):
        consent = ["Consent of " + row.get("organization_name", "the company"),
                   name + " acts for us", "",
                   "For the organization: (signature)"]
        files["third_party_consent"] = ("consent.pdf",
                                        pdf(consent, code + "consent"))
    os.makedirs(os.path.join(folder, code), exist_ok=True)
    paths = {}
    for member, (file, data) in files.items():
        paths[member] = os.path.join(folder, code, file)
        with open(paths[member], "wb") as out:
            out.write(data)
    return paths


def main():
    parser = argparse.ArgumentParser(
        description="write scans for the people of stdin")
    parser.add_argument("--out", required=True, metavar="FOLDER")
    parser.add_argument("--paths", action="store_true",
                        help="write the rows to stdout with the paths")
    args = parser.parse_args()
    for line in open(sys.stdin.fileno(), encoding="utf-8"):
        row = json.loads(line)
        code = row.get("external_code", "")
        if not code or "/" in code or code.startswith("."):
            sys.exit("scans: no folder can be named \"%s\"" % code)
        paths = write_scans(args.out, row)
        if args.paths:
            print(json.dumps({**row, **paths}, ensure_ascii=False))


if __name__ == "__main__":
    main()
