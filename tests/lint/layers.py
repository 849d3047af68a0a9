#!/usr/bin/python3
"""Who may include whom. This table is the map of the house, and stands
nowhere else. A layer may always include itself and libc; <headers> are those
that are guarded, each open only to the layers that name it.

A layer is a folder of src/, or one in it (tui/panel): the longest name that a
path begins with. A room in a layer is a layer like any other: what it may
include stands in its own line.

layers.py checks it. layers.py --make prints, for each layer, LINKS_<layer>:
what a test of it may be linked with."""

import os
import re
import sys

import tree

TABLE = """
base:     -
crypto:   base <sodium.h>
calendar: base
core:     base calendar
command:  base
port:     base calendar core
wire:     base calendar core <cjson/cJSON.h>
loop:     base <time.h>
sys:      base calendar core port <time.h>
app:      base calendar core port wire loop
tui:      base calendar core app
tui/panel: base calendar core app tui
tui/queue: base calendar core app tui
tui/sign_in: base calendar core app tui
tui/card: base calendar core app tui
tui/board: base calendar core app tui
tui/manage: base calendar core app tui
cli:      base calendar core app command
ctl:      base calendar core wire port loop app command
sqlite:   base <sqlite3.h>
cache:    base core port sqlite <sqlite3.h>
journal:  base core port crypto sqlite journal/format journal/salvage <sqlite3.h>
journal/format:  base core port crypto sqlite <sqlite3.h>
journal/salvage: base core port crypto sqlite journal/format <sqlite3.h>
net:      base port loop <curl/curl.h> <dlfcn.h>
keyring:  base port loop <libsecret/secret.h> <dlfcn.h> <time.h> <linux/keyctl.h> <sys/syscall.h>
term:     base loop tui <curses.h>
client:   base app cache core journal keyring loop net port sys
db:       base <sqlite3.h> <libpq-fe.h>
service/desk: base calendar core wire db crypto
service/company: base calendar core wire db crypto service/desk
service/identity: base calendar core wire db crypto service/desk service/company
service/catalog: base calendar core wire db crypto service/desk service/company
service/ledger: base calendar core wire db crypto service/desk service/company
service/card: base calendar core wire db crypto service/desk service/company service/ledger
service/outbox: base calendar core wire port db crypto service/desk service/company
service:  base calendar core wire port db crypto service/desk service/company service/identity service/catalog service/ledger service/card service/outbox
admin:    base calendar command core port wire db crypto service service/desk service/company service/identity service/catalog service/ledger service/card service/outbox
httpd:    base port service/desk <microhttpd.h> <gnutls/x509.h> <time.h>
programs: * <time.h>
"""

