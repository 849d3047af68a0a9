#!/usr/bin/python3
"""mail_sink.py DIR [--port N] [--cert FILE --key FILE] [--user NAME:PASSWORD]

An SMTP server on loopback that keeps each mail as DIR/N.eml (its envelope in
X-Mail-From and X-Rcpt-To). It prints "listening PORT", then a line for each
mail ("mail N TO") and for what it did not take. With a certificate it wants
STARTTLS before anything else. How it behaves is read at each mail from
DIR/mode, which may be absent:

  greylist N   450 for the first N recipients
  refuse       550 for every recipient
  later        451 after the mail was read
  hang         no answer after the mail was read
"""

import argparse
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Sink:
    def __init__(self, folder):
        self.folder = folder
        self.recipients = 0

    def mode(self):
        try:
            with open(os.path.join(self.folder, "mode"),
                      encoding="ascii") as f:
                return f.read().split() or [""]
        except FileNotFoundError:
            return [""]

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode = self.mode()
        self.recipients += 1
        if mode[0] == "refuse":
            print("refused", address, flush=True)
            return "550 no such user"
        if mode[0] == "greylist" and self.recipients <= int(mode[1]):
            print("greylisted", address, flush=True)
            return "450 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode()
        if mode[0] == "later":
            print("later", flush=True)
            return "451 the disk is full"
        number = len([f for f in os.listdir(self.folder)
                      if f.endswith(".eml")]) + 1
        head = "X-Mail-From: %s\r\nX-Rcpt-To: %s\r\n" % (
            envelope.mail_from, ", ".join(envelope.rcpt_tos))
        path = os.path.join(self.folder, "%d.eml" % number)
        if mode[0] == "hang":
            print("hanging", flush=True)
            await asyncio.get_running_loop().create_future()
        with open(path + ".new", "wb") as f:
            f.write(head.encode() + envelope.original_content)
        os.rename(path + ".new", path)
        print("mail", number, *envelope.rcpt_tos, flush=True)
        return "250 taken"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--user")
    args = parser.parse_args()
    context = None
    if args.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.cert, args.key)
    sink = Sink(args.folder)

    def authenticate(server, session, envelope, mechanism, data):
        given = "%s:%s" % (data.login.decode(), data.password.decode())
        return AuthResult(success=given == args.user, handled=False)

    def session():
        return SMTP(sink, tls_context=context,
                    require_starttls=context is not None,
                    auth_required=args.user is not None,
                    auth_require_tls=context is not None,
                    authenticator=authenticate, hostname="sink.example")

    async def serve():
        server = await asyncio.get_running_loop().create_server(
            session, "127.0.0.1", args.port)
        print("listening %d" % server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    sys.exit(main())
