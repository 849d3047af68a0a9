#!/usr/bin/python3
"""sign_in_times.py DATABASE PORT TRIES: medians of failed sign-ins, in turn of
somebody, nobody, one who is not verified and one who is not active, in ms."""

import http.client
import json
import sqlite3
import statistics
import sys
import time

WHO = ("known", "unknown", "unverified", "inactive")


def choose(database):
    """Usernames of these four."""
    with sqlite3.connect(database, timeout=60) as db:
        names = [name for name, in db.execute(
            "SELECT username FROM employee WHERE username IS NOT NULL"
            " AND password_hash IS NOT NULL ORDER BY username LIMIT 3")]
        db.execute("UPDATE employee SET verified = 0 WHERE username = ?",
                   (names[1],))
        db.execute("UPDATE employee SET active = 0 WHERE username = ?",
                   (names[2],))
    return names[0], "nobody", names[1], names[2]


def try_once(line, username):
    begun = time.monotonic()
    line.request("POST", "/v1/token", json.dumps({
        "grant_type": "password", "company_id": "acme", "username": username,
        "password": "a wrong password"}), {"Content-Type": "application/json"})
    answer = line.getresponse()
    answer.read()
    if answer.status != 401:
        raise RuntimeError("answered %d" % answer.status)
    return (time.monotonic() - begun) * 1000


def main():
    database, port, tries = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    names = choose(database)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = {who: [] for who in WHO}
    for _ in range(tries // len(WHO)):
        for who, name in zip(WHO, names):
            took[who].append(try_once(line, name))
    medians = {who: statistics.median(took[who]) for who in WHO}
    apart = max(medians.values()) - min(medians.values())
    print("signin.failed", " ".join(
        "%s_ms=%.2f" % (who, medians[who]) for who in WHO),
        "apart_ms=%.2f" % apart)


if __name__ == "__main__":
    main()
