#!/usr/bin/python3
"""hostile.py BOX DATABASE URL: somebody with a valid account, who shares a
machine with a colleague, tries every trick on a real service.

BOX holds sample.json, the sign-ins; DATABASE is the service's SQLite file, to
look at. Speaks TAP, a case for each trick. Right is: it ends as TRICKS says,
nothing of the colleague's is other than it was, to the byte, and what she had
pressed meanwhile stands at its moment, blamed for nothing. A press of the
liar's own stands in its proven interval, and behind the last contact before
it, or is flagged.
"""

import json
import os
import subprocess
import sys
import uuid

from person import (DAY_MS, FAR, HOUR_MS, SECOND_MS, Person, Service, Wrong,
                    clocks, now_ms, rfc3339)

QUICKER = 20  # contacts that are tried for a quick one
OTHER_BOOT = str(uuid.uuid4())
# All that stands of a person, and of what was pressed by her.
HERS = (
    "SELECT * FROM ledger WHERE enrolment IN %s ORDER BY seq",
    "SELECT * FROM timeline WHERE enrolment IN %s ORDER BY seq",
    "SELECT * FROM timeline WHERE employee = :her AND counts ORDER BY seq",
    "SELECT * FROM enrolment_state WHERE enrolment IN %s ORDER BY enrolment",
    "SELECT * FROM enrolment WHERE employee = :her ORDER BY id",
    "SELECT * FROM delivery_credential WHERE enrolment IN %s ORDER BY hash",
    "SELECT id, enrolment, revoked_ms FROM session WHERE employee = :her"
    " ORDER BY id",
    "SELECT * FROM employee WHERE id = :her",
)
HER_ENROLMENTS = "(SELECT id FROM enrolment WHERE employee = :her)"


def her_enrolment(me, her):
    return me.send(me.press(), enrolment=her.enrolment)


def her_enrolment_brought(me, her):
    return me.send(me.press(enrolment=her.enrolment))


def pressed_by_her(me, her):
    return me.send(me.press(pressed_by=her.id))


def pressed_by_her_for_her(me, her):
    return me.send(me.press(pressed_by=her.id, employee=her.id))


def pressed_for_her(me, her):
    return me.send(me.press(employee=her.id))


def her_kept_press_first(me, her):
    return me.send({**her.kept, "number": 1})


def her_kept_press_first_as_mine(me, her):
    me.number += 1
    return me.send({**her.kept, "number": me.number, "employee": me.id,
                    "pressed_by": me.id})


def her_id_again(me, her):
    return me.send(me.press(id=her.stands["id"]))


def her_press_brought_of_nowhere(me, her):
    return me.send(me.press(enrolment=str(uuid.uuid4()), pressed_by=her.id,
                            employee=her.id))


def for_her_brought_of_nowhere(me, her):
    return me.send(me.press(enrolment=str(uuid.uuid4()), employee=her.id))


def brought_of_nowhere(me, _):
    return me.send(me.press(clocks(wall=-HOUR_MS),
                            enrolment=str(uuid.uuid4())))


def her_press_undone(me, her):
    punch = me.press(kind="void", target=her.stands["id"])
    del punch["forced"]
    return me.send(punch)


def her_press_undone_for_her(me, her):
    punch = me.press(kind="void", target=her.stands["id"], employee=her.id)
    del punch["forced"]
    return me.send(punch)


# --- credentials -------------------------------------------------------------

def by_a_session(me, _):
    return me.post(me.body(me.press()), me.access)


def by_a_session_without_a_device(me, _):
    status, answer = me.service.ask("POST", "/v1/token", None, {
        "grant_type": "password", "company_id": "acme", **me.sign_in})
    if status != 200 or "enrolment" in answer:
        return "%d %s" % (status, answer)
    return me.post(me.body(me.press()), answer["access_token"])


def by_her_enrolments_id(me, her):
    return me.post(her.body(me.press()), "cce_" + her.enrolment)


def by_no_credential(me, _):
    return me.post(me.body(me.press()), "cce_" + "A" * 43)


