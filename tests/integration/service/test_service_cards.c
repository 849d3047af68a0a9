/* Cards, the summary, the board: the same as a fold of all that somebody ever
 * pressed, of those alone whom one may see. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "calendar/date.h"
#include "core/time_fold.h"
#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"
#include "lib/zone_file.h"
#include "wire/card.h"

#define MINUTE_MS (60 * INT64_C(1000))
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define MONDAY_MS INT64_C(1795392000000) /* 2026-11-23, UTC */

static void
let_see_own_cards(struct acme *acme)
{
	acme_run(acme,
		"INSERT INTO role_permission SELECT company, id,"
		" 'my-time-card', 'view' FROM role WHERE name = 'E'"
		" AND company = ?1",
		&acme->company, 0);
}

static struct punch *
press_at(struct pad *pad, enum punch_kind kind, int64_t at_ms)
{
	struct punch *punch = pad_press(pad, pad->person, pad->person);

	punch->pressed = pad_stamp(pad->acme, pad->acme->now_ms - at_ms);
	punch->kind = kind;
	if (kind != PUNCH_GO) {
		punch->location = (struct id){{0}};
		punch->cost_code = (struct id){{0}};
	}
	return punch;
}

static void
deliver(struct pad *pad)
{
	assert_int_equal(pad_deliver(pad, pad->tokens.delivery), 200);
}

/* From one time of a day of that week to another, in hundredths of hours. */
static void
work(struct pad *pad, int day, int from, int to)
{
	const int64_t midnight = MONDAY_MS + day * DAY_MS;

	press_at(pad, PUNCH_GO, midnight + from * HOUR_MS / 100);
	press_at(pad, PUNCH_STOP, midnight + to * HOUR_MS / 100);
}

/* The path lasts until the next call. */
static int
get_card(struct clerk *clerk, enum acme_person person, const char *query)
{
	static char path[96];

	snprintf(path, sizeof(path), "/v1/time-cards/%s",
		clerk_text(&clerk->acme->people[person]));
	return clerk_get(clerk, path, query);
}

/* --- the same by the core ------------------------------------------------- */

static void
read_fact(const struct db_stmt *row, struct time_fact *fact)
{
	struct clock_event *event = &fact->event;
	struct err err;

	if (punch_kind_parse(db_text(row, 1), &event->kind, &err) < 0)
		fail_msg("%s", err.text);
	event->id = db_id(row, 0);
	event->location = db_id(row, 2);
	event->cost_code = db_id(row, 3);
	event->target = db_id(row, 4);
	event->enrolment = db_id(row, 5);
	event->number = db_int(row, 6);
	event->at_ms = db_int(row, 7);
	event->boot = db_id(row, 8);
	event->boottime_ms = db_int(row, 9);
	event->has_chosen = db_int(row, 10) != 0;
	event->not_before_ms = db_int(row, 11);
	event->not_after_ms = db_int(row, 12);
	fact->flags = (unsigned)db_int(row, 13);
	fact->held = db_int(row, 14) == 0;
}

/* All that Dana ever pressed, by one fold. */
static struct time_records
fold_all(struct acme *acme, const struct time_rules *rules)
{
	struct db_stmt *stmt = sql_prepare(acme->db,
		"SELECT l.id, l.kind, l.location, l.cost_code, l.target,"
		" l.enrolment, l.number, t.at_ms, l.boot, l.boottime_ms,"
		" l.has_chosen, t.not_before_ms, t.not_after_ms, t.flags,"
		" t.counts FROM ledger l JOIN timeline t"
		" ON t.company = l.company AND t.seq = l.seq"
		" WHERE l.employee = ?1");
	struct time_facts facts = {.now_ms = acme->now_ms};
	struct time_fact *items = NULL;
	struct time_records records;
	struct err err = {0};
	size_t cap = 0;
	bool row;

	db_bind_id(stmt, 1, &acme->people[ACME_DANA]);
	while (db_step(stmt, &row, &err) == 0 && row) {
		items = mem_grow(items, &cap, facts.count + 1, sizeof(*items));
		items[facts.count] = (struct time_fact){.held = false};
		read_fact(stmt, &items[facts.count++]);
	}
	facts.facts = items;
	time_fold(rules, &facts, false, &records);
	card_run(rules, &records);
	free(items);
	db_reset(acme->db);
	return records;
}

