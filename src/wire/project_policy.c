/* The policies of a project's document. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "project_parts.h"

#define EXCLUDED_MAX 1000
#define POLICIES_MAX 1000
#define DAY_MINUTES (24 * 60)

static const char *const pay_names[] = {
#define X(name, number, wire, title) [PAY_##name] = (wire),
	PAYS(X)
#undef X
};

static const char *const weekdays[] = {"monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday"};

static void
read_meal(struct cursor *policy, struct meal_policy *meal)
{
	static const char *const early[] = {"warn", "block"};
	struct cursor cursor;

	if (!reader_object(policy, "meal", READER_OPTIONAL, &cursor))
		return;
	meal->tracked = true;
	reader_bool(&cursor, "tracked", READER_OPTIONAL, &meal->tracked);
	project_read_minutes(&cursor, "length_minutes", &meal->length_minutes);
	project_read_minutes(
		&cursor, "due_after_minutes", &meal->due_after_minutes);
	if (reader_choice(&cursor, "early", READER_OPTIONAL, early, 2) == 1)
		meal->early = MEAL_EARLY_BLOCK;
	reader_end(&cursor);
}

static void
read_lunch(struct cursor *policy, struct lunch_policy *lunch)
{
	struct cursor cursor;

	if (!reader_object(policy, "lunch", READER_OPTIONAL, &cursor))
		return;
	project_read_minutes(&cursor, "after_minutes", &lunch->after_minutes);
	project_read_minutes(&cursor, "length_minutes", &lunch->length_minutes);
	reader_end(&cursor);
}

static int
compare_ids(const void *a, const void *b)
{
	return id_compare(a, b);
}

static void
read_excluded(struct cursor *overtime, struct overtime_policy *out)
{
	struct cursor list;
	struct id *excluded;
	size_t n = 0;

	if (!reader_array(
		    overtime, "excluded", READER_OPTIONAL, EXCLUDED_MAX, &list))
		return;
	excluded = mem_new(reader_count(&list) + 1, sizeof(*excluded));
	while (reader_more(&list))
		if (project_read_name(&list, NULL, READER_WANTED, &excluded[n]))
			n++;
	qsort(excluded, n, sizeof(*excluded), compare_ids);
	out->excluded = excluded;
	out->excluded_count = n;
}

static void
read_weekdays(struct cursor *overtime, struct overtime_policy *out)
{
	struct cursor days;

	if (!reader_object(overtime, "weekday", READER_OPTIONAL, &days))
		return;
	for (size_t i = 0; i < 7; i++) {
		int pay = reader_choice(&days, weekdays[i], READER_OPTIONAL,
			pay_names, PAY_COUNT);

		if (pay > 0)
			out->weekday[i] = (enum pay)pay;
	}
	reader_end(&days);
}

static void
read_overtime(struct cursor *policy, struct overtime_policy *out)
{
	struct cursor cursor;

	if (!reader_object(policy, "overtime", READER_OPTIONAL, &cursor))
		return;
	project_read_minutes(
		&cursor, "weekly_ot1_minutes", &out->weekly_ot1_minutes);
	project_read_minutes(
		&cursor, "weekly_ot2_minutes", &out->weekly_ot2_minutes);
	project_read_minutes(
		&cursor, "daily_ot1_minutes", &out->daily_ot1_minutes);
	project_read_minutes(
		&cursor, "daily_ot2_minutes", &out->daily_ot2_minutes);
	read_weekdays(&cursor, out);
	project_read_minutes(&cursor, "consecutive_ot1", &out->consecutive_ot1);
	project_read_minutes(&cursor, "consecutive_ot2", &out->consecutive_ot2);
	read_excluded(&cursor, out);
	reader_end(&cursor);
}

/* "06:50", in minutes of the day. */
static void
read_minute(struct cursor *cursor, const char *key, int *out)
{
	const char *text = reader_string(cursor, key, READER_OPTIONAL);
	const char *digits = "0123456789";
	int hour, minute;

	if (text == NULL)
		return;
	if (strlen(text) != 5 || strspn(text, digits) != 2 || text[2] != ':' ||
		strspn(text + 3, digits) != 2) {
		reader_fail(cursor, key, "not a time of day (06:50)");
		return;
	}
	hour = (text[0] - '0') * 10 + text[1] - '0';
	minute = (text[3] - '0') * 10 + text[4] - '0';
	if (hour > 23 || minute > 59)
		reader_fail(cursor, key, "not a time of day (06:50)");
	*out = hour * 60 + minute;
}

