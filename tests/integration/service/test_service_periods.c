/* Pay periods are closed and opened again: what falls into a closed one is
 * held, and released by itself. */

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define DAY_MS (24 * 60 * 60 * INT64_C(1000))
#define HOUR_MS (60 * 60 * INT64_C(1000))
#define PERIOD "/v1/periods/2026-11-25"

/* A week after Dana's sign-in on Wednesday, November 25th; weeks are periods.
 */
struct scene {
	struct acme *acme;
	struct clerk robin;
	struct pad pad;
};

static struct scene
begin(void **state)
{
	struct scene it = {.acme = acme_open(*state)};

	acme_run(it.acme,
		"UPDATE company SET pay_period = 1, pay_period_start ="
		" '2026-11-23', zone = 'UTC'",
		NULL, 0);
	it.pad.acme = it.acme;
	pad_sign_in(&it.pad, ACME_DANA);
	it.acme->now_ms += 7 * DAY_MS;
	it.robin = clerk_sign_in(it.acme, ACME_ADMIN);
	return it;
}

/* Dana's, so long ago. */
static void
press(struct scene *it, enum punch_kind kind, int64_t ago_ms)
{
	struct punch *punch = pad_press(&it->pad, ACME_DANA, ACME_DANA);

	punch->kind = kind;
	punch->pressed = pad_stamp(it->acme, ago_ms);
	if (kind != PUNCH_GO)
		punch->location = punch->cost_code = (struct id){{0}};
}

static void
deliver(struct scene *it, const char *result, const char *why)
{
	pad_expect_one(&it->pad, it->pad.tokens.delivery, result, why);
}

static int
turn(struct scene *it, const char *how)
{
	char path[64];

	snprintf(path, sizeof(path), PERIOD "/%s", how);
	return clerk_post(&it->robin, path, "{'reason':'payday'}");
}

#define COUNT(it, what) sql_int((it)->acme->db, "SELECT count(*) FROM " what)

static void
test_the_list(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(clerk_get(&it.robin, "/v1/periods", NULL), 200);
	assert_string_equal(acme_text(it.acme, "items.0.first"), "2026-11-30");
	assert_string_equal(acme_text(it.acme, "items.1.last"), "2026-11-29");
	assert_int_equal(turn(&it, "close"), 200);
	assert_int_equal(turn(&it, "close"), 200); /* once more */
	assert_int_equal(COUNT(&it, "ledger_change WHERE what ="
				    " 'period.close'"),
		1);
	assert_int_equal(clerk_get(&it.robin, "/v1/periods", NULL), 200);
	assert_non_null(strstr(it.acme->reply.body.data,
		"{\"first\":\"2026-11-23\",\"last\":\"2026-11-29\","
		"\"over\":true,\"closed\":true}"));
	assert_non_null(strstr(it.acme->reply.body.data,
		"{\"first\":\"2026-11-30\",\"last\":\"2026-12-06\","
		"\"over\":false,\"closed\":false}"));
	/* the one that runs; a day that is none */
	assert_int_equal(
		clerk_post(&it.robin, "/v1/periods/2026-12-01/close", "{}"),
		422);
	assert_int_equal(
		clerk_post(&it.robin, "/v1/periods/today/close", "{}"), 422);
	acme_run(it.acme, "UPDATE company SET pay_period = 0", NULL, 0);
	assert_int_equal(turn(&it, "reopen"), 422);
	acme_close(&it.acme);
}

