/* The longest record of a company: what a clock makes of one beyond it, and
 * since when another one counts. */

#include <stdio.h>

#include "lib/clerk.h"
#include "lib/pad.h"

#define COMPANY "/v1/company"
#define HOUR_MS (60 * 60 * INT64_C(1000))

static void
press(struct pad *pad, enum punch_kind kind, int64_t ago_ms)
{
	struct punch *punch = pad_press(pad, ACME_DANA, ACME_DANA);

	punch->pressed = pad_stamp(pad->acme, ago_ms);
	punch->kind = kind;
	if (kind == PUNCH_GO)
		return;
	punch->location = (struct id){{0}};
	punch->cost_code = (struct id){{0}};
}

static void
deliver(struct pad *pad)
{
	assert_int_equal(pad_deliver(pad, pad->tokens.delivery), 200);
	pad_expect(pad->acme, 0, "recorded", "");
}

/* From GO to STOP so many hours, the last an hour ago. */
static void
work(struct pad *pad, int hours)
{
	pad->acme->now_ms += (hours + 1) * HOUR_MS;
	press(pad, PUNCH_GO, (hours + 1) * HOUR_MS);
	press(pad, PUNCH_STOP, HOUR_MS);
}

static int64_t
worked_hours(struct acme *acme)
{
	struct clerk marisol = clerk_sign_in(acme, ACME_BOSS);
	char query[64];

	snprintf(query, sizeof(query), "employee=%s",
		clerk_text(&acme->people[ACME_DANA]));
	assert_int_equal(clerk_get(&marisol, "/v1/clock", query), 200);
	return acme_int(acme, "worked_ms") / HOUR_MS;
}

static void
set_longest(struct acme *acme, int minutes)
{
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);

	assert_int_equal(clerk_patch(&robin, COMPANY, "",
				 "{'max_record_minutes':%d}", minutes),
		200);
	assert_int_equal(clerk_get(&robin, "/v1/me", NULL), 200);
	assert_int_equal(acme_int(acme, "company.max_record_minutes"), minutes);
}

static void
test_it_counts_from_when_it_is_set(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct punch late[2];

	pad_sign_in(&pad, ACME_DANA);
	work(&pad, 17);
	deliver(&pad);
	assert_int_equal(worked_hours(acme), 0);
	/* kept on the device until the rule is another one */
	work(&pad, 17);
	late[0] = pad.punches[0];
	late[1] = pad.punches[1];
	pad.count = 0;
	set_longest(acme, 0);
	work(&pad, 17);
	deliver(&pad);
	assert_int_equal(worked_hours(acme), 17);
	acme_check(acme);
	set_longest(acme, 300);
	work(&pad, 6);
	deliver(&pad);
	assert_int_equal(worked_hours(acme), 0);
	acme_check(acme);
	/* what was pressed before goes by the rule of then */
	pad.punches[pad.count++] = late[0];
	pad.punches[pad.count++] = late[1];
	deliver(&pad);
	acme_check(acme);
	assert_int_equal(worked_hours(acme), 0);
	acme_close(&acme);
}

/* Two changes at one instant: the last of them holds. */
static void
test_the_last_change_holds(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_DANA);
	set_longest(acme, 60);
	set_longest(acme, 600);
	work(&pad, 9);
	deliver(&pad);
	assert_int_equal(worked_hours(acme), 9);
	acme_check(acme);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_it_counts_from_when_it_is_set),
		ON_BOTH(test_the_last_change_holds),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
