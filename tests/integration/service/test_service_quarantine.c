/* Punches that are held for review: seen, accepted, declined, and counted as
 * the chain says, however it is worked out. */

#include <string.h>

#include "core/cause.h"
#include "quarantine_scene.h"

/* What an administrator sees of it. */
static void
test_it_is_seen(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_DANA);
	acme_run(acme, "UPDATE employee SET number = '0104' WHERE id = ?1",
		&acme->people[ACME_DANA], 0);
	assert_int_equal(waiting(&robin), 0);
	acme->now_ms += MINUTE_MS;
	hold_one(&robin, &pad);
	assert_int_equal(waiting(&robin), 1);
	assert_string_equal(acme_text(acme, "items.0.causes.0"), "clock-off");
	assert_string_equal(acme_text(acme, "items.0.why.0"),
		"Clock In/Out was switched off for the company.");
	assert_string_equal(acme_text(acme, "items.0.employee"), "0104 dana");
	assert_string_equal(acme_text(acme, "items.0.pressed_by"), "0104 dana");
	assert_string_equal(acme_text(acme, "items.0.location"), "Elm St");
	assert_string_equal(acme_text(acme, "items.0.cost_code"), "Concrete");
	assert_string_equal(acme_text(acme, "items.0.device"), "kiosk");
	assert_string_equal(acme_text(acme, "items.0.kind"), "go");
	assert_string_equal(
		acme_text(acme, "items.0.at"), "2026-11-25T09:47:39.000Z");
	assert_string_equal(acme_text(acme, "items.0.received"),
		"2026-11-25T09:47:40.000Z");
	acme_close(&acme);
}

/* It is delivered once more: a duplicate, of this. */
static void
expect_again(struct pad *pad, const struct punch *punch, const char *first,
	const char *cause)
{
	pad->punches[pad->count++] = *punch;
	pad_expect_one(pad, pad->tokens.delivery, "duplicate", "");
	assert_string_equal(acme_text(pad->acme, "results.0.first"), first);
	assert_string_equal(acme_text(pad->acme, "results.0.causes.0"), cause);
}

static void
test_accepted_it_counts(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct punch again;
	const char *id;

	pad_sign_in(&pad, ACME_DANA);
	hold_one(&robin, &pad);
	again = pad.punches[0];
	expect_state(&robin, ACME_DANA, "out");
	expect_again(&pad, &again, "quarantined", "clock-off");
	assert_string_equal(acme_text(acme, "results.0.detail"),
		cause_words(CAUSE_CLOCK_OFF));
	id = find(&robin, 0);
	assert_int_equal(decide(&robin, id, "accept", ""), 200);
	assert_int_equal(waiting(&robin), 0);
	expect_state(&robin, ACME_DANA, "in");
	expect_again(&pad, &again, "recorded", "");
	assert_string_equal(acme_text(acme, "results.0.detail"), "");
	acme_check(acme);
	/* the answer was lost, and it is sent again */
	assert_int_equal(decide(&robin, id, "accept", "again"), 200);
	assert_int_equal(decide(&robin, id, "decline", "no"), 412);
	clerk_expect_problem(&robin, 412, "stale", "");
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM ledger_change WHERE"
				  " what LIKE 'quarantine.%'"),
		1);
	assert_int_equal(clerk_get(&robin, "/v1/audit", "limit=1"), 200);
	assert_string_equal(
		acme_text(acme, "items.0.what"), "quarantine.accept");
	assert_string_equal(acme_text(acme, "items.0.by"), "robin");
	assert_non_null(strstr(acme_text(acme, "items.0.about"), " of "));
	assert_non_null(strstr(acme_text(acme, "items.0.about"), "dana"));
	assert_string_equal(acme_text(acme, "items.0.subject"),
		clerk_text(&pad.punches[0].id));
	acme_check(acme);
	acme_close(&acme);
}

