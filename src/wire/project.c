/* A project's document. */
#include <stdlib.h>
#include <string.h>

#include "project_parts.h"

#define DOCUMENT_VALUES 4000000

static const char *const weekdays[] = {"monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday"};

static const char *const period_names[PERIOD_KIND_COUNT] = {
#define X(name, number, wire) [PERIOD_##name] = (wire),
	PERIODS(X)
#undef X
};

static void
read_zone(struct cursor *root, wire_project_zone *load, struct wire_project *in)
{
	const char *name = reader_string(root, "zone", READER_OPTIONAL);
	struct err why = {0};

	if (root->reader->failed)
		return;
	if (load(name != NULL ? name : "UTC", &in->zone, &why) < 0)
		reader_fail(root, "zone", why.text);
	in->project.rules.zone = in->zone;
}

static bool
wants_start(enum period_kind kind)
{
	return kind == PERIOD_WEEKLY || kind == PERIOD_TWO_WEEKS ||
	       kind == PERIOD_FOUR_WEEKS;
}

/* "monthly", or an object where a start is wanted. */
static void
read_period(struct cursor *root, struct period_rule *out)
{
	cJSON *value = NULL;
	struct cursor probe = *root, cursor;
	int kind;

	if (reader_has(root, "pay_period"))
		value = reader_take(&probe, "pay_period", READER_OPTIONAL);
	if (value == NULL)
		return;
	if (cJSON_IsString(value)) {
		kind = reader_choice(root, "pay_period", READER_WANTED,
			period_names, PERIOD_KIND_COUNT);
		if (kind >= 0 && wants_start((enum period_kind)kind))
			reader_fail(root, "pay_period",
				"wants a start: {\"kind\", \"start\"}");
		out->kind = kind < 0 ? PERIOD_NONE : (enum period_kind)kind;
		return;
	}
	reader_object(root, "pay_period", READER_WANTED, &cursor);
	kind = reader_choice(&cursor, "kind", READER_WANTED, period_names,
		PERIOD_KIND_COUNT);
	out->kind = kind < 0 ? PERIOD_NONE : (enum period_kind)kind;
	project_read_date(&cursor, "start",
		wants_start(out->kind) ? READER_WANTED : READER_OPTIONAL,
		&out->start);
	reader_end(&cursor);
}

static void
read_range(struct cursor *root, struct period *out)
{
	struct cursor list;

	*out = (struct period){INT32_MIN, INT32_MAX};
	if (!reader_array(root, "range", READER_OPTIONAL, 2, &list))
		return;
	project_read_date(&list, NULL, READER_WANTED, &out->first);
	project_read_date(&list, NULL, READER_WANTED, &out->last);
	if (out->last < out->first)
		reader_fail(root, "range", "ends before it begins");
}

static void
read_document(
	struct cursor *root, wire_project_zone *load, struct wire_project *in)
{
	struct project *project = &in->project;
	int64_t latest_ms = 0;
	int week_start;

	read_zone(root, load, in);
	week_start =
		reader_choice(root, "week_start", READER_OPTIONAL, weekdays, 7);
	project->rules.week_start = week_start > 0 ? week_start : 0;
	read_period(root, &in->period);
	read_range(root, &in->range);
	reader_bool(root, "explain", READER_OPTIONAL, &project->explain);
	project_read_policies(root, in);
	project_read_events(root, in, &latest_ms);
	project_read_deliveries(root, in, &latest_ms);
	project_read_corrections(root, in, &latest_ms);
	project->now_ms = latest_ms;
	project_read_time(
		root, "now", READER_OPTIONAL, in->zone, &project->now_ms);
	reader_end(root);
}

int
wire_project_decode(const char *bytes, size_t len, wire_project_zone *zone,
	struct wire_project *in_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_PROJECT_BYTES,
			.members = DOCUMENT_VALUES},
		.strict = true,
	};
	struct wire_project in = {.zone = NULL};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	read_document(&root, zone, &in);
	if (reader_close(&reader) < 0) {
		wire_project_release(&in);
		return -1;
	}
	*in_out = in;
	return 0;
}

void
wire_project_release(struct wire_project *in)
{
	project_release_policies(in);
	free(in->events);
	free(in->enrolments);
	free(in->presses);
	free(in->deliveries);
	free(in->corrections);
	zone_free(&in->zone);
	*in = (struct wire_project){.zone = NULL};
}
