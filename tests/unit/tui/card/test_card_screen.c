/* A time card on the screen, as text. */

#include "lib/cmocka_all.h"

#include "lib/card_scene.h"
#include "lib/stage.h"
#include "tui/card/card.h"

static struct stage s;

static int
setup(void **state)
{
	(void)state;
	stage_open(&s, TUI_CARD, &card_screen, STAGE_SELF);
	card_scene_keep(&s.world, true);
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
a_week(void **state)
{
	(void)state;
	s.world.transport.unreachable = "no network";
	stage_pass(&s, 0);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Time card                                Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                   asking ...\n"
">Dana Whitfield · Mon 16 Nov to Sun 22 Nov 2026\n"
" as of 08:00\n"
" ! Tue 17 Nov 12:00  no meal break\n"
" ! Wed 18 Nov 07:55  no end: forgot to stop?\n"
" ! Thu 19 Nov 13:10  late meal break\n"
" ! Thu 19 Nov 13:25  short meal break\n"
"            05       07       09       11       13       15       17\n"
" Mon 16 Nov ░░░░░░░░░░░░░██████████████████▒▒▒█████████████████░░░░░░░░    7:51\n"
"   07:58-10:32   2:34  Elm St Tower · 03-100 Concrete\n"
"   10:32-11:55   1:23  Elm St Tower · 06-110 Framing\n"
"   11:55-12:26   0:31  meal break\n"
"   12:26-16:20   3:54  Elm St Tower · 06-110 Framing\n"
" Tue 17 Nov ░░░░░░░░░░░░░░██████████████████████████████████░░░░░░░░░░░    7:30\n"
" ! 08:00-15:30   7:30  Oak Ave Depot · 03-100 Concrete · no meal break · by Lu…\n"
" Wed 18 Nov ░░░░░░░░░░░░░▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0:00\n"
" ! 07:55-?             Elm St Tower · 03-100 Concrete · no end\n"
" Thu 19 Nov ░░░░░░░░░░░░░░███████████████████████▒████████████░░░░░░░░░    7:45\n"
"   08:00-13:10   5:10  Elm St Tower · 03-100 Concrete\n"
" ! 13:10-13:25   0:15  meal break · late\n"
"   13:25-16:00   2:35  Elm St Tower · 03-100 Concrete                          ▼\n"
" Left Earlier  Right Later  Tab Period  Up/Down Move  Esc Back  F1 Help\n");
	/* clang-format on */
}

static void
why_a_record_is_as_it_is(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	stage_key(&s, KEY_IS_DOWN);
	stage_key(&s, KEY_IS_DOWN);
	stage_wants(&s, ">! Tue 17 Nov 12:00  no meal break");
	stage_key(&s, KEY_IS_ENTER);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Time card                                Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                   asking ...\n"
" Dana Whitfield · Mon 16 Nov to Sun 22 Nov 2026\n"
" as of 08:00\n"
">! Tue 17 Nov 12:00  no meal break\n"
" ! Wed 18 Nov 07:55  no end: forgot to stop?\n"
" ! Thu 19 Nov 13:10  late meal break\n"
" ! Thu 19 Nov 13:25  short meal break\n"
"            05       07       09       11       13       15       17\n"
" Mon 16 Nov ░░░░░░░░░░░░░██████████████████▒▒▒█████████████████░░░░░░░░    7:51\n"
"   07:58-10:32   2:34  Elm St Tower · 03-100 Concrete\n"
"   10:32-11:55   1:23  Elm St Tower · 06-110 Framing\n"
"   11:55-12:26   0:31  meal break\n"
"   12:26-16:20   3:54  Elm St Tower · 06-110 Framing\n"
" Tue 17 Nov ░░░░░░░░░░░░░░██████████████████████████████████░░░░░░░░░░░    7:30\n"
" ! 08:00-15:30   7:30  Oak Ave Depot · 03-100 Concrete · no meal break · by Lu…▼\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" 12:00:00: no meal break.\n"
" GO 08:00:00, pressed by Luis Muñoz. \"late bus\"\n"
" STOP 15:30:00, pressed by Dana Whitfield.\n"
" It lasted from 08:00:00 to 15:30:00.\n"
" After 4:00 of work a meal break fell due at 12:00:00.\n"
" Enter Why  Left Earlier  Right Later  Tab Period  Esc Back  F1 Help\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_ESC);
	stage_misses(&s, "pressed by");
}

