/* GET /v1/periods, POST of close and reopen. */
#include "service/card/periods.h"

#include <stdio.h>
#include <string.h>

#include "base/jsonout.h"
#include "calendar/date.h"
#include "period_rows.h"
#include "request_rows.h"
#include "service/company/audit.h"
#include "service/company/judged.h"
#include "service/desk/access.h"
#include "service/desk/reply.h"
#include "service/ledger/release.h"
#include "wire/reason.h"

#define LISTED 27 /* a year of those of two weeks, and the one that runs */
#define NAME_BYTES_MAX 1024

static bool
may(struct call *call, enum access access)
{
	if (access_allows(access, call->caller.permissions, ACCESS_OWN))
		return true;
	reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
	return false;
}

/* --- the list ------------------------------------------------------------- */

static void
write_date(struct jsonout *json, const char *key, int32_t date)
{
	char text[DATE_BYTES];

	jsonout_text(json, key, date_format(date, text));
}

static int
write_item(struct call *call, const struct hours *hours,
	const struct period *period, struct jsonout *json, struct err *err)
{
	int64_t closed;

	if (period_rows_find(call->db, &hours->company, period, &closed, err) <
		0)
		return -1;
	jsonout_object(json, NULL);
	write_date(json, "first", period->first);
	write_date(json, "last", period->last);
	jsonout_bool(
		json, "over", period->last < hours_day(hours, call->now_ms));
	jsonout_bool(json, "closed", closed != 0);
	jsonout_object_end(json);
	return 0;
}

static int
write_list(struct call *call, const struct hours *hours, struct err *err)
{
	struct period period;
	struct jsonout json;
	bool more = period_of(
		&hours->periods, hours_day(hours, call->now_ms), &period);

	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (int i = 0; more && i < LISTED; i++) {
		if (write_item(call, hours, &period, &json, err) < 0)
			return -1;
		more = period_before(&hours->periods, &period, &period);
	}
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	reply_json(call->reply);
	return 0;
}

int
periods_list(struct call *call, struct err *err)
{
	struct hours hours;
	int rc;

	if (!may(call, ACCESS_PERIODS))
		return 0;
	rc = hours_load(call->db, call->desk->zones, &call->caller.company,
		&hours, err);
	if (rc == 0)
		rc = write_list(call, &hours, err);
	hours_release(&hours);
	return rc;
}

/* --- closing -------------------------------------------------------------- */

struct closing {
	struct call *call;
	bool closes;
	int32_t date; /* of the period */
	struct period period;
	struct wire_reason reason;
	enum problem problem;
	struct str why; /* "": it is done */
};

static int
note(struct closing *it, struct db *db, int64_t *seq_out, struct err *err)
{
	const struct caller *caller = &it->call->caller;
	struct audit_row row = {
		.company = caller->company,
		.at_ms = it->call->now_ms,
		.author = caller->employee,
		.device = caller->device,
		.what = it->closes ? "period.close" : "period.reopen",
		.subject = caller->company,
		.old = "",
	};
	struct jsonout json;
	struct str new;
	int rc;

	str_init(&new, AUDIT_VALUE_BYTES);
	jsonout_init(&json, &new);
	jsonout_object(&json, NULL);
	write_date(&json, "first", it->period.first);
	write_date(&json, "last", it->period.last);
	jsonout_text(&json, "reason", it->reason.text);
	jsonout_object_end(&json);
	row.new = new.data;
	rc = audit_add(db, &row, err);
	str_release(&new);
	*seq_out = row.seq;
	return rc;
}

static void
refuse(struct closing *it, enum problem problem, const char *why)
{
	it->problem = problem;
	str_addz(&it->why, why);
}

/* A record of somebody's is open, or somebody asks for a punch. */
static int
judge_people(struct closing *it, struct db *db, const struct hours *hours,
	struct err *err)
{
	int64_t waiting = 0;
	struct str name;
	int rc;

