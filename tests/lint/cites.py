#!/usr/bin/python3
"""What a text cites is there: files by their name, manuals, sections of
connect-rules(7), targets of make. So nobody is sent to a document that only
its author has."""

import os
import re

import tree

RULES = "connect-rules"

# Manuals of the system, which a reader has or finds by name.
SYSTEM = set("""keyctl(1) systemd(1) sd_notify(3) sd_listen_fds(3) systemd.exec(5) fcntl(2) poll(2) read(2) statfs(2) write(2)
free(3) malloc(3) keyctl_setperm(3) memmem(3) sd-daemon(3) sysexits(3) tzset(3) wcwidth(3)
inotify(7) user-keyring(7)""".split())

MARKDOWN = re.compile(r"([\w./-]*\w\.md)\b")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
# In backticks: a file or folder, perhaps without what all of them share.
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+|[\w-]+\.(?:c|h|py|sh|json|sql))/?`")
MANUAL = re.compile(r"(?<![\w.>-])([a-z][\w.-]*\([1-9]\))")
MANUAL_MDOC = re.compile(r"^\.(?:It )?Xr (\S+) ([1-9])", re.M)
SECTION = re.compile(RULES + r"\(7\), (?=[A-Z\"])")
SECTION_MDOC = re.compile(
    r"^\.Xr " + RULES + r" 7 ,\n\.(?:Dq|Em) (.*?)(?: [.,;)])?$", re.M)
# Numbers by which promises and decisions are counted outside the tree.
NUMBER = re.compile(r"(?<![\w.%\"'#+-])[DQSTX][1-9]\d?(?![\w.\"'*-])")
TARGET = re.compile(r"(?:`|^|&& )make +([a-z][a-z-]*)", re.M)

SKIP = ("tests/lint/test_", "tests/lint/cites.py", "tests/fuzz/corpus/",
        "tests/data/")


def prose(path, text):
    """What people read in a file: its comments, or all of it. Every line
    stays where it was."""
    if path.endswith((".c", ".h")):
        return re.sub(r"^( *)\*(?!/)", r"\1 ", tree.comments(text), flags=re.M)
    if path.endswith((".md", ".sql", ".json")) or path.startswith("man/"):
        return text
    lines = [line[line.find("#"):].lstrip("#") if "#" in line else ""
             for line in text.split("\n")]
    return "\n".join(lines)


def headings():
    """The headings of connect-rules(7), in lower case."""
    path = "man/%s.7" % RULES
    if not os.path.exists(path):
        return set()
    return {h.strip().strip('"').lower() for h in
            re.findall(r"^\.S[hs] (.*)", tree.read(path), re.M)}


def targets():
    found = set()
    for path in ("Makefile", "tests/tests.mk"):
        if os.path.exists(path):
            for m in re.finditer(r"^([a-z][a-z -]*):(?!=)", tree.read(path),
                                 re.M):
                found.update(m[1].split())
    return found


def parts():
    """The end of every path in the tree, with and without its suffix, and of
    every folder."""
    found = set()
    for path in tree.walk("src", "include", "tests", "man"):
        while path:
            words = re.sub(r"\.[ch]$", "", path).split("/")
            for i in range(len(words)):
                found.add("/".join(words[i:]))
                found.add("/".join(path.split("/")[i:]))
            path = os.path.dirname(path)
    return found


class Text:
    """One file, and what is wrong with what it cites."""

    def __init__(self, path):
        self.path = path
        self.text = prose(path, tree.read(path))

    def say(self, offset, message):
        line = self.text.count("\n", 0, offset) + 1
        tree.breach(self.path, line, message)

    def exists(self, name):
        return os.path.exists(name) or os.path.exists(
            os.path.join(os.path.dirname(self.path), name))

    def files(self):
        cited = {(m.start(1), m[1]) for m in MARKDOWN.finditer(self.text)}
        if self.path.endswith(".md"):
            cited |= {(m.start(1), m[1]) for m in LINK.finditer(self.text)}
        for offset, name in sorted(cited):
            if "://" not in name and not self.exists(name):
                self.say(offset, "cites %s, which is not there" % name)

    def manuals(self):
        found = [(m.start(), m[1]) for m in MANUAL.finditer(self.text)]
        found += [(m.start(), "%s(%s)" % m.groups())
                  for m in MANUAL_MDOC.finditer(self.text)]
        for offset, manual in found:
            name, number = manual[:-3], manual[-2]
            if manual not in SYSTEM and not os.path.exists(
                    "man/%s.%s" % (name, number)):
                self.say(offset, "cites %s, which is neither here nor a "
                         "known manual of the system" % manual)

    def sections(self, known):
        for m in SECTION.finditer(self.text):
            rest = " ".join(self.text[m.end():m.end() + 200].split())
            rest = rest.lstrip('"').lower()
            if not any(re.match(re.escape(h) + r"(?!\w)", rest)
                       for h in known):
                self.say(m.start(), "cites a section of %s(7) that it has "
                         "not: %s" % (RULES, rest[:30]))
        for m in SECTION_MDOC.finditer(self.text):
            if m[1].strip('"').lower() not in known:
                self.say(m.start(), "cites a section of %s(7) that it has "
                         "not: %s" % (RULES, m[1]))

    def numbers(self):
        for m in NUMBER.finditer(self.text):
            self.say(m.start(), "%s is a number of nothing in the tree" % m[0])

    def paths(self, known):
        for m in PATH.finditer(self.text):
            if m[1] not in known and not self.exists(m[1]):
                self.say(m.start(), "names %s, which is not there" % m[1])

    def made(self, known):
        for m in TARGET.finditer(self.text):
            if m[1] not in known:
                self.say(m.start(), "there is no target %s" % m[1])


def main():
    known, made, paths = headings(), targets(), parts()
    for path in tree.walk("src", "include", "tests", "man", "README.md",
                          "Makefile"):
        if path.startswith(SKIP) or path.endswith(".png"):
            continue
        text = Text(path)
        text.files()
        text.manuals()
        text.sections(known)
        text.numbers()
        if path.endswith(".md"):
            text.made(made)
            text.paths(paths)
    tree.finish()


if __name__ == "__main__":
    main()