def with_her_devices_id(me, her):
    """But without her password or her key."""
    again = Person(me.service, me.sign_in, her.device)
    return "own enrolment" if again.enrolment not in (
        her.enrolment, me.enrolment) else "not an own one"


def her_password_guessed_on_her_device(me, her):
    """Until it is too often; that does not keep her out, see main."""
    return " ".join(str(me.service.ask("POST", "/v1/token", key, {
        "grant_type": "password", "company_id": "acme",
        "username": her.sign_in["username"], "password": "a wrong guess",
        "device": her.device, "device_name": "shared"})[0])
        for key in [me.key] + 10 * [None])


def a_successor(me, _):
    status, answer = me.service.ask("POST", "/v1/enrolments", me.key, {})
    return "%d %s" % (status, "own" if answer["previous"] == me.enrolment
                      else "not an own one")


def an_ended_one_goes_on(me, _):
    a_successor(me, None)
    return me.send(me.press())


def a_revoked_one_goes_on(me, _):
    me.service.ask("DELETE", "/v1/enrolments/" + me.enrolment, me.access)
    return me.send(me.press())


def a_revoked_one_renews_itself(me, _):
    me.service.ask("DELETE", "/v1/enrolments/" + me.enrolment, me.access)
    return str(me.service.ask("POST", "/v1/enrolments", me.key, {})[0])


def a_revoked_one_is_brought(me, _):
    """By the same person's next one, to review: no more than that."""
    me.service.ask("DELETE", "/v1/enrolments/" + me.enrolment, me.access)
    punch = me.press(enrolment=me.enrolment)
    again = Person(me.service, me.sign_in, me.device)
    return again.send(punch)


def her_enrolment_revoked(me, her):
    return str(me.service.ask("DELETE", "/v1/enrolments/" + her.enrolment,
                              me.access)[0])


def her_device_revoked(me, her):
    return str(me.service.ask("DELETE", "/v1/devices/" + her.device,
                              me.access)[0])


def her_session_ended(me, her):
    (session,), = me.service.rows(
        "SELECT id FROM session WHERE employee = :her LIMIT 1",
        her=uuid.UUID(her.id).bytes)
    return str(me.service.ask(
        "DELETE", "/v1/sessions/%s" % uuid.UUID(bytes=session), me.access)[0])


def her_clock_read(me, her):
    return str(me.service.ask("GET", "/v1/clock?employee=" + her.id,
                              me.access)[0])


def read_by_a_delivery_credential(me, _):
    return str(me.service.ask("GET", "/v1/me", me.key)[0])


# --- numbers -----------------------------------------------------------------

def a_number_far_away(me, _):
    """Refused, and the next one goes on as if nothing was."""
    return "%s; %s" % (me.send(me.press(number=FAR)), me.send(me.press()))


def as_far_as_is_allowed(me, _):
    return me.send(me.press(number=me.number + 1000000))


def a_highest_far_away(me, _):
    return "%s%s" % (me.send(highest=FAR), me.send(me.press()))


def a_number_below_one(me, _):
    return me.send(me.press(number=0))


def a_number_twice(me, _):
    punch = me.press()
    return "%s; %s" % (me.send(punch), me.send(me.press(
        number=punch["number"])))


def an_id_twice_with_other_content(me, _):
    punch = me.press()
    return "%s; %s" % (me.send(punch), me.send({**punch, "comment": "other"}))


def a_body_again(me, _):
    body = me.body(me.press())
    return "%s; %s" % (me.post(body), me.post(body))


def a_body_again_with_other_clocks(me, _):
    body = me.body(me.press())
    me.post(body)
    return me.post({**body, "now": clocks(up=HOUR_MS, wall=HOUR_MS)})


def a_press_twice_in_one(me, _):
    punch = me.press()
    return me.send(punch, punch)


def a_copied_client(me, _):
    """The credential delivers from a second machine, the numbers give it
    away."""
    punches = [me.press(), me.press(clocks(OTHER_BOOT))]
    punches[1]["number"] = punches[0]["number"]
    me.number = punches[0]["number"]
    return "%s; %s" % (me.send(punches[0]), me.send(
        punches[1], now=clocks(OTHER_BOOT)))


# --- clocks ------------------------------------------------------------------

