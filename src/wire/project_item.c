#include "project_item.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX INT64_C(1000000000000)

static const char *const kind_names[] = {
#define X(name, number, wire, word) [PUNCH_##name] = (wire),
	PUNCH_KINDS(X)
#undef X
};

static const char *const flag_names[] = {
#define X(name, bit, wire) [bit] = (wire),
	RESTATE_FLAGS(X)
#undef X
};
#define FLAG_COUNT (sizeof(flag_names) / sizeof(*flag_names))

bool
project_read_kind(
	struct cursor *cursor, const char *key, enum punch_kind *kind_out)
{
	int kind = reader_choice(
		cursor, key, READER_WANTED, kind_names, PUNCH_KIND_COUNT);

	if (kind < 0)
		return false;
	*kind_out = (enum punch_kind)kind;
	return true;
}

/* --- a boot clock -------------------------------------------------------- */

/* "1:02:03.500", since the boot. */
static bool
read_span(const char *text, int64_t *ms_out)
{
	static const char digits[] = "0123456789";
	size_t hours = strspn(text, digits);
	const char *rest = text + hours;
	int64_t ms = 0;

	if (hours == 0 || hours > 7 || strlen(rest) < 6 || rest[0] != ':' ||
		strspn(rest + 1, digits) != 2 || rest[3] != ':' ||
		strspn(rest + 4, digits) != 2 || rest[1] > '5' || rest[4] > '5')
		return false;
	ms = strtoll(text, NULL, 10) * 3600000 +
	     strtoll(rest + 1, NULL, 10) * 60000 +
	     strtoll(rest + 4, NULL, 10) * 1000;
	if (rest[6] == '.' && strspn(rest + 7, digits) == 3 && rest[10] == '\0')
		ms += strtoll(rest + 7, NULL, 10);
	else if (rest[6] != '\0')
		return false;
	*ms_out = ms;
	return true;
}

void
project_read_boottime(
	struct cursor *cursor, const struct zone *zone, int64_t *ms_out)
{
	static const char key[] = "boottime";
	cJSON *value = reader_take(cursor, key, READER_OPTIONAL);

	if (value == NULL)
		return;
	if (cJSON_IsNumber(value))
		reader_int(cursor, key, 0, READER_EXACT_MAX, ms_out);
	else if (!cJSON_IsString(value) ||
		 (!read_span(value->valuestring, ms_out) &&
			 wire_project_time(value->valuestring, zone, ms_out) !=
				 NULL))
		reader_fail(cursor, key,
			"neither milliseconds, nor 1:02:03, nor a time");
}

/* --- members ------------------------------------------------------------- */

static void
read_flags(struct cursor *cursor, unsigned *flags_out)
{
	struct cursor list;

	if (!reader_array(cursor, "flags", READER_OPTIONAL, FLAG_COUNT, &list))
		return;
	while (reader_more(&list)) {
		int flag = reader_choice(
			&list, NULL, READER_WANTED, flag_names, FLAG_COUNT);

		if (flag >= 0)
			*flags_out |= 1u << flag;
	}
}

static void
read_job(struct cursor *cursor, struct project_item *item)
{
	project_read_name(cursor, "location", READER_OPTIONAL, &item->location);
	project_read_name(
		cursor, "cost_code", READER_OPTIONAL, &item->cost_code);
	if (item->kind != PUNCH_GO && !id_is_nil(&item->location))
		reader_fail(cursor, "location", "is of a GO");
	if (item->kind != PUNCH_GO && !id_is_nil(&item->cost_code))
		reader_fail(cursor, "cost_code", "is of a GO");
}

/* What is said of time, beside the time itself. */
static void
read_proof(struct cursor *cursor, const struct project_place *place,
	struct project_item *item)
{
	project_read_name(cursor, "boot", READER_OPTIONAL, &item->boot);
	item->boottime_ms = item->time_ms;
	project_read_boottime(cursor, place->zone, &item->boottime_ms);
	if (place->is_press) {
		item->has_chosen = project_read_time(cursor, "chosen",
			READER_OPTIONAL, place->zone, &item->chosen_ms);
		return;
	}
	reader_bool(cursor, "chosen", READER_OPTIONAL, &item->has_chosen);
	read_flags(cursor, &item->flags);
	project_read_time(cursor, "not_before", READER_OPTIONAL, place->zone,
		&item->not_before_ms);
	project_read_time(cursor, "not_after", READER_OPTIONAL, place->zone,
		&item->not_after_ms);
}

/* What both forms may have, behind kind and time. */
static void
read_members(struct cursor *cursor, const struct project_place *place,
	struct project_item *item)
{
	project_read_name(cursor, "id", READER_OPTIONAL, &item->id);
	if (reader_has(cursor, "number"))
		reader_int(cursor, "number", 1, NUMBER_MAX, &item->number);
	project_read_name(
		cursor, "enrolment", READER_OPTIONAL, &item->enrolment);
	item->has_held =
		reader_bool(cursor, "held", READER_OPTIONAL, &item->held);
	read_proof(cursor, place, item);
	reader_bool(cursor, "forced", READER_OPTIONAL, &item->forced);
	(void)reader_string(cursor, "by", READER_OPTIONAL);
	(void)reader_string(cursor, "comment", READER_OPTIONAL);
	reader_end(cursor);
}

static void
read_long(struct cursor *cursor, const struct project_place *place,
	struct project_item *item)
{
	if (!project_read_kind(cursor, "kind", &item->kind))
		return;
	project_read_time(cursor, place->is_press ? "press" : "at",
		READER_WANTED, place->zone, &item->time_ms);
	read_job(cursor, item);
	if (item->kind == PUNCH_VOID)
		project_read_name(
			cursor, "target", READER_WANTED, &item->target);
	read_members(cursor, place, item);
}

/* [kind, time, location, cost code, {the rest}] */
static void
read_short(struct cursor *cursor, const struct project_place *place,
	struct project_item *item)
{
	struct cursor rest;

	if (!project_read_kind(cursor, NULL, &item->kind))
		return;
	project_read_time(
		cursor, NULL, READER_WANTED, place->zone, &item->time_ms);
	if (item->kind == PUNCH_VOID)
		project_read_name(cursor, NULL, READER_WANTED, &item->target);
	for (struct id *out = &item->location; item->kind == PUNCH_GO;
		out = &item->cost_code) {
		if (!reader_more(cursor) || project_next_is_object(cursor))
			break;
		project_read_name(cursor, NULL, READER_OPTIONAL, out);
		if (out == &item->cost_code)
			break;
	}
	if (project_next_is_object(cursor)) {
		reader_object(cursor, NULL, READER_WANTED, &rest);
		read_members(&rest, place, item);
	} else {
		item->boottime_ms = item->time_ms;
	}
	if (reader_more(cursor)) {
		(void)reader_take(cursor, NULL, READER_OPTIONAL);
		reader_fail(cursor, NULL, "does not belong here");
	}
}

bool
project_read_item(struct cursor *list, const struct project_place *place,
	struct project_item *item_out)
{
	struct project_item item = {
		.id = place->id,
		.enrolment = place->enrolment,
		.boot = place->boot,
	};
	struct cursor cursor;

	if (project_next_is_list(list)) {
		reader_array(list, NULL, READER_WANTED, 8, &cursor);
		read_short(&cursor, place, &item);
	} else if (reader_object(list, NULL, READER_WANTED, &cursor)) {
		read_long(&cursor, place, &item);
	}
	if (list->reader->failed)
		return false;
	*item_out = item;
	return true;
}
