/* doctor: what the office should see to, each looked at by itself: what is
 * wrong, and how to mend it. */
#include <stdio.h>
#include <string.h>

#include "app/account.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "commands.h"
#include "core/person.h"
#include "doctor_people.h"
#include "rows.h"
#include "wire/wire.h"

#define ALL ((size_t)-1)
#define CLOCK_OFF_MAX_MS 30000
#define UNSEEN_MS (7LL * 24 * 3600 * 1000)
#define NAMED_MAX 3

enum found {
	FOUND_FINE,
	FOUND_WRONG, /* err says what, and how to mend it */
	FOUND_UNKNOWN
};

struct doctor {
	struct ctl_call *call;
	bool as_json;
	struct str out;
	struct jsonout json;
	enum err_kind first_wrong;
	struct err service; /* what came of asking who is signed in */
	struct person person;
	int64_t now_ms; /* the service's clock */
	struct doctor_people people;
};

/* One line; `look`: `out` gets what was found, when it is wrong err does. */
struct examination {
	const char *name;
	enum found (*look)(
		struct doctor *doctor, struct str *out, struct err *err);
};

/* What could not be read is not known; whoever may not is told so. */
static enum found
unread(struct str *out, const struct err *err)
{
	str_addz(out, err->text);
	return FOUND_UNKNOWN;
}

static enum found
look_at_service(struct doctor *doctor, struct str *out, struct err *err)
{
	const struct office_request request = {
		.method = "GET", .path = "/v1/me"};
	struct err *asked = &doctor->service;
	struct str body;

	str_init(&body, SIZE_MAX / 2);
	if (wait_ask(doctor->call, &request, &body, NULL, asked) == 0)
		(void)wire_person_decode(
			body.data, body.len, &doctor->person, asked);
	str_release(&body);
	if (asked->kind != ERR_NONE && asked->kind != ERR_AUTH) {
		*err = *asked;
		return FOUND_WRONG;
	}
	str_addf(out, "%s answers", app_account(doctor->call->app)->server);
	return FOUND_FINE;
}

static enum found
look_at_sign_in(struct doctor *doctor, struct str *out, struct err *err)
{
	const struct person *person = &app_account(doctor->call->app)->person;

	if (doctor->service.kind == ERR_AUTH) {
		*err = doctor->service;
		return FOUND_WRONG;
	}
	str_addf(out, "%s of %s (%s)", person->name, person->company_name,
		person->company_id);
	return FOUND_FINE;
}

/* Beside a clock, which nobody looks at, the service tells the time. */
static int
ask_time(struct doctor *doctor, struct err *err)
{
	const struct office_request request = {
		.method = "GET", .path = "/v1/clock"};
	struct wire_clock clock;
	struct str body;
	int rc;

	str_init(&body, SIZE_MAX / 2);
	rc = wait_ask(doctor->call, &request, &body, NULL, err);
	if (rc == 0)
		rc = wire_clock_decode(body.data, body.len, &clock, err);
	if (rc == 0)
		doctor->now_ms = clock.now_ms;
	str_release(&body);
	return rc;
}

static enum found
look_at_clock(struct doctor *doctor, struct str *out, struct err *err)
{
	struct stamp now;
	int64_t off_ms;

	if (ask_time(doctor, err) < 0)
		return unread(out, err);
	if (app_now(doctor->call->app, &now, err) < 0)
		return FOUND_WRONG;
	off_ms = now.wall_ms - doctor->now_ms;
	if (off_ms <= CLOCK_OFF_MAX_MS && off_ms >= -CLOCK_OFF_MAX_MS) {
		str_addf(out, "within %d s of the service's",
			CLOCK_OFF_MAX_MS / 1000);
		return FOUND_FINE;
	}
	err_set(err, ERR_CONFIG,
		"this machine's is %lld s %s the service's: set one of them, "
		"as by timedatectl set-ntp true",
		(long long)(off_ms < 0 ? -off_ms : off_ms) / 1000,
		off_ms < 0 ? "behind" : "ahead of");
	return FOUND_WRONG;
}