def wall_an_hour_back(me, _):
    return me.send(me.press(clocks(wall=-HOUR_MS)))


def wall_set_and_put_back(me, _):
    return me.send(me.press(clocks(wall=-9 * HOUR_MS)),
                   now=clocks(wall=-9 * HOUR_MS)) + me.send()


def nine_hours_back_in_a_boot_made_up(me, _):
    return me.send(me.press(clocks(OTHER_BOOT, wall=-9 * HOUR_MS)))


def four_hundred_days_back(me, _):
    return me.send(me.press(clocks(OTHER_BOOT, wall=-400 * DAY_MS)))


def in_1970(me, _):
    return me.send(me.press(clocks(OTHER_BOOT, wall=-now_ms())))


def boottime_an_hour_back(me, _):
    return me.send(me.press(clocks(wall=-HOUR_MS, up=-HOUR_MS)))


def boottime_from_before_the_boot(me, _):
    return me.send(me.press(clocks(wall=-DAY_MS, up=-10 * DAY_MS)))


def boottime_ahead(me, _):
    return me.send(me.press(clocks(up=HOUR_MS, wall=-9 * HOUR_MS)))


def a_day_in_the_future(me, _):
    return me.send(me.press(clocks(OTHER_BOOT, wall=DAY_MS)))


def now_nine_hours_ahead(me, _):
    return me.send(me.press(clocks(wall=-9 * HOUR_MS)),
                   now=clocks(up=9 * HOUR_MS))


def nows_wall_ahead(me, _):
    return me.send(me.press(clocks(OTHER_BOOT)), now=clocks(wall=9 * HOUR_MS))


def now_backwards(me, _):
    return me.send(me.press(clocks(wall=-3 * HOUR_MS)),
                   now=clocks(up=-HOUR_MS))


def contacts_backwards(me, _):
    me.send(now=clocks(up=-HOUR_MS, wall=-HOUR_MS))
    me.send(now=clocks(up=-2 * HOUR_MS, wall=-2 * HOUR_MS))
    return me.send(me.press(clocks(up=-2 * HOUR_MS, wall=-2 * HOUR_MS)))


def as_if_the_contact_before_lay_about(me, _):
    me.send(now=clocks(up=-3 * HOUR_MS))
    return me.send(me.press(clocks(up=-HOUR_MS, wall=-HOUR_MS)))


def quicker_than_light(me, _):
    """A contact that would move what stands."""
    return me.send(me.press()) + me.send(now=clocks(up=9 * HOUR_MS))


def a_boot_of_which_all_is_made_up(me, _):
    boot = str(uuid.uuid4())
    me.send(now=clocks(boot))
    return me.send(me.press(clocks(boot, up=-5 * HOUR_MS, wall=-5 * HOUR_MS)),
                   now=clocks(boot))


def forked_first(me, _):
    """A fork takes the bounds away; not the flag."""
    number = me.number
    me.send(me.press(number=number))
    return me.send(me.press(clocks(wall=-HOUR_MS, up=-HOUR_MS)))


def told_long_before(me, _):
    me.send(highest=me.number + 5)
    return me.send(me.press(clocks(wall=-HOUR_MS, up=-HOUR_MS)))


def never_told(me, _):
    """Says that nothing was recorded, always."""
    me.send(highest=0)
    return me.send(me.press(clocks(wall=-HOUR_MS, up=-HOUR_MS)), highest=0)


# --- chosen times, voids, places ---------------------------------------------

def a_chosen_time_without_the_permission(me, _):
    return me.send(me.press(chosen_at=rfc3339(now_ms() - 9 * HOUR_MS)))


def a_chosen_time_of_next_week(me, _):
    return me.send(me.press(chosen_at=rfc3339(now_ms() + 7 * DAY_MS)))


def undone(me, other=None, **off):
    """A GO, and what takes it back; whether that counts."""
    go = me.go()
    undo = (other or me).press(clocks(**off), kind="void",
                              target=go["id"])
    del undo["forced"]
    if other:
        outcome = "%s; %s" % (me.send(go), other.send(undo))
    else:
        outcome = me.send(go, undo)
    status, clock = me.service.ask("GET", "/v1/clock", me.access)
    return "%s: %s" % (outcome, clock["state"] if status == 200 else status)


