#!/usr/bin/python3
"""One dialect: an error is `if (x() < 0)`, a pointer is compared with NULL,
and what a file exports carries its name. Types are read from declarations, so
what is declared behind a macro is not seen."""

import os
import re

import tree

# Yield 0, or -1 with errno set.
POSIX = set("""
access bind chdir chmod chown clock_gettime close connect dup2 fchmod fdatasync
flock fstat fsync ftruncate getifaddrs getsockname getrlimit ioctl kill link
listen lstat mkdir mkfifo mount pipe pipe2 rename rmdir sem_wait setenv setgid
setitimer setrlimit setsockopt setuid sigaction socketpair stat statfs unlink
unlinkat unsetenv
""".split())
# Yield a pointer.
LIBC = set("""
calloc fdopen fopen getenv malloc memchr memmem opendir readdir realloc
realpath strcasestr strchr strdup strndup strrchr strstr
""".split())

CHAIN = r"(?:\w+(?:\[[^\[\]]*\])*(?:->|\.))*\w+"
DECLARED = re.compile(
    r"(?:^|[;{(,])\s*(?:(?:const|static|struct|enum|unsigned|volatile)\s+)*"
    r"\w+(?:\s+const)?\s+(\*+)(?:const\s+)?(\w+)((?:\[[^\]]*\])*)\s*(?=[=;,)])",
    re.M)
PLAIN = re.compile(
    r"^\s*(?:(?:const|struct|enum|unsigned)\s+)*\w+\s+(\w+)(?:\[[^\]]*\])?;",
    re.M)
