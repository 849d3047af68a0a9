#!/usr/bin/env python3
"""What Python's zoneinfo makes of every zone file of this machine.

Lines for tests/unit/calendar/test_zone.c, around every change of every zone and
at some instants until the year 9999:
  Z name
  U utc_s offset_s abbreviation
  L local_s fold0_utc_s fold1_utc_s    (local_s: the local clock as if UTC)
"""
import datetime as dt
import struct
import sys
import zoneinfo

ROOT = sys.argv[1]
LINES = []
EPOCH = dt.datetime(1970, 1, 1)
UTC = dt.timezone.utc
# from -2000 to the far future, off the hour
SPREAD = [int(-6.0e10 + i * 3.05e9) + 1234 for i in range(100)]
FIRST = int((dt.datetime(2, 1, 1) - EPOCH).total_seconds())
LAST = int((dt.datetime(9998, 1, 1) - EPOCH).total_seconds())


def changes(data):
    """The times in the 64-bit block of a TZif file."""
    def counts(at):
        return struct.unpack(">6l", data[at + 20:at + 44])
    isut, isstd, leap, time, kind, char = counts(0)
    at = 44 + time * 5 + kind * 6 + char + leap * 8 + isstd + isut
    time = counts(at)[3]
    return struct.unpack(f">{time}q", data[at + 44:at + 44 + 8 * time])


def seconds(when):
    return round((when - EPOCH) / dt.timedelta(seconds=1))


def show_utc(zone, at):
    local = (EPOCH + dt.timedelta(seconds=at)).replace(tzinfo=UTC) \
        .astimezone(zone)
    offset = local.utcoffset()
    LINES.append(f"U {at} {seconds(EPOCH + offset)} {local.tzname()}")
    return offset


def show_local(zone, at):
    local = (EPOCH + dt.timedelta(seconds=at)).replace(tzinfo=zone)
    folds = [at - seconds(EPOCH + local.replace(fold=f).utcoffset())
             for f in (0, 1)]
    LINES.append(f"L {at} {folds[0]} {folds[1]}")


def show_zone(name, zone, data):
    LINES.append(f"Z {name}")
    points = [at for at in changes(data) if FIRST < at < LAST]
    for at in points:
        before = show_utc(zone, at - 1)
        after = show_utc(zone, at)
        edges = sorted([at + seconds(EPOCH + before),
                        at + seconds(EPOCH + after)])
        middle = (edges[0] + edges[1]) // 2
        for local in (edges[0] - 1, edges[0], middle, edges[1] - 1, edges[1]):
            show_local(zone, local)
    for at in SPREAD:
        if FIRST < at < LAST:
            show_utc(zone, at)
            show_local(zone, at)


def main():
    zoneinfo.reset_tzpath([ROOT])
    seen = set()
    for name in sorted(zoneinfo.available_timezones()):
        with open(f"{ROOT}/{name}", "rb") as file:
            data = file.read()
        if data in seen:
            continue
        seen.add(data)
        show_zone(name, zoneinfo.ZoneInfo(name), data)
    sys.stdout.write("\n".join(LINES) + "\n")


main()
