/* What was pressed, delivered and corrected, in a project's document. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "project_item.h"

#define LIST_MAX 1000000

static void
raise(int64_t *latest_ms, int64_t at_ms)
{
	if (at_ms > *latest_ms)
		*latest_ms = at_ms;
}

/* --- events -------------------------------------------------------------- */

static struct time_fact
fact_of(const struct project_item *item)
{
	return (struct time_fact){
		.event = {.id = item->id,
			.kind = item->kind,
			.location = item->location,
			.cost_code = item->cost_code,
			.target = item->target,
			.enrolment = item->enrolment,
			.number = item->number,
			.at_ms = item->time_ms,
			.boot = item->boot,
			.boottime_ms = item->boottime_ms,
			.not_before_ms = item->not_before_ms,
			.not_after_ms = item->not_after_ms,
			.has_chosen = item->has_chosen},
		.flags = item->flags,
		.claimed_ms = item->time_ms,
		.restated_ms = item->time_ms,
		.ordered_ms = item->time_ms,
		.held = item->held,
	};
}

static int
compare_names(const void *a, const void *b)
{
	const struct time_fact *const *x = a, *const *y = b;
	const struct clock_event *i = &(*x)->event, *k = &(*y)->event;
	int by_enrolment = id_compare(&i->enrolment, &k->enrolment);
	int by_id = id_compare(&i->id, &k->id);

	if (by_enrolment || by_id)
		return by_enrolment ? by_enrolment : by_id;
	return *x < *y ? -1 : 1;
}

/* An id counts within its enrolment, once. */
static void
find_doubles(const struct cursor *list, const struct wire_project *in)
{
	size_t n = in->project.event_count;
	const struct time_fact **by_name =
		mem_new(n + 1, sizeof(struct time_fact *));

	for (size_t i = 0; i < n; i++)
		by_name[i] = &in->events[i];
	qsort(by_name, n, sizeof(struct time_fact *), compare_names);
	for (size_t i = 1; i < n; i++) {
		const struct clock_event *before = &by_name[i - 1]->event;
		struct cursor at = *list;

		if (!id_equal(&before->id, &by_name[i]->event.id) ||
			!id_equal(&before->enrolment,
				&by_name[i]->event.enrolment))
			continue;
		at.taken = (size_t)(by_name[i] - in->events) + 1;
		reader_fail(&at, NULL, "has the id of an earlier one");
	}
	free(by_name);
}

void
project_read_events(
	struct cursor *root, struct wire_project *in, int64_t *latest_ms)
{
	struct cursor list;
	struct project_item item;
	size_t n = 0;

	if (!reader_array(root, "events", READER_OPTIONAL, LIST_MAX, &list))
		return;
	in->events = mem_new(reader_count(&list) + 1, sizeof(*in->events));
	in->project.events = in->events;
	while (reader_more(&list)) {
		const struct project_place place = {
			.zone = in->zone,
			.id = project_place_id("", n + 1),
			.enrolment = project_place_id("", 1),
			.boot = project_place_id("", 1),
		};

		if (!project_read_item(&list, &place, &item))
			return;
		if (item.number == 0)
			item.number = (int64_t)n + 1;
		in->events[n++] = fact_of(&item);
		raise(latest_ms, item.time_ms);
	}
	in->project.event_count = n;
	find_doubles(&list, in);
}

/* --- deliveries ---------------------------------------------------------- */

static void
read_enrolments(struct cursor *root, struct wire_project *in)
{
	struct cursor list, cursor;
	size_t n = 0;

	if (!reader_array(root, "enrolments", READER_OPTIONAL, LIST_MAX, &list))
		return;
	in->enrolments =
		mem_new(reader_count(&list) + 1, sizeof(*in->enrolments));
	while (reader_more(&list)) {
		struct project_enrolment *enrolment = &in->enrolments[n++];

		enrolment->id = project_place_id("", n);
		enrolment->ended_ms = INT64_MAX;
		reader_object(&list, NULL, READER_WANTED, &cursor);
		project_read_name(
			&cursor, "id", READER_OPTIONAL, &enrolment->id);
		project_read_time(&cursor, "begun", READER_OPTIONAL, in->zone,
			&enrolment->begun_ms);
		project_read_time(&cursor, "ended", READER_OPTIONAL, in->zone,
			&enrolment->ended_ms);
		reader_end(&cursor);
	}
	in->project.enrolments = in->enrolments;
	in->project.enrolment_count = n;
}

/* The next number of an enrolment: one more than that of its last press. */
static int64_t
next_number(const struct wire_project *in, const struct id *enrolment)
{
	for (size_t i = in->project.press_count; i-- > 0;)
		if (id_equal(&in->presses[i].punch.enrolment, enrolment))
			return in->presses[i].punch.number + 1;
	return 1;
}

