/* Words for people: how the queue stands, and times that could be doubted. */

#include "lib/cmocka_all.h"

#include "app/words.h"

#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define NOW_MS INT64_C(1795266000000)

static void
the_queue_in_words(void **state)
{
	static const struct {
		enum app_link link;
		const char *why;
		struct queue_counts counts;
		int64_t age_ms;
		const char *words;
	} cases[] = {
		{APP_LINK_ONLINE, NULL, {0}, 0, "online · 0 kept"},
		{APP_LINK_UNKNOWN, "no", {0}, 0, "not connected yet · 0 kept"},
		{APP_LINK_BUSY, "no", {.waiting = 1}, MINUTE_MS - 1,
			"sending · 1 kept"},
		{APP_LINK_OFFLINE, "no network", {.waiting = 3}, 14 * MINUTE_MS,
			"offline · 3 kept, oldest 14 min · no network"},
		{APP_LINK_SIGN_IN, "the keyring is locked", {.waiting = 3},
			24 * HOUR_MS - 1,
			"not signed in · 3 kept, oldest 23 h · the keyring is "
			"locked"},
		{APP_LINK_OFFLINE, NULL, {.waiting = 3}, 24 * HOUR_MS,
			"offline · 3 kept, oldest 24 h - tell an "
			"administrator"},
		{APP_LINK_OFFLINE, NULL, {.waiting = 3}, 72 * HOUR_MS,
			"offline · 3 kept, oldest 3 days - tell an "
			"administrator"},
		{APP_LINK_ONLINE, NULL, {.set_aside = 1, .lost = 2}, 0,
			"online · 0 kept · 1 needs attention · 2 lost, see "
			"queue"},
		{APP_LINK_ONLINE, NULL,
			{.set_aside = 2, .room_percent_used = 79}, 0,
			"online · 0 kept · 2 need attention"},
		{APP_LINK_ONLINE, NULL, {.room_percent_used = 80}, 0,
			"online · 0 kept · room 80 % used"},
		{APP_LINK_OFFLINE, "\033]0;x\a", {0}, 0,
			"offline · 0 kept · \\x1b]0;x\\x07"},
	};
	struct str text;

	str_init(&text, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct queue_counts counts = cases[i].counts;

		counts.oldest_waiting_ms = NOW_MS - cases[i].age_ms;
		str_clear(&text);
		words_queue(
			&text, cases[i].link, cases[i].why, &counts, NOW_MS);
		assert_string_equal(text.data, cases[i].words);
	}
	str_release(&text);
}

/* On 1 November 2026 clocks in New York show 01:00 to 02:00 twice. */
static void
an_hour_that_comes_twice_names_its_zone(void **state)
{
	static const struct {
		int64_t minutes; /* from 05:30 UTC */
		const char *words;
	} cases[] = {{-31, "00:59"}, {0, "01:30 EDT"}, {30, "01:00 EST"},
		{60, "01:30 EST"}, {90, "02:00"}};
	const int64_t half_past_one_ms = INT64_C(1793511000000);
	struct zone *zone = NULL;
	struct err err = {0};
	struct str text;

	assert_int_equal(
		zone_parse_rule("EST5EDT,M3.2.0,M11.1.0", &zone, &err), 0);
	str_init(&text, 100);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_clear(&text);
		words_time(&text, zone,
			half_past_one_ms + cases[i].minutes * MINUTE_MS);
		assert_string_equal(text.data, cases[i].words);
	}
	str_release(&text);
	zone_free(&zone);
}

/* Of what somebody has decided nobody is to hear that it will be. */
static void
what_was_declined_waits_for_nobody(void **state)
{
	static const struct {
		const char *detail;
		const char *words;
	} cases[] = {
		{"Clock In/Out was switched off for the company.",
			", held for review: Clock In/Out was switched off for "
			"the company. An administrator accepts or declines "
			"it."},
		{VERDICT_DECLINED, ". It was declined, and does not count."},
	};
	const struct id reader = {{1}};
	struct receipt receipt = {
		.punch = {.kind = PUNCH_GO, .employee = reader},
		.at_ms = NOW_MS,
		.pressed_ms = NOW_MS,
		.stage = RECEIPT_SENT,
		.verdict = {.kind = VERDICT_DUPLICATE,
			.first = VERDICT_QUARANTINED},
	};
	struct zone *zone = NULL;
	struct err err = {0};
	struct str text;

	assert_int_equal(
		zone_parse_rule("EST5EDT,M3.2.0,M11.1.0", &zone, &err), 0);
	str_init(&text, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)str_copy(receipt.verdict.detail,
			sizeof(receipt.verdict.detail), cases[i].detail);
		str_clear(&text);
		words_receipt(&text, &receipt, zone, &reader);
		assert_string_equal(
			strstr(text.data, "sent") + 4, cases[i].words);
	}
	str_release(&text);
	zone_free(&zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_queue_in_words),
		cmocka_unit_test(what_was_declined_waits_for_nobody),
		cmocka_unit_test(an_hour_that_comes_twice_names_its_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