def undone_in_time(me, _):
    return undone(me)


def undone_from_another_boot(me, _):
    return undone(me, boot=OTHER_BOOT)


def undone_from_another_enrolment(me, _):
    other = Person(me.service, me.sign_in, me.device)
    return undone(me, other)


def undone_before_it_was_pressed(me, _):
    return undone(me, up=-2 * SECOND_MS)


def a_place_of_nowhere(me, _):
    return me.send({**me.go(), "location": str(uuid.uuid4())})


def somebody_of_nowhere(me, _):
    return me.send(me.press(employee=str(uuid.uuid4())))


TRICKS = (
    (her_enrolment, "422 unprocessable"),
    (her_enrolment_brought, "refused not-this-enrolments"),
    (pressed_by_her, "refused not-this-enrolments"),
    (pressed_by_her_for_her, "refused not-this-enrolments"),
    (pressed_for_her, "quarantined no-permission not-in-viewset"),
    (her_kept_press_first, "refused not-this-enrolments"),
    (her_kept_press_first_as_mine, "recorded"),
    (her_id_again, "recorded"),
    (her_press_brought_of_nowhere, "refused not-this-enrolments"),
    (for_her_brought_of_nowhere,
     "quarantined no-permission not-in-viewset brought"),
    (brought_of_nowhere, "quarantined differs stepped brought"),
    (her_press_undone, "recorded"),
    (her_press_undone_for_her, "quarantined no-permission not-in-viewset"),
    (by_a_session, "403 forbidden"),
    (by_a_session_without_a_device, "403 forbidden"),
    (by_her_enrolments_id, "401 unauthenticated"),
    (by_no_credential, "401 unauthenticated"),
    (with_her_devices_id, "own enrolment"),
    (her_password_guessed_on_her_device,
     "401 401 401 401 401 401 401 401 401 401 429"),
    (a_successor, "201 own"),
    (an_ended_one_goes_on, "recorded ended; ended"),
    (a_revoked_one_goes_on, "401 unauthenticated"),
    (a_revoked_one_renews_itself, "401"),
    (a_revoked_one_is_brought, "quarantined brought"),
    (her_enrolment_revoked, "404"),
    (her_device_revoked, "403"),
    (her_session_ended, "404"),
    (her_clock_read, "404"),
    (read_by_a_delivery_credential, "403"),
    (a_number_far_away, "refused far-number; recorded"),
    (as_far_as_is_allowed, "recorded"),
    (a_highest_far_away, "recorded"),
    (a_number_below_one, "refused malformed"),
    (a_number_twice, "recorded; recorded fork; forked"),
    (an_id_twice_with_other_content, "recorded; refused id-reused"),
    (a_body_again, "recorded; duplicate recorded"),
    (a_body_again_with_other_clocks, "duplicate recorded"),
    (a_press_twice_in_one, "recorded; duplicate recorded"),
    (a_copied_client, "recorded; recorded fork; forked"),
    (wall_an_hour_back, "recorded differs stepped"),
    (wall_set_and_put_back, "recorded differs stepped"),
    (nine_hours_back_in_a_boot_made_up, "recorded differs lifted moved"),
    (four_hundred_days_back, "recorded differs lifted moved"),
    (in_1970, "recorded differs lifted moved"),
    (boottime_an_hour_back, "recorded differs lifted moved"),
    (boottime_from_before_the_boot, "recorded differs lifted moved stepped"),
    (boottime_ahead, "recorded differs future lifted moved stepped"),
    (a_day_in_the_future, "recorded clamped differs future moved"),
    (now_nine_hours_ahead, "recorded moved stepped"),
    (nows_wall_ahead, "recorded lifted moved"),
    (now_backwards, "recorded differs future lifted moved stepped"),
    (contacts_backwards, "recorded differs lifted moved"),
    (as_if_the_contact_before_lay_about,
     "recorded differs lifted moved stepped"),
    (quicker_than_light, "recorded"),
    (a_boot_of_which_all_is_made_up, "recorded differs lifted moved"),
    (forked_first, "recorded fork; forked"),
    (told_long_before, "recorded differs lifted moved"),
    (never_told, "recorded differs lifted moved"),
    (a_chosen_time_without_the_permission, "quarantined no-permission"),
    (a_chosen_time_of_next_week,
     "quarantined differs future no-permission"),
    (undone_in_time, "recorded; recorded: out"),
    (undone_from_another_boot, "recorded; recorded: in"),
    (undone_from_another_enrolment, "recorded; recorded: in"),
    (undone_before_it_was_pressed, "recorded; recorded lifted: in"),
    (a_place_of_nowhere, "quarantined unknown"),
    (somebody_of_nowhere, "quarantined no-permission not-in-viewset unknown"),
)