static void
test_what_comes_late_is_held_and_let_go(void **state)
{
	struct scene it = begin(state);
	char id[ID_TEXT_BYTES], path[96];

	assert_int_equal(turn(&it, "close"), 200);
	press(&it, PUNCH_GO, 7 * DAY_MS - HOUR_MS);
	deliver(&it, "quarantined", "closed-period");
	press(&it, PUNCH_STOP, 7 * DAY_MS - 3 * HOUR_MS);
	deliver(&it, "quarantined", "closed-period");
	press(&it, PUNCH_GO, HOUR_MS); /* of the period that runs */
	deliver(&it, "recorded", "");
	assert_int_equal(clerk_get(&it.robin, "/v1/quarantine", NULL), 200);
	snprintf(id, sizeof(id), "%s", acme_text(it.acme, "items.0.id"));
	snprintf(path, sizeof(path), "/v1/quarantine/%s/accept", id);
	assert_int_equal(clerk_post(&it.robin, path, "{}"), 409);
	clerk_expect_problem(&it.robin, 409, "shut", "");
	assert_string_equal(acme_text(it.acme, "detail"),
		"The period from 2026-11-23 to 2026-11-29 is closed: reopen it "
		"first.");
	acme_check(it.acme);
	assert_int_equal(turn(&it, "reopen"), 200);
	assert_int_equal(clerk_get(&it.robin, "/v1/quarantine", NULL), 200);
	assert_int_equal(acme_int(it.acme, "items"), 0);
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 3);
	assert_int_equal(COUNT(&it, "ledger_change WHERE what ="
				    " 'quarantine.release'"),
		2);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* What another cause holds as well is not let go. */
static void
test_another_cause_holds_on(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(turn(&it, "close"), 200);
	acme_run(it.acme, "UPDATE company SET clock_in_out = 0", NULL, 0);
	press(&it, PUNCH_GO, 7 * DAY_MS - HOUR_MS);
	deliver(&it, "quarantined", "clock-off");
	assert_int_equal(turn(&it, "reopen"), 200);
	assert_int_equal(clerk_get(&it.robin, "/v1/quarantine", NULL), 200);
	assert_string_equal(
		acme_text(it.acme, "items.0.causes.1"), "closed-period");
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 0);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* A STOP on Monday of what was begun on Sunday, in the period before. */
static void
test_what_would_end_a_closed_record_is_held(void **state)
{
	struct scene it = begin(state);
	/* now is Wednesday 09:46: Sunday 22:46, Monday 05:46, Monday 20:46 */
	const int64_t sunday = 2 * DAY_MS + 11 * HOUR_MS;

	press(&it, PUNCH_GO, sunday);
	deliver(&it, "recorded", "");
	assert_int_equal(turn(&it, "close"), 200);
	press(&it, PUNCH_STOP, sunday - 7 * HOUR_MS);
	deliver(&it, "quarantined", "closed-period");
	/* it is forgotten by then, and ends nothing */
	press(&it, PUNCH_GO, sunday - 22 * HOUR_MS);
	deliver(&it, "recorded", "");
	assert_int_equal(turn(&it, "reopen"), 200);
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 3);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* What was begun on Sunday is held: so is what goes on with it on Monday, and
 * nothing of it stands by itself. */
static void
goes_on(void **state, bool at_once)
{
	const enum punch_kind kinds[] = {
		PUNCH_GO, PUNCH_MEAL, PUNCH_RESUME, PUNCH_STOP};
	const int64_t sunday = 2 * DAY_MS + 11 * HOUR_MS;
	struct scene it = begin(state);

	assert_int_equal(turn(&it, "close"), 200);
	for (int i = 0; i < 4; i++) {
		press(&it, kinds[i], sunday - i * 3 * HOUR_MS);
		if (!at_once)
			deliver(&it, "quarantined", "closed-period");
	}
	if (at_once)
		assert_int_equal(
			pad_deliver(&it.pad, it.pad.tokens.delivery), 200);
	for (int i = 0; at_once && i < 4; i++)
		pad_expect(it.acme, i, "quarantined", "closed-period");
	/* what is begun anew stands */
	press(&it, PUNCH_GO, DAY_MS);
	deliver(&it, "recorded", "");
	press(&it, PUNCH_STOP, DAY_MS - HOUR_MS);
	deliver(&it, "recorded", "");
	acme_check(it.acme);
	assert_int_equal(turn(&it, "reopen"), 200);
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 6);
	acme_check(it.acme);
	acme_close(&it.acme);
}