static void
test_declined_it_never_does(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct punch again;
	const char *id;

	pad_sign_in(&pad, ACME_DANA);
	hold_one(&robin, &pad);
	again = pad.punches[0];
	id = find(&robin, 0);
	assert_int_equal(decide(&robin, id, "decline", ""), 422);
	clerk_expect_problem(&robin, 422, "unprocessable", "/reason");
	assert_int_equal(waiting(&robin), 1);
	assert_int_equal(decide(&robin, id, "decline", "not there"), 200);
	assert_int_equal(waiting(&robin), 0);
	expect_state(&robin, ACME_DANA, "out");
	assert_int_equal(decide(&robin, id, "accept", ""), 412);
	/* nor when it comes again */
	expect_again(&pad, &again, "quarantined", "clock-off");
	assert_string_equal(acme_text(acme, "results.0.detail"),
		"It was declined, and does not count.");
	expect_state(&robin, ACME_DANA, "out");
	assert_int_equal(clerk_get(&robin, "/v1/audit", "limit=1"), 200);
	assert_string_equal(acme_text(acme, "items.0.new.reason"), "not there");
	acme_check(acme);
	acme_close(&acme);
}

/* In the middle of her day: what stands around it is folded again, and what
 * comes after the decision goes on from there. */
static void
test_in_the_middle_of_a_day(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct punch *late;
	struct id undone;

	pad_sign_in(&pad, ACME_DANA);
	for (int i = 0; i < 12; i++) {
		bool held = i % 3 == 1;

		acme->now_ms += MINUTE_MS;
		if (held)
			switch_clock(&robin, false);
		pad_press(&pad, ACME_DANA, ACME_DANA)->kind =
			i % 2 == 0 ? PUNCH_GO : PUNCH_STOP;
		if (i % 2 == 1)
			pad.punches[0].location = pad.punches[0].cost_code =
				(struct id){{0}};
		pad_expect_one(&pad, pad.tokens.delivery,
			held ? "quarantined" : "recorded",
			held ? "clock-off" : "");
		if (held)
			switch_clock(&robin, true);
	}
	assert_int_equal(waiting(&robin), 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(decide(&robin, find(&robin, 0),
					 i == 2 ? "decline" : "accept", "so"),
			200);
		acme_check(acme);
	}
	/* one that comes late moves what was accepted, and a void of what was
	 * accepted takes it back */
	acme->now_ms += MINUTE_MS;
	pad.seq++;
	undone = pad_press(&pad, ACME_DANA, ACME_DANA)->id;
	switch_clock(&robin, false);
	late = pad_press(&pad, ACME_DANA, ACME_DANA);
	late->kind = PUNCH_VOID;
	late->target = undone;
	late->location = late->cost_code = (struct id){{0}};
	late->pressed.wall_ms += 500;
	late->pressed.boottime_ms += 500;
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	switch_clock(&robin, true);
	assert_int_equal(waiting(&robin), 2);
	expect_state(&robin, ACME_DANA, "out");
	/* the void first: it waits for what it takes back */
	assert_int_equal(decide(&robin, find(&robin, 1), "accept", ""), 200);
	acme_check(acme);
	assert_int_equal(decide(&robin, find(&robin, 0), "accept", ""), 200);
	acme_check(acme);
	pad.seq -= 3;
	pad_press(&pad, ACME_DANA, ACME_DANA)->pressed =
		pad_stamp(acme, 90 * 1000);
	pad.seq += 2;
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	acme_check(acme);
	acme_close(&acme);
}

/* A void that is accepted takes back what counted until then. */
static void
test_an_accepted_void(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct punch *undo;
	struct id undone;

	pad_sign_in(&pad, ACME_DANA);
	undone = pad_press(&pad, ACME_DANA, ACME_DANA)->id;
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	switch_clock(&robin, false);
	acme->now_ms += 5000;
	undo = pad_press(&pad, ACME_DANA, ACME_DANA);
	undo->kind = PUNCH_VOID;
	undo->target = undone;
	undo->location = undo->cost_code = (struct id){{0}};
	pad_expect_one(&pad, pad.tokens.delivery, "quarantined", "clock-off");
	switch_clock(&robin, true);
	expect_state(&robin, ACME_DANA, "in");
	assert_int_equal(decide(&robin, find(&robin, 0), "accept", ""), 200);
	expect_state(&robin, ACME_DANA, "out");
	acme_check(acme);
	acme_close(&acme);
}

