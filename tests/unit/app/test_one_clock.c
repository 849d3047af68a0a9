/* A device whose clock is wrong, and everything that it reckons. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/deliver.h"
#include "app/press.h"
#include "app/words.h"
#include "fake/world.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define EIGHT_MS INT64_C(1795266000000) /* 21 Nov 2026, 08:00 in New York */
#define IN_2099_MS INT64_C(4070908800000)

static struct world world;

static const struct wrong {
	const char *words;
	int64_t wall_ms; /* what the device shows at eight */
	bool is_dead;    /* begins there again with each boot */
} wrongs[] = {
	{"right", EIGHT_MS, false},
	{"an hour fast", EIGHT_MS + HOUR_MS, false},
	{"an hour slow", EIGHT_MS - HOUR_MS, false},
	{"a day fast", EIGHT_MS + DAY_MS, false},
	{"a day slow", EIGHT_MS - DAY_MS, false},
	{"1970", 5000, true},
	{"2099", IN_2099_MS, true},
};
#define WRONGS (sizeof(wrongs) / sizeof(wrongs[0]))

/* At eight the device is on, and the service has answered. */
static void
begin(const struct wrong *wrong)
{
	world_open(&world);
	world.meals_blocked = true;
	world.time.now.wall_ms = wrong->wall_ms;
	world.ahead_ms = EIGHT_MS - wrong->wall_ms;
	world_sign_in(&world, OWN);
}

static void
hear(void)
{
	deliver_sync(world.app, false, NULL, NULL);
	world_answer_contact(&world);
	/* What else there is to ask has to wait. */
	world.transport.unreachable = "no network";
	world_settle(&world);
	fake_transport_release(&world.transport);
	world_reopen(&world);
}

/* Off for an hour; a dead clock begins at the same again. */
static void
reboot(const struct wrong *wrong)
{
	struct stamp *now = &world.time.now;
	int64_t service_ms = world_service_ms(&world) + HOUR_MS;

	now->wall_ms = wrong->is_dead ? wrong->wall_ms : now->wall_ms + HOUR_MS;
	now->boottime_ms = 2000;
	now->boot.bytes[0]++;
	world.time.monotonic_ms = 2000;
	world.ahead_ms = service_ms - now->wall_ms;
	world.transport.unreachable = NULL;
	world_reopen(&world);
}

static void
press(enum punch_kind kind, const char *words)
{
	const struct press press = {
		.kind = kind,
		.faces = world_look(&world, &world.dana),
		.count = 1,
		.location = kind == PUNCH_GO ? world.elm : (struct id){{0}},
		.cost_code =
			kind == PUNCH_GO ? world.concrete : (struct id){{0}},
	};
	struct receipt receipt;
	struct err err = {0};
	struct str text;

	if (press_record(world.app, &press, &receipt, &err) < 0)
		fail_msg("%s", err.text);
	str_init(&text, 1000);
	words_receipt(&text, &receipt, app_zone(world.app), &world.dana);
	if (strncmp(text.data, words, strlen(words)) != 0)
		fail_msg("\"%s\" instead of \"%s\"", text.data, words);
	str_release(&text);
}

static void
wants_elapsed(int64_t minutes)
{
	const struct face *face = world_look(&world, &world.dana);

	assert_int_equal(
		(face->now_ms - face->state.since_ms) / MINUTE_MS, minutes);
}

static void
wants_left(int minutes)
{
	const struct face *face = world_look(&world, &world.dana);
	struct clock_offer offer;

	press_offer(world.app, face, PUNCH_RESUME, &offer);
	assert_int_equal(offer.minutes_left, minutes);
	assert_int_equal(
		offer.answer, minutes > 0 ? CLOCK_DISABLED : CLOCK_ALLOWED);
}

static void
wants_nothing_forgotten(void)
{
	const struct face *face = world_look(&world, &world.dana);
	struct str text;

	str_init(&text, 1000);
	words_forgotten(&text, face, app_zone(world.app), face->now_ms);
	assert_string_equal(text.data, "");
	str_release(&text);
}

static void
wants_oldest(int64_t minutes)
{
	const struct face *face = world_look(&world, &world.dana);
	struct queue_counts counts;
	struct err err = {0};

	assert_int_equal(deliver_counts(world.app, &counts, &err), 0);
	assert_int_equal(
		(face->now_ms - counts.oldest_waiting_ms) / MINUTE_MS, minutes);
}

/* Work, a break, back to work; at nine where no boot came in between. */
static void
work(const char *go, const char *meal, const char *back)
{
	press(PUNCH_GO, go);
	fake_time_pass(&world.time, 60 * MINUTE_MS);
	wants_elapsed(60);
	press(PUNCH_MEAL, meal);
	fake_time_pass(&world.time, 10 * MINUTE_MS);
	wants_elapsed(10);
	wants_left(20);
	fake_time_pass(&world.time, 21 * MINUTE_MS);
	wants_left(0);
	press(PUNCH_RESUME, back);
	fake_time_pass(&world.time, 4 * MINUTE_MS);
	wants_elapsed(4);
	wants_oldest(95);
	wants_nothing_forgotten();
}

static void
every_minute_is_right_once_the_service_has_answered(void **state)
{
	for (size_t i = 0; i < WRONGS; i++) {
		print_message("%s\n", wrongs[i].words);
		begin(&wrongs[i]);
		hear();
		work("IN 08:00", "MEAL BREAK 09:00", "BACK IN 09:31:00");
		world_close(&world);
	}
}

/* What was pressed before an answer of its boot is told by that, too. */
static void
an_answer_puts_right_what_was_kept_before_it(void **state)
{
	for (size_t i = 0; i < WRONGS; i++) {
		print_message("%s\n", wrongs[i].words);
		begin(&wrongs[i]);
		world.transport.unreachable = "no network";
		press(PUNCH_GO, "IN ");
		fake_time_pass(&world.time, 25 * MINUTE_MS);
		world.store.time =
			reckon_told(world_service_ms(&world), &world.time.now);
		world_reopen(&world);
		wants_elapsed(25);
		wants_oldest(25);
		world_close(&world);
	}
}

static void
after_a_reboot_and_an_answer_every_minute_is_right(void **state)
{
	for (size_t i = 0; i < WRONGS; i++) {
		print_message("%s\n", wrongs[i].words);
		begin(&wrongs[i]);
		hear();
		reboot(&wrongs[i]);
		hear();
		work("IN 09:00", "MEAL BREAK 10:00", "BACK IN 10:31:00");
		world_close(&world);
	}
}

/* A clock that is wrong by so much as it was is no surprise. */
static void
after_a_reboot_a_set_clock_is_right_before_the_answer(void **state)
{
	for (size_t i = 0; i < WRONGS && !wrongs[i].is_dead; i++) {
		print_message("%s\n", wrongs[i].words);
		begin(&wrongs[i]);
		hear();
		reboot(&wrongs[i]);
		world.transport.unreachable = "no network";
		work("IN 09:00", "MEAL BREAK 10:00", "BACK IN 10:31:00");
		world_close(&world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_minute_is_right_once_the_service_has_answered),
		cmocka_unit_test(an_answer_puts_right_what_was_kept_before_it),
		cmocka_unit_test(
			after_a_reboot_and_an_answer_every_minute_is_right),
		cmocka_unit_test(
			after_a_reboot_a_set_clock_is_right_before_the_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
