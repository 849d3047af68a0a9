"""What every checker of this folder needs: the files, read without comments,
and a way to report. Checkers look at the tree of the current directory."""

import json
import os
import re
import subprocess
import sys

SKIP = {".git", "build", "node_modules", "__pycache__"}

_breaches = 0


def breach(path, line, message):
    """Reports one breach as `path:line: message`."""
    global _breaches
    _breaches += 1
    print("%s:%d: %s" % (path, line, message))


def finish():
    """The exit of a checker: 1 if it reported something."""
    sys.exit(1 if _breaches else 0)


def walk(*tops, suffix=("",)):
    """Paths below the given folders (or files), sorted."""
    found = []
    for top in tops:
        if os.path.isfile(top):
            found.append(top)
        for folder, dirs, names in os.walk(top):
            dirs[:] = sorted(d for d in dirs if d not in SKIP)
            found += [os.path.normpath(os.path.join(folder, n))
                      for n in sorted(names) if n.endswith(tuple(suffix))]
    return found


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


_TOKEN = re.compile(
    r'//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
    re.S)


def code(text):
    """C without the inside of comments, strings and characters; every newline
    and column stays where it was."""
    def blank(m):
        return re.sub(r"[^\n]", " ", m[0])
    return _TOKEN.sub(blank, text)


def comments(text):
    """The opposite of code(): the comments of C, and nothing else, every line
    and column where it was."""
    out, at = [], 0
    for m in _TOKEN.finditer(text):
        out.append(re.sub(r"[^\n]", " ", text[at:m.start()]))
        out.append(m[0] if m[0].startswith("/")
                   else re.sub(r"[^\n]", " ", m[0]))
        at = m.end()
    return "".join(out) + re.sub(r"[^\n]", " ", text[at:])


def without_preprocessor(text):
    """Code (see above) without directives and their continuation lines."""
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*",
                  lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.M)


def ctags(paths, kinds):
    """Tags of the given kinds, in order of path and line: name, path, line,
    end, signature, and whether it is private to its file."""
    if not paths:
        return []
    out = subprocess.run(
        ["ctags", "--output-format=json", "--languages=C,C++",
         "--langmap=C:.c.h", "--kinds-C=" + kinds, "--fields=+neSf",
         "-o", "-", "-L", "-"],
        input="\n".join(paths), text=True, check=True, capture_output=True)
    tags = [json.loads(line) for line in out.stdout.splitlines()]
    return sorted(tags, key=lambda t: (t["path"], t["line"]))


def parameters(tag):
    """How many parameters a function's tag has."""
    inside = tag.get("signature", "()").strip()[1:-1].strip()
    if inside in ("", "void"):
        return 0
    depth, count = 0, 1
    for c in inside:
        depth += (c in "([") - (c in ")]")
        count += c == "," and depth == 0
    return count
