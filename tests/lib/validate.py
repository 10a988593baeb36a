#!/usr/bin/python3
"""validate - JSON lines on standard input against a schema of share/schema

usage: tests/lib/validate.py RECORD [FOLDER] < lines
Prints each breach as `line N: member: what`; ends with 1 if there was any,
or if there was no line at all. Duplicate members are a breach too.
"""
import datetime
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker, RefResolver

top = pathlib.Path(__file__).resolve().parents[2]
folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else top / "share/schema"
schemas = {}
for path in sorted(folder.glob("*.json")):
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    schemas[schema["$id"]] = schema

formats = FormatChecker(formats=["date"])


@formats.checks("date-time", raises=ValueError)
def is_instant(text):
    return not isinstance(text, str) or (
        "T" in text and datetime.datetime.fromisoformat(text).tzinfo is not None
    )


schema = schemas["urn:ipp-tools:schema:" + sys.argv[1]]
validator = Draft202012Validator(
    schema,
    resolver=RefResolver(schema["$id"], schema, store=schemas),
    format_checker=formats,
)


def members_once(pairs):
    names = [name for name, _ in pairs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError("twice: " + ", ".join(sorted(twice)))
    return dict(pairs)


breaches = lines = 0
for lines, line in enumerate(sys.stdin, 1):
    try:
        document = json.loads(line, object_pairs_hook=members_once)
    except ValueError as error:
        print(f"line {lines}: {error}")
        breaches += 1
        continue
    for error in validator.iter_errors(document):
        where = "/".join(map(str, error.path)) or "document"
        print(f"line {lines}: {where}: {error.message[:200]}")
        breaches += 1
if not lines:
    print("no line at all")
sys.exit(1 if breaches or not lines else 0)