static enum found
look_at_people(struct doctor *doctor, struct str *out, struct err *err)
{
	if (doctor_people_load(doctor->call, &doctor->people, err) < 0)
		return unread(out, err);
	if (!doctor->person.clock_enabled) {
		err_set(err, ERR_DATA,
			"nobody can clock in: Clock In/Out is switched off for "
			"the company; connectctl company set clock-in-out=on");
		return FOUND_WRONG;
	}
	doctor_people_say(&doctor->people, out);
	return FOUND_FINE;
}

static enum found
look_at_mail(struct doctor *doctor, struct str *out, struct err *err)
{
	if (!doctor->people.loaded)
		return unread(out, &doctor->people.err);
	if (doctor_people_ask_mails(doctor->call, &doctor->people, err) < 0)
		return unread(out, err);
	return doctor_people_say_mails(&doctor->people, out, err) < 0
		       ? FOUND_WRONG
		       : FOUND_FINE;
}

static enum found
look_at_quarantine(struct doctor *doctor, struct str *out, struct err *err)
{
	static const struct rows_column columns[] = {
		{"At", "at", true}, {NULL, NULL, false}};
	static const struct rows_view view = {"items", columns, NULL};
	struct wire_rows rows;
	enum found found = FOUND_FINE;
	struct str oldest;

	str_init(&oldest, 64);
	if (rows_load(doctor->call, &view, "/v1/quarantine?limit=1000", ALL,
		    &rows, err) < 0) {
		found = unread(out, err);
	} else if (wire_rows_count(&rows) == 0) {
		str_addz(out, "no punch is held for review");
	} else {
		rows_show_time(
			doctor->call, wire_rows_cell(&rows, 0, 0), &oldest);
		err_set(err, ERR_DATA,
			"%zu held for review, the first of %s: see connectctl "
			"quarantine list",
			wire_rows_count(&rows), oldest.data);
		found = FOUND_WRONG;
	}
	wire_rows_release(&rows);
	str_release(&oldest);
	return found;
}

/* --- devices -------------------------------------------------------------- */

enum device_column {
	DEVICE_NAME,
	DEVICE_SEEN,
	DEVICE_KEPT,
	DEVICE_REVOKED
};
static const struct rows_column device_columns[] = {
	{"Name", "name", false},
	{"Last seen", "last_seen", true},
	{"Kept", "kept", false},
	{"Revoked", "revoked", true},
	{NULL, NULL, false},
};
static const struct rows_view device_view = {"items", device_columns, NULL};

/* "Gate 1 keeps 30", " and 4 more" behind the first few. */
static void
add_device(struct ctl_call *call, const struct wire_rows *rows, size_t row,
	struct str *out)
{
	const char *seen = wire_rows_cell(rows, row, DEVICE_SEEN);
	const char *kept = wire_rows_cell(rows, row, DEVICE_KEPT);

	str_addf(out, "%s%s", out->len > 0 ? ", " : "",
		wire_rows_cell(rows, row, DEVICE_NAME));
	if (strcmp(kept, "0") != 0)
		str_addf(out, " keeps %s", kept);
	str_addz(out, seen[0] != '\0' ? " (last seen " : " (never heard of");
	if (seen[0] != '\0')
		rows_show_time(call, seen, out);
	str_addc(out, ')');
}

/* It keeps punches, or nothing was heard of it for days. */
static bool
is_odd(const struct doctor *doctor, const struct wire_rows *rows, size_t row)
{
	int64_t seen_ms = 0;
	struct err ignored;

	if (wire_rows_cell(rows, row, DEVICE_REVOKED)[0] != '\0')
		return false;
	if (strcmp(wire_rows_cell(rows, row, DEVICE_KEPT), "0") != 0)
		return true;
	return civil_parse_rfc3339(wire_rows_cell(rows, row, DEVICE_SEEN),
		       &seen_ms, &ignored) == 0 &&
	       doctor->now_ms - seen_ms > UNSEEN_MS;
}

static enum found
judge_devices(const struct doctor *doctor, const struct wire_rows *rows,
	struct str *out, struct err *err)
{
	struct str named;
	size_t odd = 0;

