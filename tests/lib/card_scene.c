#include "lib/card_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/hours.h"
#include "base/mem.h"
#include "calendar/date.h"
#include "core/card.h"
#include "core/time_fold.h"
#include "lib/cmocka_all.h"
#include "wire/card.h"

#define MONDAY 20773 /* 2026-11-16 */

/* Times of New York, which is five hours behind UTC. */
struct scene_punch {
	int day, hour, minute, second;
	enum punch_kind kind;
	int location;  /* 1 Elm, 2 Oak */
	int cost_code; /* 1 Concrete, 2 Framing */
	bool by_luis;
	const char *comment;
};

static const struct scene_punch punches[] = {
	{0, 7, 58, 12, PUNCH_GO, 1, 1, false, NULL},
	{0, 10, 31, 40, PUNCH_GO, 1, 2, false, NULL},
	{0, 11, 55, 2, PUNCH_MEAL, 0, 0, false, NULL},
	{0, 12, 25, 40, PUNCH_RESUME, 0, 0, false, NULL},
	{0, 16, 20, 10, PUNCH_STOP, 0, 0, false, NULL},
	{1, 8, 0, 0, PUNCH_GO, 2, 1, true, "late bus"},
	{1, 15, 30, 0, PUNCH_STOP, 0, 0, false, NULL},
	{2, 7, 55, 0, PUNCH_GO, 1, 1, false, NULL},
	{3, 8, 0, 0, PUNCH_GO, 1, 1, false, NULL},
	{3, 13, 10, 0, PUNCH_MEAL, 0, 0, false, NULL},
	{3, 13, 25, 0, PUNCH_RESUME, 0, 0, false, NULL},
	{3, 16, 0, 0, PUNCH_STOP, 0, 0, false, NULL},
	{4, 5, 30, 0, PUNCH_GO, 2, 2, false, NULL},
	{4, 9, 0, 0, PUNCH_MEAL, 0, 0, false, NULL},
	{4, 9, 30, 0, PUNCH_RESUME, 0, 0, false, NULL},
	{4, 13, 0, 0, PUNCH_MEAL, 0, 0, false, NULL},
	{4, 13, 30, 0, PUNCH_RESUME, 0, 0, false, NULL},
	{4, 18, 0, 0, PUNCH_STOP, 0, 0, false, NULL},
	{5, 7, 30, 0, PUNCH_GO, 1, 1, true, NULL},
};
#define PUNCHES (sizeof(punches) / sizeof(*punches))

static int64_t
scene_ms(const struct scene_punch *punch)
{
	return (((MONDAY + punch->day) * INT64_C(24) + punch->hour + 5) * 3600 +
		       punch->minute * 60 + punch->second) *
	       1000;
}

static struct id
scene_id(size_t n)
{
	return (struct id){{0x01, 0x9b, [14] = 0xca, [15] = (uint8_t)n}};
}

static struct time_fact
scene_fact(const struct world *world, size_t n)
{
	const struct scene_punch *punch = &punches[n];
	const int64_t at_ms = scene_ms(punch);
	struct time_fact fact = {
		.event = {.id = scene_id(n),
			.kind = punch->kind,
			.enrolment = {{0xee, 1}},
			.number = (int64_t)n + 1,
			.at_ms = at_ms},
		.claimed_ms = at_ms,
		.restated_ms = at_ms,
		.ordered_ms = at_ms,
	};

	if (punch->location != 0)
		fact.event.location =
			punch->location == 1 ? world->elm : world->oak;
	if (punch->cost_code != 0)
		fact.event.cost_code = punch->cost_code == 1 ? world->concrete
							     : world->framing;
	return fact;
}

static void
scene_press(const struct world *world, const struct clock_key *key,
	struct wire_card_punch *out)
{
	const struct scene_punch *punch = &punches[key->number - 1];

	*out = (struct wire_card_punch){
		.enrolment = key->enrolment,
		.id = key->id,
		.kind = punch->kind,
		.by = punch->by_luis ? world->colleague : world->dana,
		.claimed_ms = key->at_ms,
		.method = RESTATE_SAME_BOOT,
	};
	if (punch->comment != NULL)
		out->comment = mem_dupz(punch->comment);
}

