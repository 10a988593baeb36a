#!/usr/bin/python3
"""smtpd - a mail server for tests, on loopback, for a bounded time

usage: smtpd.py MAILDIR [--tls CERT KEY | --starttls CERT KEY]
                [--user NAME --password WORD] [--port N] [--seconds N] [--deaf]

Prints its port, stores what it gets in MAILDIR, and a line a session and
message in MAILDIR/log. Recipients that begin with `bounce` get 550, with
`tempfail` 451, with `closing` 421; senders that begin with `nobody` get 550;
messages that hold `X-Test: spam` get 554. Ends after --seconds. With --deaf it accepts connections and says nothing.
"""

import argparse
import asyncio
import mailbox
import os
import socket
import ssl

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, folder):
        self.box = mailbox.Maildir(folder, create=True)
        self.log = open(os.path.join(folder, "log"), "a", buffering=1)

    async def handle_EHLO(self, server, session, envelope, hostname, lines):
        session.host_name = hostname
        self.log.write(f"ehlo {hostname} tls={session.ssl is not None}\n")
        return lines

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.7.1 sender not wanted here"
        envelope.mail_from = address
        return "250 sender ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("bounce"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("tempfail"):
            return "451 4.2.0 mailbox busy"
        if address.startswith("closing"):
            return "421 4.3.2 shutting down"
        envelope.rcpt_tos.append(address)
        return "250 recipient ok"

    async def handle_DATA(self, server, session, envelope):
        if b"X-Test: spam" in envelope.content:
            return "554 5.6.0 content refused"
        message = mailbox.MaildirMessage(envelope.content)
        message["X-Envelope"] = envelope.mail_from + " " + " ".join(
            envelope.rcpt_tos)
        self.box.add(message)
        self.log.write(self.line(session, envelope))
        return "250 stored"

    @staticmethod
    def line(session, envelope):
        bare = envelope.original_content.replace(b"\r\n", b"")
        lines = "crlf" if b"\n" not in bare and b"\r" not in bare else "bare"
        return (f"mail tls={session.ssl is not None} "
                f"user={session.auth_data} {lines}\n")


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        if (data.login, data.password) == (user.encode(), password.encode()):
            return AuthResult(success=True, auth_data=user)
        # not handled: else the server waits for a reply nobody sends
        return AuthResult(success=False, handled=False)
    return check


def tls_context(files):
    if not files:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("maildir")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--starttls", nargs=2)
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--deaf", action="store_true")
    return parser.parse_args()


async def serve(args):
    loop = asyncio.get_running_loop()
    handler = Handler(args.maildir)
    starttls = tls_context(args.starttls)

    def protocol():
        if args.deaf:
            return asyncio.Protocol()
        return SMTP(handler, hostname="mail.test", loop=loop,
                    tls_context=starttls, require_starttls=bool(starttls),
                    auth_required=bool(args.user),
                    auth_require_tls=not args.tls,
                    authenticator=authenticator(args.user, args.password)
                    if args.user else None)

    listener = socket.create_server(("127.0.0.1", args.port))
    server = await loop.create_server(protocol, sock=listener,
                                      ssl=tls_context(args.tls))
    print(listener.getsockname()[1], flush=True)
    await asyncio.sleep(args.seconds)
    server.close()


asyncio.run(serve(arguments()))
