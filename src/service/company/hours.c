#include "service/company/hours.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "company_rows.h"
#include "core/approval.h"
#include "core/company.h"
#include "core/policy_group.h"
#include "hours_rows.h"
#include "policy_group_rows.h"
#include "wire/record.h"

/* What held until a date; INT32_MAX: it holds. */
struct version {
	int32_t until;
	struct policy_group group;
	struct time_policy policy;
};

struct hours_group {
	struct id id;
	struct version *versions; /* rising; at least one */
	size_t count, cap;
	struct time_span *spans; /* of who was always in it */
	size_t span_count;
};

/* In which group somebody was until a date. */
struct stay {
	int32_t until;
	size_t group; /* its place among the hours' */
};

int32_t
hours_day(const struct hours *hours, int64_t at_ms)
{
	return zone_date(hours->clock.rules.zone, at_ms);
}

struct period
hours_period(const struct hours *hours, int32_t date)
{
	struct period period;

	if (!period_of(&hours->periods, date, &period))
		period = period_week(hours->week_start, date);
	return period;
}

int
hours_load(struct db *db, struct zones *zones, const struct id *company,
	struct hours *hours_out, struct err *err)
{
	const struct record_viewer viewer = {*company, .sees_all = true};
	struct company settings = {.record = {.id = *company}};
	bool found;

	*hours_out = (struct hours){.company = *company};
	if (record_rows_find(
		    db, &company_rows, &viewer, &settings, &found, err) < 0)
		return -1;
	if (!found)
		return err_set(err, ERR_NOT_FOUND, "there is no such company");
	hours_out->week_start = (int)settings.week_start;
	hours_out->approves =
		(unsigned)settings.approve_employee << APPROVAL_EMPLOYEE |
		(unsigned)settings.approve_supervisor << APPROVAL_SUPERVISOR |
		(unsigned)settings.approve_sign_off << APPROVAL_SIGN_OFF;
	if (company_periods(&settings, &hours_out->periods, err) < 0)
		return -1;
	return company_clock_load(db, zones, company, &hours_out->clock, err);
}

void
hours_release(struct hours *hours)
{
	for (size_t i = 0; i < hours->count; i++) {
		struct hours_group *group = &hours->groups[i];

		for (size_t k = 0; k < group->count; k++)
			field_release(&policy_group_description,
				&group->versions[k].group);
		free(group->versions);
		free(group->spans);
	}
	free(hours->groups);
	free(hours->spans);
	company_clock_release(&hours->clock);
	*hours = (struct hours){.count = 0};
}

/* --- groups, and what held of them ---------------------------------------- */

static struct version *
add_version(struct hours_group *group, int32_t until)
{
	struct version *version;

	group->versions = mem_grow(group->versions, &group->cap,
		group->count + 1, sizeof(*group->versions));
	version = &group->versions[group->count++];
	*version = (struct version){.until = until};
	return version;
}

static int
understand(struct version *version, struct err *err)
{
	const char *wrong;

	return policy_group_rules(
		&version->group, &version->policy, &wrong, err);
}

static int
load_past(struct db *db, const struct id *company, struct hours_group *group,
	struct err *err)
{
	struct hours_end behind = {company, &group->id, INT32_MIN};

	for (;;) {
		struct version *version;
		struct wire_record read;
		struct db_stmt *stmt;
		const char *json;
		bool found;

		if (hours_rows_policy(db, &behind, &stmt, &found, err) < 0)
			return -1;
		if (!found)
			return 0;
		behind.until = (int32_t)db_int(stmt, 0);
		version = add_version(group, behind.until);
		read = (struct wire_record){.record = &version->group};
		json = db_text(stmt, 1);
		if (wire_record_read(json, strlen(json),
			    &policy_group_description, &read, err) < 0)
			return -1;
	}
}

/* Its rules can be taken once nothing moves any more. */
static int
load_group(struct hours *hours, struct db *db, struct hours_group *group,
	struct err *err)
{
	const struct record_viewer viewer = {hours->company, .sees_all = true};
	struct version *now;
	bool found;

	if (load_past(db, &hours->company, group, err) < 0)
		return -1;
	now = add_version(group, INT32_MAX);
	now->group.record.id = group->id;
	if (record_rows_find(db, &policy_group_rows, &viewer, &now->group,
		    &found, err) < 0)
		return -1;
	for (size_t i = 0; i < group->count; i++)
		if (understand(&group->versions[i], err) < 0)
			return -1;
	return 0;
}

static int
find_group(struct hours *hours, struct db *db, const struct id *id,
	size_t *place_out, struct err *err)
{
	for (size_t i = 0; i < hours->count; i++) {
		if (id_equal(&hours->groups[i].id, id)) {
			*place_out = i;
			return 0;
		}
	}
	hours->groups = mem_grow(hours->groups, &hours->cap, hours->count + 1,
		sizeof(*hours->groups));
	*place_out = hours->count;
	hours->groups[hours->count++] = (struct hours_group){.id = *id};
	return load_group(hours, db, &hours->groups[*place_out], err);
}

/* --- spans ---------------------------------------------------------------- */

