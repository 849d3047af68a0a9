/* What the lists are of that are only shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "rows.h"

#define DEVICE_OFF_MAX 1000000000000LL /* ms */

/* Appends "word text" behind what is there, unless there is no text. */
static void
add_part(struct str *out, const char *word, const char *text)
{
	if (text[0] == '\0')
		return;
	str_addz(out, " · ");
	str_addz(out, word);
	str_addz(out, text);
}

static void
add_time(const struct tui *tui, const char *word, const char *wire,
	struct str *out)
{
	if (wire[0] == '\0')
		return;
	str_addf(out, " · %s ", word);
	rows_add_time(tui, wire, out);
}

/* --- punches that are held ------------------------------------------------ */

enum held {
	HELD_ID, /* as rows.c wants it */
	HELD_EMPLOYEE,
	HELD_KIND,
	HELD_AT,
	HELD_WHY,
	HELD_LOCATION,
	HELD_COST_CODE,
	HELD_PRESSED_BY,
	HELD_DEVICE,
	HELD_COMMENT
};
static const char *const held_members[] = {"id", "employee", "kind", "at",
	"why", "location", "cost_code", "pressed_by", "device", "comment",
	NULL};

static void
say_held(const struct tui *tui, size_t row, struct str *out)
{
	rows_add_time(tui, rows_cell(tui, row, HELD_AT), out);
	str_addf(out, "  %s", rows_cell(tui, row, HELD_KIND));
	add_part(out, "", rows_cell(tui, row, HELD_EMPLOYEE));
	add_part(out, "", rows_cell(tui, row, HELD_WHY));
}

static void
say_all_held(const struct tui *tui, size_t row, struct str *out)
{
	const char *employee = rows_cell(tui, row, HELD_EMPLOYEE);
	const char *presser = rows_cell(tui, row, HELD_PRESSED_BY);

	str_addf(out, "%s · %s ", employee, rows_cell(tui, row, HELD_KIND));
	rows_add_time(tui, rows_cell(tui, row, HELD_AT), out);
	add_part(out, "held: ", rows_cell(tui, row, HELD_WHY));
	add_part(out, "", rows_cell(tui, row, HELD_LOCATION));
	add_part(out, "", rows_cell(tui, row, HELD_COST_CODE));
	if (strcmp(employee, presser) != 0)
		add_part(out, "pressed by ", presser);
	add_part(out, "on ", rows_cell(tui, row, HELD_DEVICE));
	add_part(out, "", rows_cell(tui, row, HELD_COMMENT));
}

static const struct rows_decision of_held = {
	.path = "/v1/quarantine/",
	.permission = PERMISSION_QUARANTINE_EDIT,
	.text = "It counts at the time that it has. ",
};
static const struct rows_view held = {
	.title = "Held for review",
	.list = "items",
	.members = held_members,
	.none = "No punch is held for review.",
	.say = say_held,
	.say_all = say_all_held,
	.decision = &of_held,
};

/* --- punches that people missed ------------------------------------------- */

enum missed {
	MISSED_ID, /* as rows.c wants it */
	MISSED_EMPLOYEE,
	MISSED_PRESS,
	MISSED_AT,
	MISSED_ASKED,
	MISSED_LOCATION,
	MISSED_COST_CODE,
	MISSED_COMMENT
};
static const char *const missed_members[] = {"id", "employee", "press", "at",
	"asked", "location", "cost_code", "comment", NULL};

static void
say_missed(const struct tui *tui, size_t row, struct str *out)
{
	rows_add_time(tui, rows_cell(tui, row, MISSED_AT), out);
	str_addf(out, "  %s", rows_cell(tui, row, MISSED_PRESS));
	add_part(out, "", rows_cell(tui, row, MISSED_EMPLOYEE));
	add_part(out, "", rows_cell(tui, row, MISSED_COMMENT));
}

static void
say_all_missed(const struct tui *tui, size_t row, struct str *out)
{
	str_addf(out, "%s · %s ", rows_cell(tui, row, MISSED_EMPLOYEE),
		rows_cell(tui, row, MISSED_PRESS));
	rows_add_time(tui, rows_cell(tui, row, MISSED_AT), out);
	add_part(out, "", rows_cell(tui, row, MISSED_LOCATION));
	add_part(out, "", rows_cell(tui, row, MISSED_COST_CODE));
	add_time(tui, "asked", rows_cell(tui, row, MISSED_ASKED), out);
	add_part(out, "", rows_cell(tui, row, MISSED_COMMENT));
}

static const struct rows_decision of_missed = {
	.path = "/v1/requests/",
	.permission = PERMISSION_TIME_CARDS_EDIT,
	.text = "It is added to the card, and takes its approvals away. ",
};
static const struct rows_view missed = {
	.title = "Missed punches",
	.list = "items",
	.members = missed_members,
	.none = "Nobody asks for a punch.",
	.say = say_missed,
	.say_all = say_all_missed,
	.decision = &of_missed,
};

/* --- devices -------------------------------------------------------------- */

