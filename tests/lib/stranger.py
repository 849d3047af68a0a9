#!/usr/bin/python3
"""stranger.py BOX DATABASE: one stranger asks for all that there is, at a real
service, while a colleague works.

BOX holds sample.json, the sign-ins; DATABASE is the service's SQLite file.
Speaks TAP. Right is: whatever the stranger does, from an address of this
machine that is not hers, each punch of hers is recorded, over the connection
that she has and over a new one; and the database does not grow with what was
only asked. The service is then killed while it knows secrets, and none of them
is found where others look.
"""

import http.client
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid

from person import Person, Service, Wrong

RECORDED = ["recorded", "recorded"]
STRANGER = ("127.0.0.9", 0)
SIGN_INS = 10000
REFRESHES = 4000
GROWTH_BYTES = 512 * 1024
# For the bench: so many pairs of punches under each trick, and their p99.
PAIRS = int(os.environ.get("STRANGER_PAIRS", "1"))
HEAD = (b"POST /v1/punches HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/json\r\n")


class Program:
    """connectd serve, in a folder of its own."""

    def __init__(self, box, database, *options, files=None):
        self.dir = os.path.join(box, "run")
        os.makedirs(self.dir, exist_ok=True)
        self.log = os.path.join(box, "service.log")

        def limits():
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
            hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

        with open(self.log, "ab") as log:
            # A child is limited before it becomes the program.
            self.child = subprocess.Popen(
                [os.path.join(os.getcwd(), os.environ["BUILD"], "connectd"),
                 "serve", "--database", database, "--listen", "127.0.0.1:0",
                 "--cheap-passwords", *options],
                cwd=self.dir, stdout=subprocess.PIPE, stderr=log, text=True,
                preexec_fn=limits)
        line = self.child.stdout.readline()
        if not line.startswith("listening on "):
            with open(self.log, encoding="utf-8") as log:
                raise RuntimeError("no service: " + log.read())
        self.url = line.split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def connect(self, data=b""):
        """A connection of the stranger's."""
        sock = socket.create_connection(("127.0.0.1", self.port), 20, STRANGER)
        if data:
            sock.sendall(data)
        return sock

    def stop(self, how=signal.SIGTERM):
        self.child.send_signal(how)
        return self.child.wait(20)


class Colleague:
    """Works, over one connection that stays and over new ones."""

    def __init__(self, program, database, sign_in):
        service = Service(program.url, database)
        self.person = Person(service, sign_in, str(uuid.uuid4()))
        self.kept = http.client.HTTPConnection("127.0.0.1", program.port,
                                               timeout=20)
        self.port = program.port
        self.took_ms = []

    def deliver(self, line):
        punch = self.person.go()
        begun_s = time.monotonic()
        line.request("POST", "/v1/punches",
                     json.dumps(self.person.body(punch)),
                     {"Content-Type": "application/json",
                      "Authorization": "Bearer " + self.person.key})
        answer = line.getresponse()
        text = answer.read()
        self.took_ms.append((time.monotonic() - begun_s) * 1000)
        if answer.status != 200:
            return "%d %s" % (answer.status, text[:200])
        return json.loads(text)["results"][0]["result"]

    def works(self):
        """What came of a punch on either connection, of all that she tries
        the first that was not recorded."""
        for _ in range(PAIRS):
            said = self.works_once()
            if said != RECORDED:
                break
        return said

    def works_once(self):
        new = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            said = [self.deliver(self.kept), self.deliver(new)]
        except OSError as error:
            said = [str(error)]
        finally:
            new.close()
        return said


def size_of(database):
    """Of what stands in it; how far its WAL has got says nothing."""
    with sqlite3.connect(database, timeout=60) as look:
        (pages,), = look.execute("PRAGMA page_count").fetchall()
        (size,), = look.execute("PRAGMA page_size").fetchall()
    return pages * size


def half_sent_bodies(program, _):
    return [program.connect(HEAD + b"Content-Length: 1048576\r\n\r\n{")
            for _ in range(64)]


def bodies_all_but_a_byte(program, _):
    return [program.connect(HEAD + b"Content-Length: 900000\r\n\r\n" +
                            b" " * 899999) for _ in range(64)]


def idle_sockets(program, _):
    return [program.connect() for _ in range(600)]


def heads_that_do_not_end(program, _):
    return [program.connect(HEAD) for _ in range(600)]


