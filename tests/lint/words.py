#!/usr/bin/python3
"""What no file of the project says: where it was built, what is left to do;
and the top level, which stays exactly as it is."""

import os
import re

import tree

# Spelt so that this file does not hold what it looks for.
WORDS = (
    # Ada is made up.
    (re.compile(r"/(?:home|Users)/(?!ada\b)\w|(?<![\w.-])/(?:work)/"),
     "path of a machine"),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"), "unfinished work"),
)

TOP = set("Makefile README.md LICENSE src include man tests build".split())

TEXT = (".c", ".h", ".sh", ".py", ".md", ".mk", ".json", ".sql", ".service",
        ".socket", ".conf", ".ini", ".1", ".5", ".7", ".8", ".bash", ".txt",
        ".yaml", ".yml", "Makefile", "LICENSE")

MAY_SAY = ("tests/lint/test_", "tests/data/", "tests/fuzz/corpus/")


def main():
    for name in sorted(os.listdir(".")):
        if not name.startswith(".") and name not in TOP:
            tree.breach(name, 1, "does not belong to the top level")
    for path in tree.walk("."):
        if path.startswith(MAY_SAY):
            continue
        with open(path, "rb") as f:
            head = f.read(2)
        if not path.endswith(TEXT) and head != b"#!":
            continue
        for number, line in enumerate(tree.read(path).split("\n"), 1):
            for pattern, what in WORDS:
                if pattern.search(line):
                    tree.breach(path, number, "%s: %s" % (what, line.strip()))
    tree.finish()


if __name__ == "__main__":
    main()