enum device {
	DEVICE_ID, /* as rows.c wants it */
	DEVICE_NAME,
	DEVICE_PEOPLE,
	DEVICE_SEEN,
	DEVICE_KEPT,
	DEVICE_OFF,
	DEVICE_CREATED,
	DEVICE_REVOKED,
	DEVICE_LOCATION /* of a kiosk */
};
static const char *const device_members[] = {"id", "name", "people.employee",
	"last_seen", "kept", "clock_offset_ms", "created", "revoked",
	"location", NULL};

static void
say_device(const struct tui *tui, size_t row, struct str *out)
{
	str_addz(out, rows_cell(tui, row, DEVICE_NAME));
	add_part(out, "kiosk at ", rows_cell(tui, row, DEVICE_LOCATION));
	add_part(out, "", rows_cell(tui, row, DEVICE_PEOPLE));
	if (rows_cell(tui, row, DEVICE_REVOKED)[0] != '\0')
		str_addz(out, " · revoked");
	else
		add_time(tui, "seen", rows_cell(tui, row, DEVICE_SEEN), out);
}

/* "12.3 s ahead": how far its wall clock is from the service's. */
static void
add_clock(const char *offset, struct str *out)
{
	struct err ignored;
	long long ms;

	if (number_parse(offset, -DEVICE_OFF_MAX, DEVICE_OFF_MAX, &ms,
		    &ignored) < 0 ||
		ms / 1000 == 0)
		return;
	str_addf(out, " · clock %lld s %s", llabs(ms) / 1000,
		ms > 0 ? "ahead" : "behind");
}

static void
say_all_device(const struct tui *tui, size_t row, struct str *out)
{
	str_addz(out, rows_cell(tui, row, DEVICE_NAME));
	add_part(out, "kiosk at ", rows_cell(tui, row, DEVICE_LOCATION));
	add_part(out, "", rows_cell(tui, row, DEVICE_PEOPLE));
	add_time(tui, "since", rows_cell(tui, row, DEVICE_CREATED), out);
	add_time(tui, "seen", rows_cell(tui, row, DEVICE_SEEN), out);
	add_part(out, "kept: ", rows_cell(tui, row, DEVICE_KEPT));
	add_clock(rows_cell(tui, row, DEVICE_OFF), out);
	add_time(tui, "revoked", rows_cell(tui, row, DEVICE_REVOKED), out);
}

static const struct rows_end revoke = {
	.path = "/v1/devices/",
	.title = "Revoke this device for good?",
	.yes = "Revoke",
	.text = "Nobody can sign in on it, or deliver from it, any more. ",
};
static const struct rows_view devices = {
	.title = "Devices",
	.list = "items",
	.members = device_members,
	.none = "Nobody is enrolled on a device.",
	.say = say_device,
	.say_all = say_all_device,
	.end = &revoke,
};

/* --- where somebody is signed in ------------------------------------------ */

enum session {
	SESSION_ID, /* as rows.c wants it */
	SESSION_DEVICE,
	SESSION_CREATED,
	SESSION_USED,
	SESSION_UNTIL,
	SESSION_CURRENT
};
static const char *const session_members[] = {
	"id", "device_name", "created", "used", "until", "current", NULL};

static void
say_session(const struct tui *tui, size_t row, struct str *out)
{
	const char *device = rows_cell(tui, row, SESSION_DEVICE);

	str_addz(out, device[0] != '\0' ? device : "without a device");
	add_time(tui, "used", rows_cell(tui, row, SESSION_USED), out);
	if (strcmp(rows_cell(tui, row, SESSION_CURRENT), "yes") == 0)
		str_addz(out, " · this one");
}

static void
say_all_session(const struct tui *tui, size_t row, struct str *out)
{
	say_session(tui, row, out);
	add_time(tui, "signed in", rows_cell(tui, row, SESSION_CREATED), out);
	add_time(tui, "over", rows_cell(tui, row, SESSION_UNTIL), out);
}

static const struct rows_end sign_out = {
	.path = "/v1/sessions/",
	.title = "End this session?",
	.yes = "End",
	.text = "Whoever is signed in there must sign in again; what is kept "
		"is still delivered. ",
	.is_session = true,
};
static const struct rows_view sessions = {
	.title = "Sessions of ",
	.list = "sessions",
	.members = session_members,
	.none = "Signed in nowhere.",
	.say = say_session,
	.say_all = say_all_session,
	.end = &sign_out,
};

/* --- which it is ---------------------------------------------------------- */

void
manage_rows_open(struct tui *tui, const struct office_kind *kind)
{
	if (kind->way == OFFICE_DEVICES)
		rows_open(tui, &devices, "/v1/devices?limit=1000", "");
	else if (kind->way == OFFICE_MISSED)
		rows_open(tui, &missed, "/v1/requests?state=waits&limit=1000",
			"");
	else
		rows_open(tui, &held, "/v1/quarantine?limit=1000", "");
}

void
manage_sessions_open(
	struct tui *tui, const struct id *employee, const char *whose)
{
	char path[96], text[ID_TEXT_BYTES];

	(void)snprintf(path, sizeof(path), "/v1/sessions?employee=%s",
		id_format(employee, text));
	rows_open(tui, &sessions, path, whose);
}