static void
scene_fold(const struct world *world, bool explain,
	struct time_records *records_out)
{
	static const struct time_policy policy = {
		.meal = {.tracked = true,
			.length_minutes = 30,
			.due_after_minutes = 240},
		.overtime = {.weekly_ot1_minutes = 30 * 60},
	};
	const struct time_span span = {
		.policy = policy, .max_record_minutes = 16 * 60};
	struct time_rules rules = {.spans = &span, .span_count = 1};
	struct time_fact facts[PUNCHES];
	struct time_facts all = {.facts = facts,
		.count = PUNCHES,
		.now_ms = world_service_ms(world)};
	struct zone *zone;
	struct err err = {0};
	struct time_source time =
		fake_time_port((struct fake_time *)&world->time);

	if (time.ops->zone(time.self, "America/New_York", &zone, &err) < 0)
		fail_msg("%s", err.text);
	rules.zone = zone;
	for (size_t i = 0; i < PUNCHES; i++)
		facts[i] = scene_fact(world, i);
	time_fold(&rules, &all, explain, records_out);
	card_run(&rules, records_out);
	zone_free(&zone);
}

/* What of it a card of these dates holds. */
static void
scene_card(const struct world *world, const struct time_records *records,
	const struct period *range, struct wire_card *card)
{
	static struct wire_card_span days[7], weeks[1];

	*card = (struct wire_card){
		.employee = world->dana,
		.range = *range,
		.zone = "America/New_York",
		.records = mem_new(records->count + 1, sizeof(*card->records)),
		.days = days,
		.weeks = weeks,
		.week_count = 1,
		.exceptions = records->exceptions,
		.exception_count = records->exception_count,
		.totals = card_sum(records, range->first, range->last),
		.reasons = records->reasons,
		.reason_count = records->reason_count,
		.explained = records->explain,
	};
	card->jobs =
		card_jobs(records, range->first, range->last, &card->job_count);
	weeks[0].span = (struct period){MONDAY, MONDAY + 6};
	weeks[0].sum = card_sum(records, MONDAY, MONDAY + 6);
	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *record = &records->records[i];
		struct wire_card_record *it =
			&card->records[card->record_count];

		if (!period_holds(range, record->date))
			continue;
		it->record = *record;
		if (record->has_start)
			scene_press(world, &record->start.key, &it->start);
		if (record->has_end)
			scene_press(world, &record->end.key, &it->end);
		card->record_count++;
	}
	for (int32_t date = range->first; date <= range->last; date++) {
		struct wire_card_span *day = &days[card->day_count];

		day->span = (struct period){date, date};
		day->sum = card_sum(records, date, date);
		for (size_t i = 0; i < card->record_count; i++)
			if (card->records[i].record.date == date) {
				card->day_count++;
				break;
			}
	}
}

void
card_scene_body(const struct world *world, bool explain, struct str *out)
{
	static const struct period week = {MONDAY, MONDAY + 6};
	struct time_records records = {0};
	struct wire_card card;

	scene_fold(world, explain, &records);
	scene_card(world, &records, &week, &card);
	wire_card_encode(&card, out);
	for (size_t i = 0; i < card.record_count; i++) {
		free(card.records[i].start.comment);
		free(card.records[i].end.comment);
	}
	free(card.records);
	free(card.jobs);
	time_records_release(&records);
}

void
card_scene_board(const struct world *world, struct str *out)
{
	const int64_t now_ms = world_service_ms(world);
	struct wire_board_row rows[] = {
		{.employee = world->dana,
			.mode = CLOCK_IN,
			.since_ms = now_ms - 30 * 60000,
			.location = world->elm,
			.cost_code = world->concrete},
		{.employee = world->colleague,
			.mode = CLOCK_OUT,
			.since_ms = now_ms - 16 * INT64_C(3600000)},
	};
	const struct wire_board board = {
		.as_of_ms = now_ms, .rows = rows, .count = 2};

	wire_board_encode(&board, out);
}

static void
keep(struct world *world, const char *name, const struct str *body)
{
	struct catalog_cache cache = fake_catalog_port(&world->catalog);
	struct err err = {0};

	(void)cache.ops->keep(
		cache.self, 1, name, world_service_ms(world), body, &err);
}

void
card_scene_keep(struct world *world, bool explain)
{
	char id[ID_TEXT_BYTES], today[DATE_BYTES], name[160];
	struct str body;

	str_init(&body, 1 << 20);
	card_scene_body(world, explain, &body);
	snprintf(name, sizeof(name), "/v1/time-cards/%s?week=%s%s",
		id_format(&world->dana, id), date_format(MONDAY + 5, today),
		explain ? "&explain=true" : "");
	keep(world, name, &body);
	str_clear(&body);
	card_scene_board(world, &body);
	keep(world, "/v1/board?limit=1000", &body);
	str_release(&body);
}