def post(line, body, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    line.request("POST", "/v1/token", json.dumps(body), headers)
    answer = line.getresponse()
    answer.read()
    return answer.status


def line_of(program):
    return http.client.HTTPConnection("127.0.0.1", program.port, timeout=20,
                                      source_address=STRANGER)


def ten_thousand_sign_ins(program, _):
    """By names that nobody has, and by hers."""
    statuses = set()

    def guess(first):
        line = line_of(program)
        for i in range(first, SIGN_INS, 8):
            name = "dana" if i % 3 == 0 else "guess%d" % i
            statuses.add(post(line, {
                "grant_type": "password", "company_id": "acme",
                "username": name, "password": "wrong %d" % i}))
        line.close()

    threads = [threading.Thread(target=guess, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not statuses <= {401, 429, 503}:
        raise Wrong("sign-ins were answered %s" % statuses)
    return []


def one_token_in_a_loop(program, stranger):
    line = line_of(program)
    statuses = [post(line, {"grant_type": "refresh_token",
                            "refresh_token": stranger})
                for _ in range(REFRESHES)]
    line.close()
    if statuses[0] != 200 or statuses[-1] != 429:
        raise Wrong("the token was answered %s" % set(statuses))
    return []


TRICKS = (half_sent_bodies, bodies_all_but_a_byte, idle_sockets,
          heads_that_do_not_end, one_token_in_a_loop, ten_thousand_sign_ins)


class Tap:
    def __init__(self):
        self.done = self.failed = 0

    def say(self, good, words, outcome=""):
        self.done += 1
        self.failed += not good
        print("%sok %d - %s%s" % ("" if good else "not ", self.done, words,
                                  ": %s" % (outcome,) if not good else ""),
              flush=True)


def refresh_token(program, sign_in):
    line = line_of(program)
    line.request("POST", "/v1/token", json.dumps({
        "grant_type": "password", "company_id": "acme", **sign_in}),
                 {"Content-Type": "application/json"})
    token = json.loads(line.getresponse().read())["refresh_token"]
    line.close()
    return token


def try_tricks(tap, program, database, her, token):
    for trick in TRICKS:
        words = trick.__name__.replace("_", " ")
        before = size_of(database)
        her.took_ms = []
        try:
            held = trick(program, token)
            said = her.works()
        except Wrong as wrong:
            held, said = [], [str(wrong)]
        for sock in held:
            sock.close()
        tap.say(said == RECORDED, words, said)
        if PAIRS > 1 and her.took_ms:
            took = sorted(her.took_ms)
            print("# stranger.%s p50_ms=%.1f p99_ms=%.1f" % (
                trick.__name__, took[len(took) // 2],
                took[len(took) * 99 // 100]))
        grown = size_of(database) - before
        tap.say(grown < GROWTH_BYTES, words + " leave little behind", grown)


def few_descriptors(tap, box, database, sign_in):
    program = Program(box, database, files=64)
    her = Colleague(program, database, sign_in)
    first = her.works()
    held = idle_sockets(program, None)
    said = her.works()
    for sock in held:
        sock.close()
    tap.say(first == said == RECORDED,
            "idle sockets where there are 64 descriptors", said)
    tap.say(program.stop() == 0, "and it ends as it should")


def look_for(secrets, place, data):
    return [place for secret in secrets if secret.encode() in data]


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except PermissionError:
        return b""


def is_guarded(pid):
    """Whether the client runs, and has forbidden cores."""
    # In this order: the shell before it may have been forbidden them too.
    if b"connect-clock" not in read("/proc/%d/comm" % pid):
        return False
    limits = read("/proc/%d/limits" % pid).decode()
    core = [line.split()[4] for line in limits.splitlines()
            if line.startswith("Max core file size")]
    return core == ["0"]


def crash(tap, box, program, secrets):
    proc = "/proc/%d/" % program.child.pid
    found = (look_for(secrets, "argv", read(proc + "cmdline")) +
             look_for(secrets, "environment", read(proc + "environ")))
    how = program.stop(signal.SIGSEGV)
    found += look_for(secrets, "log", read(program.log))
    cores = os.listdir(program.dir)
    for core in cores:
        found += look_for(secrets, core, read(os.path.join(program.dir, core)))
    tap.say(how == -signal.SIGSEGV, "the service is killed", how)
    tap.say(not cores, "there is no core file", cores)
    tap.say(not found, "no secret is where others look", found)
    client = subprocess.Popen(
        ["sh", "-c", "ulimit -c unlimited 2>/dev/null; exec connect-clock "
         "login --server http://127.0.0.1:9 --company acme --username dana"
         " --password-stdin"],
        cwd=program.dir, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env={**os.environ, "HOME": box})
    client.stdin.write(b"a secret of h")
    client.stdin.flush()
    while client.poll() is None and not is_guarded(client.pid):
        pass
    client.send_signal(signal.SIGSEGV)
    client.communicate()
    tap.say(client.returncode == -signal.SIGSEGV and
            not os.listdir(program.dir), "nor of the client's",
            (client.returncode, os.listdir(program.dir)))


def main():
    box, database = sys.argv[1:]
    with open(os.path.join(box, "sample.json"), encoding="utf-8") as sample:
        employees = [who for who in json.load(sample)["sign_ins"]
                     if who["role"] == "employee"]
    hers, theirs, another = ({name: who[name] for name in ("username", "password")}
                    for who in employees[:3])
    tap = Tap()
    program = Program(box, database)
    her = Colleague(program, database, hers)
    her.works()
    token = refresh_token(program, theirs)
    try_tricks(tap, program, database, her, token)
    # These take that signal, and cores, into their own hands.
    if any(san in os.environ["BUILD"] for san in ("san-address", "san-thread")):
        program.stop()
    else:
        crash(tap, box, program, [
            hers["password"], theirs["password"], token[4:],
            her.person.key[4:], her.person.access[4:]])
    few_descriptors(tap, box, database, another)
    verified = subprocess.run(["connectd", "verify", "--database", database],
                              capture_output=True, text=True, check=False)
    tap.say(verified.returncode == 0, "the ledger is sound", verified.stderr)
    print("1..%d" % tap.done)
    return tap.failed > 0


if __name__ == "__main__":
    sys.exit(main())
