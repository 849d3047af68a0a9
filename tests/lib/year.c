#include "lib/year.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/verdict.h"
#include "db/batch.h"
#include "service/company/chain.h"
#include "service/company/company_clock.h"
#include "service/company/setup.h"
#include "src/service/ledger/clock_walk.h"
#include "src/service/ledger/enrolment_state_rows.h"
#include "src/service/ledger/ledger_rows.h"
#include "src/service/ledger/timeline_rows.h"

#define HOUR_MS (60 * 60 * INT64_C(1000))
#define UNDONE_MS 10000
#define UNDONE_EVERY 97 /* days of a person */
#define BATCH 1000

/* --- its punches ---------------------------------------------------------- */

static struct id
id_of(uint8_t what, uint64_t number)
{
	struct id id = {{0x01, 0x9b, what, [6] = 0x70, [8] = 0x80}};

	for (int i = 0; i < 6; i++)
		id.bytes[15 - i] = (uint8_t)(number >> (8 * i));
	return id;
}

struct id
year_person(size_t person)
{
	return id_of(2, person);
}

int64_t
year_end_ms(const struct year *year)
{
	return (YEAR_FIRST_DATE + (int64_t)year->days) * YEAR_DAY_MS;
}

size_t
year_punches(const struct year *year)
{
	return year->people * year->days * YEAR_DAY_PUNCHES;
}

/* Whose the punch of this number is, and which of theirs, from 0: by day, by
 * hour, by person, as a year goes by; then those of the last day alone. */
struct place {
	size_t person;
	size_t which;
	size_t day;
};

static struct place
place_of(const struct year *year, size_t number)
{
	const size_t all = year_punches(year);
	const size_t others = year->people * (YEAR_BOARD_TIMES - 1);
	struct place place;

	if (number < all) {
		place.person = number % year->people;
		place.which = number / year->people;
		place.day = place.which / YEAR_DAY_PUNCHES;
	} else {
		place.person = year->people + (number - all) % others;
		place.which = (number - all) / others;
		place.day = year->days - 1;
	}
	return place;
}

static size_t
number_of(const struct year *year, const struct place *place)
{
	if (place->person < year->people)
		return place->which * year->people + place->person;
	return year_punches(year) +
	       place->which * year->people * (YEAR_BOARD_TIMES - 1) +
	       place->person - year->people;
}

static size_t
count_all(const struct year *year)
{
	return year_punches(year) +
	       year->people * (YEAR_BOARD_TIMES - 1) * YEAR_DAY_PUNCHES;
}

static int64_t
pressed_ms(const struct place *place, bool undoes)
{
	static const int hours[] = {13, 17, 18, 22};
	const size_t which = place->which % YEAR_DAY_PUNCHES;
	const int hour = undoes && which == 2 ? hours[1] : hours[which];

	return (YEAR_FIRST_DATE + (int64_t)place->day) * YEAR_DAY_MS +
	       hour * HOUR_MS + (int64_t)(place->person * 37 % 600) * 1000 +
	       (undoes && which == 2 ? UNDONE_MS : 0);
}

static struct punch
make_punch(const struct year *year, const struct place *place)
{
	static const enum punch_kind kinds[2][YEAR_DAY_PUNCHES] = {
		{PUNCH_GO, PUNCH_MEAL, PUNCH_RESUME, PUNCH_STOP},
		{PUNCH_GO, PUNCH_STOP, PUNCH_VOID, PUNCH_STOP}};
	const bool undoes = (place->person + place->day) % UNDONE_EVERY == 0;
	const size_t which = place->which % YEAR_DAY_PUNCHES;
	const int64_t at_ms = pressed_ms(place, undoes);
	struct place before = *place;
	struct punch punch = {
		.id = id_of(1, number_of(year, place)),
		.employee = year_person(place->person),
		.pressed_by = year_person(place->person),
		.enrolment = id_of(3, place->person),
		.number = (int64_t)place->which + 1,
		.kind = kinds[undoes][which],
		.pressed = {.wall_ms = at_ms,
			.boottime_ms = at_ms - YEAR_FIRST_DATE * YEAR_DAY_MS,
			.boot = id_of(4, place->person),
			.zone = "America/New_York",
			.offset_s = -18000},
	};

	if (punch.kind == PUNCH_GO) {
		punch.location = id_of(5, place->person % 20);
		punch.cost_code = id_of(6, place->person % 50);
	} else if (punch.kind == PUNCH_VOID) {
		before.which--;
		punch.target = id_of(1, number_of(year, &before));
	}
	return punch;
}

