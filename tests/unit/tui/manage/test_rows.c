/* Punches that are held, devices: what is decided of, as text. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/clerk_stage.h"

static struct stage s;

static int
setup(void **state)
{
	clerk_stage_open(&s, PERMISSION_ALL);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

#define HELD(n, person, why)                                                   \
	"{\"id\":\"" CLERK_ID(n) "\",\"seq\":" #n ",\"kind\":\"go\","          \
				 "\"at\":\"2026-11-21T13:00:20.000Z\","        \
				 "\"why\":[\"" why "\"],"                      \
				 "\"employee\":\"" person "\","                \
				 "\"pressed_by\":\"" person "\","              \
				 "\"location\":\"2601 Elm St Tower\","         \
				 "\"cost_code\":\"03-100 Concrete\","          \
				 "\"device\":\"Gate 1\",\"comment\":\"\"}"

static void
open_held(void)
{
	stage_type(&s, "h");
	clerk_answer(&s, "/v1/quarantine?limit=1000",
		HELD(1, "0104 Dana Whitfield", "Clock In/Out was off") "," HELD(
			2, "0105 Łukasz Żabka", "no permission"));
}

static void
decided(const char *path, const char *body)
{
	struct fake_request *request = clerk_asked(&s);

	assert_non_null(request);
	assert_non_null(strstr(request->url, path));
	assert_string_equal(request->body.data, body);
	assert_string_equal(request->method, "POST");
}

static void
held_punches_are_listed_with_why(void **state)
{
	open_held();
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Held for review                          Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
" > Sat 21 Nov 08:00  go · 0104 Dana Whitfield · Clock In/Out was off\n"
"   Sat 21 Nov 08:00  go · 0105 Łukasz Żabka · no permission\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   0104 Dana Whitfield · go Sat 21 Nov 08:00 · held: Clock In/Out was off ·\n"
"   2601 Elm St Tower · 03-100 Concrete · on Gate 1\n"
"\n\n"
" A Accept  D Decline  / Find  Up/Down Move  ^R Reload  Esc Back  F1 Help\n");
	/* clang-format on */
	stage_resize(&s, 12, 40);
	stage_wants(&s, " > Sat 21 Nov 08:00  go · 0104 Dana W…");
}

static void
one_is_accepted(void **state)
{
	open_held();
	stage_key(&s, KEY_IS_DOWN);
	stage_type(&s, "a");
	stage_wants(&s, "Accept it?");
	stage_wants(&s, "It counts at the time that it has. 0105");
	stage_key(&s, KEY_IS_ESC);
	assert_null(clerk_asked(&s));
	stage_type(&s, "a");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Asking ...");
	decided("/v1/quarantine/" CLERK_ID(2) "/accept", "{}");
	clerk_answer_one(&s, "/accept", "{}");
	clerk_answer(&s, "/v1/quarantine",
		HELD(1, "0104 Dana Whitfield", "Clock In/Out was off"));
	stage_wants(&s, "Done.");
	stage_wants(&s, " > Sat 21 Nov 08:00  go · 0104 Dana");
	stage_misses(&s, "0105");
}

#define MISSED                                                                 \
	"{\"id\":\"" CLERK_ID(3) "\",\"press\":\"stop\",\"employee\":"         \
				 "\"0104 Dana Whitfield\",\"at\":"             \
				 "\"2026-11-20T21:30:00.000Z\",\"asked\":"     \
				 "\"2026-11-21T13:00:00.000Z\",\"location\":"  \
				 "null,\"cost_code\":null,\"comment\":"        \
				 "\"battery was empty\"}"

/* Decided of in the same way. */
static void
missed_punches_are_accepted(void **state)
{
	stage_type(&s, "m");
	clerk_answer(&s, "/v1/requests?state=waits&limit=1000", MISSED);
	stage_wants(&s, " > Fri 20 Nov 16:30  stop · 0104 Dana Whitfield");
	stage_wants(&s, "asked Sat 21 Nov 08:00");
	stage_type(&s, "a");
	stage_wants(&s, "It is added to the card, and takes its approvals");
	stage_key(&s, KEY_IS_ENTER);
	decided("/v1/requests/" CLERK_ID(3) "/accept", "{}");
	clerk_answer_one(&s, "/accept", "{}");
	clerk_answer(&s, "/v1/requests", "");
	stage_wants(&s, "Done.");
	stage_misses(&s, "0104 Dana Whitfield");
}

