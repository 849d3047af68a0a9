#!/usr/bin/python3
"""What a large company takes, against a service that runs. Passwords are read
from the JSON of `connectd sample-data`.

office.py catalogue PORT PID SAMPLE: the first load of all that somebody may
choose, page by page, then what ten changes cost, then none: time and bytes;
the most memory that the service PID had before and after.
office.py sign-ins PORT SAMPLE TRIES: sign-ins a second, eight at a time.
office.py import PORT SAMPLE FILE PUNCHES: what the load of so many punches
takes alone, and again while connectctl imports FILE, which is cut then.
"""

import concurrent.futures
import http.client
import json
import os
import subprocess
import sys
import time

CHANGED = 10


class Line:
    """One kept connection of somebody who is signed in."""

    def __init__(self, port, sample, username):
        with open(sample, encoding="utf-8") as f:
            people = json.load(f)["sign_ins"]
        self.who = next(p for p in people if p["username"] == username)
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.head = {"Content-Type": "application/json"}

    def ask(self, method, path, body=None, **head):
        """Status, head and bytes of the answer."""
        self.http.request(method, path, body and json.dumps(body), {
            **self.head, **{k.replace("_", "-"): v for k, v in head.items()}})
        answer = self.http.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError("%s: %d %s" % (path, answer.status, text))
        return answer.status, answer.headers, text

    def sign_in(self):
        _, _, text = self.ask("POST", "/v1/token", {
            "grant_type": "password", "company_id": "acme",
            "username": self.who["username"],
            "password": self.who["password"]})
        self.head["Authorization"] = "Bearer " + json.loads(
            text)["access_token"]
        return self


def load(line, since):
    """All pages: entries, bytes, seconds, the cursor and tag of the last."""
    entries = total = 0
    begun = time.monotonic()
    more = True
    while more:
        _, head, text = line.ask(
            "GET", "/v1/catalog?limit=1000" + (since and "&since=" + since))
        page = json.loads(text)
        entries += len(page["entries"])
        total += len(text)
        since, more = page["cursor"], page["more"]
    return entries, total, time.monotonic() - begun, since, head["ETag"]


def peak_kib(pid):
    with open("/proc/%s/status" % pid, encoding="ascii") as f:
        return next(s.split()[1] for s in f if s.startswith("VmHWM"))


def catalogue(port, pid, sample):
    before = peak_kib(pid)
    reader = Line(port, sample, "marisol").sign_in()
    entries, size, took, since, _ = load(reader, "")
    print("office.first entries=%d bytes=%d ms=%.1f before_kib=%s peak_kib=%s"
          % (entries, size, took * 1000, before, peak_kib(pid)))
    office = Line(port, sample, "robin").sign_in()
    _, _, text = office.ask("GET", "/v1/locations?limit=%d" % CHANGED)
    for it in json.loads(text)["items"]:
        office.ask("PATCH", "/v1/locations/" + it["id"],
                   {"name": it["name"] + " II"},
                   If_Match='"%d"' % it["version"])
    entries, size, took, since, tag = load(reader, since)
    if entries != CHANGED:
        raise RuntimeError("%d entries for %d changes" % (entries, CHANGED))
    print("office.delta entries=%d bytes=%d ms=%.1f"
          % (entries, size, took * 1000))
    begun = time.monotonic()
    status, _, _ = reader.ask("GET", "/v1/catalog?limit=1000&since=" + since,
                              If_None_Match=tag)
    took = time.monotonic() - begun
    if status != 304:
        raise RuntimeError("nothing new is %d" % status)
    print("office.none ms=%.1f" % (took * 1000))


def sign_ins(port, sample, tries):
    def some(_):
        line = Line(port, sample, "dana")
        for _ in range(tries // 8):
            line.sign_in()
            del line.head["Authorization"]

    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(some, range(8)))
    print("%.1f" % (tries // 8 * 8 / (time.monotonic() - begun)))


def changes(line):
    """The number of the office's newest change, also after a long silence."""
    line.http.close()
    _, _, text = line.ask("GET", "/v1/audit?limit=1")
    return json.loads(text)["items"][0]["seq"]


def punch(port, line, punches):
    """Rate, median and tail of 64 clients."""
    program = os.environ["BUILD"] + "/tests/bench/load"
    done = subprocess.run(
        [program, str(port), "64", punches, "1", line.who["username"]],
        input=line.who["password"] + "\n", text=True, check=True,
        stdout=subprocess.PIPE)
    return "per_s=%s p50_us=%s p99_us=%s" % tuple(done.stdout.split())


def importing(port, sample, people, punches):
    office = Line(port, sample, "robin").sign_in()
    dana = Line(port, sample, "dana")
    print("office.alone", punch(port, dana, punches))
    first = changes(office)
    program = subprocess.Popen(
        [os.environ["BUILD"] + "/connectctl", "import", "employees", people],
        stdout=subprocess.DEVNULL)
    while changes(office) < first + 10:
        if program.poll() is not None:
            raise RuntimeError("the import ended")
    before, begun = changes(office), time.monotonic()
    figures = punch(port, dana, punches)
    rows, took = changes(office) - before, time.monotonic() - begun
    print("office.import", figures, "rows=%d rows_per_s=%.1f cut=%s" % (
        rows, rows / took, "yes" if program.poll() is None else "no"))
    program.terminate()
    program.wait()


def main():
    what, port, rest = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    if what == "catalogue":
        catalogue(port, *rest)
    elif what == "sign-ins":
        sign_ins(port, rest[0], int(rest[1]))
    else:
        importing(port, *rest)


if __name__ == "__main__":
    main()
