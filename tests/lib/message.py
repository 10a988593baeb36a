#!/usr/bin/python3
"""message - prints things of a mail message, as Python's parser reads it

usage: message.py FILE THING...
  THING: from, to, reply_to, text, attachment, attachment_name, defects, or
  the name of a header
"""

import email
import email.header
import email.policy
import email.utils
import sys


# Not by the newer parser, which before Python 3.13 keeps the white space
# between two encoded words (RFC 2047, 6.2 drops it).
def address(path, header):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file)
    name, found = email.utils.parseaddr(message[header])
    name = email.header.make_header(email.header.decode_header(name))
    return f"{name} <{found}>"


def defects(message):
    return sum(len(part.defects) for part in message.walk()) + sum(
        len(value.defects) for value in message.values()
        if hasattr(value, "defects"))


def main(path, what):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(
            file, policy=email.policy.default)
    if what in ("from", "to", "reply_to"):
        return print(address(path, what.replace("_", "-")))
    if what == "defects":
        return print(defects(message))
    if what == "text":
        text = message.get_body(("plain",)).get_content()
        return print(text, end="")
    if what.startswith("attachment"):
        part = next(message.iter_attachments())
        if what == "attachment_name":
            return print(part.get_filename())
        return sys.stdout.buffer.write(part.get_content())
    return print(message[what])


for thing in sys.argv[2:]:
    main(sys.argv[1], thing)