static void
declining_takes_a_reason(void **state)
{
	open_held();
	stage_type(&s, "d");
	stage_wants(&s, "   Reason");
	stage_wants(&s, " Enter Decline  Esc Back  F1 Help\n");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Declining takes a reason");
	stage_type(&s, "a day off");
	stage_key(&s, KEY_IS_ENTER);
	decided("/v1/quarantine/" CLERK_ID(1) "/decline",
		"{\"reason\":\"a day off\"}");
	clerk_refuse(&s, "/decline", PROBLEM_STALE, "", "");
	stage_wants(&s, "Somebody decided of it already");
	stage_wants(&s, "Reason  a day off");
	stage_key(&s, KEY_IS_ESC);
	stage_misses(&s, "Reason");
	stage_wants(&s, "A Accept");
}

/* What is decided of is what was asked about, wherever it stands by then. */
static void
the_list_may_come_anew_meanwhile(void **state)
{
	open_held();
	stage_key(&s, KEY_IS_DOWN);
	stage_ctrl(&s, 'r');
	stage_type(&s, "a");
	stage_wants(&s, "Accept it?");
	clerk_answer(&s, "/v1/quarantine",
		HELD(2, "0105 Łukasz Żabka", "no permission") "," HELD(
			3, "0107 Zoë Lindqvist", "no permission"));
	stage_key(&s, KEY_IS_ENTER);
	decided("/v1/quarantine/" CLERK_ID(2) "/accept", "{}");
}

static void
only_whoever_may_decides(void **state)
{
	stage_close(&s);
	clerk_stage_open(&s, PERMISSION_SET(QUARANTINE_VIEW));
	open_held();
	stage_misses(&s, "A Accept");
	stage_type(&s, "ad");
	assert_null(clerk_asked(&s));
	stage_misses(&s, "Reason");
}

static void
nothing_held_is_said(void **state)
{
	stage_type(&s, "h");
	clerk_refuse(
		&s, "/v1/quarantine", PROBLEM_FORBIDDEN, "", "You may not.");
	stage_wants(&s, "Not loaded. You may not. ^R tries again.");
	stage_ctrl(&s, 'r');
	clerk_refuse(&s, "/v1/quarantine", PROBLEM_NOT_FOUND, "", "");
	stage_wants(&s, "Nothing there. Check the address. ^R tries again.");
	stage_ctrl(&s, 'r');
	clerk_answer(&s, "/v1/quarantine", "");
	stage_wants(&s, "No punch is held for review.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "· Manage");
}

/* What ends for good is asked about. */
static void
a_device_is_revoked(void **state)
{
	const char device[] = "{\"id\":\"" CLERK_ID(
		2) "\",\"name\":\"Gate 1\","
		   "\"created\":\"2026-11-20T13:00:20.000Z\","
		   "\"revoked\":null,\"last_seen\":"
		   "\"2026-11-21T12:59:20.000Z\",\"kept\":2,"
		   "\"clock_offset_ms\":-7200,\"people\":["
		   "{\"employee\":\"0104 Dana Whitfield\"},"
		   "{\"employee\":\"0105 Łukasz Żabka\"}]}";

	stage_type(&s, "d");
	clerk_answer(&s, "/v1/devices?limit=1000", device);
	stage_wants(&s, " > Gate 1 · 0104 Dana Whitfield, 0105 Łukasz Żabka · "
			"seen Sat 21 Nov 07:59");
	stage_wants(&s, "· kept: 2 ·");
	stage_wants(&s, "clock 7 s behind");
	stage_type(&s, "r");
	stage_wants(&s, "Revoke this device for good?");
	stage_key(&s, KEY_IS_ENTER);
	assert_null(clerk_asked(&s));
	stage_type(&s, "f");
	assert_string_equal(clerk_asked(&s)->method, "DELETE");
	clerk_answer_one(&s, "/v1/devices/" CLERK_ID(2), "{}");
	clerk_answer(&s, "/v1/devices", device);
	stage_wants(&s, "Done.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "· Manage");
}

static void
a_kiosk_says_where(void **state)
{
	(void)state;
	stage_type(&s, "d");
	clerk_answer(&s, "/v1/devices?limit=1000",
		"{\"id\":\"" CLERK_ID(
			2) "\",\"name\":\"Gate 1\","
			   "\"location\":\"2601 Elm St Tower\",\"people\":[]}");
	stage_wants(&s, " > Gate 1 · kiosk at 2601 Elm St Tower");
}

/* Of many one is found by any part of its line, and that one is meant. */
static void
one_is_found_by_typing(void **state)
{
	(void)state;
	open_held();
	stage_type(&s, "/lukasz");
	stage_wants(&s, "\n / lukasz");
	stage_wants(&s, " 1 of 2\n");
	stage_misses(&s, "0104");
	stage_wants(&s, " Enter Done  Esc All  Up/Down Move  F1 Help\n");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "a");
	stage_key(&s, KEY_IS_ENTER);
	decided("/v1/quarantine/" CLERK_ID(2) "/accept", "{}");
	clerk_answer_one(&s, "/accept", "{}");
	clerk_answer(&s, "/v1/quarantine",
		HELD(1, "0104 Dana Whitfield", "Clock In/Out was off"));
	stage_wants(&s, " 0 of 1\n");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, " > Sat 21 Nov 08:00  go · 0104 Dana");
	stage_type(&s, "/nobody");
	stage_wants(&s, "Nothing fits. Any part of a line will do.");
	stage_resize(&s, 12, 40);
	stage_wants(&s, " / nobody");
	stage_key(&s, KEY_IS_ESC);
	stage_misses(&s, "nobody");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "   E  Employees");
}

