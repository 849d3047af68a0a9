#!/usr/bin/python3
"""damage.py BUILD BOX SEED COUNT: damages a journal COUNT times, each time in
another way, and lives on with it against a real service on a bad line.

BOX is what tests/fault/damage.sh has set up: home/ of a client with punches
that are kept, service.db, and port, where the client looks for the service.
SEED is that of the first journal; the next ones have the numbers after it, and
each alone is tried again by its number and a COUNT of 1. Speaks TAP, a case
for each kind of damage.

Right is: no command crashes, hangs or says that the program is in error; what
is delivered is what was pressed, and once; what was kept and is not delivered
in the end is named by number, by every command until it is acknowledged, by
verify for ever. A file that is not known for a journal is refused in words.
"""

import contextlib
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import time

LIMIT_S = 40
PAGE = 4096
# sysexits(3) but 70, which is an error in the program; 64 is of the call.
CODES = {0, 65, 69, 73, 74, 75, 77, 78}
STATE = ".local/state/connect-clock"
FACTS = ("employee", "pressed_by", "location", "cost_code", "wall_ms",
         "boottime_ms", "boot", "comment")


class Wrong(Exception):
    """What should not have happened."""


# --- the damage: each changes the state directory, and says how ---------------

def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def a_file(rng, state):
    """The database or its WAL, whichever there is."""
    names = [n for n in ("journal.db", "journal.db-wal")
             if size_of(os.path.join(state, n)) > 0]
    return os.path.join(state, rng.choice(names))


def poke(path, at, data):
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(data)


def peek(path, at, count):
    with open(path, "rb") as file:
        file.seek(at)
        return file.read(count)


def flip(rng, path, at):
    poke(path, at, bytes([peek(path, at, 1)[0] ^ 1 << rng.randrange(8)]))