/* Who does not see an employee finds nothing of them here. */
static void
test_a_viewset_is_strict(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	struct clerk dana = clerk_sign_in(acme, ACME_DANA);
	struct pad pad = {.acme = acme};
	const char *of_dana, *of_marisol;

	pad_sign_in(&pad, ACME_BOSS);
	switch_clock(&robin, false);
	pad_press(&pad, ACME_BOSS, ACME_BOSS);
	pad_press(&pad, ACME_BOSS, ACME_DANA);
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	switch_clock(&robin, true);
	assert_int_equal(waiting(&robin), 2);
	of_marisol = find(&robin, 0);
	of_dana = find(&robin, 1);
	assert_int_equal(waiting(&tomasz), 1);
	assert_string_equal(acme_text(acme, "items.0.employee"), "73 dana");
	assert_string_equal(acme_text(acme, "items.0.pressed_by"), "");
	assert_int_equal(decide(&tomasz, of_marisol, "accept", ""), 404);
	assert_int_equal(decide(&tomasz, clerk_id(1), "accept", ""), 404);
	clerk_get(&dana, QUARANTINE, NULL);
	clerk_expect_problem(&dana, 403, "forbidden", "");
	decide(&dana, of_dana, "accept", "");
	clerk_expect_problem(&dana, 403, "forbidden", "");
	assert_int_equal(decide(&tomasz, of_dana, "accept", ""), 200);
	/* and reads of no decision about whom he does not see */
	assert_int_equal(decide(&robin, of_marisol, "decline", "no"), 200);
	assert_int_equal(clerk_get(&tomasz, "/v1/audit", NULL), 200);
	assert_null(strstr(acme->reply.body.data, "quarantine.decline"));
	assert_non_null(strstr(acme->reply.body.data, "quarantine.accept"));
	acme_check(acme);
	acme_close(&acme);
}

/* What names nobody of the company can count for nobody. */
static void
test_of_nobody_it_is_declined(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_BOSS);
	pad_press(&pad, ACME_BOSS, ACME_BOSS)->employee =
		(struct id){{0x77, [6] = 0x70, [8] = 0x80}};
	pad_press(&pad, ACME_BOSS, ACME_BOSS)->location =
		(struct id){{0x78, [6] = 0x70, [8] = 0x80}};
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	assert_int_equal(waiting(&robin), 2);
	assert_string_equal(acme_text(acme, "items.0.employee"), "");
	assert_string_equal(acme_text(acme, "items.1.location"), "");
	decide(&robin, find(&robin, 0), "accept", "");
	clerk_expect_problem(&robin, 422, "unprocessable", "");
	assert_int_equal(
		decide(&robin, find(&robin, 0), "decline", "a stray"), 200);
	assert_int_equal(
		decide(&robin, find(&robin, 0), "accept", "new site"), 200);
	expect_state(&robin, ACME_BOSS, "in");
	acme_check(acme);
	acme_close(&acme);
}

static void
test_pages(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	char path[64], query[200] = "limit=3";
	int seen = 0, pages = 0;

	pad_sign_in(&pad, ACME_DANA);
	switch_clock(&robin, false);
	for (int i = 0; i < 7; i++)
		pad_press(&pad, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	for (bool more = true; more; pages++) {
		assert_int_equal(clerk_get(&robin, QUARANTINE, query), 200);
		seen += (int)acme_int(acme, "items");
		more = acme->reply.link[0] != '\0';
		if (more)
			assert_int_equal(
				sscanf(acme->reply.link, "<%63[^?]?%199[^>]",
					path, query),
				2);
	}
	assert_int_equal(seen, 7);
	assert_int_equal(pages, 3);
	assert_int_equal(clerk_get(&robin, QUARANTINE, "cursor=x"), 422);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_it_is_seen),
		ON_BOTH(test_accepted_it_counts),
		ON_BOTH(test_declined_it_never_does),
		ON_BOTH(test_in_the_middle_of_a_day),
		ON_BOTH(test_an_accepted_void),
		ON_BOTH(test_a_viewset_is_strict),
		ON_BOTH(test_of_nobody_it_is_declined),
		ON_BOTH(test_pages),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