FUNCTION_POINTER = re.compile(r"\(\*(\w+)\)\(")
STRUCT = re.compile(r"\b(?:struct|union)\s*\w*\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
PROTOTYPE = re.compile(
    r"^(?:static\s+)?(?:const\s+)?((?:struct\s+)?\w+)\s+(\**)\s*"
    r"((?:\w+,\s*)*\w+)\(((?:[^()]|\([^()]*\))*)\)\s*(?=[;{])", re.M)
OPERATION = re.compile(r"\bint \(\*(\w+)\)\(((?:[^()]|\([^()]*\))*)\)")
TRUTH = re.compile(
    r"(?P<pre>\b(?:if|while)\s*\(|&&|\|\||!|\breturn\b|[;(,?:{]|(?<![=!<>])=)\s*"
    r"(?P<chain>" + CHAIN + r")(?P<index>(?:\[[^\[\]]*\])*)\s*"
    r"(?P<post>\)|&&|\|\||\?|;)")
BOOLEAN = re.compile(r"if|while|&&|\|\|")


class Names:
    """What a text declares: pointers (how often one may take an element of
    them and still has a pointer), functions and operations that fail as -1,
    functions that yield a pointer."""

    def __init__(self, text):
        self.pointers, self.plain = pointers(text), set()
        self.failing, self.yielding = set(), set()
        self.known, self.operations, self.members = set(), set(), {}
        for body in STRUCT.findall(text):
            self.members.update(pointers("\n" + body))
            self.plain.update(PLAIN.findall("\n" + body))
        for kind, stars, name, parameters in PROTOTYPE.findall(text):
            self.known.add(name)
            if stars:
                self.yielding.add(name)
            elif kind == "int" and "struct err *" in parameters:
                self.failing.add(name)
        for name, parameters in OPERATION.findall(text):
            if "struct err *" in parameters:
                self.operations.add(name)

    def add(self, other):
        """What another text declares for this one."""
        self.plain |= other.plain
        self.members = {**other.members, **self.members}
        self.failing |= other.failing - self.known
        self.yielding |= other.yielding - self.known
        self.operations |= other.operations


def pointers(text):
    found = {name: len(stars) + indices.count("[")
             for stars, name, indices in DECLARED.findall(text)}
    found.update((name, 1) for name in FUNCTION_POINTER.findall(text))
    return found


def closing(text, at):
    """Where the parenthesis that opens at `at` is closed, one after it."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i + 1
    return len(text)


def check_pointers(path, text, line, names):
    """Pointers that stand for true or false in one function."""
    mine = pointers(text)
    # A hit may end where the next begins, as in `a && b && c`.
    at = 0
    while m := TRUTH.search(text, at):
        at = m.start("post") if m.start("post") > m.start() else m.end()
        pre, post, chain = m["pre"], m["post"], m["chain"]
        last = re.split(r"->|\.", chain)[-1]
        if last == chain:
            depth = mine.get(last, 0)
        else:
            depth = 0 if last in names.plain else names.members.get(last, 0)
        if depth <= m["index"].count("["):
            continue
        if (pre == "!" or post in ("&&", "||") or BOOLEAN.match(pre)
                or (post == "?" and pre != ":")
                or (pre == ";" and post == ";")):
            tree.breach(path, line + text.count("\n", 0, m.start("chain")),
                        "pointer %s is to be compared with NULL" % chain)


def check_calls(path, text, line, names):
    """Calls whose failure is asked for in other words than `< 0`."""
    for m in re.finditer(r"((?:%s(?:->|\.))?)(\w+)\(" % CHAIN, text):
        name = m[2]
        fails = name in (names.operations if m[1] else names.failing | POSIX)
        yields = not m[1] and name in names.yielding | LIBC
        if not fails and not yields:
            continue
        before, after = text[:m.start()], text[closing(text, m.end() - 1):]
        if re.search(r"\(\s*[\w.>-]+\s*=\s*$", before):
            after = after.lstrip()[1:]
        negated = before.endswith("!")
        where = line + text.count("\n", 0, m.start())
        bare = negated or (
            re.search(r"(?:\b(?:if|while)\s*\(|&&|\|\|)\s*$", before)
            and re.match(r"\s*(?:\)|&&|\|\|)", after))
        if yields and bare:
            tree.breach(path, where, "%s() is to be compared with NULL" % name)
        elif fails and (bare or re.match(r"\s*(?:!=\s*(?:0|-1)|==\s*-1)\b",
                                         after)):
            tree.breach(path, where, "%s() failed is written %s() < 0"
                        % (name, name))


def check_name(path, name, declared):
    """What a file exports begins with the first word of its name, of the name
    of a header that declares it, or of a folder of its layer."""
    homes = path.split(os.sep)[1:-1]
    stems = [os.path.splitext(os.path.basename(p))[0]
             for p in [path, *declared.get(name, ())]]
    if not name.split("_")[0] in [s.split("_")[0] for s in stems + homes]:
        tree.breach(path, 1, "%s() does not carry the name of its file, "
                    "header or folder" % name)


def texts(*tops, suffix):
    return {p: tree.without_preprocessor(tree.code(tree.read(p)))
            for p in tree.walk(*tops, suffix=suffix)}


def main():
    headers = texts("include", "src", "tests", suffix=(".h",))
    sources = texts("src", "tests", suffix=(".c",))
    everybody = Names("\n".join(headers.values()))
    declared, file_names = {}, {}
    for path, text in headers.items():
        for name in re.findall(r"\b(\w+)\s*[(;,]", text):
            declared.setdefault(name, []).append(path)
    for path, text in sources.items():
        file_names[path] = Names(text)
        file_names[path].add(everybody)
    for tag in tree.ctags(list(sources), "f"):
        path = tag["path"]
        lines = sources[path].split("\n")
        text = "\n".join(lines[tag["line"] - 1:tag["end"]])
        check_pointers(path, text, tag["line"], file_names[path])
        check_calls(path, text, tag["line"], file_names[path])
        if (path.startswith("src" + os.sep) and not tag.get("file")
                and tag["name"] != "main"):
            check_name(path, tag["name"], declared)
    tree.finish()


if __name__ == "__main__":
    main()