static void
same_record(const struct time_record *got, const struct time_record *want)
{
	assert_true(id_equal(&got->id, &want->id));
	assert_int_equal(got->kind, want->kind);
	assert_int_equal(got->date, want->date);
	assert_int_equal(got->open, want->open);
	assert_int_equal(got->has_start, want->has_start);
	assert_int_equal(got->has_end, want->has_end);
	assert_int_equal(got->start.key.at_ms, want->start.key.at_ms);
	assert_int_equal(got->end.key.at_ms, want->end.key.at_ms);
	assert_int_equal(got->shown_start_ms, want->shown_start_ms);
	assert_int_equal(got->shown_end_ms, want->shown_end_ms);
	assert_int_equal(got->minutes, want->minutes);
	assert_memory_equal(got->paid, want->paid, sizeof(got->paid));
	assert_true(id_equal(&got->location, &want->location));
	assert_true(id_equal(&got->cost_code, &want->cost_code));
}

static void
same_sum(const struct card_sum *got, const struct card_sum *want)
{
	assert_memory_equal(got, want, sizeof(*got));
}

/* The card that was answered is that part of what the core makes of it all. */
static void
same_card(const struct wire_card *card, const struct time_records *all)
{
	const struct card_sum totals =
		card_sum(all, card->range.first, card->range.last);
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++) {
		if (!period_holds(&card->range, all->records[i].date))
			continue;
		assert_true(n < card->record_count);
		same_record(&card->records[n++].record, &all->records[i]);
	}
	assert_int_equal(card->record_count, n);
	n = 0;
	for (size_t i = 0; i < all->exception_count; i++) {
		if (!period_holds(&card->range, all->exceptions[i].date))
			continue;
		assert_true(n < card->exception_count);
		assert_int_equal(
			card->exceptions[n].kind, all->exceptions[i].kind);
		assert_int_equal(
			card->exceptions[n++].at_ms, all->exceptions[i].at_ms);
	}
	assert_int_equal(card->exception_count, n);
	same_sum(&card->totals, &totals);
}

/* Dana's card of these dates, and her line of the summary. */
static void
check_dates(struct clerk *clerk, const struct time_records *all, int32_t first,
	int32_t last)
{
	struct acme *acme = clerk->acme;
	char query[64], from[DATE_BYTES], to[DATE_BYTES];
	struct wire_summary summary;
	struct wire_card card;
	bool found = false;
	struct err err;

	snprintf(query, sizeof(query), "from=%s&to=%s",
		date_format(first, from), date_format(last, to));
	assert_int_equal(get_card(clerk, ACME_DANA, query), 200);
	if (wire_card_decode(acme->reply.body.data, acme->reply.body.len, &card,
		    &err) < 0)
		fail_msg("%s", err.text);
	same_card(&card, all);
	assert_int_equal(clerk_get(clerk, "/v1/time-cards", query), 200);
	if (wire_summary_decode(acme->reply.body.data, acme->reply.body.len,
		    &summary, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < summary.count; i++) {
		if (!id_equal(&summary.rows[i].employee,
			    &acme->people[ACME_DANA]))
			continue;
		found = true;
		same_sum(&summary.rows[i].sum, &card.totals);
	}
	assert_true(found);
	wire_summary_release(&summary);
	wire_card_release(&card);
}

/* --- what somebody pressed ------------------------------------------------ */

static uint64_t seed = 88172645463325252;

static int
below(int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)limit);
}

static const enum punch_kind kinds[] = {
	PUNCH_GO, PUNCH_GO, PUNCH_STOP, PUNCH_STOP, PUNCH_MEAL, PUNCH_RESUME};

/* Ten days by chance, some hours or seconds apart, some taken back, some as of
 * the day before; each tenth comes later than those behind it. */
static void
press_by_chance(struct pad *pad, struct pad *late)
{
	int64_t at_ms = MONDAY_MS - 2 * DAY_MS;

	for (int i = 0; i < 90; i++) {
		const enum punch_kind kind = kinds[below(6)];
		struct punch *punch;

		at_ms += below(5) == 0 ? below(15000)
				       : below(270) * MINUTE_MS + below(60000);
		punch = press_at(
			below(10) == 0 && late->count < 30 ? late : pad, kind,
			at_ms);
		if (kind == PUNCH_GO && below(3) == 0)
			punch->location = pad->acme->locations[1];
		if (below(6) == 0 && pad->count > 0 && pad->count < 31) {
			struct id target = pad->punches[pad->count - 1].id;

			punch = press_at(pad, PUNCH_VOID, at_ms + 900);
			punch->target = target;
		}
		if (pad->count > 28)
			deliver(pad);
	}
	deliver(pad);
	deliver(late);
}