/* --- the tables ----------------------------------------------------------- */

/* What is bound is borrowed until it ran. */
struct filling {
	struct year *year;
	struct chain_head head;
	struct str scratch;
	size_t first; /* of a batch */
	struct punch punch;
	struct restated restated;
	struct ledger_row row;
	struct timeline_row line;
	struct clock_rules rules;
	struct point *points;
	size_t count, cap;
	struct enrolment_state state;
};

static void
next_punch(struct filling *it, size_t i)
{
	const struct place place = place_of(it->year, it->first + i);

	it->punch = make_punch(it->year, &place);
	it->restated = (struct restated){.press_ms = it->punch.pressed.wall_ms,
		.method = RESTATE_SAME_BOOT,
		.anchor_boottime_ms = it->punch.pressed.boottime_ms,
		.anchor_received_ms = it->punch.pressed.wall_ms,
		.not_after_ms = it->punch.pressed.wall_ms};
}

static void
bind_ledger(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct filling *it = ctx;
	struct ledger_row *row = &it->row;

	next_punch(it, i);
	*row = (struct ledger_row){
		.company = it->year->company,
		.seq = ++it->head.last_seq,
		.punch = &it->punch,
		.carrier = {.now = it->punch.pressed,
			.highest = it->punch.number,
			.received_ms = it->restated.press_ms},
		.restated = it->restated,
		.verdict = verdict_name(VERDICT_RECORDED),
	};
	ledger_row_content(&it->punch, &it->scratch, &row->content);
	ledger_row_chain(row, &it->head.hash, &it->scratch);
	it->head.hash = row->hash;
	ledger_rows_bind(row, stmt);
}

static void
bind_timeline(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct filling *it = ctx;

	next_punch(it, i);
	it->line = (struct timeline_row){
		.company = it->year->company,
		.seq = it->head.last_seq - (int64_t)count_all(it->year) + 1 +
		       (int64_t)(it->first + i),
		.employee = it->punch.employee,
		.enrolment = it->punch.enrolment,
		.number = it->punch.number,
		.at_ms = it->restated.press_ms,
		.press_ms = it->restated.press_ms,
		.restated = it->restated,
		.counts = true,
		.press = timeline_press_of(&it->punch),
	};
	timeline_rows_bind(&it->line, stmt);
}

static int
fill_rows(struct filling *it, const char *sql,
	void (*bind)(void *ctx, struct db_stmt *stmt, size_t i),
	struct err *err)
{
	const struct db_batch_call call = {bind, NULL, it, false};
	const size_t all = count_all(it->year);

	for (it->first = 0; it->first < all; it->first += BATCH) {
		size_t n = all - it->first < BATCH ? all - it->first : BATCH;

		if (db_batch(it->year->db, sql, n, &call, err) < 0)
			return -1;
	}
	return 0;
}

/* --- what follows of a person --------------------------------------------- */

static void
on_point(void *ctx, const struct point *point)
{
	struct filling *it = ctx;

	it->points = mem_grow(
		it->points, &it->cap, it->count + 1, sizeof(*it->points));
	it->points[it->count++] = *point;
}

static struct clock_event
event_of(const struct punch *punch)
{
	return (struct clock_event){
		.id = punch->id,
		.kind = punch->kind,
		.location = punch->location,
		.cost_code = punch->cost_code,
		.target = punch->target,
		.enrolment = punch->enrolment,
		.number = punch->number,
		.at_ms = punch->pressed.wall_ms,
		.boot = punch->pressed.boot,
		.boottime_ms = punch->pressed.boottime_ms,
		.not_after_ms = punch->pressed.wall_ms,
	};
}

