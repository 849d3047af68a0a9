/* Time cards and the board: asked for, kept, as lines for people. */

#include "app/hours.h"

#include <stdio.h>
#include <string.h>

#include "app/board_lines.h"
#include "app/card_lines.h"
#include "app/card_out.h"
#include "lib/card_scene.h"
#include "lib/cmocka_all.h"

static struct world world;
static struct str text;

static int
setup(void **state)
{
	(void)state;
	world_open(&world);
	world_sign_in(&world, PERMISSION_SET(CLOCK_IN_OUT));
	str_init(&text, 1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	str_release(&text);
	world_close(&world);
	return 0;
}

static struct hours_ask
this_week(bool explain)
{
	struct hours_ask ask = {
		.what = HOURS_WEEK, .employee = world.dana, .explain = explain};

	ask.dates.first = ask.dates.last =
		hours_date(world.app, world_service_ms(&world));
	return ask;
}

static struct hours_card *
kept_card(bool explain)
{
	const struct hours_ask ask = this_week(explain);
	struct hours_card *card = NULL;
	struct err err = {0};

	card_scene_keep(&world, explain);
	if (hours_card(world.app, &ask, &card, &err) < 0)
		fail_msg("%s", err.text);
	return card;
}

static void
assert_text(const char *want)
{
	if (strcmp(text.data, want) != 0) {
		fprintf(stderr, "%s", text.data);
		fail_msg("is not what is wanted");
	}
}

static void
assert_says(const char *want)
{
	if (strstr(text.data, want) == NULL) {
		fprintf(stderr, "%s", text.data);
		fail_msg("does not say \"%s\"", want);
	}
}

static void
look(const struct hours_card *card, const struct card_look *how)
{
	struct card_look at = *how;
	struct sheet sheet;

	at.now_ms = world_service_ms(&world);
	sheet_init(&sheet);
	card_lines(card, &at, &sheet);
	str_clear(&text);
	sheet_print(&sheet, &text);
	sheet_release(&sheet);
}

/* What a card looks like so. */
static void
shows(const struct card_look *how, const char *want)
{
	struct hours_card *card = kept_card(false);

	look(card, how);
	assert_text(want);
	hours_card_free(&card);
}

static void
test_a_week_at_80_columns(void **state)
{
	(void)state;
	/* clang-format off */
	shows(&(struct card_look){.cols = 80},
" Dana Whitfield · Mon 16 Nov to Sun 22 Nov 2026\n"
" as of 08:00\n"
" ! Tue 17 Nov 12:00  no meal break\n"
" ! Wed 18 Nov 07:55  no end: forgot to stop?\n"
" ! Thu 19 Nov 13:10  late meal break\n"
" ! Thu 19 Nov 13:25  short meal break\n"
"            05       07       09       11       13        15       17\n"
" Mon 16 Nov ░░░░░░░░░░░░░░██████████████████▒▒██████████████████░░░░░░░░    7:51\n"
"   07:58-10:32   2:34  Elm St Tower · 03-100 Concrete\n"
"   10:32-11:55   1:23  Elm St Tower · 06-110 Framing\n"
"   11:55-12:26   0:31  meal break\n"
"   12:26-16:20   3:54  Elm St Tower · 06-110 Framing\n"
" Tue 17 Nov ░░░░░░░░░░░░░░██████████████████████████████████░░░░░░░░░░░░    7:30\n"
" ! 08:00-15:30   7:30  Oak Ave Depot · 03-100 Concrete · no meal break · by Lui…\n"
" Wed 18 Nov ░░░░░░░░░░░░░▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0:00\n"
" ! 07:55-?             Elm St Tower · 03-100 Concrete · no end\n"
" Thu 19 Nov ░░░░░░░░░░░░░░████████████████████████▒████████████░░░░░░░░░    7:45\n"
"   08:00-13:10   5:10  Elm St Tower · 03-100 Concrete\n"
" ! 13:10-13:25   0:15  meal break · late\n"
"   13:25-16:00   2:35  Elm St Tower · 03-100 Concrete\n"
" Fri 20 Nov ░░████████████████▒▒▒████████████████▒▒█████████████████████   11:30\n"
"   05:30-09:00   3:30  Oak Ave Depot · 06-110 Framing\n"
"   09:00-09:30   0:30  meal break\n"
"   09:30-13:00   3:30  Oak Ave Depot · 06-110 Framing\n"
"   13:00-13:30   0:30  meal break\n"
"   13:30-18:00   4:30  Oak Ave Depot · 06-110 Framing\n"
" Sat 21 Nov ░░░░░░░░░░░░▓▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0:00\n"
"   07:30-now           Elm St Tower · 03-100 Concrete · by Luis Muñoz\n"
" Week of Mon 16 Nov                      REG 30:00  OT1  4:36  OT2  0:00   34:36\n"
" What has not ended yet counts in no sum.\n");
	/* clang-format on */
}

static void
test_a_week_at_40_columns_without_utf8(void **state)
{
	(void)state;
	/* clang-format off */
	shows(&(struct card_look){.cols = 40, .ascii = true},
" Dana Whitfield · Mon 16 Nov to Sun 22 …\n"
" as of 08:00\n"
" ! Tue 17 Nov 12:00  no meal break\n"
" ! Wed 18 Nov 07:55  no end: forgot to …\n"
" ! Thu 19 Nov 13:10  late meal break\n"
" ! Thu 19 Nov 13:25  short meal break\n"
"            05    09    13    17\n"
" Mon 16 Nov .....############...    7:51\n"
"   07:58-10:32   2:34  03-100 Concrete\n"
"   10:32-11:55   1:23  06-110 Framing\n"
"   11:55-12:26   0:31  meal break\n"
"   12:26-16:20   3:54  06-110 Framing\n"
" Tue 17 Nov .....###########....    7:30\n"
" ! 08:00-15:30   7:30  03-100 Concrete …\n"
" Wed 18 Nov ....+...............    0:00\n"
" ! 07:55-?             03-100 Concrete …\n"
" Thu 19 Nov .....############...    7:45\n"
"   08:00-13:10   5:10  03-100 Concrete\n"
" ! 13:10-13:25   0:15  meal break · late\n"
"   13:25-16:00   2:35  03-100 Concrete\n"
" Fri 20 Nov .#####-#####-#######   11:30\n"
"   05:30-09:00   3:30  06-110 Framing\n"
"   09:00-09:30   0:30  meal break\n"
"   09:30-13:00   3:30  06-110 Framing\n"
"   13:00-13:30   0:30  meal break\n"
"   13:30-18:00   4:30  06-110 Framing\n"
" Sat 21 Nov ....+...............    0:00\n"
"   07:30-now           03-100 Concrete …\n"
" Week       REG 30:00  OT1  4:36   34:36\n"
" What has not ended yet counts in no su…\n");
	/* clang-format on */
}

static void
test_raw_times_have_seconds_and_a_filter_leaves_what_fits(void **state)
{
	(void)state;
	/* clang-format off */
	shows(&(struct card_look){.cols = 80, .raw = true, .filter = "mon FRÁM"},
" Dana Whitfield · Mon 16 Nov to Sun 22 Nov 2026\n"
" as of 08:00\n"
"            05       07       09       11       13        15       17\n"
" Mon 16 Nov ░░░░░░░░░░░░░░██████████████████▒▒██████████████████░░░░░░░░    7:51\n"
"   10:31:40-11:55:02  1:23:22  Elm St Tower · 06-110 Framing\n"
"   12:25:40-16:20:10  3:54:30  Elm St Tower · 06-110 Framing\n"
" Week of Mon 16 Nov                      REG 30:00  OT1  4:36  OT2  0:00   34:36\n"
" What has not ended yet counts in no sum.\n");
	/* clang-format on */
}

/* Every figure is explained, in sentences. */
static void
test_why_a_record_is_as_it_is(void **state)
{
	static const struct id all;
	struct hours_card *card = kept_card(true);
	struct sheet sheet;

	(void)state;
	assert_true(card_is_explained(card));
	sheet_init(&sheet);
	card_explain(card, &all, &sheet);
	str_clear(&text);
	sheet_print(&sheet, &text);
	sheet_release(&sheet);
	assert_says("Tue 17 Nov 08:00  Oak Ave Depot · 03-100 Concrete\n"
		    "12:00:00: no meal break.\n"
		    "GO 08:00:00, pressed by Luis Muñoz. \"late bus\"\n"
		    "STOP 15:30:00, pressed by Dana Whitfield.\n");
	assert_says("From 07:55:00 to Thu 19 Nov 2026 08:00:00 is longer than "
		    "16:00, the longest that a record may be");
	assert_says("After 4:00 of work a meal break fell due at 12:00:00.\n");
	assert_says("The break from 13:10:00 to 13:25:00 is shorter than 0:30");
	assert_says("07:58:12 is shown as 07:58:00.\n");
	assert_says("0:06 of it are OT1: beyond 30:00 of the week.\n");
	hours_card_free(&card);
}

static void
test_a_card_without_reasons_says_so(void **state)
{
	static const struct id all;
	struct hours_card *card = kept_card(false);
	struct sheet sheet;

	(void)state;
	assert_false(card_is_explained(card));
	sheet_init(&sheet);
	card_explain(card, &all, &sheet);
	str_clear(&text);
	sheet_print(&sheet, &text);
	sheet_release(&sheet);
	assert_says("The reasons are not kept on this machine");
	hours_card_free(&card);
}

static void
test_for_other_programs_and_for_paper(void **state)
{
	struct hours_card *card = kept_card(true);

	(void)state;
	str_clear(&text);
	card_csv(card, &text);
	assert_says("date,kind,start,end,location_number,location,"
		    "cost_code_number,cost_code,time,reg,ot1,ot2\r\n"
		    "2026-11-16,work,07:58,10:32,,Elm St Tower,03-100,"
		    "Concrete,2:34,2:34,0:00,0:00\r\n");
	assert_says("2026-11-18,work,07:55,,,");
	str_clear(&text);
	card_timeclock(card, &text);
	assert_says("i 2026/11/16 07:58:12 Elm St Tower:03-100 Concrete\n"
		    "o 2026/11/16 10:31:40\n"
		    "i 2026/11/16 10:31:40 Elm St Tower:06-110 Framing\n");
	str_clear(&text);
	card_json(card, &text);
	assert_says("\"totals\":{\"from\":\"2026-11-16\",\"to\":"
		    "\"2026-11-22\",\"minutes\":2076,\"reg\":1800,"
		    "\"ot1\":276,");
	assert_says("\"comment\":\"late bus\"");
	hours_card_free(&card);
}

static void
test_a_page_to_sign(void **state)
{
	struct hours_card *card = kept_card(false);

	(void)state;
	str_clear(&text);
	card_page(card, true, &text);
	/* clang-format off */
	assert_text(
"Acme Roofing - time card 2026-11-16 to 2026-11-22\n"
"101 Dana Whitfield\n"
"The work week begins on Monday at 00:00, times of America/New_York, as of 08:00\n"
"--------------------------------------------------------------------------------\n"
"Day                                 Work     REG     OT1     OT2   Meals\n"
"Mon 16 Nov  07:58-16:20             7:51    7:51                    0:31\n"
"Tue 17 Nov  08:00-15:30             7:30    7:30                          ! 1\n"
"Wed 18 Nov  07:55-                  0:00    0:00                          ! 1\n"
"Thu 19 Nov  08:00-16:00             7:45    7:45                    0:15  ! 2\n"
"Fri 20 Nov  05:30-18:00            11:30    6:54    4:36            1:00\n"
"Sat 21 Nov  07:30-                  0:00    0:00                          open\n"
"  week of Mon 16 Nov               34:36   30:00    4:36            1:46  ! 4\n"
"Together                           34:36   30:00    4:36            1:46  ! 4\n"
"! Tue 17 Nov 12:00  no meal break\n"
"! Wed 18 Nov 07:55  no end: forgot to stop?\n"
"! Thu 19 Nov 13:10  late meal break\n"
"! Thu 19 Nov 13:25  short meal break\n"
"\n"
"Elm St Tower - 03-100 Concrete                                 10:19\n"
"Elm St Tower - 06-110 Framing                                   5:17\n"
"Oak Ave Depot - 03-100 Concrete                                 7:30\n"
"Oak Ave Depot - 06-110 Framing                                 11:30\n"
"--------------------------------------------------------------------------------\n"
"This is what I worked.\n"
"\n"
"Employee   ______________________________________  Date ____________________\n"
"\n"
"Supervisor ______________________________________  Date ____________________\n");
	/* clang-format on */
	hours_card_free(&card);
}

/* A name that a spreadsheet would take for a formula is none there. */
static void
test_no_name_is_a_formula(void **state)
{
	struct hours_card *card;

	(void)state;
	(void)str_copy(world.catalog.entries[2].name,
		sizeof(world.catalog.entries[2].name), "=HYPERLINK(1)");
	card = kept_card(false);
	str_clear(&text);
	card_csv(card, &text);
	assert_says(",'=HYPERLINK(1),");
	hours_card_free(&card);
}

static void
board(const struct board_look *how,
	void lines(const struct hours_board *board,
		const struct board_look *look, struct sheet *out))
{
	struct board_look at = *how;
	struct hours_board *kept = NULL;
	struct err err = {0};
	struct sheet sheet;

	card_scene_keep(&world, false);
	if (hours_board(world.app, &kept, &err) < 0)
		fail_msg("%s", err.text);
	at.cols = 80;
	at.now_ms = world_service_ms(&world);
	sheet_init(&sheet);
	lines(kept, &at, &sheet);
	str_clear(&text);
	sheet_print(&sheet, &text);
	sheet_release(&sheet);
	hours_board_free(&kept);
}

static void
test_who_is_in(void **state)
{
	(void)state;
	board(&(struct board_look){.filter = NULL}, board_lines);
	/* clang-format off */
	assert_text(
" 1 in · 0 meal · 1 out · as of 08:00\n"
"   IN   Dana Whitfield           07:30       Elm St Tower · 03-100 Concrete\n"
"   out  Luis Muñoz               Fri 20 Nov\n");
	/* clang-format on */
	board(&(struct board_look){.filter = "munoz out"}, board_lines);
	assert_says("0 in · 0 meal · 1 out");
	board(&(struct board_look){.location = world.oak}, board_lines);
	assert_says("Nobody fits.");
}

static void
test_a_list_to_count_by(void **state)
{
	(void)state;
	board(&(struct board_look){.filter = NULL}, board_list);
	/* clang-format off */
	assert_text(
" 1 to find · as of 08:00\n"
"\n"
"Elm St Tower\n"
"  [ ]  Dana Whitfield                   IN   07:30\n");
	/* clang-format on */
}

/* --- asking --------------------------------------------------------------- */

static struct err told;
static int tellings;

static void
on_answer(void *ctx, const struct err *err)
{
	(void)ctx;
	told = *err;
	tellings++;
}

/* A board of two pages is kept as one; what was asked before is not told. */
static void
test_a_board_comes_in_pages(void **state)
{
	const struct hours_ask ask = {.what = HOURS_BOARD};
	struct hours_board *kept = NULL;
	struct err err = {0};
	struct str body;

	(void)state;
	tellings = 0;
	hours_ask(world.app, &ask, on_answer, NULL);
	hours_ask(world.app, &ask, on_answer, NULL);
	world_answer_session(&world);
	str_init(&body, 1 << 16);
	card_scene_board(&world, &body);
	(void)str_copy(world.transport.link, sizeof(world.transport.link),
		"</v1/board?limit=1000&cursor=x>; rel=\"next\"");
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/board?limit=1000"), 200, body.data);
	world.transport.link[0] = '\0';
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/board?limit=1000&cursor=x"), 200,
		body.data);
	str_release(&body);
	assert_int_equal(tellings, 1);
	assert_int_equal(told.kind, ERR_NONE);
	assert_int_equal(hours_board(world.app, &kept, &err), 0);
	hours_board_free(&kept);
	assert_int_equal(world.catalog.answer_count, 1);
}