static void
test_a_card_is_what_the_core_makes_of_it(void **state)
{
	static const struct time_span span = {
		.from_ms = INT64_MIN,
		.policy.meal = {.tracked = true,
			.length_minutes = 30,
			.due_after_minutes = 240},
		.max_record_minutes = 960,
	};
	const struct time_rules rules = {.spans = &span, .span_count = 1};
	const int32_t monday = (int32_t)(MONDAY_MS / DAY_MS);
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme}, late = {.acme = acme, .device = 1};
	struct time_records all;
	struct clerk marisol;

	acme->now_ms = MONDAY_MS + 8 * DAY_MS;
	pad_sign_in(&pad, ACME_DANA);
	pad_sign_in(&late, ACME_DANA);
	acme_run(acme, "UPDATE enrolment SET begun_ms = 1000", NULL, 0);
	press_by_chance(&pad, &late);
	acme_check(acme);
	all = fold_all(acme, &rules);
	marisol = clerk_sign_in(acme, ACME_BOSS);
	check_dates(&marisol, &all, monday - 10, monday + 10);
	for (int32_t first = monday - 4; first < monday + 9; first++) {
		check_dates(&marisol, &all, first, first);
		check_dates(&marisol, &all, first, first + below(6));
	}
	time_records_release(&all);
	acme_close(&acme);
}

static void
test_what_a_card_says(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct clerk dana;
	struct punch *go;
	char etag[80];

	acme->now_ms = MONDAY_MS + 3 * DAY_MS;
	let_see_own_cards(acme);
	pad_sign_in(&pad, ACME_DANA);
	acme_run(acme, "UPDATE enrolment SET begun_ms = 1000", NULL, 0);
	work(&pad, 0, 800, 1200);
	work(&pad, 0, 1250, 1700);
	work(&pad, 1, 800, 1500);
	go = press_at(&pad, PUNCH_GO, acme->now_ms - HOUR_MS);
	snprintf(go->comment, sizeof(go->comment), "behind the shed");
	deliver(&pad);
	dana = clerk_sign_in(acme, ACME_DANA);
	assert_int_equal(get_card(&dana, ACME_DANA, NULL), 200);
	assert_string_equal(acme_text(acme, "from"), "2026-11-23");
	assert_string_equal(acme_text(acme, "to"), "2026-11-29");
	assert_string_equal(acme_text(acme, "zone"), "America/New_York");
	assert_int_equal(acme_int(acme, "totals.minutes"), 15 * 60 + 30);
	assert_int_equal(acme_int(acme, "totals.open"), 1);
	assert_int_equal(acme_int(acme, "days"), 3);
	assert_int_equal(acme_int(acme, "days.0.minutes"), 510);
	assert_int_equal(acme_int(acme, "weeks"), 1);
	assert_int_equal(acme_int(acme, "weeks.0.minutes"), 930);
	assert_int_equal(acme_int(acme, "jobs.0.minutes"), 930);
	assert_string_equal(acme_text(acme, "records.3.start_punch.comment"),
		"behind the shed");
	assert_string_equal(
		acme_text(acme, "records.0.start_punch.method"), "same-boot");
	assert_string_equal(acme_text(acme, "records.0.start_punch.by"),
		clerk_text(&acme->people[ACME_DANA]));
	assert_int_equal(acme_int(acme, "reasons"), 0);
	snprintf(etag, sizeof(etag), "%s", acme->reply.etag);
	assert_int_equal(get_card(&dana, ACME_DANA, "explain=true"), 200);
	assert_true(acme_int(acme, "reasons") > 0);
	assert_string_equal(acme->reply.etag, etag);
	acme_close(&acme);
}