static void
read_rounding(
	struct cursor *rounding, const char *key, struct rounding_policy *out)
{
	struct cursor cursor;
	int64_t grid = 0;

	if (!reader_object(rounding, key, READER_OPTIONAL, &cursor))
		return;
	if (reader_has(&cursor, "grid_minutes"))
		reader_int(&cursor, "grid_minutes", 0, DAY_MINUTES, &grid);
	out->grid_minutes = (int)grid;
	read_minute(&cursor, "from", &out->from_minute);
	read_minute(&cursor, "until", &out->until_minute);
	read_minute(&cursor, "to", &out->to_minute);
	reader_end(&cursor);
}

static void
read_policy(struct cursor *cursor, struct time_span *span)
{
	struct time_policy *policy = &span->policy;
	struct cursor rounding;

	project_read_minutes(
		cursor, "max_record_minutes", &span->max_record_minutes);
	read_meal(cursor, &policy->meal);
	read_lunch(cursor, &policy->lunch);
	read_overtime(cursor, &policy->overtime);
	if (reader_object(cursor, "rounding", READER_OPTIONAL, &rounding)) {
		read_rounding(&rounding, "start", &policy->start);
		read_rounding(&rounding, "stop", &policy->stop);
		reader_end(&rounding);
	}
	reader_end(cursor);
}

static struct time_span *
add_span(struct wire_project *in)
{
	struct time_rules *rules = &in->project.rules;
	struct time_span *span;

	in->spans = mem_grow(in->spans, &in->span_cap, rules->span_count + 1,
		sizeof(*in->spans));
	rules->spans = in->spans;
	span = &in->spans[rules->span_count++];
	*span = (struct time_span){.from_ms = INT64_MIN,
		.max_record_minutes = CLOCK_RECORD_MAX_MINUTES};
	return span;
}

static void
read_list(struct cursor *list, struct wire_project *in)
{
	while (reader_more(list)) {
		bool first = in->project.rules.span_count == 0;
		struct cursor cursor;
		struct time_span *span;

		if (!reader_object(list, NULL, READER_WANTED, &cursor))
			return;
		span = add_span(in);
		if (!first || reader_has(&cursor, "from"))
			project_read_from(
				&cursor, "from", in->zone, &span->from_ms);
		if (!first && span->from_ms <= span[-1].from_ms)
			reader_fail(&cursor, "from",
				"not later than that of the one before");
		read_policy(&cursor, span);
	}
}

void
project_read_policies(struct cursor *root, struct wire_project *in)
{
	struct cursor cursor;

	if (reader_object(root, "policy", READER_OPTIONAL, &cursor))
		read_policy(&cursor, add_span(in));
	if (reader_array(
		    root, "policies", READER_OPTIONAL, POLICIES_MAX, &cursor)) {
		if (in->project.rules.span_count > 0)
			reader_fail(root, "policies",
				"beside \"policy\", one of them is meant");
		read_list(&cursor, in);
	}
	if (in->project.rules.span_count == 0)
		add_span(in);
}

void
project_release_policies(struct wire_project *in)
{
	for (size_t i = 0; i < in->project.rules.span_count; i++)
		free((void *)(uintptr_t)in->spans[i].policy.overtime.excluded);
	free(in->spans);
}
