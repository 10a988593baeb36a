#!/usr/bin/env python3
"""clamav - a small database of viruses, files to scan, and bad daemons

    clamav.py database FOLDER [DATE]
        signatures of EICAR's test string and of the harmless program that
        clamav-testfiles has packed in many ways; with a DATE (an instant) as
        a database that is dated, else loose files, whose age nobody knows
    clamav.py samples FOLDER
        files that must and must not be called clean
    clamav.py answer SOCKET [TEXT]...
        a daemon that answers the Nth question of every connection to come
        with the Nth TEXT, `-` with nothing and the line closed, `...` never;
        after the last one it goes on with that
"""
import gzip
import hashlib
import io
import os
import socket
import sys
import tarfile
import time
import zipfile
import zlib

SAMPLES = "/usr/share/clamav-testfiles"
# in two parts, so that this file is none
EICAR = (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-"
         b"ANTIVIRUS-TEST-FILE!$H+H*")


def signatures():
    with open(SAMPLES + "/clam.exe", "rb") as f:
        clam = f.read()
    return {"hsb": f"{hashlib.sha256(clam).hexdigest()}:{len(clam)}:Test.Clam\n",
            "ndb": f"Test.Eicar:0:*:{EICAR.hex()}\n"}


def dated(when):
    """A database of the kind that sites make themselves (.cud)."""
    files = {f"daily.{kind}": text.encode()
             for kind, text in signatures().items()}
    stamp = time.strftime("%d %b %Y %H-%M +0000", time.gmtime(when))
    head = f"ClamAV-VDB:{stamp}:27500:2:90:X:X:test:{when}"
    info = head + "\n" + "".join(
        f"{name}:{len(data)}:{hashlib.sha256(data).hexdigest()}\n"
        for name, data in files.items())
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w",
                      format=tarfile.USTAR_FORMAT) as tar:
        for name, data in [("COPYING", b"ours\n"),
                           ("daily.info", info.encode()), *files.items()]:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return head.encode().ljust(512) + gzip.compress(packed.getvalue(), mtime=0)


def database(folder, date=None):
    os.makedirs(folder, exist_ok=True)
    if date:
        when = time.mktime(time.strptime(date, "%Y-%m-%dT%H:%M:%SZ"))
        with open(folder + "/daily.cud", "wb") as f:
            f.write(dated(int(when) - time.timezone))
        return
    for kind, text in signatures().items():
        with open(f"{folder}/test.{kind}", "w", encoding="ascii") as f:
            f.write(text)


def packed(data, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        z.writestr(zipfile.ZipInfo("a"), data, method)
    return out.getvalue()


def encrypted_zip():
    out = bytearray(packed(b"hello", zipfile.ZIP_STORED))
    out[6] |= 1
    out[out.index(b"PK\1\2") + 8] |= 1
    return bytes(out)


def stream(data, more=b""):
    data = zlib.compress(data, 9)
    return (b"<<" + more + b"/Filter/FlateDecode/Length %d>>stream\n" %
            len(data) + data + b"\nendstream")


def pdf(attachment=None, picture=b""):
    """A page, a file in it, and so many bytes of a picture."""
    objects = [b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles"
               b"<</Names[(a)5 0 R]>>>>>>",
               b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
               b"/Contents 4 0 R/Resources<<>>>>",
               stream(b"0 0 m 9 9 l S" + picture),
               b"<</Type/Filespec/F(a)/EF<</F 6 0 R>>>>",
               stream(attachment or b"", b"/Type/EmbeddedFile")]
    if attachment is None:
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", *objects[1:4]]
    return pdf_of(objects)


def pdf_of(objects):
    """A PDF of these objects; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) +
            table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(places) + 1, len(out)))


def samples(folder):
    os.makedirs(folder, exist_ok=True)
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44"
        "ae426082")
    bomb = packed(bytes(200 << 20) + EICAR)
    deep = b"x"
    for _ in range(40):
        deep = packed(deep, zipfile.ZIP_STORED)
    files = {
        "eicar.com": EICAR,
        "form.pdf": pdf(),
        "record.pdf": pdf(b'{"surname":"Rossi"}'),
        "picture.png": picture,
        "record.json": b'{"surname":"Rossi"}\n',
        "eicar.pdf": pdf(EICAR),
        "bomb.zip": bomb,
        "deep.zip": deep,
        "bomb.pdf": pdf(bomb),
        "large.pdf": pdf(bytes(200 << 20) + EICAR),
        "both.png": picture + bomb,
        "encrypted.zip": encrypted_zip(),
        "broken.jpg": bytes.fromhex("ffd8ffe000104a46494600010100000100010000"
                                    "ffffffd9"),
        "broken.pdf": pdf()[:-60],
        "hello.txt": b"hello\n",
        "limit.json": b"{" + b" " * (20 * 1024 * 1024 - 2) + b"}",
        "past.json": b"{" + b" " * (20 * 1024 * 1024 - 1) + b"}",
    }
    for name, data in files.items():
        with open(f"{folder}/{name}", "wb") as f:
            f.write(data)


def answer(path, *texts):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(16)
    waiting = []  # kept open, or the caller would see the line closed
    for number in range(1 << 30):
        client, _ = server.accept()
        text = texts[min(number, len(texts) - 1)]
        if text == "...":
            waiting.append(client)
            continue
        asked = b""
        while not (asked == b"zVERSION\0" or
                   asked.startswith(b"zFILDES\0") and len(asked) > 8 or
                   asked.startswith(b"zINSTREAM\0") and asked[-4:] == bytes(4)):
            asked += client.recv(65536)
        if text != "-":
            client.sendall(text.encode().replace(b"|", b"\0"))
        client.close()


if __name__ == "__main__":
    try:
        {"database": database, "samples": samples,
         "answer": answer}[sys.argv[1]](*sys.argv[2:])
    except (IndexError, KeyError, TypeError):
        sys.exit(__doc__)