	str_init(&named, ERR_TEXT_BYTES);
	for (size_t row = 0; row < wire_rows_count(rows); row++)
		if (is_odd(doctor, rows, row) && odd++ < NAMED_MAX)
			add_device(doctor->call, rows, row, &named);
	if (odd > NAMED_MAX)
		str_addf(&named, " and %zu more", odd - NAMED_MAX);
	if (odd > 0)
		err_set(err, ERR_DATA,
			"%s: put it on the network, or revoke what is used no "
			"more; see connectctl device list",
			named.data);
	else
		str_addf(out, "%zu, none keeps punches, all were heard of",
			wire_rows_count(rows));
	str_release(&named);
	return odd > 0 ? FOUND_WRONG : FOUND_FINE;
}

static enum found
look_at_devices(struct doctor *doctor, struct str *out, struct err *err)
{
	struct wire_rows rows;
	enum found found;

	if (rows_load(doctor->call, &device_view, "/v1/devices?limit=1000", ALL,
		    &rows, err) < 0)
		found = unread(out, err);
	else
		found = judge_devices(doctor, &rows, out, err);
	wire_rows_release(&rows);
	return found;
}

/* --- the command ---------------------------------------------------------- */

static void
tell(struct doctor *doctor, const char *name, enum found found,
	const char *words)
{
	static const char *const results[] = {
		[FOUND_FINE] = "ok",
		[FOUND_WRONG] = "wrong",
		[FOUND_UNKNOWN] = "unknown",
	};
	static const char *const marks[] = {
		[FOUND_FINE] = "ok",
		[FOUND_WRONG] = "WRONG",
		[FOUND_UNKNOWN] = "?",
	};

	if (doctor->as_json) {
		jsonout_object(&doctor->json, NULL);
		jsonout_text(&doctor->json, "check", name);
		jsonout_text(&doctor->json, "result", results[found]);
		jsonout_text(&doctor->json, "detail", words);
		jsonout_object_end(&doctor->json);
		return;
	}
	str_addf(&doctor->out, "%-12s %-5s  ", name, marks[found]);
	text_clean(&doctor->out, words, strlen(words));
	str_addc(&doctor->out, '\n');
}

static void
examine(struct doctor *doctor, const struct examination *it)
{
	struct err err = {0};
	struct str words;
	enum found found;

	str_init(&words, 8192);
	found = it->look(doctor, &words, &err);
	if (found == FOUND_WRONG && doctor->first_wrong == ERR_NONE)
		doctor->first_wrong = err.kind;
	tell(doctor, it->name, found,
		found == FOUND_WRONG ? err.text : words.data);
	str_release(&words);
}

/* Where the service does not answer nothing else is known. */
static void
examine_all(struct doctor *doctor)
{
	static const struct examination service = {"service", look_at_service};
	static const struct examination sign_in = {"sign-in", look_at_sign_in};
	static const struct examination others[] = {
		{"clock", look_at_clock},
		{"people", look_at_people},
		{"mail", look_at_mail},
		{"quarantine", look_at_quarantine},
		{"devices", look_at_devices},
	};
	struct err err = {0};

	if (call_open(doctor->call, &err) < 0) {
		doctor->first_wrong = err.kind;
		tell(doctor, "sign-in", FOUND_WRONG, err.text);
		return;
	}
	examine(doctor, &service);
	if (doctor->service.kind == ERR_NONE ||
		doctor->service.kind == ERR_AUTH)
		examine(doctor, &sign_in);
	for (size_t i = 0; doctor->service.kind == ERR_NONE &&
			   i < sizeof(others) / sizeof(others[0]);
		i++)
		examine(doctor, &others[i]);
}

static int
run_doctor(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct doctor doctor = {
		.call = call, .as_json = args_has(args, "json")};
	int rc;

	str_init(&doctor.out, 64 * 1024);
	jsonout_init(&doctor.json, &doctor.out);
	if (doctor.as_json)
		jsonout_array(&doctor.json, NULL);
	examine_all(&doctor);
	if (doctor.as_json) {
		jsonout_array_end(&doctor.json);
		str_addc(&doctor.out, '\n');
	}
	rc = call_print(&doctor.out, err);
	doctor_people_release(&doctor.people);
	str_release(&doctor.out);
	call->exit_code = err_exit_code(doctor.first_wrong);
	return rc;
}

static const struct option options[] = {CTL_JSON, CTL_NO_MORE};

const struct command commands_doctor = {
	.name = "doctor",
	.help = "what the office should see to, and how",
	.options = options,
	.run = run_doctor,
};
