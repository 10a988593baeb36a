#!/usr/bin/env python3
"""desk - fills a demo store with products that wait to be issued

usage: desk.py STORE TOKEN_FILE COUNT [FIRST]

Writes rows past the tools, for tests of what comes after recognition: an
organization, an officer with a session (its token goes to TOKEN_FILE), the
catalogue as shipped, and COUNT products in status to_issue from number FIRST
(1) on. Every eighth holder is a foreigner, every fifth product has a role.
"""

import hashlib
import json
import os
import sqlite3
import sys

NOW = 1795334400  # 2026-11-22T08:00:00Z
TOP = os.path.join(os.path.dirname(__file__), "..", "..")
MONTHS = "ABCDEHLMPRST"
ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
               (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19,
                21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)))


def tax_code(number):
    """A code with a right check character that no other number has."""
    letters = "BCDFGLMNPRSTVZ"
    name, year = "", number
    for _ in range(5):
        name += letters[year % 14]
        year //= 14
    code = (name + "A" + "%02d" % (40 + number % 50) + MONTHS[number % 12]
            + "%02d" % (1 + number % 28) + "H501")
    total = sum(ODD[c] if i % 2 == 0 else
                (int(c) if c.isdigit() else ord(c) - 65)
                for i, c in enumerate(code))
    return code + chr(65 + total % 26)


def insert(db, table, **row):
    db.execute("INSERT OR IGNORE INTO %s (%s) VALUES (%s)" % (
        table, ", ".join(row), ", ".join("?" * len(row))), tuple(row.values()))


def found(db, token):
    insert(db, "organizations", client_id=1, client_code="ACME",
           name="Acme Registrazioni S.r.l.", identifier="VATIT-97735020584",
           email="desk@acme.example", created_at=NOW)
    insert(db, "units", unit_id=1, client_id=1, code="MAIN", name="Main")
    for number in (1, 2):
        insert(db, "operators", operator_id=number, client_id=1,
               login="officer%d" % number, surname="Verdi", given_name="Anna",
               created_at=NOW)
        insert(db, "profiles", profile_id=number, operator_id=number,
               unit_id=1, profile="master_rao")
    insert(db, "sessions", session_id=1,
           token_hash=hashlib.sha256(token.encode()).digest(), kind="session",
           operator_id=1, profile_id=1, created_at=NOW, used_at=NOW,
           idle_seconds=10 ** 9, expires_at=NOW + 10 ** 9)
    with open(os.path.join(TOP, "share/catalog/products.json"),
              encoding="utf-8") as file:
        products = json.load(file)["products"]
    for p in products:
        limit = p["limit"] or {}
        insert(db, "catalog", product=p["product"], name_it=p["name"]["it"],
               name_en=p["name"]["en"], key_place=p["key_place"],
               profiles=" ".join(p["profiles"]),
               validity_unit=p["validity_unit"], validity=p["validity"],
               validity_min=p["validity_min"], validity_max=p["validity_max"],
               recognitions=" ".join(p["recognitions"]), role=int(p["role"]),
               limit_it=limit.get("it"), limit_en=limit.get("en"),
               asked_by=p["asked_by"], definition=json.dumps(p))
        insert(db, "catalog_enabled", client_id=1, product=p["product"])


def person(number):
    row = {"surname": "Rossi", "given_name": "Mario", "citizenship": "IT",
           "birth_date": "1980-01-01", "sex": "M", "country": "IT",
           "email": "h%d@mail.example" % number,
           "mobile": "+39333%07d" % number, "tax_code": tax_code(number)}
    if number % 8 == 0:
        row.update(surname="Παπαδοπούλου", given_name="Ελένη", sex="F",
                   citizenship="GR", country="GR", tax_code=None,
                   legal_id_type="PAS", legal_id_country="GR",
                   legal_id_number="AE%07d" % number)
    return row


def product(db, number):
    who = person(number)
    key = who["surname"].casefold(), who["given_name"].casefold()
    role = number % 5 == 0
    insert(db, "holders", holder_id=number, client_id=1,
           iut="IUT%09d" % number, surname_key=key[0], given_name_key=key[1],
           identity_key="T:%d" % number, created_at=NOW, updated_at=NOW, **who)
    insert(db, "orders", order_id=number, client_id=1, unit_id=1, created_by=1,
           created_at=NOW, updated_at=NOW, submitted_at=NOW,
           external_code="X%d" % number, recognition="offline",
           holder_id=number,
           language="en" if number % 8 == 0 else "it",
           organization_name="Ordine degli Avvocati di Forlì" if role else None,
           organization_identifier="CF:IT-80012345678" if role else None,
           title="Avvocato" if role else None, **who)
    insert(db, "products", user_id=number, order_id=number, client_id=1,
           product="REM-ROLE" if role else "REM", status="to_identify",
           status_at=NOW, recognised_by=2, unit_id=1, created_by=1,
           created_at=NOW, recognition="offline", holder_id=number,
           iut="IUT%09d" % number, external_code="X%d" % number,
           surname=who["surname"], given_name=who["given_name"],
           tax_code=who["tax_code"], email=who["email"],
           mobile=who["mobile"], surname_key=key[0], given_name_key=key[1])
    db.execute("UPDATE products SET status = 'to_issue' WHERE user_id = ?"
               " AND status = 'to_identify'", (number,))


def main():
    store, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    token = "token-of-the-tests"
    db = sqlite3.connect(os.path.join(store, "ipp.db"))
    with db:
        found(db, token)
        for number in range(first, first + count):
            product(db, number)
    db.close()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
              "w", encoding="utf-8") as file:
        file.write(token + "\n")


main()