# Everybody's: C17, POSIX and what Linux adds. Anything that stands neither
# here nor in the table is a new dependency, and is refused.
LIBC = set("""
assert ctype endian errno fcntl fenv float ftw getopt grp iconv ifaddrs inttypes iso646
langinfo libgen limits linux/magic locale math net/if netdb netinet/in netinet/tcp
arpa/inet dirent poll pthread pwd semaphore setjmp signal spawn stdalign stdarg
stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings
sys/eventfd sys/file sys/pidfd sys/inotify sys/ioctl sys/mman sys/prctl sys/random
sys/resource sys/select sys/signalfd sys/socket sys/stat sys/statfs sys/statvfs sys/sysmacros sys/time
sys/timerfd sys/types sys/uio sys/un sys/utsname sys/vfs sys/wait sysexits
syslog termios threads unistd wchar wctype
""".split())
# <sys/time.h> and <threads.h> bring clocks in by the back door.
LIBC -= {"sys/time", "threads"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def parse_table(text):
    layers, guarded = {}, {}
    for line in text.strip().splitlines():
        layer, words = line.split(":")
        layers[layer] = set()
        for word in words.split():
            if word.startswith("<"):
                guarded.setdefault(word[1:-1], set()).add(layer)
            elif word != "-":
                layers[layer].add(word)
    return layers, guarded


LAYERS, GUARDED = parse_table(TABLE)


def layer_of(path):
    """The layer of a file of src/ or include/: the longest that is named."""
    parts = os.path.dirname(path).split(os.sep)[1:]
    for n in range(len(parts), 1, -1):
        if "/".join(parts[:n]) in LAYERS:
            return "/".join(parts[:n])
    return parts[0]


def resolve(path, name):
    """The file that `#include "name"` in `path` means, or None."""
    beside = os.path.join(os.path.dirname(path), name)
    for candidate in (beside, os.path.join("include", name)):
        if os.path.isfile(candidate):
            return os.path.normpath(candidate)
    return None


def check_own(path, line, name, target, layers):
    """One include of a header of ours."""
    mine = layer_of(path)
    if target is None:
        tree.breach(path, line, 'no header "%s" here or in include/' % name)
        return
    theirs = layer_of(target)
    if target.startswith("src" + os.sep):
        if os.path.dirname(target) != os.path.dirname(path) or "/" in name:
            tree.breach(path, line, '"%s" is private to %s' % (
                name, os.path.dirname(target)))
        return
    allowed = layers.get(mine)
    if allowed is None:
        tree.breach(path, line, "layer %s is not in the table" % mine)
    elif theirs != mine and theirs not in allowed and "*" not in allowed:
        tree.breach(path, line, "layer %s may not include %s (%s)" % (
            mine, theirs, name))


def check_system(path, line, name, guarded):
    """One include of a header that is not ours."""
    if name in guarded:
        if layer_of(path) not in guarded[name]:
            tree.breach(path, line, "<%s> is only for: %s" % (
                name, " ".join(sorted(guarded[name]))))
    elif not (name.endswith(".h") and name[:-2] in LIBC):
        tree.breach(path, line, "<%s> is neither libc nor in the table" % name)


def find_cycle(graph):
    """One cycle of {node: {node: ...}} as a list of nodes, or None."""
    done, trail = set(), []

    def visit(node):
        if node in trail:
            return trail[trail.index(node):] + [node]
        if node in done:
            return None
        trail.append(node)
        for other in sorted(graph.get(node, ())):
            cycle = visit(other)
            if cycle:
                return cycle
        trail.pop()
        done.add(node)
        return None

    for node in sorted(graph):
        cycle = visit(node)
        if cycle:
            return cycle
    return None


def reach(layer):
    """The layer, all that it may include, and what that may in turn."""
    reached, new = set(), {layer}
    while new:
        reached |= new
        new = {other for one in new for name in LAYERS[one]
               for other in (LAYERS if name == "*" else [name])} - reached
    return reached


def print_links():
    """For make: what each layer may be linked with, itself left out."""
    for layer in LAYERS:
        print("LINKS_%s := %s" % (
            layer, " ".join(sorted(reach(layer) - {layer}))))


def main():
    if sys.argv[1:] == ["--make"]:
        return print_links()
    layers, guarded = LAYERS, GUARDED
    files, folders = {}, {}
    for path in tree.walk("include", "src", suffix=(".c", ".h")):
        text = tree.read(path)
        for m in INCLUDE.finditer(text):
            line = text.count("\n", 0, m.start()) + 1
            if m[1] == "<":
                check_system(path, line, m[2], guarded)
                continue
            target = resolve(path, m[2])
            check_own(path, line, m[2], target, layers)
            if target:
                files.setdefault(path, set()).add(target)
                if layer_of(target) != layer_of(path):
                    folders.setdefault(layer_of(path), set()).add(
                        layer_of(target))
    for graph in (files, folders):
        cycle = find_cycle(graph)
        if cycle:
            tree.breach(cycle[0], 1, "include cycle: " + " -> ".join(cycle))
    tree.finish()


if __name__ == "__main__":
    sys.exit(main())
