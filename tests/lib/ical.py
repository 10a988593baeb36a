#!/usr/bin/python3
"""ical.py FILE - the events of an iCalendar file as JSON lines, read by the
icalendar library; says what RFC 5545 does not allow: lines that are too long or
end otherwise, a UID twice, a member that is missing, control characters."""
import json
import sys

import icalendar


def main(path):
    data = open(path, "rb").read()
    if not data.endswith(b"\r\n") or b"\n" in data.replace(b"\r\n", b""):
        sys.exit("lines do not end with CR LF")
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            sys.exit(f"longer than 75 octets: {line}")
        line.decode("utf-8")
        if any(byte < 32 and byte != 9 or byte == 127 for byte in line):
            sys.exit(f"control character: {line}")
    calendar = icalendar.Calendar.from_ical(data)
    for name in ("PRODID", "VERSION"):
        calendar[name]
    seen = set()
    for event in calendar.walk("VEVENT"):
        if event.errors or "DTEND" in event and \
                event.decoded("DTEND") <= event.decoded("DTSTART"):
            sys.exit(f"bad event: {event} {event.errors}")
        if event["UID"] in seen:
            sys.exit(f"twice: {event['UID']}")
        seen.add(event["UID"])
        event.decoded("DTSTAMP")
        alarms = [a for a in event.walk("VALARM")]
        for alarm in alarms:
            alarm["ACTION"], alarm["DESCRIPTION"]
        print(json.dumps({
            "uid": event["UID"], "summary": event["SUMMARY"],
            "description": event["DESCRIPTION"],
            "start": event.decoded("DTSTART").strftime("%Y-%m-%dT%H:%M:%SZ"),
            "sequence": int(event["SEQUENCE"]),
            "alarms": [alarm.decoded("TRIGGER").total_seconds() / 86400
                       for alarm in alarms]}))


main(sys.argv[1])
