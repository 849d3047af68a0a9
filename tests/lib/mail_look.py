#!/usr/bin/python3
"""mail_look.py FILE [WHAT]: a mail as a person gets it. Prints its text, or
the one header, "link", "code" or "token" that is asked for. Exits with 1 when
it is not what mails of the service are: one part of plain text, from one
sender to one person, made by a program, no header that somebody else made."""

import email
import email.policy
import re
import sys

HEADERS = {"x-mail-from", "x-rcpt-to", "from", "to", "subject", "date",
           "message-id", "content-language", "auto-submitted", "mime-version",
           "content-type", "content-transfer-encoding"}


def wrong(mail, raw):
    names = [name.lower() for name in mail.keys()]
    yield from ("header " + n for n in names if n not in HEADERS)
    yield from ("twice " + n for n in set(names) if names.count(n) > 1)
    yield from ("no " + n for n in HEADERS if n not in names)
    if mail.get_content_type() != "text/plain" or mail.is_multipart():
        yield "not one part of plain text"
    if mail["auto-submitted"] != "auto-generated":
        yield "Auto-Submitted: %s" % mail["auto-submitted"]
    if not re.fullmatch(r"<[0-9a-f-]{36}@[\w.-]+>", mail["message-id"]):
        yield "Message-ID: %s" % mail["message-id"]
    if mail["x-rcpt-to"] != re.sub(r"[<>]", "", mail["to"]):
        yield "to %s goes to %s" % (mail["to"], mail["x-rcpt-to"])
    if max(map(len, raw.split(b"\r\n"))) > 998 or b"\n" in raw.replace(
            b"\r\n", b""):
        yield "a line that is none"
    if not raw.isascii():
        yield "bytes that are not ASCII"


def main():
    with open(sys.argv[1], "rb") as f:
        raw = f.read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    faults = list(wrong(mail, raw))
    text = mail.get_content()
    links = re.findall(r"https?://\S+/verify/([\w-]{43})(?!\S)", text)
    if len(links) > 1 or text.count("://") != len(links) * 2:
        faults.append("other links than one to the page, and the server")
    for fault in faults:
        print("mail: " + fault, file=sys.stderr)
    what = sys.argv[2] if len(sys.argv) > 2 else "text"
    if what == "text":
        print(text)
    elif what == "token":
        print(links[0])
    elif what == "code":
        print(re.search(r"\b([0-9A-Z]{4}-){2}[0-9A-Z]{4}\b", text)[0])
    else:
        print(mail[what])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
