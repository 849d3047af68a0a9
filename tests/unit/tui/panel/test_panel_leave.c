/* Leaving the panel: what is on its way is waited for, a little. */

#include "lib/cmocka_all.h"

#include "lib/stage.h"
#include "tui/panel/panel.h"

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_SELF);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static bool
is_left(void)
{
	stage_look(&s);
	return tui_wants_quit(s.tui);
}

/* A press whose answer is on its way. */
static void
press(void)
{
	stage_choose(&s, "elm", "conc");
	stage_type(&s, "g");
	stage_wants(&s, " · 1 kept");
}

static void
with_nothing_to_send_it_is_left_at_once(void **state)
{
	stage_type(&s, "q");
	assert_true(is_left());
}

/* News that are on their way are nobody's press. */
static void
news_are_not_waited_for(void **state)
{
	stage_ctrl(&s, 'r');
	world_settle(&s.world);
	stage_wants(&s, "sending · 0 kept");
	stage_type(&s, "q");
	assert_true(is_left());
}

static void
the_answer_is_waited_for(void **state)
{
	press();
	stage_type(&s, "q");
	assert_false(is_left());
	stage_wants(&s, "sending ... Q again leaves at once.");
	stage_answer(&s, 0, VERDICT_RECORDED, "", "");
	assert_true(is_left());
}

static void
q_again_leaves(void **state)
{
	press();
	stage_type(&s, "q");
	assert_false(is_left());
	stage_type(&s, "Q");
	assert_true(is_left());
}

static void
patience_ends_after_two_and_a_half_seconds(void **state)
{
	press();
	stage_type(&s, "q");
	stage_pass(&s, 2400);
	assert_false(is_left());
	/* The terminal is told when to look again. */
	assert_in_range(tui_next_change_ms(s.tui), 1, 100);
	stage_pass(&s, 100);
	assert_true(is_left());
}

static void
another_key_stays(void **state)
{
	press();
	stage_type(&s, "q");
	stage_key(&s, KEY_IS_TAB);
	stage_misses(&s, "Q again");
	stage_pass(&s, 3000);
	assert_false(is_left());
	stage_answer(&s, 0, VERDICT_RECORDED, "", "");
	assert_false(is_left());
	stage_wants(&s, "sent");
}

/* Nobody answers there: there is nothing to wait for. */
static void
without_a_network_it_is_left_at_once(void **state)
{
	s.world.transport.unreachable = "there is no network";
	stage_choose(&s, "elm", "conc");
	stage_type(&s, "g");
	world_settle(&s.world);
	stage_wants(&s, "offline · 1 kept");
	stage_type(&s, "q");
	assert_true(is_left());
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(with_nothing_to_send_it_is_left_at_once),
		T(news_are_not_waited_for),
		T(the_answer_is_waited_for),
		T(q_again_leaves),
		T(patience_ends_after_two_and_a_half_seconds),
		T(another_key_stays),
		T(without_a_network_it_is_left_at_once),
	};

	return cmocka_run_group_tests_name("panel_leave", tests, NULL, NULL);
}
