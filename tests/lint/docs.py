#!/usr/bin/python3
"""Every exported function and table is documented directly above itself. A
comment also speaks for the prototypes that follow without a blank line."""

import tree


def documented(lines, line):
    """Whether what begins on `line` (from 1) has a comment above it, perhaps
    with other declarations of the same run between."""
    for above in reversed(lines[:line - 1]):
        above = above.strip()
        if above == "":
            return False
        if above.endswith("*/") or above.startswith("//"):
            return not above.startswith("#")
        if above.startswith("#define"):
            continue
        if above.startswith("#") or above.endswith(("{", "}")):
            return False
    return False


def main():
    headers = tree.walk("include", "src", "tests/lib", "tests/fake",
                        suffix=(".h",))
    lines = {p: tree.read(p).split("\n") for p in headers}
    count = 0
    for tag in tree.ctags(headers, "px"):
        count += 1
        if not documented(lines[tag["path"]], tag["line"]):
            tree.breach(tag["path"], tag["line"],
                        "%s has no comment above it" % tag["name"])
    print("docs: %d declarations" % count)
    tree.finish()


if __name__ == "__main__":
    main()