def stands(service, her):
    """All that is hers, to the byte, and what her clock says."""
    clock = service.ask("GET", "/v1/clock", her.access)[1]
    clock.pop("now", None)
    return [service.rows(sql % HER_ENROLMENTS if "%s" in sql else sql,
                         her=uuid.UUID(her.id).bytes)
            for sql in HERS] + [clock]


def stands_at(service, her):
    """What she pressed last."""
    (at,), = service.rows("SELECT at_ms FROM timeline JOIN ledger"
                          " USING (company, seq) WHERE ledger.id = :id AND"
                          " ledger.enrolment = :enrolment",
                          id=uuid.UUID(her.kept["id"]).bytes,
                          enrolment=uuid.UUID(her.enrolment).bytes)
    return at


def try_one(service, sign_ins, her, trick):
    """The trick, between a press of hers and its delivery."""
    me = Person(service, sign_ins["liar"], her.device)
    me.grow_old()
    me.send(me.press())
    her.kept = her.go()
    pressed_ms = now_ms()
    before = stands(service, her)
    outcome = trick(me, her)
    for was, now in zip(before, stands(service, her)):
        if was != now:
            raise Wrong("what is hers was moved: %s, then %s" % (was, now))
    me.check_presses()
    her_outcome = her.send(her.kept)
    for _ in range(QUICKER):
        at = stands_at(service, her)
        if abs(at - pressed_ms) <= SECOND_MS:
            break
        her.send()  # the one that delivered was slow
    if her_outcome != "recorded" or abs(at - pressed_ms) > SECOND_MS:
        raise Wrong("her press is %s, %d ms off" %
                    (her_outcome, at - pressed_ms))
    her.stands = her.kept
    return outcome


def main():
    box, database, url = sys.argv[1:]
    with open(os.path.join(box, "sample.json"), encoding="utf-8") as sample:
        employees = [who for who in json.load(sample)["sign_ins"]
                     if who["role"] == "employee"]
    names = ("username", "password")
    sign_ins = {role: {name: who[name] for name in names}
                for role, who in zip(("her", "liar"), employees)}
    service = Service(url, database)
    her = Person(service, sign_ins["her"], str(uuid.uuid4()))
    her.stands = her.go()
    her.send(her.stands)
    failed = 0
    for n, (trick, right) in enumerate(TRICKS, 1):
        words = trick.__name__.replace("_", " ")
        try:
            outcome = try_one(service, sign_ins, her, trick)
            good = outcome == right
        except Wrong as wrong:
            outcome, good = wrong, False
        print("%sok %d - %s: %s" % ("" if good else "not ", n, words, outcome),
              flush=True)
        failed += not good
    again = Person(service, sign_ins["her"], her.device, her.key)
    good = again.enrolment == her.enrolment
    print("%sok %d - she signs in and goes on as before" %
          ("" if good else "not ", len(TRICKS) + 1))
    verified = subprocess.run(["connectd", "verify", "--database", database],
                              capture_output=True, text=True, check=False)
    sound = verified.returncode == 0
    print("%sok %d - the ledger is sound: %s" % (
        "" if sound else "not ", len(TRICKS) + 2,
        (verified.stdout + verified.stderr).strip()))
    print("1..%d" % (len(TRICKS) + 2))
    return failed > 0 or not good or not sound


if __name__ == "__main__":
    sys.exit(main())
