/* Kept and set-aside punches, and receipts of them, as text. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/stage.h"

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, STAGE_SELF);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

/* In at Elm St Tower, two breaks and back, from 08:00 on. */
static void
press_a_few(void)
{
	stage_type(&s, "/elm");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "/conc");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "g");
	stage_pass(&s, 60 * 60000);
	stage_type(&s, "m");
	stage_pass(&s, 30 * 60000);
	stage_type(&s, "m");
}

/* What the service says to the punch that was pressed as the n-th. */
static void
answer(size_t n, enum verdict_kind kind, const char *problem,
	const char *detail)
{
	struct store store = fake_store_port(&s.world.store);
	struct verdict verdict = {.punch = s.world.store.punches[n].punch.id,
		.kind = kind,
		.ledger_seq = 1};
	struct err err = {0};

	assert_true(
		str_copy(verdict.problem, sizeof(verdict.problem), problem));
	assert_true(str_copy(verdict.detail, sizeof(verdict.detail), detail));
	assert_int_equal(
		store.ops->settle(store.self, 1, &verdict, 1, &err), 0);
	tui_tick(s.tui);
}

static void
kept_punches_are_listed(void **state)
{
	press_a_few();
	stage_type(&s, "k");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Kept punches                             Sat 21 Nov 2026  09:30\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   sending · 3 kept, oldest 90 min\n"
"\n"
" > • Sat 21 Nov  IN 08:00 · Elm St Tower · 03-100 Concrete · kept on this mac…\n"
"   • Sat 21 Nov  MEAL BREAK 09:00 · kept on this machine\n"
"   • Sat 21 Nov  BACK IN 09:30 · Elm St Tower · 03-100 Concrete · kept on thi…\n"
"\n\n\n\n\n\n\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   Sat 21 Nov  IN 08:00 · Elm St Tower · 03-100 Concrete · kept on this\n"
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
" > • Sat 21 Nov  IN 08:00 · Elm St To…\n"
"   • Sat 21 Nov  MEAL BREAK 09:00 · k…\n"
"   • Sat 21 Nov  BACK IN 09:30 · Elm …\n"
"────────────────────────────────────────\n"
"   Sat 21 Nov  IN 08:00 · Elm St Tower\n"
"   · 03-100 Concrete · kept on this\n"
"   machine\n"
"\n"
" S Send now  Esc Back  ? Help\n");
	/* clang-format on */
	stage_type(&s, "k");
	stage_wants(&s, "► IN");
}

static void
nothing_kept_is_said(void **state)
{
	stage_type(&s, "k");
	stage_wants(&s, "Nothing waits here: the service has every punch.");
	stage_key(&s, KEY_IS_DOWN);
	stage_key(&s, KEY_IS_UP);
	stage_type(&s, "r");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "OUT");
}

static void
a_set_aside_punch_says_why_and_can_be_retried(void **state)
{
	press_a_few();
	answer(0, VERDICT_RECORDED, "", "");
	answer(1, VERDICT_REFUSED, "no-permission",
		"Dana had no \033[31mpermission at 09:00.");
	stage_wants(&s, "1 needs attention");
	stage_type(&s, "k");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Kept punches                             Sat 21 Nov 2026  09:30\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   sending · 1 kept · 1 needs attention\n"
"\n"
" > ▲ Sat 21 Nov  MEAL BREAK 09:00 · SET ASIDE: Dana had no \\x1b[31mpermission…\n"
"   • Sat 21 Nov  BACK IN 09:30 · Elm St Tower · 03-100 Concrete · kept on thi…\n"
"\n\n\n\n\n\n\n\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   Sat 21 Nov  MEAL BREAK 09:00 · SET ASIDE: Dana had no \\x1b[31mpermission at\n"
"   09:00. Ask an administrator for the permission, then retry.\n"
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
the_receipt_follows_its_punch(void **state)
{
	press_a_few();
	stage_wants(&s, "• BACK IN 09:30");
	answer(2, VERDICT_RECORDED, "", "");
	stage_wants(
		&s, "√ BACK IN 09:30 · Elm St Tower · 03-100 Concrete · sent");
	assert_int_equal(stage_role(&s, "√ BACK IN"), ROLE_GOOD);
}

static void
a_set_aside_receipt_stands_out(void **state)
{
	press_a_few();
	answer(2, VERDICT_REFUSED, "unknown-location", "Nobody knows it.");
	stage_wants(&s, "▲ BACK IN 09:30");
	stage_wants(&s, "SET ASIDE: Nobody knows it.");
	assert_int_equal(stage_role(&s, "▲ BACK IN"), ROLE_ERROR);
}

static void
a_punch_held_for_review_is_a_warning(void **state)
{
	press_a_few();
	answer(2, VERDICT_QUARANTINED, "forbidden", "The period is closed.");
	stage_wants(&s, "sent, held for review: The");
	assert_int_equal(stage_role(&s, "▲ BACK IN"), ROLE_WARNING);
}

static void
the_selection_stays_on_its_punch(void **state)
{
	press_a_few();
	stage_type(&s, "k");
	stage_key(&s, KEY_IS_DOWN);
	stage_key(&s, KEY_IS_DOWN);
	answer(0, VERDICT_RECORDED, "", "");
	stage_wants(&s, "> • Sat 21 Nov  BACK IN 09:30");
	answer(2, VERDICT_RECORDED, "", "");
	stage_wants(&s, "> • Sat 21 Nov  MEAL BREAK 09:00");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(kept_punches_are_listed),
		T(nothing_kept_is_said),
		T(a_set_aside_punch_says_why_and_can_be_retried),
		T(the_receipt_follows_its_punch),
		T(a_set_aside_receipt_stands_out),
		T(a_punch_held_for_review_is_a_warning),
		T(the_selection_stays_on_its_punch),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
