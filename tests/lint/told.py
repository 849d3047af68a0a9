#!/usr/bin/python3
"""told FOLDER: the manual of each program in FOLDER tells every command and
option that the program has, and none that it has not. What a program has, it
says itself (--help)."""

import os
import re
import subprocess
import sys

import tree

PROGRAMS = {"connect-clock": "man/connect-clock.1",
            "connectd": "man/connectd.8"}

COMMAND = re.compile(r"^  ([a-z][a-z-]*)  ", re.M)
OPTION = re.compile(r"^  (?:-(\w), |    )--([a-z][a-z-]*)", re.M)
# Both names of an option may stand on one line.
FLAG = re.compile(r"\bFl (-?[A-Za-z][a-z-]*)")
WORD = re.compile(r"\bCm ([^\n]*)")


def ask(path, *words):
    """What a program answers, "" when it cannot be run."""
    try:
        return subprocess.run([path, *words, "--help"], text=True,
                              stdin=subprocess.DEVNULL, timeout=10,
                              capture_output=True).stdout
    except OSError:
        return ""


def has(path):
    """Commands (with those of their own), and options as (letter, name)."""
    commands, options = set(), set()
    known = [()]
    while known:
        words = known.pop()
        said = ask(path, *words)
        options |= set(OPTION.findall(said))
        for name in COMMAND.findall(said):
            if name != "help":
                commands.add(name)
                known.append(words + (name,))
            elif not words:
                commands.add(name)
    return commands, options


def check(program, manual, folder):
    commands, options = has(os.path.join(folder, program))
    text = tree.read(manual)
    words = set(" ".join(WORD.findall(text)).split())
    flags = set(FLAG.findall(text))
    for name in sorted(commands - words):
        tree.breach(manual, 1, "does not tell of the command %s" % name)
    for letter, name in sorted(options):
        if not flags & {"-" + name, letter}:
            tree.breach(manual, 1, "does not tell of the option --%s" % name)
    known = {"-" + name for _, name in options} | {l for l, _ in options}
    for m in FLAG.finditer(text):
        if m[1] not in known:
            line = text.count("\n", 0, m.start()) + 1
            tree.breach(manual, line, "tells of an option that %s has not: "
                        "-%s" % (program, m[1]))


def main(folder):
    for program, manual in PROGRAMS.items():
        if os.path.exists(os.path.join(folder, program)) and \
                os.path.exists(manual):
            check(program, manual, folder)
    tree.finish()


if __name__ == "__main__":
    main(sys.argv[1])
