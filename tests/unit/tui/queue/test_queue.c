/* Kept and set-aside punches, as text. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/press.h"
#include "lib/stage.h"
#include "tui/queue/queue.h"

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_QUEUE, &queue_screen, STAGE_SELF);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static void
press(enum punch_kind kind)
{
	struct press press = {.kind = kind,
		.faces = world_look(&s.world, &s.world.dana),
		.count = 1,
		.location = s.world.elm,
		.cost_code = s.world.concrete};
	struct receipt receipt;
	struct err err;

	if (press_record(s.world.app, &press, &receipt, &err) < 0)
		fail_msg("%s", err.text);
}

/* In at Elm St Tower, a break and back, from 08:00 on. */
static void
press_a_few(void)
{
	press(PUNCH_GO);
	stage_pass(&s, 60 * 60000);
	press(PUNCH_MEAL);
	stage_pass(&s, 30 * 60000);
	press(PUNCH_RESUME);
}

static void
kept_punches_are_listed(void **state)
{
	press_a_few();
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Kept punches                             Sat 21 Nov 2026  09:30\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   sending · 3 kept, oldest 90 min\n"
"\n"
" > • Sat 21 Nov  IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on this …\n"
"   • Sat 21 Nov  MEAL BREAK 09:00:00 · kept on this machine\n"
"   • Sat 21 Nov  BACK IN 09:30:00 · Elm St Tower · 03-100 Concrete · kept on …\n"
"\n\n\n\n\n\n\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   Sat 21 Nov  IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on this\n"
"   machine\n"
"\n\n"
" S Send now  Up/Down Move  Esc Back  ? Help  Q Quit\n");
	/* clang-format on */
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Kept punches         Sat 21 Nov  09:30\n"
"   sending · 3 kept, oldest 90 min\n"
"\n"
" > • Sat 21 Nov  IN 08:00:00 · Elm St…\n"
"   • Sat 21 Nov  MEAL BREAK 09:00:00 …\n"
"   • Sat 21 Nov  BACK IN 09:30:00 · E…\n"
"────────────────────────────────────────\n"
"   Sat 21 Nov  IN 08:00:00 · Elm St\n"
"   Tower · 03-100 Concrete · kept on\n"
"   this machine\n"
"\n"
" S Send now  Esc Back  ? Help\n");
	/* clang-format on */
	stage_type(&s, "k");
	stage_wants(&s, "(panel)");
}

static void
nothing_kept_is_said(void **state)
{
	stage_wants(&s, "Nothing waits here: the service has every punch.");
	stage_key(&s, KEY_IS_DOWN);
	stage_key(&s, KEY_IS_UP);
	stage_type(&s, "r");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "(panel)");
}

static void
a_set_aside_punch_says_why_and_can_be_retried(void **state)
{
	press_a_few();
	stage_answer(&s, 0, VERDICT_RECORDED, "", "");
	stage_answer(&s, 1, VERDICT_REFUSED, "not-this-enrolments",
		"Dana had no \033[31mpermission at 09:00.");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Kept punches                             Sat 21 Nov 2026  09:30\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   sending · 1 kept · 1 needs attention\n"
"\n"
" > ▲ Sat 21 Nov  MEAL BREAK 09:00:00 · SET ASIDE: Dana had no \\x1b[31mpermiss…\n"
"   • Sat 21 Nov  BACK IN 09:30:00 · Elm St Tower · 03-100 Concrete · kept on …\n"
"\n\n\n\n\n\n\n\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   Sat 21 Nov  MEAL BREAK 09:00:00 · SET ASIDE: Dana had no \\x1b[31mpermission\n"
"   at 09:00. The person who pressed must sign in on this device.\n"
"\n\n"
" R Retry  S Send now  Up/Down Move  Esc Back  ? Help  Q Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "▲ Sat 21 Nov"), ROLE_SELECTED);
	stage_key(&s, KEY_IS_DOWN);
	stage_misses(&s, "R Retry");
	stage_key(&s, KEY_IS_UP);
	stage_type(&s, "r");
	stage_wants(&s, "It waits again and is being sent.");
	assert_int_equal(s.world.store.punches[1].state, KEPT_WAITING);
	stage_misses(&s, "needs attention");
}

static void
the_selection_stays_on_its_punch(void **state)
{
	press_a_few();
	stage_key(&s, KEY_IS_DOWN);
	stage_key(&s, KEY_IS_DOWN);
	stage_answer(&s, 0, VERDICT_RECORDED, "", "");
	stage_wants(&s, "> • Sat 21 Nov  BACK IN 09:30:00");
	stage_answer(&s, 2, VERDICT_RECORDED, "", "");
	stage_wants(&s, "> • Sat 21 Nov  MEAL BREAK 09:00:00");
}

/* What the journal lost stands above all, until its person knows. */
static void
a_loss_is_told_until_it_is_known(void **state)
{
	s.world.store.lost = 19;
	stage_pass(&s, 60 * 1000);
	stage_wants(&s, "19 lost, see queue");
	stage_wants(&s, "Lost: number 1-19: missing");
	stage_wants(&s, "A I know");
	stage_type(&s, "a");
	stage_wants(&s, "You know what is lost.");
	assert_int_equal(s.world.store.lost, 0);
	stage_misses(&s, "number 1-19");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(kept_punches_are_listed),
		T(a_loss_is_told_until_it_is_known),
		T(nothing_kept_is_said),
		T(a_set_aside_punch_says_why_and_can_be_retried),
		T(the_selection_stays_on_its_punch),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