static int
ask_again(struct clerk *clerk, const char *path, const char *query)
{
	char etag[80];

	assert_int_equal(clerk_get(clerk, path, query), 200);
	snprintf(etag, sizeof(etag), "%s", clerk->acme->reply.etag);
	return acme_ask(clerk->acme, &(struct acme_request){.path = path,
					     .query = query,
					     .token = clerk->tokens.access,
					     .if_none_match = etag});
}

static void
test_nothing_new(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct clerk marisol;
	char path[96];

	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	deliver(&pad);
	marisol = clerk_sign_in(acme, ACME_BOSS);
	snprintf(path, sizeof(path), "/v1/time-cards/%s",
		clerk_text(&acme->people[ACME_DANA]));
	assert_int_equal(ask_again(&marisol, path, NULL), 304);
	assert_int_equal(ask_again(&marisol, "/v1/time-cards", NULL), 304);
	assert_int_equal(ask_again(&marisol, "/v1/board", NULL), 304);
	acme->now_ms += 2000;
	assert_int_equal(ask_again(&marisol, "/v1/board", NULL), 304);
	acme_close(&acme);
}

static void
test_of_whom(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk dana, tomasz, idle;

	let_see_own_cards(acme);
	dana = clerk_sign_in(acme, ACME_DANA);
	tomasz = clerk_sign_in(acme, ACME_LEAD);
	idle = clerk_sign_in(acme, ACME_IDLE);
	assert_int_equal(get_card(&dana, ACME_DANA, NULL), 200);
	assert_int_equal(get_card(&dana, ACME_BOSS, NULL), 404);
	assert_int_equal(clerk_get(&dana, "/v1/time-cards", NULL), 403);
	assert_int_equal(clerk_get(&dana, "/v1/board", NULL), 403);
	assert_int_equal(get_card(&idle, ACME_IDLE, NULL), 403);
	assert_int_equal(get_card(&tomasz, ACME_DANA, NULL), 200);
	assert_int_equal(get_card(&tomasz, ACME_LUKASZ, NULL), 404);
	assert_int_equal(get_card(&tomasz, ACME_STRANGER, NULL), 404);
	assert_int_equal(clerk_get(&tomasz, "/v1/time-cards", NULL), 200);
	assert_int_equal(acme_int(acme, "people"), 2);
	assert_int_equal(clerk_get(&tomasz, "/v1/board", NULL), 200);
	assert_int_equal(acme_int(acme, "people"), 2);
	acme_close(&acme);
}

static void
test_of_which_dates(void **state)
{
	static const struct {
		const char *query;
		int status;
		const char *from, *to;
	} cases[] = {
		{"from=2026-11-01&to=2026-12-01", 200, "2026-11-01",
			"2026-12-01"},
		{"from=2026-11-01&to=2026-12-02", 422, "", ""},
		{"from=2026-11-02&to=2026-11-01", 422, "", ""},
		{"from=2026-11-01", 422, "", ""},
		{"from=2026-11-31&to=2026-12-01", 422, "", ""},
		{"period=yesterday", 422, "", ""},
		{"explain=yes", 422, "", ""},
		{"week=2026-11-26", 200, "2026-11-23", "2026-11-29"},
		{"period=2026-11-26", 200, "2026-11-16", "2026-11-30"},
		{"period=2026-03-01", 200, "2026-03-01", "2026-03-15"},
		{"", 200, "2026-11-16", "2026-11-30"},
	};
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);

	assert_int_equal(clerk_patch(&robin, "/v1/company", "",
				 "{'pay_period':'twice-a-month'}"),
		200);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(get_card(&robin, ACME_DANA, cases[i].query),
			cases[i].status);
		assert_string_equal(acme_text(acme, "from"), cases[i].from);
		assert_string_equal(acme_text(acme, "to"), cases[i].to);
	}
	acme_close(&acme);
}

/* What waits for review counts in nothing, and is pointed out; declined, it is
 * no more. */
static void
test_what_is_held(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	char path[128];

	pad_sign_in(&pad, ACME_DANA);
	acme_run(acme, "UPDATE company SET clock_in_out = 0", NULL, 0);
	acme->now_ms += MINUTE_MS;
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "quarantined", "clock-off");
	assert_int_equal(get_card(&robin, ACME_DANA, NULL), 200);
	assert_int_equal(acme_int(acme, "records"), 0);
	assert_string_equal(
		acme_text(acme, "exceptions.0.kind"), "quarantined-punch");
	assert_int_equal(acme_int(acme, "totals.exceptions"), 1);
	assert_int_equal(clerk_get(&robin, "/v1/quarantine", NULL), 200);
	snprintf(path, sizeof(path), "/v1/quarantine/%s/decline",
		acme_text(acme, "items.0.id"));
	assert_int_equal(clerk_post(&robin, path, "{'reason':'x'}"), 200);
	assert_int_equal(get_card(&robin, ACME_DANA, NULL), 200);
	assert_int_equal(acme_int(acme, "exceptions"), 0);
	acme_close(&acme);
}