static void
test_what_goes_on_with_what_is_held_waits_with_it(void **state)
{
	goes_on(state, false);
}

static void
test_so_it_does_in_one_delivery(void **state)
{
	goes_on(state, true);
}

/* How far a press reaches back is what the company's longest record says. */
static void
longest(void **state, int minutes, int64_t hours, const char *result)
{
	const int64_t sunday = 2 * DAY_MS + 11 * HOUR_MS;
	struct scene it = begin(state);

	acme_run(it.acme, "UPDATE company_rule SET max_record_minutes = ?1",
		NULL, minutes);
	press(&it, PUNCH_GO, sunday);
	deliver(&it, "recorded", "");
	assert_int_equal(turn(&it, "close"), 200);
	press(&it, PUNCH_STOP, sunday - hours * HOUR_MS);
	deliver(&it, result,
		strcmp(result, "recorded") == 0 ? "" : "closed-period");
	acme_close(&it.acme);
}

static void
test_it_goes_by_the_longest_record_of_the_company(void **state)
{
	longest(state, 600, 9, "quarantined");
}

static void
test_a_longer_one_ends_nothing(void **state)
{
	longest(state, 600, 11, "recorded");
}

static void
test_where_none_is_the_longest_any_ends_it(void **state)
{
	longest(state, 0, 30, "quarantined");
}

/* A correction on Monday of what ends Sunday's record. */
static void
test_what_ends_a_closed_record_is_not_corrected(void **state)
{
	struct scene it = begin(state);
	const int64_t sunday = 2 * DAY_MS + 11 * HOUR_MS;
	char path[128], body[256], enrolment[ID_TEXT_BYTES], id[ID_TEXT_BYTES];

	press(&it, PUNCH_GO, sunday);
	press(&it, PUNCH_STOP, sunday - 7 * HOUR_MS);
	snprintf(enrolment, sizeof(enrolment), "%s",
		clerk_text(&it.pad.punches[1].enrolment));
	snprintf(id, sizeof(id), "%s", clerk_text(&it.pad.punches[1].id));
	assert_int_equal(pad_deliver(&it.pad, it.pad.tokens.delivery), 200);
	assert_int_equal(turn(&it, "close"), 200);
	snprintf(path, sizeof(path), "/v1/time-cards/%s/corrections",
		clerk_text(&it.acme->people[ACME_DANA]));
	snprintf(body, sizeof(body),
		"{\"kind\":\"remove\",\"enrolment\":\"%s\",\"punch\":"
		"\"%s\",\"reason\":\"x\"}",
		enrolment, id);
	assert_int_equal(
		acme_ask(it.acme, &(struct acme_request){.path = path,
					  .token = it.robin.tokens.access,
					  .if_match = "*",
					  .body = body}),
		409);
	clerk_expect_problem(&it.robin, 409, "shut", "");
	acme_close(&it.acme);
}

/* Nor are its days cut anew by other settings. */
static void
test_what_is_closed_is_not_cut_anew(void **state)
{
	static const struct {
		const char *pointer;
		const char *body;
	} changes[] = {
		{"/week_start", "{'week_start':'sunday'}"},
		{"/pay_period", "{'pay_period':'monthly'}"},
		{"/pay_period_start", "{'pay_period_start':'2026-11-24'}"},
	};
	struct scene it = begin(state);

	assert_int_equal(turn(&it, "close"), 200);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(clerk_patch(&it.robin, "/v1/company", "", "%s",
					 changes[i].body),
			409);
		clerk_expect_problem(
			&it.robin, 409, "in-use", changes[i].pointer);
		assert_string_equal(acme_text(it.acme, "detail"),
			"Pay periods are closed that would be cut anew: reopen "
			"them first.");
	}
	assert_int_equal(turn(&it, "reopen"), 200);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(clerk_patch(&it.robin, "/v1/company", "", "%s",
					 changes[i].body),
			200);
	acme_close(&it.acme);
}

/* --- what more becomes known ---------------------------------------------- */