struct spans {
	struct time_span *items;
	size_t count, cap;
};

static void
add_start(struct spans *spans, int64_t from_ms)
{
	spans->items = mem_grow(spans->items, &spans->cap, spans->count + 1,
		sizeof(*spans->items));
	spans->items[spans->count++] = (struct time_span){.from_ms = from_ms};
}

static int
compare_spans(const void *a, const void *b)
{
	const struct time_span *x = a, *y = b;

	return (x->from_ms > y->from_ms) - (x->from_ms < y->from_ms);
}

static int64_t
start_of(const struct hours *hours, int32_t date)
{
	return zone_date_start_ms(hours->clock.rules.zone, date);
}

/* All instants at which anything changes, each once. */
static void
list_starts(const struct hours *hours, const struct stay *stays, size_t n,
	struct spans *spans)
{
	const struct clock_rules *clock = &hours->clock.rules;
	size_t kept = 0;

	add_start(spans, INT64_MIN);
	for (size_t i = 1; i < clock->span_count; i++)
		add_start(spans, clock->spans[i].from_ms);
	for (size_t i = 0; i < n; i++) {
		const struct hours_group *group =
			&hours->groups[stays[i].group];

		if (stays[i].until != INT32_MAX)
			add_start(spans, start_of(hours, stays[i].until));
		for (size_t k = 0; k + 1 < group->count; k++)
			add_start(spans,
				start_of(hours, group->versions[k].until));
	}
	qsort(spans->items, spans->count, sizeof(*spans->items), compare_spans);
	for (size_t i = 0; i < spans->count; i++)
		if (kept == 0 || spans->items[kept - 1].from_ms !=
					 spans->items[i].from_ms)
			spans->items[kept++] = spans->items[i];
	spans->count = kept;
}

static bool
is_before(const struct hours *hours, int64_t at_ms, int32_t until)
{
	return until == INT32_MAX || at_ms < start_of(hours, until);
}

static void
fill(const struct hours *hours, const struct stay *stays,
	struct time_span *span)
{
	const struct clock_rules *clock = &hours->clock.rules;
	const struct time_span *longest =
		policy_at(clock->spans, clock->span_count, span->from_ms);
	const struct version *version;

	while (!is_before(hours, span->from_ms, stays->until))
		stays++;
	version = hours->groups[stays->group].versions;
	while (!is_before(hours, span->from_ms, version->until))
		version++;
	span->policy = version->policy;
	span->max_record_minutes = longest != NULL ? longest->max_record_minutes
						   : clock->max_record_minutes;
}

static struct time_span *
merge(const struct hours *hours, const struct stay *stays, size_t n,
	size_t *count_out)
{
	struct spans spans = {.count = 0};

	list_starts(hours, stays, n, &spans);
	for (size_t i = 0; i < spans.count; i++)
		fill(hours, stays, &spans.items[i]);
	*count_out = spans.count;
	return spans.items;
}

/* Somebody who was always in one group shares its spans. */
static int
rules_of_group(struct hours *hours, struct db *db, const struct id *id,
	struct time_rules *rules, struct err *err)
{
	struct stay stay = {.until = INT32_MAX};
	struct hours_group *group;

	if (find_group(hours, db, id, &stay.group, err) < 0)
		return -1;
	group = &hours->groups[stay.group];
	if (group->spans == NULL)
		group->spans = merge(hours, &stay, 1, &group->span_count);
	rules->spans = group->spans;
	rules->span_count = group->span_count;
	return 0;
}

static int
load_stays(struct hours *hours, struct db *db,
	const struct hours_person *person, struct stay **stays, size_t *n,
	struct err *err)
{
	struct hours_end behind = {
		&hours->company, &person->employee, INT32_MIN};
	struct id group = person->policy_group;
	bool found = true;
	size_t cap = 0;

	while (found) {
		struct db_stmt *stmt;

		if (hours_rows_group(db, &behind, &stmt, &found, err) < 0)
			return -1;
		behind.until = found ? (int32_t)db_int(stmt, 0) : INT32_MAX;
		group = found ? db_id(stmt, 1) : person->policy_group;
		*stays = mem_grow(*stays, &cap, *n + 1, sizeof(**stays));
		(*stays)[*n].until = behind.until;
		if (find_group(hours, db, &group, &(*stays)[*n].group, err) < 0)
			return -1;
		(*n)++;
	}
	return 0;
}

int
hours_rules(struct hours *hours, struct db *db,
	const struct hours_person *person, struct time_rules *rules_out,
	struct err *err)
{
	struct stay *stays = NULL;
	size_t n = 0;
	int rc;

	*rules_out = (struct time_rules){.zone = hours->clock.rules.zone,
		.week_start = hours->week_start};
	if (!person->moved)
		return rules_of_group(
			hours, db, &person->policy_group, rules_out, err);
	rc = load_stays(hours, db, person, &stays, &n, err);
	if (rc == 0) {
		free(hours->spans);
		hours->spans = merge(hours, stays, n, &rules_out->span_count);
		rules_out->spans = hours->spans;
	}
	free(stays);
	return rc;
}