static void
add_press(struct wire_project *in, const struct project_item *item,
	const struct project_delivery *delivery)
{
	struct project *project = &in->project;
	struct project_press *press;
	struct punch *punch;

	in->presses = mem_grow(in->presses, &in->press_cap,
		project->press_count + 1, sizeof(*in->presses));
	press = &in->presses[project->press_count];
	memset(press, 0, sizeof(*press));
	punch = &press->punch;
	punch->id = item->id;
	punch->kind = item->kind;
	punch->location = item->location;
	punch->cost_code = item->cost_code;
	punch->target = item->target;
	punch->enrolment = item->enrolment;
	punch->number = item->number != 0 ? item->number
					  : next_number(in, &item->enrolment);
	punch->forced = item->forced;
	punch->pressed.wall_ms = item->time_ms;
	punch->pressed.boot = item->boot;
	punch->pressed.boottime_ms = item->boottime_ms;
	punch->has_chosen = item->has_chosen;
	punch->chosen_ms = item->chosen_ms;
	press->held = item->has_held ? item->held
				     : !id_equal(&item->enrolment,
					       &delivery->enrolment);
	project->press_count++;
}

static void
read_presses(struct cursor *cursor, struct wire_project *in,
	struct project_delivery *delivery)
{
	struct cursor list;
	struct project_item item;

	delivery->first = in->project.press_count;
	if (!reader_array(cursor, "presses", READER_OPTIONAL, LIST_MAX, &list))
		return;
	while (reader_more(&list)) {
		const struct project_place place = {
			.zone = in->zone,
			.is_press = true,
			.id = project_place_id(
				"", in->project.event_count +
					    in->project.press_count + 1),
			.enrolment = delivery->enrolment,
			.boot = delivery->contact.now.boot,
		};

		if (!project_read_item(&list, &place, &item))
			return;
		add_press(in, &item, delivery);
	}
	delivery->count = in->project.press_count - delivery->first;
}

static void
read_delivery(struct cursor *cursor, struct wire_project *in,
	struct project_delivery *delivery)
{
	struct contact *contact = &delivery->contact;

	delivery->enrolment = project_place_id("", 1);
	contact->now.boot = project_place_id("", 1);
	contact->highest = PROJECT_HIGHEST_HEARD;
	project_read_name(
		cursor, "enrolment", READER_OPTIONAL, &delivery->enrolment);
	project_read_time(cursor, "received", READER_WANTED, in->zone,
		&contact->received_ms);
	contact->now.wall_ms = contact->received_ms;
	contact->now.boottime_ms = contact->received_ms;
	project_read_time(cursor, "wall", READER_OPTIONAL, in->zone,
		&contact->now.wall_ms);
	project_read_name(cursor, "boot", READER_OPTIONAL, &contact->now.boot);
	project_read_boottime(cursor, in->zone, &contact->now.boottime_ms);
	if (reader_has(cursor, "highest"))
		reader_int(cursor, "highest", 0, READER_EXACT_MAX,
			&contact->highest);
	read_presses(cursor, in, delivery);
	reader_end(cursor);
}

void
project_read_deliveries(
	struct cursor *root, struct wire_project *in, int64_t *latest_ms)
{
	struct cursor list, cursor;
	size_t n = 0;

	read_enrolments(root, in);
	if (!reader_array(root, "deliveries", READER_OPTIONAL, LIST_MAX, &list))
		return;
	in->deliveries =
		mem_new(reader_count(&list) + 1, sizeof(*in->deliveries));
	while (reader_more(&list)) {
		if (!reader_object(&list, NULL, READER_WANTED, &cursor))
			return;
		read_delivery(&cursor, in, &in->deliveries[n]);
		raise(latest_ms, in->deliveries[n].contact.received_ms);
		n++;
	}
	in->project.deliveries = in->deliveries;
	in->project.delivery_count = n;
	in->project.presses = in->presses;
}

/* --- corrections --------------------------------------------------------- */

static const char *const correction_names[] = {
#define X(name, number, wire) [CORRECTION_##name] = (wire),
	CORRECTIONS(X)
#undef X
};
#define CORRECTION_COUNT 3

static bool
is_added(const struct wire_project *in, size_t n, const struct id *id)
{
	for (size_t i = 0; i < n; i++)
		if (in->corrections[i].kind == CORRECTION_ADD &&
			id_equal(&in->corrections[i].id, id))
			return true;
	return false;
}

static void
read_correction_job(struct cursor *cursor, const char *location,
	const char *cost_code, struct correction *correction)
{
	bool located = project_read_name(
		cursor, location, READER_OPTIONAL, &correction->location);
	bool coded = project_read_name(
		cursor, cost_code, READER_OPTIONAL, &correction->cost_code);

	correction->has_job = located || coded;
}

