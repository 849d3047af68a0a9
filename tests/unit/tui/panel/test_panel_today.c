/* The day on the panel: the card of this week, and one's own presses since. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/deliver.h"
#include "lib/card_scene.h"
#include "lib/stage.h"
#include "tui/panel/panel.h"
#include "wire/wire.h"

#define MINUTE 60000

static struct stage s;

/* IN since 07:30, as the card has it. */
static void
tell_clock(void)
{
	struct store store = fake_store_port(&s.world.store);
	const struct known_clock known = {
		.employee = s.world.dana,
		.state = {.mode = CLOCK_IN,
			.since_ms = world_service_ms(&s.world) - 30 * MINUTE,
			.location = s.world.elm,
			.cost_code = s.world.concrete,
			.last = {{0x01, 0x9b, [14] = 0xca, [15] = 18}}},
		.told_ms = world_service_ms(&s.world),
	};
	struct err err = {0};

	assert_int_equal(store.ops->clock_save(store.self, 1, &known, &err), 0);
}

static int
setup(void **state)
{
	(void)state;
	stage_open(&s, TUI_PANEL, &panel_screen,
		STAGE_SELF | PERMISSION_SET(MY_TIME_CARD_VIEW));
	card_scene_keep(&s.world, false);
	tell_clock();
	stage_pass(&s, 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	stage_close(&s);
	return 0;
}

static void
the_day_and_the_week(void **state)
{
	(void)state;
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ► IN   since 07:30                                            0 h 30 m\n"
"\n"
"    Elm St Tower · 03-100 Concrete\n"
"    Meal break due 11:30\n"
"\n"
"    Location   Elm St Tower\n"
"    Cost code  03-100 Concrete\n"
"    Comment\n"
"\n"
"  > [ G  Switch ]   [ S  STOP ]   [ M  Meal Break ]\n"
"\n"
"\n"
"    Today   ░░░░░░▓▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0:00   week 34:36\n"
"    Last    07:30:00 GO by Luis Muñoz\n"
"\n"
"\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • not connected yet · 0 kept\n"
" G Switch  S Stop  M Meal  Tab Next  / Find  T Card  K Kept  ? Help  Q Quit\n");
	/* clang-format on */
}

static void
the_day_in_a_small_window(void **state)
{
	(void)state;
	stage_ascii(&s);
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing         Sat 21 Nov  08:00\n"
"   > IN  since 07:30          0 h 30 m\n"
"  Elm St Tower - 03-100 Concrete\n"
"  Meal break due 11:30\n"
"  Location   Elm St Tower\n"
"  Cost code  03-100 Concrete\n"
"> [G Switch] [S STOP] [M Meal Break]\n"
"  Today   .+.........  0:00  week 34:36\n"
"  Last    07:30:00 GO by Luis Munoz\n"
"\n"
" * not connected yet - 0 kept\n"
" G Switch  S Stop  M Meal  ? Help\n");
	/* clang-format on */
}

/* What was pressed here goes on from the card, without the network. */
static void
own_presses_count_at_once(void **state)
{
	(void)state;
	s.world.transport.unreachable = "no network";
	stage_pass(&s, 120 * MINUTE);
	stage_type(&s, "m");
	stage_wants(&s, "2:30   week 37:06");
	stage_wants(
		&s, "Last    07:30:00 GO by Luis Muñoz · 10:00:00 Meal Break");
	stage_pass(&s, 30 * MINUTE);
	stage_type(&s, "m");
	stage_pass(&s, 90 * MINUTE);
	stage_type(&s, "s");
	stage_wants(&s, "4:00   week 38:36");
	stage_wants(&s, "Last    10:00:00 Meal Break · 10:30:00 End Break · "
			"12:00:00 STOP");
}

/* Nothing is shown of a day that nothing is kept of. */
static void
another_day(void **state)
{
	(void)state;
	stage_pass(&s, 3 * 24 * 60 * MINUTE);
	stage_misses(&s, "Today");
}

/* A turn of news up to what comes behind the clock. */
static void
answer_news(bool is_first)
{
	const struct clock_state in = {
		.mode = CLOCK_IN,
		.since_ms = world_service_ms(&s.world) - 30 * MINUTE,
		.location = s.world.elm,
		.cost_code = s.world.concrete,
	};
	struct str body;

	deliver_sync(s.world.app, false, NULL, NULL);
	world_answer_contact(&s.world);
	if (is_first)
		world_answer_session(&s.world);
	str_init(&body, 1 << 16);
	wire_person_encode(&s.world.store.accounts[0].person, &body);
	fake_transport_answer(&s.world.transport,
		world_request(&s.world, "/v1/me"), 200, body.data);
	str_release(&body);
	world_answer_clock(&s.world, &s.world.dana, &in);
}

/* The card comes with the news, once, until there is something new. */
static void
a_card_comes_with_the_news(void **state)
{
	struct fake_request *request;
	struct str body;

	(void)state;
	fake_catalog_release(&s.world.catalog);
	stage_pass(&s, 0);
	stage_misses(&s, "Today");
	answer_news(true);
	request = world_request(&s.world, "?week=2026-11-21");
	assert_null(strstr(request->url, "explain"));
	str_init(&body, 1 << 20);
	card_scene_body(&s.world, false, &body);
	fake_transport_answer(&s.world.transport, request, 200, body.data);
	str_release(&body);
	stage_pass(&s, 0);
	stage_wants(&s, "week 34:36");
	fake_transport_answer(&s.world.transport,
		world_request(&s.world, "/v1/catalog"), 503, "{}");
	answer_news(false);
	(void)world_request(&s.world, "/v1/catalog");
}

/* Whoever may not see it, or an older service, does without. */
static void
news_go_on_without_a_card(void **state)
{
	(void)state;
	answer_news(true);
	fake_transport_answer(&s.world.transport,
		world_request(&s.world, "/v1/time-cards/"), 404, "{}");
	(void)world_request(&s.world, "/v1/catalog");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_day_and_the_week),
		T(the_day_in_a_small_window),
		T(own_presses_count_at_once),
		T(another_day),
		T(a_card_comes_with_the_news),
		T(news_go_on_without_a_card),
	};

	return cmocka_run_group_tests_name("panel today", tests, NULL, NULL);
}
