"""Somebody with an account who writes the requests to the service by hand."""

import datetime
import json
import sqlite3
import time
import urllib.error
import urllib.request
import uuid

SLACK_MS = 30000
FLAG_MS = 300000
SEEN = 1 | 2 | 32 | 64 | 256 | 512  # differs future fork paused held moved
SECOND_MS = 1000
HOUR_MS = 3600 * SECOND_MS
DAY_MS = 24 * HOUR_MS
FAR = 2 ** 53 - 1
UP_MS = 20 * HOUR_MS  # so long the machine ran when this began
BEGUN_S = time.monotonic()
BOOT = str(uuid.uuid4())


def rfc3339(ms):
    at = datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (ms % 1000)


def from_rfc3339(text):
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(at.timestamp() * 1000)


def now_ms():
    return time.time_ns() // 1000000


def clocks(boot=BOOT, wall=0, up=0):
    """What the machine's clocks show, and so many ms off that."""
    ran_ms = UP_MS + round((time.monotonic() - BEGUN_S) * 1000)
    return {"at": rfc3339(max(0, now_ms() + wall)), "zone": "UTC",
            "offset_s": 0, "boot_id": boot,
            "boottime_ms": max(0, ran_ms + up)}


class Wrong(Exception):
    """What should not have happened."""


class Service:
    def __init__(self, url, database):
        self.url = url
        self.database = sqlite3.connect(database, timeout=60)

    def ask(self, method, path, token=None, body=None):
        """Its status and its answer."""
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json"} if data else {}
        if token:
            headers["Authorization"] = "Bearer " + token
        request = urllib.request.Request(self.url + path, data, headers,
                                         method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        return status, json.loads(text) if text else {}

    def rows(self, sql, **values):
        return self.database.execute(sql, values).fetchall()

    def one_id(self, table):
        (value,), = self.rows("SELECT id FROM %s WHERE active LIMIT 1" % table)
        return str(uuid.UUID(bytes=value))


class Person:
    """Somebody at the machine, under an enrolment of their own."""

    def __init__(self, service, sign_in, device, key=None):
        status, answer = service.ask("POST", "/v1/token", key, {
            "grant_type": "password", "company_id": "acme",
            "username": sign_in["username"], "password": sign_in["password"],
            "device": device, "device_name": "shared"})
        if status != 200:
            raise RuntimeError("sign-in: %d %s" % (status, answer))
        self.service, self.sign_in, self.device = service, sign_in, device
        self.access = answer["access_token"]
        self.enrolment = answer["enrolment"]["id"]
        self.key = answer["enrolment"]["credential"]
        self.id = service.ask("GET", "/v1/me", self.access)[1]["id"]
        self.number = 0
        self.contacts = []  # when they came, and what they told

    def press(self, stamp=None, **other):
        self.number += 1
        return {"id": str(uuid.uuid4()), "employee": self.id,
                "pressed_by": self.id, "kind": "stop", "forced": True,
                "number": self.number, **(stamp or clocks()), **other}

    def go(self, stamp=None, **other):
        punch = self.press(stamp, kind="go", **other)
        del punch["forced"]
        return {**punch, "location": self.service.one_id("location"),
                "cost_code": self.service.one_id("cost_code")}

    def body(self, *punches, now=None, highest=None, enrolment=None):
        return {"enrolment": enrolment or self.enrolment,
                "now": now or clocks(),
                "highest": self.number if highest is None else highest,
                "punches": list(punches)}

    def post(self, body, key=None):
        """Delivers; what came of it, in words."""
        status, answer = self.service.ask("POST", "/v1/punches",
                                          key or self.key, body)
        if status != 200:
            return "%d %s" % (status, answer["type"].rsplit(":", 1)[-1])
        for result in answer["results"]:
            if result["result"] == "recorded" and (
                    "not_before" not in result or "not_after" not in result):
                raise Wrong("nothing is told of its interval: %s" % result)
        self.contacts.append((from_rfc3339(answer["now"]), max(
            [p["number"] for p in body["punches"] if p["number"] < FAR] +
            [body["highest"] if body["highest"] < FAR else 0])))
        words = [told(result) for result in answer["results"]]
        return "; ".join(words + [w for w in ("forked", "ended") if answer[w]])

    def send(self, *punches, **other):
        return self.post(self.body(*punches, **other))

    def check_presses(self):
        """Each stands in its interval, and behind the last contact before it,
        unless it is flagged."""
        for number, at, begin, end, flags in self.service.rows(
                "SELECT number, press_ms, not_before_ms, not_after_ms, flags"
                " FROM timeline WHERE enrolment = :enrolment",
                enrolment=uuid.UUID(self.enrolment).bytes):
            before = [0]
            for contact_ms, highest in self.contacts:
                if highest >= number:
                    break
                before.append(contact_ms)
            if not begin <= at <= end:
                raise Wrong("number %d stands at %d, proven from %d to %d" %
                            (number, at, begin, end))
            if at < before[-1] - SLACK_MS - FLAG_MS and not flags & SEEN:
                raise Wrong("number %d stands %d ms before the contact, "
                            "unseen" % (number, before[-1] - at))

    def grow_old(self):
        """As if it had begun yesterday: behind the service's back, before it
        has heard of it."""
        with self.service.database as database:
            database.execute(
                "UPDATE enrolment SET begun_ms = begun_ms - ? WHERE id = ?",
                (DAY_MS, uuid.UUID(self.enrolment).bytes))


def told(result):
    words = [result["result"]]
    if result["result"] == "duplicate":
        words.append(result["first"])
    words += sorted(result.get("flags", [])) + result.get("causes", [])
    if result["result"] == "refused":
        words.append(result["problem"].rsplit(":", 1)[-1])
    return " ".join(words)


# --- speaking for somebody else ----------------------------------------------
