/* News before judgement: how old it is what the panel knows. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/deliver.h"
#include "lib/stage.h"
#include "lib/wait.h"
#include "tui/panel/panel.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_OPERATOR);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static void
choose(const char *name)
{
	stage_find(&s, "Employee", name);
	stage_key(&s, KEY_IS_ESC); /* to the buttons */
}

/* IN at Oak Ave Depot since so long. */
static struct clock_state
in_at_oak(int64_t ago_ms)
{
	return (struct clock_state){
		.mode = CLOCK_IN,
		.since_ms = world_service_ms(&s.world) - ago_ms,
		.location = s.world.oak,
		.cost_code = s.world.framing,
	};
}

/* He clocked in on a device of his own: this one has not heard of it. */
static void
for_somebody_else_the_service_is_asked_first(void **state)
{
	struct clock_state his;

	choose("munoz");
	stage_wants(&s, "OUT");
	stage_type(&s, "s");
	stage_wants(&s, "Asking the service about 102 Luis Muñoz.");
	assert_int_equal(s.world.store.records, 0);
	stage_type(&s, "s"); /* one is under way */
	world_answer_session(&s.world);
	stage_pass(&s, SECOND);
	stage_wants(&s, "sending");
	his = in_at_oak(30 * MINUTE);
	world_answer_clock(&s.world, &s.world.colleague, &his);
	/* No question: he is IN. And it counts from the key on. */
	stage_wants(&s, "Luis Muñoz: OUT 08:00:00");
	assert_int_equal(s.world.store.records, 1);
	assert_false(s.world.store.punches[0].punch.forced);
}

/* What was heard of him 50 minutes ago; his clock out is pressed at 08:00. */
static void
press_upon_old_news(void)
{
	struct store store = fake_store_port(&s.world.store);
	struct known_clock known = {.employee = s.world.colleague};
	struct err err = {0};

	known.state = in_at_oak(2 * 60 * MINUTE);
	known.told_ms = world_service_ms(&s.world) - 50 * MINUTE;
	assert_int_equal(
		store.ops->clock_save(store.self,
			app_account(s.world.app)->number, &known, &err),
		0);
	choose("munoz");
	stage_wants(&s, "since 06:00 · as of 07:10");
	stage_type(&s, "s");
	stage_wants(&s, "Asking the service about 102 Luis Muñoz.");
}

static void
what_cannot_be_asked_is_judged_by_what_is_known(void **state)
{
	press_upon_old_news();
	world_settle(&s.world);
	fake_transport_fail(&s.world.transport,
		fake_transport_next(&s.world.transport), TRANSPORT_TIMEOUT,
		"no answer");
	stage_wants(&s, "Luis Muñoz: OUT 08:00:00");
	stage_wants(&s, "as of 07:10");
	stage_wants(&s, "no answer");
}

static bool
is_recorded(void *ctx)
{
	(void)ctx;
	return s.world.store.records > 0;
}

/* Neither an answer nor a failure comes: it is waited for so long and no
 * longer, and counts from the key on all the same. */
static void
an_inquiry_that_is_given_up_is_judged_by_what_is_known(void **state)
{
	const int64_t key_ms = s.world.time.now.wall_ms;
	const struct punch *punch = &s.world.store.punches[0].punch;

	press_upon_old_news();
	world_answer_session(&s.world);
	stage_pass(&s, DELIVER_ASK_MS);
	assert_int_equal(s.world.store.records, 0);
	assert_true(
		app_run_until(s.world.app, is_recorded, NULL, WAIT_LONG_MS));
	assert_true(punch->pressed.wall_ms == key_ms);
	assert_true(id_equal(&punch->employee, &s.world.colleague));
	assert_false(punch->forced);
	stage_wants(&s, "Luis Muñoz: OUT 08:00:00");
	stage_wants(&s, "as of 07:10");
	/* Nothing is asked any more, and the press goes. */
	world_request(&s.world, "/v1/punches");
}

static void
a_namesake_who_is_asked_about_is_told_apart(void **state)
{
	fake_catalog_add_person(&s.world.catalog, 20, "", "Kim Park", "kim");
	fake_catalog_add_person(&s.world.catalog, 21, "", "Kim Park", "zoltan");
	choose("zoltan");
	stage_type(&s, "s");
	stage_wants(&s, "Asking the service about Kim Park (zoltan).");
}

/* Whoever turned to something else meanwhile pressed nothing. */
static void
a_press_for_another_person_than_was_asked_for_is_none(void **state)
{
	choose("munoz");
	stage_type(&s, "s");
	choose("dana");
	world_settle(&s.world);
	fake_transport_fail(&s.world.transport,
		fake_transport_next(&s.world.transport), TRANSPORT_TIMEOUT,
		"no answer");
	world_settle(&s.world);
	stage_misses(&s, "STOP anyway");
	assert_int_equal(s.world.store.records, 0);
}

static void
own_news_show_their_age_when_they_are_old(void **state)
{
	struct store store = fake_store_port(&s.world.store);
	struct known_clock known = {.employee = s.world.dana};
	struct err err = {0};

	known.state = in_at_oak(MINUTE);
	known.told_ms = world_service_ms(&s.world);
	assert_int_equal(
		store.ops->clock_save(store.self,
			app_account(s.world.app)->number, &known, &err),
		0);
	stage_pass(&s, 10 * SECOND);
	stage_wants(&s, "since 07:59");
	/* The picture comes by itself when they are old, not a minute later. */
	assert_int_equal(tui_next_change_ms(s.tui), 20 * SECOND + 1);
	stage_pass(&s, 20 * SECOND);
	stage_wants(&s, "since 07:59");
	stage_misses(&s, "as of");
	stage_pass(&s, SECOND);
	stage_wants(&s, "since 07:59 · as of 08:00");
	/* All of it has room in the smallest window, too. */
	stage_resize(&s, 12, 40);
	stage_wants(&s, " IN  07:59 · as of 08:00  0 h 01 m\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(for_somebody_else_the_service_is_asked_first),
		T(what_cannot_be_asked_is_judged_by_what_is_known),
		T(an_inquiry_that_is_given_up_is_judged_by_what_is_known),
		T(a_namesake_who_is_asked_about_is_told_apart),
		T(a_press_for_another_person_than_was_asked_for_is_none),
		T(own_news_show_their_age_when_they_are_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