/* A GO and a STOP of Wednesday, whose delivery was 20 s on its way. */
static void
deliver_slowly(struct scene *it)
{
	struct str body;

	press(it, PUNCH_GO, 7 * DAY_MS - HOUR_MS);
	press(it, PUNCH_STOP, 7 * DAY_MS - 3 * HOUR_MS);
	str_init(&body, 65536);
	pad_pack(&it->pad, &body);
	it->pad.count = 0;
	it->acme->now_ms += 20000;
	assert_int_equal(
		pad_send(it->acme, it->pad.tokens.delivery, body.data), 200);
	pad_expect(it->acme, 0, "recorded", "");
	pad_expect(it->acme, 1, "recorded", "");
	str_release(&body);
}

/* By a quicker contact the presses were 20 s earlier. */
static void
deliver_quickly(struct scene *it)
{
	press(it, PUNCH_GO, HOUR_MS);
	deliver(it, "recorded", "");
}

/* Of the presses that were delivered slowly, so many seconds late. */
#define LATE_BY(it, seconds)                                                   \
	COUNT(it, "timeline t JOIN ledger l ON l.company = t.company AND"      \
		  " l.seq = t.seq WHERE l.number <= 2 AND"                     \
		  " t.at_ms - l.wall_ms = " #seconds "000")

/* Its times stand while it is closed, and follow when it is open. */
static void
test_a_better_contact_moves_nothing_that_is_closed(void **state)
{
	struct scene it = begin(state);

	deliver_slowly(&it);
	assert_int_equal(LATE_BY(&it, 20), 2);
	assert_int_equal(turn(&it, "close"), 200);
	deliver_quickly(&it);
	assert_int_equal(LATE_BY(&it, 20), 2);
	assert_int_equal(
		COUNT(&it, "ledger_change WHERE what = 'punch.keep'"), 2);
	acme_check(it.acme);
	deliver_quickly(&it);
	assert_int_equal(
		COUNT(&it, "ledger_change WHERE what = 'punch.keep'"), 2);
	assert_int_equal(turn(&it, "reopen"), 200);
	assert_int_equal(LATE_BY(&it, 0), 2);
	assert_int_equal(COUNT(&it, "timeline WHERE corrected <> 0"), 0);
	acme_check(it.acme);
	/* closed once more, there is nothing to keep */
	assert_int_equal(turn(&it, "close"), 200);
	deliver_quickly(&it);
	assert_int_equal(
		COUNT(&it, "ledger_change WHERE what = 'punch.keep'"), 2);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* The other order: what is closed later is closed as it is known then. */
static void
test_what_is_known_before_the_closing_counts(void **state)
{
	struct scene it = begin(state);

	deliver_slowly(&it);
	deliver_quickly(&it);
	assert_int_equal(LATE_BY(&it, 0), 2);
	assert_int_equal(turn(&it, "close"), 200);
	assert_int_equal(turn(&it, "reopen"), 200);
	assert_int_equal(LATE_BY(&it, 0), 2);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* While somebody's record of it may still go on. */
static void
test_an_open_record_keeps_it_open(void **state)
{
	struct scene it = begin(state);

	/* Monday 04:46: the GO is Sunday 22:46 */
	it.acme->now_ms -= 2 * DAY_MS + 5 * HOUR_MS;
	press(&it, PUNCH_GO, 6 * HOUR_MS);
	deliver(&it, "recorded", "");
	it.robin = clerk_sign_in(it.acme, ACME_ADMIN);
	assert_int_equal(turn(&it, "close"), 409);
	clerk_expect_problem(&it.robin, 409, "in-use", "");
	assert_string_equal(acme_text(it.acme, "detail"),
		"A record of dana in it is still open.");
	press(&it, PUNCH_STOP, HOUR_MS);
	deliver(&it, "recorded", "");
	assert_int_equal(turn(&it, "close"), 200);
	acme_close(&it.acme);
}

static void
test_a_closed_card_is_not_corrected(void **state)
{
	struct scene it = begin(state);
	char path[128];

	snprintf(path, sizeof(path), "/v1/time-cards/%s/corrections",
		clerk_text(&it.acme->people[ACME_DANA]));
	assert_int_equal(turn(&it, "close"), 200);
	assert_int_equal(
		acme_ask(it.acme,
			&(struct acme_request){.path = path,
				.token = it.robin.tokens.access,
				.if_match = "*",
				.body = "{\"kind\":\"add\",\"press\":\"stop\","
					"\"at\":\"2026-11-27T08:00:00Z\","
					"\"reason\":\"x\"}"}),
		409);
	clerk_expect_problem(&it.robin, 409, "shut", "");
	assert_int_equal(COUNT(&it, "correction"), 0);
	acme_close(&it.acme);
}

/* --- at once -------------------------------------------------------------- */

struct race {
	struct service *service;
	struct scene *scene;
};

/* Closes and opens in its own thread, by another service on the database. */
static void *
close_and_open(void *ctx)
{
	struct race *race = ctx;
	struct acme beside = *race->scene->acme;
	struct scene it = *race->scene;

	beside.service = race->service;
	reply_init(&beside.reply);
	it.acme = it.robin.acme = &beside;
	for (int i = 0; i < 8; i++)
		assert_int_equal(
			turn(&it, i % 2 == 0 ? "close" : "reopen"), 200);
	assert_int_equal(turn(&it, "close"), 200);
	reply_release(&beside.reply);
	return NULL;
}

/* Each press either counts from before, or is held: none counts that came
 * behind the closing. */
static void
test_closing_while_presses_are_on_their_way(void **state)
{
	struct scene it = begin(state);
	struct race race = {acme_open_beside(it.acme), &it};
	pthread_t thread;

	assert_int_equal(
		pthread_create(&thread, NULL, close_and_open, &race), 0);
	for (int i = 0; i < 24; i++) {
		press(&it, i % 2 == 0 ? PUNCH_GO : PUNCH_STOP,
			7 * DAY_MS - (i + 1) * HOUR_MS / 4);
		assert_int_equal(
			pad_deliver(&it.pad, it.pad.tokens.delivery), 200);
		it.pad.count = 0;
	}
	pthread_join(thread, NULL);
	/* by the chain: what was recorded came while it was open */
	assert_int_equal(
		COUNT(&it, "ledger l WHERE l.verdict = 'recorded' AND"
			   " 'period.close' = (SELECT what FROM ledger_change c"
			   " WHERE c.what LIKE 'period.%' AND c.seq = (SELECT"
			   " max(seq) FROM ledger_change d WHERE d.seq < l.seq"
			   " AND d.what LIKE 'period.%'))"),
		0);
	assert_int_equal(COUNT(&it, "ledger"), 24);
	acme_check(it.acme);
	service_close(&race.service);
	acme_close(&it.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_the_list),
		ON_BOTH(test_what_comes_late_is_held_and_let_go),
		ON_BOTH(test_another_cause_holds_on),
		ON_BOTH(test_what_would_end_a_closed_record_is_held),
		ON_BOTH(test_what_goes_on_with_what_is_held_waits_with_it),
		ON_BOTH(test_so_it_does_in_one_delivery),
		ON_BOTH(test_it_goes_by_the_longest_record_of_the_company),
		ON_BOTH(test_a_longer_one_ends_nothing),
		ON_BOTH(test_where_none_is_the_longest_any_ends_it),
		ON_BOTH(test_what_ends_a_closed_record_is_not_corrected),
		ON_BOTH(test_what_is_closed_is_not_cut_anew),
		ON_BOTH(test_a_better_contact_moves_nothing_that_is_closed),
		ON_BOTH(test_what_is_known_before_the_closing_counts),
		ON_BOTH(test_an_open_record_keeps_it_open),
		ON_BOTH(test_a_closed_card_is_not_corrected),
		ON_BOTH(test_closing_while_presses_are_on_their_way),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
