#!/usr/bin/python3
"""The names that the programs give to the world are told in the manual, each
where a reader looks for it, and no others: problems, results, causes, flags,
methods, events of the log."""

import os
import re

import tree


def table(path, list_name, pattern):
    """Names in one X list of a header: what `pattern` finds in its rows."""
    if not os.path.exists(path):
        return None
    text = tree.read(path)
    m = re.search(r"#define %s\(X\)(.*?[^\\])\n" % list_name, text, re.S)
    return set(re.findall(pattern, m[1])) if m else None


def events():
    """What log_event is called with: the words up to the first NULL."""
    found = set()
    for path in tree.walk("src", suffix=(".c",)):
        for m in re.finditer(r"\blog_event\(LOG_LEVEL_\w+,(.*?)\);",
                             tree.read(path), re.S):
            first = m[1].split(",")[0]
            found |= set(re.findall(r'"([a-z-]+)"', first))
    return found or None


def section(path, title):
    """The lines of a .Ss or .Sh, to the next one."""
    if not os.path.exists(path):
        return None
    m = re.search(r"^\.S[hs] %s\n(.*?)(?=^\.S[hs] |\Z)" % re.escape(title),
                  tree.read(path), re.S | re.M)
    return m[1] if m else ""


def items(text):
    """What is described: the words of `.It Li`."""
    return set(re.findall(r"[\w-]+", " ".join(
        re.findall(r"^\.It Li (.*)", text, re.M))))


def compare(what, names, page, title):
    if names is None:
        return
    text = section(page, title)
    if text is None:
        return
    told = items(text)
    for name in sorted(names - told):
        tree.breach(page, 1, "%s does not tell of the %s %s" % (
            title, what, name))
    for name in sorted(told - names):
        tree.breach(page, 1, "%s tells of a %s that there is not: %s" % (
            title, what, name))


def mentions(what, names, page, title):
    text = section(page, title) if names else None
    for name in sorted(names or ()):
        if text is not None and not re.search(
                r"^\.Li %s\b" % re.escape(name), text, re.M):
            tree.breach(page, 1, "%s does not tell of the %s %s" % (
                title, what, name))


def main():
    rules, api = "man/connect-rules.7", "man/connect-api.7"
    compare("problem", table("include/core/problem.h", "PROBLEMS",
                             r'X\(\w+, "([^"]*)"'), api, "Problems")
    compare("cause", table("include/core/cause.h", "CAUSES",
                           r'X\(\w+, \d+, "([^"]*)"'), rules, "Quarantine")
    compare("flag", table("include/core/restate.h", "RESTATE_FLAGS",
                          r'X\(\w+, \d+, "([^"]*)"'), rules, "Flags")
    mentions("method", table("include/core/restate.h", "RESTATE_METHODS",
                             r'X\(\w+, \d+, "([^"]*)"'), rules, "Restating")
    compare("result", table("include/core/verdict.h", "VERDICTS",
                            r'X\(\w+, (?:\d+, )?"([^"]*)"'), rules, "Results")
    compare("event", events(), "man/connectd.8", "DIAGNOSTICS")
    tree.finish()


if __name__ == "__main__":
    main()
