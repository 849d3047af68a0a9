#!/usr/bin/python3
"""symbols.py LIBRARY...: what the built layers export is declared in a
header, and nothing of it is a variable; no file keeps a variable either. No
layer calls what it may not be linked with, also where no test is linked."""

import os
import re
import subprocess
import sys

import layers
import tree

# Variables that a file may keep, and why. Name them as file.o:name.
KEPT = {
    "term_open.o:term_saved": "what a fatal signal must put back",
    "pool.o:pool": "SQLite hands its allocator no context",
    "sqlite.o:waiting": "connections of a process share no more than the file",
    "kinds.o:made": "the commands of a kind, made once of its description",
    "commands.o:all.0": "the table of all commands, made once of those",
}

# As nm prints them: name|value|class|type|size|line|section.
VARIABLE_SECTIONS = re.compile(r"^(?:\.t?data|\.t?bss|\*COM\*)(?!\.rel\.ro)")


def symbols(library):
    """(object, name, class, section) of all that a library defines."""
    out = subprocess.run(["nm", "--format=sysv", "--defined-only", library],
                         text=True, check=True, capture_output=True).stdout
    member = ""
    for line in out.splitlines():
        m = re.search(r"\[(.*)\]:$", line) or re.match(r"(\S+\.o):$", line)
        if m:
            member = m[1]
        fields = [f.strip() for f in line.split("|")]
        if len(fields) == 7 and fields[3] in ("FUNC", "OBJECT", "TLS"):
            yield member, fields[0], fields[2], fields[6]


def names(library, *options):
    """What `nm` tells of a library with these options."""
    out = subprocess.run(["nm", "--format=posix", *options, library],
                         text=True, check=True, capture_output=True).stdout
    return {line.split()[0] for line in out.splitlines() if " " in line}


def check_reach(libraries):
    """The calls from layer to layer."""
    paths = {"lib%s.a" % layer.replace("/", "-"): layer
             for layer in layers.LAYERS}
    paths = {path: paths[os.path.basename(path)] for path in libraries
             if os.path.basename(path) in paths}
    home = {name: layer for path, layer in paths.items()
            for name in names(path, "--defined-only", "--extern-only")}
    for path, layer in paths.items():
        allowed = layers.reach(layer)
        for name in sorted(names(path, "--undefined-only")):
            if home.get(name, layer) not in allowed:
                tree.breach(path, 1, "layer %s calls %s of %s" % (
                    layer, name, home[name]))


def main(libraries):
    headers = "\n".join(tree.code(tree.read(p)) for p in
                        tree.walk("include", "src", suffix=(".h",)))
    declared = set(re.findall(r"\w+", headers))
    count = 0
    for library in libraries:
        for member, name, kind, section in symbols(library):
            exported = kind.isupper() and kind != "V"
            count += exported
            where = "%s(%s)" % (library, member)
            if exported and name not in declared:
                tree.breach(where, 1, "%s is in no header; make it static"
                            % name)
            if (VARIABLE_SECTIONS.match(section)
                    and "%s:%s" % (member, name) not in KEPT):
                tree.breach(where, 1, "%s is a variable that outlives its "
                            "call" % name)
    check_reach(libraries)
    print("symbols: %d exported" % count)
    tree.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