/* The members that both forms may have. */
static void
read_correction_rest(struct cursor *cursor, struct correction *correction)
{
	project_read_name(cursor, "id", READER_OPTIONAL, &correction->id);
	project_read_name(
		cursor, "enrolment", READER_OPTIONAL, &correction->enrolment);
	(void)reader_string(cursor, "by", READER_OPTIONAL);
	(void)reader_string(cursor, "reason", READER_OPTIONAL);
	reader_end(cursor);
}

static void
read_added_kind(
	struct cursor *cursor, const char *key, struct correction *correction)
{
	if (project_read_kind(cursor, key, &correction->punch) &&
		correction->punch == PUNCH_VOID)
		reader_fail(cursor, key, "nobody can have pressed that");
}

static void
read_correction_long(struct cursor *cursor, const struct zone *zone,
	struct correction *correction)
{
	int kind = 0;

	while (kind < CORRECTION_COUNT &&
		!reader_has(cursor, correction_names[kind]))
		kind++;
	if (kind == CORRECTION_COUNT) {
		reader_fail(
			cursor, "add", "neither it, nor change, nor remove");
		return;
	}
	correction->kind = (enum correction_kind)kind;
	if (correction->kind == CORRECTION_ADD)
		read_added_kind(cursor, "add", correction);
	else
		project_read_name(cursor, correction_names[kind], READER_WANTED,
			&correction->target);
	if (correction->kind != CORRECTION_REMOVE) {
		correction->has_at = project_read_time(cursor, "at",
			correction->kind == CORRECTION_ADD ? READER_WANTED
							   : READER_OPTIONAL,
			zone, &correction->at_ms);
		read_correction_job(
			cursor, "location", "cost_code", correction);
	}
	read_correction_rest(cursor, correction);
}

/* ["add", kind, time, location, cost code], ["change", punch, time, location,
 * cost code], ["remove", punch]; and an object with the rest. */
static void
read_correction_short(struct cursor *cursor, const struct zone *zone,
	struct correction *correction)
{
	int kind = reader_choice(cursor, NULL, READER_WANTED, correction_names,
		CORRECTION_COUNT);
	struct cursor rest;

	if (kind < 0)
		return;
	correction->kind = (enum correction_kind)kind;
	if (correction->kind == CORRECTION_ADD)
		read_added_kind(cursor, NULL, correction);
	else
		project_read_name(
			cursor, NULL, READER_WANTED, &correction->target);
	if (correction->kind != CORRECTION_REMOVE &&
		!project_next_is_object(cursor))
		correction->has_at = project_read_time(cursor, NULL,
			correction->kind == CORRECTION_ADD ? READER_WANTED
							   : READER_OPTIONAL,
			zone, &correction->at_ms);
	if (correction->kind != CORRECTION_REMOVE && reader_more(cursor) &&
		!project_next_is_object(cursor))
		read_correction_job(cursor, NULL, NULL, correction);
	if (project_next_is_object(cursor)) {
		reader_object(cursor, NULL, READER_WANTED, &rest);
		read_correction_rest(&rest, correction);
	}
	if (reader_more(cursor)) {
		(void)reader_take(cursor, NULL, READER_OPTIONAL);
		reader_fail(cursor, NULL, "does not belong here");
	}
}

static bool
read_correction(struct cursor *list, const struct wire_project *in, size_t n,
	struct correction *correction)
{
	static const struct id none;
	struct cursor cursor;

	correction->id = project_place_id("c", n + 1);
	correction->enrolment = project_place_id("", 1);
	if (project_next_is_list(list)) {
		reader_array(list, NULL, READER_WANTED, 6, &cursor);
		read_correction_short(&cursor, in->zone, correction);
	} else if (reader_object(list, NULL, READER_WANTED, &cursor)) {
		read_correction_long(&cursor, in->zone, correction);
	}
	if (is_added(in, n, &correction->target))
		correction->enrolment = none;
	return !list->reader->failed;
}

void
project_read_corrections(
	struct cursor *root, struct wire_project *in, int64_t *latest_ms)
{
	struct cursor list;
	size_t n = 0;

	if (!reader_array(
		    root, "corrections", READER_OPTIONAL, LIST_MAX, &list))
		return;
	in->corrections =
		mem_new(reader_count(&list) + 1, sizeof(*in->corrections));
	while (reader_more(&list)) {
		if (!read_correction(&list, in, n, &in->corrections[n]))
			return;
		raise(latest_ms, in->corrections[n].at_ms);
		n++;
	}
	in->project.corrections = in->corrections;
	in->project.correction_count = n;
}
