#!/usr/bin/python3
"""Clean weeks of work, and what other programs make of them.

weeks.py make SEED COUNT FOLDER: document.json for `connect-clock project`,
shuffled.json (the same in another order), and expected.json: the seconds and
minutes of each location and cost code in each week, by plain subtraction.

weeks.py seconds FOLDER FIGURE FILE: whether `ACCOUNT SECONDSs` of each line is
what FIGURE (raw, shown) says, and nothing is missing.
weeks.py hundredths FOLDER FIGURE FILE: the same of `"ACCOUNT","HOURSh"`, by a
program that rounds each line to hundredths of an hour.
weeks.py totals FOLDER FILE: the same of the answer of the program itself.
"""

import csv
import datetime
import json
import os
import random
import re
import sys
import zoneinfo

ZONE = "America/New_York"
SITES = ("elm", "lake", "mill", "yard")
CODES = ("dig", "paint", "drive")
FIRST_MONDAY = datetime.date(2007, 1, 1)


def instant(day, second):
    """Unix time of a local time of day, to the second."""
    local = datetime.datetime.combine(
        day, datetime.time(0), zoneinfo.ZoneInfo(ZONE))
    return int(local.timestamp()) + second


def shift(rng, day):
    """The presses of one day: (kind, time, job)."""
    at = instant(day, rng.choice((rng.randrange(5, 10), 22)) * 3600
                 + rng.randrange(3600))
    job = (rng.choice(SITES), rng.choice(CODES))
    presses = [("go", at, job)]
    for _ in range(rng.randrange(4)):
        at += rng.randrange(1, 2 * 3600)
        if rng.random() < 0.4:
            presses.append(("meal", at, None))
            at += rng.randrange(1, 3600)
            presses.append(("resume", at, None))
        else:
            presses.append(("go", at, (rng.choice(SITES), rng.choice(CODES))))
    at += rng.randrange(1, 3600)
    presses.append(("stop", at, None))
    return presses


def shown(at):
    """The nearest minute, half goes later."""
    return (at + 30) // 60


def make(seed, count, folder):
    rng = random.Random(seed)
    events, expected = [], {}
    for week in range(count):
        for weekday in sorted(rng.sample(range(7), rng.randrange(1, 6))):
            day = FIRST_MONDAY + datetime.timedelta(7 * week + weekday)
            begun = job = None
            # A night shift is over before the next morning begins.
            presses = shift(rng, day)
            if events and presses[0][1] <= events[-1][1]:
                continue
            for kind, at, new_job in presses:
                if begun is not None:
                    sums = expected.setdefault(
                        "w%04d %s:%s" % (week, *job),
                        {"raw": 0, "shown": 0, "lines": 0})
                    sums["raw"] += at - begun
                    sums["shown"] += 60 * (shown(at) - shown(begun))
                    sums["lines"] += 1
                job = new_job or job
                begun = at if kind in ("go", "resume") else None
                events.append([kind, at] + (
                    ["w%04d %s" % (week, job[0]), job[1]]
                    if kind == "go" else []))
    for number, event in enumerate(events, 1):
        event[1] = datetime.datetime.fromtimestamp(
            event[1], datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        event.append({"id": "p%d" % number, "number": number})
    document = {"zone": ZONE, "events": events,
                "policy": {"meal": {"length_minutes": 30}}}
    save(folder, "document.json", document)
    rng.shuffle(events)
    save(folder, "shuffled.json", document)
    save(folder, "expected.json", expected)


def save(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        json.dump(value, out)


def compare(expected, got):
    wrong = ["%s: %s, expected %s" % (account, got.get(account), want)
             for account, want in sorted(expected.items())
             if got.get(account) != want]
    wrong += ["%s: expected nothing" % account
              for account in sorted(got) if account not in expected]
    print("%d accounts, %d otherwise" % (len(expected), len(wrong)))
    print("\n".join(wrong[:5]))
    return not wrong and len(expected) > 0


def seconds(expected, path):
    got = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            m = re.fullmatch(r"(.*) (\d+)s?", line.strip())
            got[m[1]] = int(m[2])
    return compare({a: n for a, (n, _) in expected.items() if n}, got)


def hundredths(expected, path):
    """Half a hundredth for each line, a second where one is cut at midnight."""
    got = {}
    with open(path, encoding="utf-8") as lines:
        for row in csv.reader(lines):
            if row[1].endswith("h") or row[1] == "0":
                got[row[0]] = float(row[1].rstrip("h"))
    near = {account: got.get(account)
            if abs(got.get(account, 0) - n / 3600) <= 2 * lines * (
                0.005 + 1 / 3600) else "about %.2f" % (n / 3600)
            for account, (n, lines) in expected.items()}
    close = sum(abs(got.get(account, 0) - n / 3600) * 3600
                for account, (n, _) in expected.items()) / len(expected)
    print("%.0f s from it on average" % close)
    return compare(near, {a: h for a, h in got.items()})


def totals(expected, path):
    with open(path, encoding="utf-8") as answer:
        answer = json.load(answer)
    got = {}
    for record in answer["records"]:
        if record["kind"] != "work":
            continue
        sums = got.setdefault("%s:%s" % (
            record["location"], record["cost_code"]), [0, 0])
        sums[0] += record["seconds"]
        sums[1] += 60 * record["minutes"]
    for job in answer["totals"]["jobs"]:
        account = "%s:%s" % (job["location"], job["cost_code"])
        if got[account][1] != 60 * job["minutes"]:
            print("%s: its records are not its total" % account)
            return False
    return compare(
        {a: [s["raw"], s["shown"]] for a, s in expected.items()}, got)


def main():
    command, *rest = sys.argv[1:]
    if command == "make":
        return make(int(rest[0]), int(rest[1]), rest[2])
    folder = rest[0]
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as f:
        expected = json.load(f)
    if command == "totals":
        return sys.exit(not totals(expected, rest[1]))
    figures = {a: (s[rest[1]], s["lines"]) for a, s in expected.items()}
    judge = seconds if command == "seconds" else hundredths
    sys.exit(not judge(figures, rest[2]))


if __name__ == "__main__":
    main()