/* Story: the night in which the clocks go back has an hour more. */
static void
test_the_week_in_which_clocks_go_back(void **state)
{
	static const int64_t saturday = INT64_C(1793404800000); /* 31 October */
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct clerk marisol;

	service_close(&acme->service);
	acme->options.zone = zone_file_find;
	acme->service = acme_open_beside(acme);
	pad_sign_in(&pad, ACME_DANA);
	acme_run(acme, "UPDATE enrolment SET begun_ms = 1000", NULL, 0);
	/* 22:00 EDT on Saturday to 06:00 EST on Sunday, two boots ago */
	press_at(&pad, PUNCH_GO, saturday + 26 * HOUR_MS);
	press_at(&pad, PUNCH_STOP, saturday + 35 * HOUR_MS);
	for (size_t i = 0; i < pad.count; i++) {
		pad.punches[i].pressed.boot = (struct id){{0x41}};
		pad.punches[i].pressed.boottime_ms = (int64_t)i * 9 * HOUR_MS;
	}
	deliver(&pad);
	marisol = clerk_sign_in(acme, ACME_BOSS);
	assert_int_equal(get_card(&marisol, ACME_DANA, "week=2026-10-31"), 200);
	assert_int_equal(acme_int(acme, "totals.minutes"), 540);
	assert_string_equal(acme_text(acme, "records.0.date"), "2026-10-31");
	assert_int_equal(
		get_card(&marisol, ACME_DANA, "from=2026-11-01&to=2026-11-01"),
		200);
	assert_int_equal(acme_int(acme, "totals.minutes"), 0);
	acme_close(&acme);
}

static void
test_the_board(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct clerk tomasz;
	char query[96];

	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	deliver(&pad);
	tomasz = clerk_sign_in(acme, ACME_LEAD);
	assert_int_equal(clerk_get(&tomasz, "/v1/board", NULL), 200);
	assert_string_equal(acme_text(acme, "people.1.state"), "in");
	assert_string_equal(acme_text(acme, "people.1.employee"),
		clerk_text(&acme->people[ACME_DANA]));
	assert_string_equal(acme_text(acme, "people.0.state"), "out");
	assert_string_equal(acme_text(acme, "people.0.since"), "");
	assert_int_equal(acme_int(acme, "people.1.missing_stop"), 0);
	for (int i = 0; i < 2; i++) {
		snprintf(query, sizeof(query), "location=%s",
			clerk_text(&acme->locations[i]));
		assert_int_equal(clerk_get(&tomasz, "/v1/board", query), 200);
		assert_int_equal(acme_int(acme, "people"), 1 - i);
	}
	snprintf(query, sizeof(query), "group=%s", clerk_id(7));
	assert_int_equal(clerk_get(&tomasz, "/v1/board", query), 200);
	assert_int_equal(acme_int(acme, "people"), 0);
	assert_int_equal(clerk_get(&tomasz, "/v1/board", "limit=1"), 200);
	assert_int_equal(acme_int(acme, "people"), 1);
	assert_non_null(strstr(acme->reply.link, "/v1/board?cursor="));
	acme->now_ms += 17 * HOUR_MS;
	tomasz = clerk_sign_in(acme, ACME_LEAD);
	assert_int_equal(clerk_get(&tomasz, "/v1/board", NULL), 200);
	assert_int_equal(acme_int(acme, "people.1.missing_stop"), 1);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_card_is_what_the_core_makes_of_it),
		ON_BOTH(test_what_a_card_says),
		ON_BOTH(test_nothing_new),
		ON_BOTH(test_of_whom),
		ON_BOTH(test_of_which_dates),
		ON_BOTH(test_what_is_held),
		ON_BOTH(test_the_week_in_which_clocks_go_back),
		ON_BOTH(test_the_board),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