/* What cannot be read is not kept, and what was kept stays. */
static void
test_an_answer_that_is_none_changes_nothing(void **state)
{
	const struct hours_ask ask = this_week(false);
	struct hours_card *kept = NULL;
	struct err err = {0};

	(void)state;
	tellings = 0;
	hours_ask(world.app, &ask, on_answer, NULL);
	world_answer_session(&world);
	fake_transport_answer(&world.transport,
		world_request(&world, "?week=2026-11-21"), 200, "{}");
	assert_int_equal(tellings, 1);
	assert_int_not_equal(told.kind, ERR_NONE);
	assert_int_equal(hours_card(world.app, &ask, &kept, &err), -1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	kept = kept_card(false);
	hours_ask(world.app, &ask, on_answer, NULL);
	fake_transport_fail(&world.transport,
		world_request(&world, "?week=2026-11-21"),
		TRANSPORT_UNREACHABLE, "no route");
	assert_int_equal(told.kind, ERR_UNAVAILABLE);
	hours_card_free(&kept);
	assert_int_equal(hours_card(world.app, &ask, &kept, &err), 0);
	hours_card_free(&kept);
}

static void
test_nobody_whom_one_may_see(void **state)
{
	const struct hours_ask ask = this_week(true);

	(void)state;
	hours_ask(world.app, &ask, on_answer, NULL);
	world_answer_session(&world);
	fake_transport_answer(&world.transport,
		world_request(&world, "?week=2026-11-21&explain=true"), 404,
		"{\"type\":\"urn:connect:problem:not-found\",\"title\":"
		"\"Nothing is here\","
		"\"status\":404}");
	assert_int_equal(told.kind, ERR_NOT_FOUND);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_week_at_80_columns),
		T(test_a_week_at_40_columns_without_utf8),
		T(test_raw_times_have_seconds_and_a_filter_leaves_what_fits),
		T(test_why_a_record_is_as_it_is),
		T(test_a_card_without_reasons_says_so),
		T(test_for_other_programs_and_for_paper),
		T(test_a_page_to_sign),
		T(test_no_name_is_a_formula),
		T(test_who_is_in),
		T(test_a_list_to_count_by),
		T(test_a_board_comes_in_pages),
		T(test_an_answer_that_is_none_changes_nothing),
		T(test_nobody_whom_one_may_see),
	};

	return cmocka_run_group_tests_name("hours", tests, NULL, NULL);
}
