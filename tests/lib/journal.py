#!/usr/bin/env python3
"""journal - the hash chain of a journal, by somebody else's hand

usage: journal.py check <EXPORT           lines of `ipp-audit export`; says the
                                          last hash, or what is wrong (status 1)
       journal.py rewrite DATABASE FROM   gives the entries from FROM on hashes
                                          that fit again, as a thief would
"""
import hashlib
import json
import sqlite3
import sys

COLUMNS = ("at", "client_id", "detail", "entry_id", "event", "operator_id",
           "order_id", "unit_id", "user_id")


def check(lines):
    last = None
    for line in lines:
        row = json.loads(line)
        if last is not None and row["previous"] != last:
            sys.exit("entry %d does not follow" % row["entry_id"])
        if "entry" in row:
            wanted = hashlib.sha256(bytes.fromhex(row["previous"]) +
                                    row["entry"].encode()).hexdigest()
            if wanted != row["hash"]:
                sys.exit("entry %d has another hash" % row["entry_id"])
            if json.loads(row["entry"])["entry_id"] != row["entry_id"]:
                sys.exit("entry %d says another number" % row["entry_id"])
        last = row["hash"]
    print(last)


def rewrite(path, first):
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    base.execute("DROP TRIGGER IF EXISTS journal_no_update")
    last = base.execute("SELECT hash FROM journal WHERE entry_id = ?",
                        (first - 1,)).fetchone()
    last = last["hash"] if last else bytes(32)
    for row in base.execute("SELECT * FROM journal WHERE entry_id >= ?"
                            " ORDER BY entry_id", (first,)).fetchall():
        text = json.dumps({c: row[c] for c in COLUMNS if row[c] is not None},
                          separators=(",", ":"), ensure_ascii=False)
        made = hashlib.sha256(last + text.encode()).digest()
        base.execute("UPDATE journal SET previous = ?, hash = ?"
                     " WHERE entry_id = ?", (last, made, row["entry_id"]))
        last = made
    base.commit()


if sys.argv[1] == "check":
    check(sys.stdin)
else:
    rewrite(sys.argv[2], int(sys.argv[3]))
