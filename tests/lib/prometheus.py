#!/usr/bin/python3
"""prometheus.py FILE - whether a file is text exposition format 0.0.4, of
gauges only, as node_exporter's textfile collector takes it; prints the samples
as JSON lines. Stricter than the format: HELP and TYPE before each family, which
stands in one piece, no comments besides, no time-stamps, no sample twice."""
import json
import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"'
SAMPLE = re.compile(rf"^({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)$")


def unescape(text):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def main(path):
    text = open(path, encoding="utf-8", newline="").read()
    if not text.endswith("\n"):
        sys.exit("the last line has no end")
    helped, family, seen = None, None, set()
    families = set()
    for number, line in enumerate(text[:-1].split("\n"), 1):
        def bad(why):
            sys.exit(f"line {number}: {why}: {line}")
        if m := re.fullmatch(rf"# HELP ({NAME}) ((?:[^\\]|\\[\\n])+)", line):
            if m[1] in families:
                bad("a family twice")
            helped = m[1]
        elif m := re.fullmatch(rf"# TYPE ({NAME}) gauge", line):
            if m[1] != helped:
                bad("TYPE without its HELP")
            family = m[1]
            families.add(family)
        elif m := SAMPLE.match(line):
            if m[1] != family:
                bad("a sample outside its family")
            labels = {n: unescape(v) for n, v in re.findall(LABEL, m[2] or "")}
            key = (m[1], tuple(sorted(labels.items())))
            if key in seen:
                bad("a sample twice")
            seen.add(key)
            print(json.dumps({"name": m[1], "labels": labels,
                              "value": float(m.groups()[-1])}))
        else:
            bad("no line of the format")
    if families != {name for name, _ in seen}:
        sys.exit("a family without samples")


main(sys.argv[1])
