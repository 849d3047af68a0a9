#!/usr/bin/python3
"""The names that the programs give to the world are told in the manual, each
where a reader looks for it, and no others: problems, results, causes, flags,
methods, events of the log. So they are in the contract of the API."""

import json
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
    """What log_event is called with, and the table of event.h."""
    found = set()
    table = "include/service/desk/event.h"
    if os.path.exists(table):
        found |= set(re.findall(r'X\(\w+, "([a-z-]+)"\)', tree.read(table)))
    for path in tree.walk("src", suffix=(".c",)):
        for m in re.finditer(r"\blog_event\(\s*LOG_LEVEL_\w+,(.*?)\);",
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


def contract(what, names, schema, member):
    """Names against an enum of the OpenAPI document, or of an array's items."""
    path = "src/service/openapi.json"
    if names is None or not os.path.exists(path):
        return
    node = json.loads(tree.read(path))["components"]["schemas"][schema]
    node = node["properties"][member]
    told = {word.removeprefix("urn:connect:problem:")
            for word in node.get("items", node)["enum"]}
    for name in sorted(names ^ told):
        tree.breach(path, 1, "the %s %s is %s" % (
            what, name, "not in the contract" if name in names else
            "in the contract alone"))


def main():
    rules, api = "man/connect-rules.7", "man/connect-api.7"
    numbered = r'X\(\w+, \d+, "([^"]*)"'
    problems = table("include/core/problem.h", "PROBLEMS",
                     r'X\(\w+, "([^"]*)"')
    answers = table("include/core/problem.h", "PROBLEMS",
                    r'X\(\w+, "([^"]*)",[\s\\]*[1-9]')
    causes = table("include/core/cause.h", "CAUSES", numbered)
    flags = table("include/core/restate.h", "RESTATE_FLAGS", numbered)
    methods = table("include/core/restate.h", "RESTATE_METHODS", numbered)
    results = table("include/core/verdict.h", "VERDICTS", numbered)
    compare("problem", problems, api, "Problems")
    compare("cause", causes, rules, "Quarantine")
    compare("flag", flags, rules, "Flags")
    mentions("method", methods, rules, "Restating")
    compare("result", results, rules, "Results")
    compare("event", events(), "man/connectd.8", "DIAGNOSTICS")
    contract("problem", answers, "Problem", "type")
    contract("problem", problems and problems - answers | {"malformed"},
             "Result", "problem")
    contract("cause", causes, "Result", "causes")
    contract("flag", flags, "Result", "flags")
    contract("method", methods, "Result", "method")
    contract("result", results, "Result", "result")
    tree.finish()


if __name__ == "__main__":
    main()