	str_init(&name, NAME_BYTES_MAX);
	rc = period_rows_open(
		db, hours, &it->period, it->call->now_ms, &name, err);
	if (rc == 0 && name.len > 0)
		str_addf(&it->why, "A record of %s in it is still open.",
			name.data);
	else if (rc == 0)
		rc = request_rows_in_period(
			db, hours, &it->period, &waiting, &name, err);
	if (waiting > 0)
		str_addf(&it->why,
			"Accept or decline what is asked for in it first: %s%s"
			" for a missed punch of %s.",
			waiting == 1 ? "a request" : "requests",
			waiting == 1 ? "" : ", the first", name.data);
	if (it->why.len > 0)
		it->problem = PROBLEM_IN_USE;
	str_release(&name);
	return rc;
}

/* What is still running is not closed. */
static int
judge(struct closing *it, struct db *db, const struct hours *hours,
	struct err *err)
{
	if (!period_of(&hours->periods, it->date, &it->period)) {
		refuse(it, PROBLEM_UNPROCESSABLE,
			"The company has no pay periods.");
		return 0;
	}
	if (!it->closes)
		return 0;
	if (it->period.last >= hours_day(hours, it->call->now_ms)) {
		refuse(it, PROBLEM_UNPROCESSABLE, "The period is not over.");
		return 0;
	}
	return judge_people(it, db, hours, err);
}

static int
reopen(struct closing *it, struct db *db, struct err *err)
{
	const struct caller *caller = &it->call->caller;
	const struct release release = {
		.zones = it->call->desk->zones,
		.company = caller->company,
		.author = caller->employee,
		.device = caller->device,
		.now_ms = it->call->now_ms,
		.reason = "reopened",
	};

	if (period_rows_reopen(db, &caller->company, &it->period, err) < 0)
		return -1;
	return release_open(db, &release, err);
}

/* What is so already is not done again. */
static int
judge_and_write(struct closing *it, struct db *db, const struct hours *hours,
	struct err *err)
{
	const struct id *company = &it->call->caller.company;
	int64_t closed, seq;

	str_clear(&it->why);
	if (judge(it, db, hours, err) < 0)
		return -1;
	if (it->why.len > 0)
		return 0;
	if (period_rows_find(db, company, &it->period, &closed, err) < 0)
		return -1;
	if ((closed != 0) == it->closes)
		return 0;
	if (note(it, db, &seq, err) < 0)
		return -1;
	return it->closes
		       ? period_rows_close(db, company, &it->period, seq, err)
		       : reopen(it, db, err);
}

/* store_work. */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct closing *it = ctx;
	struct hours hours;
	int rc = hours_load(db, it->call->desk->zones,
		&it->call->caller.company, &hours, err);

	if (rc == 0)
		rc = judge_and_write(it, db, &hours, err);
	hours_release(&hours);
	return rc;
}

/* The date in "/v1/periods/2026-11-21/close". */
static int
read_date(const char *path, int32_t *date_out, struct err *err)
{
	const char *at = path + strlen("/v1/periods/");
	const size_t len = strcspn(at, "/");
	char text[DATE_BYTES];

	if (len != sizeof(text) - 1)
		return err_set(err, ERR_DATA, "not a date like 2026-11-21");
	memcpy(text, at, len);
	text[len] = '\0';
	return date_parse(text, date_out, err);
}

static int
decide(struct call *call, bool closes, struct err *err)
{
	struct closing it = {.call = call, .closes = closes};
	int rc;

	if (!may(call, ACCESS_PERIODS_CLOSE))
		return 0;
	if (wire_reason_decode(call->request->body, call->request->body_bytes,
		    &it.reason, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	if (read_date(call->request->path, &it.date, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	call_end_reading(call, NULL);
	str_init(&it.why, NAME_BYTES_MAX + 64);
	rc = judged_write(call, work, &it, err);
	if (rc == 0 && it.why.len > 0)
		reply_problem(call->reply, it.problem, it.why.data);
	else if (rc == 0)
		reply_done(call->reply);
	str_release(&it.why);
	return rc;
}

int
periods_close(struct call *call, struct err *err)
{
	return decide(call, true, err);
}

int
periods_reopen(struct call *call, struct err *err)
{
	return decide(call, false, err);
}