def full_pages(path):
    """Those that hold something: most are room that is set aside."""
    data = peek(path, 0, size_of(path))
    found = [n for n in range(len(data) // PAGE)
             if any(data[n * PAGE:(n + 1) * PAGE])]
    return found or [0]


def bits(rng, state):
    path = a_file(rng, state)
    full, size = full_pages(path), size_of(path)
    places = [min(rng.choice(full) * PAGE + rng.randrange(PAGE), size - 1)
              for _ in range(rng.randint(1, 4))]
    for at in places:
        flip(rng, path, at)
    return "%s at %s" % (os.path.basename(path), places)


def rows(rng, state):
    """Bits of punches' rows, of all copies of each page or of one."""
    path = a_file(rng, state)
    data = peek(path, 0, size_of(path))
    hits, at = [], data.find(b"press ")
    while at >= 0:
        hits.append(at)
        at = data.find(b"press ", at + 1)
    if not hits:
        return bits(rng, state)
    places = []
    for _ in range(rng.randint(1, 3)):
        hit, off = rng.choice(hits), rng.randint(-240, 75)
        same = data[hit:hit + 8]
        places += [max(0, h + off) for h in hits
                   if h == hit or data[h:h + 8] == same]
    for at in places:
        flip(rng, path, min(at, len(data) - 1))
    return "%s at %s" % (os.path.basename(path), places)


def pages(rng, state):
    path = a_file(rng, state)
    full = full_pages(path)
    said = []
    for _ in range(rng.randint(1, 3)):
        page = rng.choice(full)
        how = rng.choice(("zeros", "noise", "another"))
        data = {"zeros": bytes(PAGE), "noise": rng.randbytes(PAGE),
                "another": peek(path, rng.choice(full) * PAGE, PAGE)}[how]
        poke(path, page * PAGE, data)
        said.append("%d by %s" % (page, how))
    return "%s pages %s" % (os.path.basename(path), ", ".join(said))


def header(rng, state):
    path = a_file(rng, state)
    at = rng.randrange(min(100, size_of(path)))
    data = rng.choice((b"\xff", b"\0", rng.randbytes(1), rng.randbytes(4)))
    poke(path, at, data)
    return "%s at %d: %s" % (os.path.basename(path), at, data.hex())


def schema(rng, state):
    path = a_file(rng, state)
    data = peek(path, 0, size_of(path))
    hits, at = [], data.find(b"CREATE ")
    while at >= 0:
        hits.append(at)
        at = data.find(b"CREATE ", at + 1)
    if not hits:
        return header(rng, state)
    at = rng.choice(hits) + rng.randrange(200)
    flip(rng, path, at)
    return "%s at %d" % (os.path.basename(path), at)


def truncation(rng, state):
    path = a_file(rng, state)
    size = rng.choice((0, rng.randrange(100), rng.randrange(size_of(path)),
                       rng.randrange(size_of(path)) // PAGE * PAGE))
    os.truncate(path, size)
    return "%s to %d" % (os.path.basename(path), size)


def beside(rng, state):
    """The files beside the database: gone, or noise."""
    name = rng.choice(("journal.db-wal", "journal.db-shm", "journal.lock",
                       "journal.db"))
    path = os.path.join(state, name)
    if rng.random() < 0.5 and os.path.exists(path):
        os.unlink(path)
        return name + " is gone"
    with open(path, "wb") as file:
        file.write(rng.randbytes(rng.choice((1, 100, 5000, 40000))))
    return name + " is noise"


def cache(rng, state):
    path = os.path.join(state, "../../../.cache/connect-clock/catalog.db")
    if rng.random() < 0.5:
        flip(rng, path, rng.randrange(size_of(path)))
        return "a bit of the catalogue"
    os.truncate(path, rng.randrange(size_of(path)))
    return "the catalogue is cut"


def put_back(state, name):
    path = os.path.join(state, name)
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    elif os.path.lexists(path):
        os.unlink(path)
    os.rename(os.path.join(state, "aside"), path)


def no_file(rng, state):
    """Something else in a file's place; back again for the second half."""
    name = rng.choice(("journal.db", "journal.db-wal", "journal.db-shm",
                       "journal.lock"))
    path = os.path.join(state, name)
    if not os.path.exists(path): # it may be made at any time
        open(path, "wb").close()
    how = rng.choice(("pipe", "directory", "loop", "socket"))
    os.rename(path, os.path.join(state, "aside"))
    if how == "pipe":
        os.mkfifo(path)
    elif how == "directory":
        os.mkdir(path)
    elif how == "loop":
        os.symlink(name, path)
    else:
        with socket.socket(socket.AF_UNIX) as there:
            there.bind(path)
    return "%s is a %s" % (name, how), lambda: put_back(state, name)


def owner(rng, state):
    """Somebody else's, or of a mode that keeps everybody out."""
    name = rng.choice(("journal.db", "journal.lock"))
    path = os.path.join(state, name)
    if os.geteuid() == 0:
        os.chown(path, 12345, 12345)
        return name + " is another's", lambda: os.chown(path, 0, 0)
    os.chmod(path, 0)
    return name + " has mode 0", lambda: os.chmod(path, 0o600)


# Kinds, and what they must not lose. Nothing but these may be refused as no
# journal: where every trace of it is gone.
KINDS = {
    "bits": bits, "rows": rows, "pages": pages, "header": header,
    "schema": schema, "truncation": truncation, "beside": beside,
    "cache": cache, "no file": no_file, "owner": owner,
}
HARMLESS = {"cache", "no file", "owner"}


# --- one life with it ---------------------------------------------------------

class Life:
    def __init__(self, build, box, seed):
        self.build, self.box, self.seed = build, box, seed
        self.rng = random.Random(seed)
        self.home = os.path.join(box, "life")
        self.state = os.path.join(self.home, STATE)
        self.database = os.path.join(box, "life.db")
        self.procs, self.said = [], []
        self.pressed = set()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(os.path.join(box, "home"), self.home, symlinks=True)
        config = os.path.join(self.home, ".config/connect-clock/config.ini")
        text = open(config).read()
        with open(config, "w") as file:
            file.write(text.replace(os.path.join(box, "home"), self.home))
        for suffix in ("", "-wal", "-shm"):
            path = os.path.join(box, "service.db" + suffix)
            if os.path.exists(path):
                shutil.copy(path, self.database + suffix)
            elif os.path.exists(self.database + suffix):
                os.unlink(self.database + suffix)

    def start(self, *argv):
        """A server; what it says first."""
        proc = subprocess.Popen(argv, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True)
        self.procs.append(proc)
        return proc.stdout.readline().strip()

    def serve(self):
        line = self.start(os.path.join(self.build, "connectd"), "serve",
                          "--database", self.database, "--listen",
                          "127.0.0.1:0", "--unsafe-database")
        port = open(os.path.join(self.box, "port")).read().strip()
        fault = self.rng.choice((
            [], ["--cut", str(self.rng.randint(0, 400)), "--times", "3"],
            ["--drop", str(self.rng.randint(1, 3)), "--times", "3"],
            ["--refuse", "--times", "3"]))
        self.start(os.path.join(self.build, "tests/tools/proxy"), "--listen",
                   port, *fault, line.split("//")[1])

    def stop(self):
        for proc in reversed(self.procs):
            proc.terminate()
            proc.wait()

    def run(self, *words, codes=CODES):
        env = dict(os.environ, HOME=self.home)
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            env.pop(name, None)
        try:
            done = subprocess.run(
                [os.path.join(self.build, "connect-clock"), *words], env=env,
                stdin=subprocess.DEVNULL, capture_output=True, text=True,
                timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            raise Wrong("%s hangs" % " ".join(words)) from None
        self.said.append("%s: %d %s" % (" ".join(words), done.returncode,
                                        done.stderr.strip()))
        if done.returncode not in codes:
            raise Wrong("%s: exit code %d: %s" % (
                " ".join(words), done.returncode, done.stderr.strip()[-300:]))
        return done

    def press(self):
        done = self.run("go", "-l", "Elm", "-c",
                        self.rng.choice(("03-100", "06-100")), "--json")
        if done.returncode == 0:
            self.pressed.add(json.loads(done.stdout)["id"].replace("-", ""))

    def all_commands(self):
        self.run("status")
        self.press()
        self.run("sync")
        self.run("queue")
        self.run("queue", "export")
        self.run("verify")

    def ledger(self):
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            return db.execute("SELECT lower(hex(id)), %s FROM ledger" %
                              ", ".join(FACTS)).fetchall()


def plain(value):
    return value.hex() if isinstance(value, bytes) else value


def original_of(box):
    """{id: (number, waits, facts)} of the journal as it was."""
    path = os.path.join(box, "home", STATE, "journal.db")
    with contextlib.closing(
            sqlite3.connect("file:%s?mode=ro" % path, uri=True)) as db:
        found = db.execute("SELECT lower(hex(id)), number, state = 3, %s "
                           "FROM punch" % ", ".join(FACTS)).fetchall()
    return {r[0]: (r[1], r[2], tuple(plain(v) for v in r[3:])) for r in found}


def check_ledger(life, original):
    """What was delivered is what was pressed, and once."""
    seen = set()
    for row in life.ledger():
        if row[0] in seen:
            raise Wrong("%s stands twice in the ledger" % row[0])
        seen.add(row[0])
        if row[0] in original:
            if original[row[0]][2] != tuple(plain(v) for v in row[1:]):
                raise Wrong("%s is not as it was pressed" % row[0])
        elif row[0] not in life.pressed and row[0] not in life.unsure:
            raise Wrong("%s was never pressed" % row[0])
    return seen


def numbers_of(losses):
    return {n for loss in losses
            for n in range(loss["first"], loss["last"] + 1)}


def check_told(life, lost):
    """Lost numbers are told until they are acknowledged, then for ever."""
    first, told = min(lost), life.run("status")
    if "queue acknowledge" not in told.stderr:
        raise Wrong("status does not tell the loss: " + told.stderr)
    if life.run("verify").returncode != 65:
        raise Wrong("verify is content with a loss")
    life.run("queue", "acknowledge", codes={0})
    if "acknowledge" in life.run("status").stderr:
        raise Wrong("told, though it is acknowledged")
    named = life.run("verify", codes={0}).stdout
    if str(first) not in named:
        raise Wrong("verify does not name %d: %s" % (first, named))


def check_end(life, original, kind):
    """Everything is delivered, or named, or the file is refused."""
    queue = life.run("queue", "--json")
    if queue.returncode != 0:
        if kind in HARMLESS or "journal" not in queue.stderr:
            raise Wrong("refused: " + queue.stderr)
        check_ledger(life, original)
        return "refused"
    answer = json.loads(queue.stdout)
    lost = numbers_of(answer["lost"])
    kept = {k["id"].replace("-", "") for k in answer["kept"]}
    there = check_ledger(life, original)
    for ident, (number, waits, _) in original.items():
        if waits and ident not in there and number not in lost:
            raise Wrong("number %d is neither delivered nor named%s" % (
                number, ", but kept" if ident in kept else ""))
    for ident in life.pressed:
        if ident not in there and not lost and ident not in kept:
            raise Wrong("%s was confirmed and is gone" % ident)
    if kind in HARMLESS and lost:
        raise Wrong("lost %s for nothing" % sorted(lost))
    if lost:
        check_told(life, lost)
    return "lost %d" % len(lost) if lost else "whole"


def flatten(life):
    """One copy of all, in the database alone."""
    path = os.path.join(life.state, "journal.db")
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def live(life, original, kind):
    if life.rng.random() < 0.7:
        flatten(life)
    how = KINDS[kind](life.rng, life.state)
    mend = None
    if isinstance(how, tuple):
        how, mend = how
    life.said.append("damage: %s" % how)
    life.unsure = set()
    life.serve()
    life.all_commands()
    if mend:
        mend()
    # what a command met is recovered by the next; the line gets better
    for _ in range(6):
        if life.run("sync").returncode == 0:
            break
    sign_in_again(life)
    life.press()
    life.run("sync")
    return check_end(life, original, kind)


def sign_in_again(life):
    """Where who is signed in was lost, they sign in again and go on."""
    if life.run("whoami").returncode != 77:
        return
    words = open(os.path.join(life.box, "login")).read().split()
    env = dict(os.environ, HOME=life.home)
    for _ in range(4): # the line is bad
        done = subprocess.run(
            [os.path.join(life.build, "connect-clock"), "login", "--server",
             words[0], "--company", "acme", "--username", words[1],
             "--password-stdin"], env=env, input=words[2], text=True,
            capture_output=True, timeout=LIMIT_S, check=False)
        if done.returncode == 0:
            break
    life.run("sync")


def one(build, box, seed, original):
    """The kind of damage, and what came of it; what is wrong, or None."""
    kind = list(KINDS)[seed % len(KINDS)]
    life = Life(build, box, seed)
    try:
        return kind, live(life, original, kind), None
    except Wrong as wrong:
        return kind, "", "seed %d: %s\n%s" % (
            seed, wrong, "\n".join("  " + s for s in life.said))
    finally:
        life.stop()


def main():
    build, box, seed, count = sys.argv[1:]
    seed, count = int(seed), int(count)
    original = original_of(box)
    results, begun = {}, time.monotonic()
    for n in range(seed, seed + count):
        kind, result, wrong = one(build, box, n, original)
        ends, wrongs = results.setdefault(kind, ({}, []))
        if wrong:
            wrongs.append(wrong)
            print("# " + wrong.replace("\n", "\n# "), flush=True)
        else:
            ends[result] = ends.get(result, 0) + 1
    for n, (kind, (ends, wrongs)) in enumerate(results.items(), 1):
        print("%sok %d - %s: %s" % ("not " if wrongs else "", n, kind,
              ", ".join("%s %d" % e for e in sorted(ends.items()))))
    print("# seeds %d to %d, %.0f s" % (seed, seed + count - 1,
                                        time.monotonic() - begun))
    print("1..%d" % len(results))
    return 1 if any(w for _, w in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
