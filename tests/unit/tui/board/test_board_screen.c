/* Who is in, on the screen, as text. */

#include "lib/cmocka_all.h"

#include "lib/card_scene.h"
#include "lib/stage.h"
#include "tui/board/board.h"
#include "tui/screen.h"

static struct stage s;

static int
setup(void **state)
{
	(void)state;
	stage_open(&s, TUI_BOARD, &board_screen,
		STAGE_SELF | PERMISSION_SET(BOARD_VIEW) |
			PERMISSION_SET(TIME_CARDS_VIEW));
	card_scene_keep(&s.world, false);
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
who_is_in(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Who is in                                Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                   asking ...\n"
">1 in · 0 meal · 1 out · as of 08:00\n"
"   IN   Dana Whitfield           07:30       Elm St Tower · 03-100 Concrete\n"
"   out  Luis Muñoz               Fri 20 Nov\n"
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
" Up/Down Move  Letters Find  ^R Ask again  Esc Back  F1 Help\n");
	/* clang-format on */
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
" Who is in            Sat 21 Nov  08:00\n"
" /                           asking ...\n"
">1 in - 0 meal - 1 out - as of 08:00\n"
"   IN   Dana Whitfield 07:30  Elm St T.~\n"
"   out  Luis Munoz     Fri 20 Nov\n"
"\n"
"\n"
"\n"
"\n"
"\n"
"\n"
" Up/Down Move  Letters Find  Esc Back\n");
	/* clang-format on */
}

static void
a_large_window(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	stage_resize(&s, 60, 200);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Who is in                                                                                                                                                        Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                                                                                                                                           asking ...\n"
">1 in · 0 meal · 1 out · as of 08:00\n"
"   IN   Dana Whitfield           07:30       Elm St Tower · 03-100 Concrete\n"
"   out  Luis Muñoz               Fri 20 Nov\n"
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
"\n"
" Up/Down Move  Letters Find  ^R Ask again  Esc Back  F1 Help\n");
	/* clang-format on */
}

static void
somebody_is_found_and_their_card_opened(void **state)
{
	(void)state;
	stage_pass(&s, 0);
	stage_type(&s, "munoz");
	stage_wants(&s, "0 in · 0 meal · 1 out");
	stage_key(&s, KEY_IS_DOWN);
	stage_wants(&s, ">  out  Luis Muñoz");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "(card)");
	assert_true(id_equal(&s.tui->about, &s.world.colleague));
}

/* News that are older than half a minute are asked for again. */
static void
its_news_are_asked_for_again(void **state)
{
	struct str body;

	(void)state;
	world_answer_session(&s.world);
	str_init(&body, 1 << 16);
	card_scene_board(&s.world, &body);
	fake_transport_answer(&s.world.transport,
		world_request(&s.world, "/v1/board"), 200, body.data);
	str_release(&body);
	stage_misses(&s, "asking");
	assert_null(fake_transport_next(&s.world.transport));
	stage_pass(&s, 31000);
	stage_wants(&s, "asking ...");
	(void)world_request(&s.world, "/v1/board");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(who_is_in),
		T(a_small_window_without_utf8),
		T(a_large_window),
		T(somebody_is_found_and_their_card_opened),
		T(its_news_are_asked_for_again),
	};

	return cmocka_run_group_tests_name("board screen", tests, NULL, NULL);
}
