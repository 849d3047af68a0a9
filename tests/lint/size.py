#!/usr/bin/python3
"""How large things may grow. The bars come from the best C programs of this
kind; a file that outgrows one holds two ideas."""

import math
import re
import statistics

import tree

FUNCTION_LINES_MAX = 60
FUNCTION_LINES_P90 = 40
COMPLEXITY_MAX = 15
COMPLEXITY_P90 = 8
C_LINES_MAX = 600
C_LINES_MEDIAN = 200
H_LINES_MAX = 200
EXPORTS_MAX = 10  # of src; a helper of tests is one thing by its subject
# A function behind a table of operations (its first parameter is the table's
# `void *self`) does not count that one, nor the `struct err *` at the end.
PARAMETERS_MAX = 6
# Callbacks whose parameters a library dictates.
DICTATED = {"exchange_handle": "libmicrohttpd", "probe_head": "libmicrohttpd"}

FOLDERS = ("src", "include", "tests/lib", "tests/fake")
# Their functions may be as long as what they tell; the files may not.
TESTS = ("tests",)

BRANCH = re.compile(r"\b(?:if|for|while|case)\b|&&|\|\||\?")


def p90(values):
    """The 90th percentile by nearest rank."""
    values = sorted(values)
    return values[math.ceil(0.9 * len(values)) - 1] if values else 0


def complexity(body):
    """Cyclomatic complexity of a function's code: branches + 1. The `while`
    of a do loop counts as its branch."""
    return len(BRANCH.findall(body)) + 1


def check_functions(sources):
    lengths, complexities, exports = [], [], {}
    lines = {p: tree.without_preprocessor(tree.code(tree.read(p))).split("\n")
             for p in sources}
    for tag in tree.ctags(sources, "f"):
        path, line, end = tag["path"], tag["line"], tag["end"]
        length = end - line + 1
        branches = complexity("\n".join(lines[path][line - 1:end]))
        lengths.append(length)
        complexities.append(branches)
        if length > FUNCTION_LINES_MAX:
            tree.breach(path, line, "%s has %d lines, the bar is %d" % (
                tag["name"], length, FUNCTION_LINES_MAX))
        if branches > COMPLEXITY_MAX:
            tree.breach(path, line, "%s has complexity %d, the bar is %d" % (
                tag["name"], branches, COMPLEXITY_MAX))
        parameters = tree.parameters(tag)
        if re.match(r"\(void \* ?self,.*struct err \* ?err\)$",
                    tag.get("signature", "")):
            parameters -= 2
        if parameters > PARAMETERS_MAX and tag["name"] not in DICTATED:
            tree.breach(path, line, "%s has %d parameters, the bar is %d" % (
                tag["name"], parameters, PARAMETERS_MAX))
        if not tag.get("file"):
            exports.setdefault(path, []).append(tag["name"])
    for path, names in exports.items():
        if len(names) > EXPORTS_MAX and not path.startswith("tests/"):
            tree.breach(path, 1, "%d exported functions, the bar is %d" % (
                len(names), EXPORTS_MAX))
    return lengths, complexities


def check_bar(what, value, bar):
    if value > bar:
        tree.breach("src", 1, "%s is %g, the bar is %d" % (what, value, bar))


def main():
    sources = tree.walk(*FOLDERS, suffix=(".c",))
    headers = tree.walk(*FOLDERS, suffix=(".h",))
    tests = tree.walk(*TESTS, suffix=(".c", ".h", ".sh", ".py"))
    sizes = {p: tree.read(p).count("\n") for p in sources + headers}
    for path in sorted(set(tests) - set(sizes)):
        if (lines := tree.read(path).count("\n")) > C_LINES_MAX:
            tree.breach(path, 1, "%d lines, the bar is %d" % (
                lines, C_LINES_MAX))
    for path in sources:
        if sizes[path] > C_LINES_MAX:
            tree.breach(path, 1, "%d lines, the bar is %d" % (
                sizes[path], C_LINES_MAX))
    for path in headers:
        if sizes[path] > H_LINES_MAX:
            tree.breach(path, 1, "%d lines, the bar is %d" % (
                sizes[path], H_LINES_MAX))
    lengths, complexities = check_functions(sources)
    median = statistics.median([sizes[p] for p in sources] or [0])
    check_bar("p90 of function lines", p90(lengths), FUNCTION_LINES_P90)
    check_bar("p90 of complexity", p90(complexities), COMPLEXITY_P90)
    check_bar("median of .c lines", median, C_LINES_MEDIAN)
    print("size: %d files, %d functions; function lines p90 %d max %d; "
          "complexity p90 %d max %d; .c lines median %g" % (
              len(sizes), len(lengths), p90(lengths), max(lengths or [0]),
              p90(complexities), max(complexities or [0]), median))
    tree.finish()


if __name__ == "__main__":
    main()
