#!/usr/bin/python3
"""SQL stands in *_rows.c, where rows become structs and back; `db` alone, which
is made of it, is free. Whoever looks for what reads or writes a table finds it
by the names of files."""

import re

import tree

MAKES_SQL = re.compile(r"\b(db_prepare|db_batch)\s*\(")
FREE = ("src/db/",)


def main():
    for path in tree.walk("src", suffix=(".c", ".h")):
        if path.endswith("_rows.c") or path.startswith(FREE):
            continue
        for m in MAKES_SQL.finditer(tree.code(tree.read(path))):
            line = tree.read(path).count("\n", 0, m.start()) + 1
            tree.breach(path, line, "%s() is for *_rows.c" % m[1])
    tree.finish()


if __name__ == "__main__":
    main()