static void
what_is_typed_is_found(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	stage_type(&s, "fri");
	stage_wants(&s, "/ fri");
	stage_wants(&s, "05:30-09:00   3:30  Oak Ave Depot");
	stage_misses(&s, "Mon 16 Nov ░");
	stage_type(&s, "zzz");
	stage_wants(&s, "Nothing fits.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "Mon 16 Nov");
}

static void
a_small_window_without_utf8(void **state)
{
	(void)state;
	stage_ascii(&s);
	stage_pass(&s, 0);
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Time card            Sat 21 Nov  08:00\n"
" /                           asking ...\n"
">Dana Whitfield - Mon 16 Nov to Sun 22.~\n"
" as of 08:00\n"
" ! Tue 17 Nov 12:00  no meal break\n"
" ! Wed 18 Nov 07:55  no end: forgot to.~\n"
" ! Thu 19 Nov 13:10  late meal break\n"
" ! Thu 19 Nov 13:25  short meal break\n"
"            05   09    13    17\n"
" Mon 16 Nov ....######-######..    7:51\n"
"   07:58-10:32   2:34  03-100 Concrete v\n"
" Left Earlier  Right Later  Esc Back\n");
	/* clang-format on */
	for (int i = 0; i < 8; i++)
		stage_key(&s, KEY_IS_PAGE_DOWN);
	stage_wants(&s, "REG 30:00  OT1  4:36");
}

static void
a_large_window(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	stage_resize(&s, 60, 200);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Time card                                                                                                                                                        Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                                                                                                                                           asking ...\n"
">Dana Whitfield · Mon 16 Nov to Sun 22 Nov 2026\n"
" as of 08:00\n"
" ! Tue 17 Nov 12:00  no meal break\n"
" ! Wed 18 Nov 07:55  no end: forgot to stop?\n"
" ! Thu 19 Nov 13:10  late meal break\n"
" ! Thu 19 Nov 13:25  short meal break\n"
"            05     06      07      08     09      10      11     12      13      14     15      16      17\n"
" Mon 16 Nov ░░░░░░░░░░░░░░░░░░░░░░░██████████████████████████████▒▒▒▒██████████████████████████████░░░░░░░░░░░░░    7:51\n"
"   07:58-10:32   2:34  Elm St Tower · 03-100 Concrete\n"
"   10:32-11:55   1:23  Elm St Tower · 06-110 Framing\n"
"   11:55-12:26   0:31  meal break\n"
"   12:26-16:20   3:54  Elm St Tower · 06-110 Framing\n"
" Tue 17 Nov ░░░░░░░░░░░░░░░░░░░░░░░██████████████████████████████████████████████████████████░░░░░░░░░░░░░░░░░░░    7:30\n"
" ! 08:00-15:30   7:30  Oak Ave Depot · 03-100 Concrete · no meal break · by Luis Muñoz\n"
" Wed 18 Nov ░░░░░░░░░░░░░░░░░░░░░░▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0:00\n"
" ! 07:55-?             Elm St Tower · 03-100 Concrete · no end\n"
" Thu 19 Nov ░░░░░░░░░░░░░░░░░░░░░░░████████████████████████████████████████▒▒████████████████████░░░░░░░░░░░░░░░    7:45\n"
"   08:00-13:10   5:10  Elm St Tower · 03-100 Concrete\n"
" ! 13:10-13:25   0:15  meal break · late\n"
"   13:25-16:00   2:35  Elm St Tower · 03-100 Concrete\n"
" Fri 20 Nov ░░░░███████████████████████████▒▒▒▒███████████████████████████▒▒▒███████████████████████████████████   11:30\n"
"   05:30-09:00   3:30  Oak Ave Depot · 06-110 Framing\n"
"   09:00-09:30   0:30  meal break\n"
"   09:30-13:00   3:30  Oak Ave Depot · 06-110 Framing\n"
"   13:00-13:30   0:30  meal break\n"
"   13:30-18:00   4:30  Oak Ave Depot · 06-110 Framing\n"
" Sat 21 Nov ░░░░░░░░░░░░░░░░░░░▓▓▓▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0:00\n"
"   07:30-now           Elm St Tower · 03-100 Concrete · by Luis Muñoz\n"
" Week of Mon 16 Nov                                                              REG 30:00  OT1  4:36  OT2  0:00   34:36\n"
" What has not ended yet counts in no sum.\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
" Left Earlier  Right Later  Tab Period  Up/Down Move  Letters Find  ^R Ask again  Esc Back  F1 Help\n");
	/* clang-format on */
}

/* The week before is asked for, and nothing of it is here. */
static void
earlier_and_later(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	world_answer_session(&s.world);
	(void)world_request(&s.world, "?week=2026-11-21&explain=true");
	stage_look(&s);
	stage_key(&s, KEY_IS_LEFT);
	stage_wants(&s, "The service is being asked.");
	fake_transport_fail(&s.world.transport,
		world_request(&s.world, "?week=2026-11-15&explain=true"),
		TRANSPORT_UNREACHABLE, "no route to it");
	stage_wants(&s, "Nothing of these days is kept on this machine.");
	stage_wants(&s, "no route to it");
	stage_key(&s, KEY_IS_TAB);
	(void)world_request(&s.world, "?period=2026-11-15&explain=true");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_week),
		T(why_a_record_is_as_it_is),
		T(what_is_typed_is_found),
		T(a_small_window_without_utf8),
		T(a_large_window),
		T(earlier_and_later),
	};

	return cmocka_run_group_tests_name("card screen", tests, NULL, NULL);
}
