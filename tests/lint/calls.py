#!/usr/bin/python3
"""Calls that are not made: unsafe ones in the programs, sleeping in tests."""

import re

import tree

BANNED = ("strcpy strcat sprintf strncpy strtok atoi atol atoll gets gmtime localtime "
          "ctime printw mvprintw").split()

# A test waits for what it wants to see (tests/lib/wait.h), never for time.
SLEEPING_C = re.compile(
    r"\b(?:sleep|usleep|nanosleep|clock_nanosleep)\s*\(|\bpoll\s*\(\s*NULL\b")
SLEEPING_SH = re.compile(r"(?:^|[;&|({`\s])sleep\s+[\"'$\d.]|time\.sleep\s*\(")

# The waiting helper looks again; the tests of this folder hold sleepers.
MAY_SLEEP = ("tests/lib/wait.c", "tests/lint/")


def check(path, text, pattern, message):
    for m in pattern.finditer(text):
        line = text.count("\n", 0, m.end()) + 1
        tree.breach(path, line, message % m[0].strip(" \t\n;&|({`"))


def is_script(path):
    return path.endswith((".sh", ".py")) or tree.read(path).startswith("#!")


def main():
    banned = re.compile(r"(?<![\w.>])(?:%s)\s*\(" % "|".join(BANNED))
    for path in tree.walk("src", "include", suffix=(".c", ".h")):
        check(path, tree.code(tree.read(path)), banned, "banned call: %s")
    for path in tree.walk("tests"):
        if path.startswith(MAY_SLEEP):
            continue
        if path.endswith((".c", ".h")):
            check(path, tree.code(tree.read(path)), SLEEPING_C,
                  "a test sleeps: %s")
        elif is_script(path):
            text = re.sub(r"(?m)^\s*#.*$", "", tree.read(path))
            check(path, text, SLEEPING_SH, "a test sleeps: %s")
    tree.finish()


if __name__ == "__main__":
    main()
