#!/usr/bin/env python3
"""figures - random histories of a store, and what is to be counted in them

usage: figures.py make DATABASE SEED            gives every submitted product a
                                                random life within 100 days
       figures.py count DATABASE FROM TO NOW BY the figures, a JSON object a line
Instants are seconds since 1970; BY is nothing, product, recognition or unit.
"""
import json
import random
import sqlite3
import sys

START = 1795334400  # 2026-11-22T08:00:00Z
DAY = 86400
ROWS = """SELECT p.*, o.submitted_at, u.code AS unit FROM products p
          JOIN orders o ON o.order_id = p.order_id
          JOIN units u ON u.unit_id = p.unit_id"""


def make(base, seed):
    draw = random.Random(seed)

    def step(row, status, at, more=""):
        base.execute("UPDATE products SET status = ?, status_at = ?, recognised_by = 1"
                     + more + " WHERE user_id = ?", (status, at, row["user_id"]))

    for row in base.execute(ROWS + " WHERE o.submitted_at IS NOT NULL").fetchall():
        at = START + draw.randrange(100 * DAY)
        base.execute("UPDATE products SET created_at = ? WHERE user_id = ?",
                     (at - draw.randrange(DAY), row["user_id"]))
        base.execute("UPDATE orders SET submitted_at = ? WHERE order_id = ?",
                     (at, row["order_id"]))
        end = at + draw.randrange(20 * DAY)
        what = draw.choice(("issued", "refused", "pending"))
        if what == "refused":
            step(row, "cancelled", end)
        if what != "issued":
            continue
        step(row, "to_issue", at)
        step(row, "issuing", end)
        step(row, "active", end, ", activated_at = %d" % end)
        for action in draw.sample(("suspend", "reinstate", "revoke"), draw.randrange(3)):
            received = end + draw.randrange(20 * DAY)
            due = received + draw.choice((3600, DAY))
            base.execute(
                "INSERT INTO status_requests (user_id, action, requester, way, motive,"
                " publication, received_at, due_at, done_at, done_by, change_id,"
                " published_at) VALUES (?, ?, 'owner', 'desk', ?, 'normal', ?, ?, ?, 1, 1, ?)",
                (row["user_id"], action, None if action == "reinstate" else "other",
                 received, due, received,
                 draw.choice((None, received + draw.randrange(2 * DAY)))))
    base.commit()


def count(base, start, end, now, by):
    found = {}

    def group(row):
        name = "all" if by == "nothing" else row[by]
        return found.setdefault(name, {"group": name, "received": 0, "issued": 0,
                                       "refused": 0, "pending": 0, "suspensions": 0,
                                       "reinstatements": 0, "revocations": 0,
                                       "published": 0, "late": 0, "delays": []})

    products = {row["user_id"]: row for row in base.execute(ROWS).fetchall()}
    for row in products.values():
        if row["submitted_at"] is None or not start <= row["submitted_at"] < end:
            continue
        to = group(row)
        to["received"] += 1
        if row["activated_at"] is not None and row["activated_at"] < end:
            to["issued"] += 1
        elif row["status"] == "cancelled" and row["status_at"] < end:
            to["refused"] += 1
        else:
            to["pending"] += 1
    for row in base.execute("SELECT * FROM status_requests").fetchall():
        if not start <= row["received_at"] < end:
            continue
        to = group(products[row["user_id"]])
        to[{"suspend": "suspensions", "reinstate": "reinstatements",
            "revoke": "revocations"}[row["action"]]] += 1
        if row["published_at"] is not None:
            to["published"] += 1
            to["delays"].append(row["published_at"] - row["received_at"])
        if (now if row["published_at"] is None else row["published_at"]) > row["due_at"]:
            to["late"] += 1
    for name in sorted(found):
        row = found[name]
        delays = row.pop("delays")
        if delays:
            row["delay_longest"] = max(delays)
            row["delay_average"] = sum(delays) // len(delays)
        print(json.dumps(row))


database = sqlite3.connect(sys.argv[2])
database.row_factory = sqlite3.Row
if sys.argv[1] == "make":
    make(database, int(sys.argv[3]))
else:
    count(database, *[int(word) for word in sys.argv[3:6]], sys.argv[6])