#define SESSION(n, device, current)                                            \
	"{\"id\":\"" CLERK_ID(n) "\",\"employee\":\"" CLERK_ID(                \
		5) "\","                                                       \
		   "\"created\":\"2026-11-20T13:00:20.000Z\","                 \
		   "\"used\":\"2026-11-21T12:59:20.000Z\","                    \
		   "\"until\":\"2026-12-21T12:59:20.000Z\"," device            \
		   "\"current\":" current "}"

static void
open_dana(void)
{
	stage_type(&s, "e");
	clerk_answer(&s, "/v1/roles", CLERK_ROLES);
	clerk_answer(&s, "/v1/groups", "");
	clerk_answer(&s, "/v1/policy-groups", CLERK_POLICIES);
	clerk_answer(&s, "/v1/employees", CLERK_PEOPLE);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
}

static void
a_session_is_ended(void **state)
{
	struct fake_request *request;

	(void)state;
	open_dana();
	stage_wants(&s, "^O Sessions");
	stage_ctrl(&s, 'o');
	request = clerk_asked(&s);
	assert_non_null(
		strstr(request->url, "/v1/sessions?employee=" CLERK_ID(5)));
	stage_wants(&s, "Sessions of 0104 Dana Whitfield");
	clerk_answer_one(&s, "/v1/sessions",
		"{\"sessions\":[" SESSION(1, "\"device_name\":\"Gate 1\",",
			"false") "," SESSION(2, "", "true") "]}");
	stage_wants(&s, " > Gate 1 · used Sat 21 Nov 07:59\n");
	stage_wants(
		&s, "   without a device · used Sat 21 Nov 07:59 · this one\n");
	stage_wants(&s, "· signed in Fri 20 Nov 08:00 · over Mon 21");
	stage_type(&s, "e");
	stage_wants(&s, "End this session?");
	stage_wants(&s, "Whoever is signed in there must sign in again");
	stage_key(&s, KEY_IS_ENTER); /* the safe answer */
	assert_null(clerk_asked(&s));
	stage_type(&s, "ef");
	assert_string_equal(clerk_asked(&s)->method, "DELETE");
	clerk_answer_one(&s, "/v1/sessions/" CLERK_ID(1), "{}");
	clerk_answer_one(&s, "/v1/sessions", "{\"sessions\":[]}");
	stage_wants(&s, "Done.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "^S Save");
}

/* Whoever may not see where others are signed in has no such key; who may see
 * it alone ends none. */
static void
sessions_are_for_whoever_may(void **state)
{
	(void)state;
	stage_close(&s);
	clerk_stage_open(&s, PERMISSION_ALL & ~PERMISSION_SET(DEVICES_VIEW) &
				     ~PERMISSION_SET(DEVICES_EDIT) &
				     ~PERMISSION_SET(ADMINISTRATOR));
	open_dana();
	stage_misses(&s, "Sessions");
	stage_close(&s);
	clerk_stage_open(&s, PERMISSION_ALL & ~PERMISSION_SET(DEVICES_EDIT) &
				     ~PERMISSION_SET(ADMINISTRATOR));
	open_dana();
	stage_ctrl(&s, 'o');
	clerk_answer_one(&s, "/v1/sessions",
		"{\"sessions\":[" SESSION(
			1, "\"device_name\":\"Gate 1\",", "false") "]}");
	stage_wants(&s, " > Gate 1");
	stage_misses(&s, "E End");
	stage_type(&s, "e");
	stage_misses(&s, "End this session?");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(held_punches_are_listed_with_why),
		T(one_is_accepted),
		T(missed_punches_are_accepted),
		T(declining_takes_a_reason),
		T(the_list_may_come_anew_meanwhile),
		T(only_whoever_may_decides),
		T(nothing_held_is_said),
		T(a_device_is_revoked),
		T(a_kiosk_says_where),
		T(one_is_found_by_typing),
		T(a_session_is_ended),
		T(sessions_are_for_whoever_may),
	};

	return cmocka_run_group_tests_name("manage_rows", tests, NULL, NULL);
}