/* Where the enrolment stands behind its last punch. */
static int
save_state(struct filling *it, struct err *err)
{
	struct enrolment_state *state = &it->state;
	const struct punch *last = &it->punch;
	struct db_stmt *stmt;

	enrolment_state_init(state, &it->year->company, &last->enrolment);
	state->highest = state->recorded = state->watermark = last->number;
	state->order = (struct order_point){
		.number = last->number,
		.press_ms = last->pressed.wall_ms,
		.is_exact = true,
		.boot = last->pressed.boot,
		.boottime_ms = last->pressed.boottime_ms,
	};
	state->last = (struct contact){.now = last->pressed,
		.highest = last->number,
		.received_ms = last->pressed.wall_ms};
	state->first = state->quick = state->last;
	if (db_prepare(it->year->db, enrolment_state_rows_save, &stmt, err) < 0)
		return -1;
	enrolment_state_rows_bind_save(state, stmt);
	return db_run(stmt, err);
}

static int
follow_person(struct filling *it, size_t person, struct err *err)
{
	const struct clock_walk_sink sink = {on_point, it};
	const bool all = person < it->year->people;
	const size_t days = all ? it->year->days : 1;
	const size_t n = days * YEAR_DAY_PUNCHES;
	struct clock_event *events = mem_new(n, sizeof(*events));
	struct point point = {
		.company = it->year->company, .employee = year_person(person)};

	(void)point_rows_take(&point, NULL, err);
	for (size_t i = 0; i < n; i++) {
		const struct place place = {person, i,
			all ? i / YEAR_DAY_PUNCHES : it->year->days - 1};

		it->punch = make_punch(it->year, &place);
		events[i] = event_of(&it->punch);
	}
	it->count = 0;
	clock_walk_events(&point, &it->rules, events, n, &sink);
	free(events);
	if (point_rows_put(it->year->db, it->points, it->count, err) < 0)
		return -1;
	return save_state(it, err);
}

static int
follow_people(struct filling *it, struct err *err)
{
	const size_t n = it->year->people * YEAR_BOARD_TIMES;
	struct company_clock clock;
	int rc = 0;

	if (company_clock_load(it->year->db, it->year->zones,
		    &it->year->company, &clock, err) < 0)
		return -1;
	it->rules = clock.rules;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = follow_person(it, i, err);
	company_clock_release(&clock);
	return rc;
}

/* --- the whole ------------------------------------------------------------ */

static void
next_person(void *ctx, size_t i, struct setup_employee *out)
{
	out->id = year_person(i);
	out->number = "";
	out->given_name = "Dana";
	out->family_name = "Whitfield";
	out->policy_group = *(const struct id *)ctx;
}

static int
set_up(struct year *year, struct err *err)
{
	static const struct meal_policy meal = {true, 30, 300, MEAL_EARLY_WARN};
	struct setup setup = {.db = year->db, .now_ms = 1};
	struct id group;

	if (setup_company(&setup, "acme", "Acme", "America/New_York", err) < 0)
		return -1;
	year->company = setup.company;
	if (setup_policy_group(&setup, "Default", &meal, &group, err) < 0 ||
		setup_employees(&setup, year->people * YEAR_BOARD_TIMES,
			next_person, &group, err) < 0)
		return -1;
	return setup_finish(&setup, err);
}

static int
fill(struct filling *it, struct err *err)
{
	struct year *year = it->year;

	if (set_up(year, err) < 0 ||
		chain_lock(year->db, &year->company, &it->head, err) < 0 ||
		fill_rows(it, ledger_rows_insert, bind_ledger, err) < 0 ||
		fill_rows(it, timeline_rows_insert, bind_timeline, err) < 0 ||
		chain_save(year->db, &year->company, &it->head, err) < 0)
		return -1;
	return follow_people(it, err);
}

int
year_fill(struct year *year, struct err *err)
{
	struct filling it = {.year = year};
	int rc;

	str_init(&it.scratch, LEDGER_ROW_BYTES);
	if (db_begin(year->db, err) < 0)
		return -1;
	rc = fill(&it, err);
	if (rc == 0)
		rc = db_commit(year->db, err);
	else
		db_rollback(year->db);
	str_release(&it.scratch);
	free(it.points);
	return rc;
}
