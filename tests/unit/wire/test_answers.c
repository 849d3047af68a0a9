#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "core/cause.h"
#include "core/restate.h"
#include "wire/wire.h"

#define ID(n) "019a0000-0000-7000-8000-00000000000" #n

/* --- verdicts ---------------------------------------------------------------
 */

/* clang-format off */
#define STANDING(at) "\"at\":\"" at "\",\"method\":\"same-boot\","
#define RESULTS                                                                \
	"{\"results\":["                                                       \
	"{\"id\":\"" ID(1) "\",\"result\":\"recorded\",\"seq\":41,"            \
	STANDING("2026-11-21T07:58:00.123Z")                                   \
	"\"not_before\":\"2026-11-21T07:57:00.000Z\","                         \
	"\"not_after\":\"2026-11-21T07:59:00.000Z\","                          \
	"\"flags\":[\"differs\",\"lifted\"],\"causes\":[]},"                   \
	"{\"id\":\"" ID(2) "\",\"result\":\"quarantined\",\"seq\":42,"         \
	STANDING("2026-11-21T07:58:00.123Z")                                   \
	"\"flags\":[],\"causes\":[\"no-permission\",\"brought\"],"             \
	"\"problem\":\"no-permission\",\"detail\":\"Since noon.\"},"           \
	"{\"id\":\"" ID(3) "\",\"result\":\"duplicate\","                      \
	"\"first\":\"quarantined\",\"seq\":42,"                                \
	STANDING("2026-11-21T07:58:00.123Z")                                   \
	"\"flags\":[],\"causes\":[\"clock-off\"],"                             \
	"\"problem\":\"no-permission\"},"                                      \
	"{\"id\":\"" ID(4) "\",\"result\":\"duplicate\","                      \
	"\"first\":\"recorded\",\"seq\":43,"                                   \
	STANDING("2026-11-21T07:58:00.123Z")                                   \
	"\"flags\":[],\"causes\":[]},"                                         \
	"{\"id\":\"" ID(5) "\",\"result\":\"refused\",\"seq\":0,"              \
	"\"flags\":[],\"causes\":[],\"problem\":\"id-reused\","                \
	"\"detail\":\"x\\u001b\"}],"                                           \
	"\"watermark\":7,\"missing\":[9,11],\"highest\":12,"                   \
	"\"ended\":true,\"forked\":false,\"earlier\":[{\"enrolment\":\"" ID(6)  \
	"\",\"watermark\":3,\"missing\":[4]}],"                                 \
	"\"now\":\"2026-11-21T07:59:01.000Z\"}"
#define NOTHING_ELSE                                                           \
	"\"watermark\":0,\"missing\":[],\"highest\":0,\"ended\":false,"        \
	"\"forked\":false,\"earlier\":[],\"now\":\"2026-11-21T07:59:01Z\"}"
/* clang-format on */

static void
test_verdicts_there_and_back(void **state)
{
	struct wire_verdicts got;
	const struct verdict *v;
	struct str out;
	struct err err;

	assert_int_equal(
		wire_verdicts_decode(RESULTS, strlen(RESULTS), &got, &err), 0);
	v = got.verdicts;
	assert_int_equal(got.count, 5);
	assert_int_equal(v[0].punch.bytes[15], 1);
	assert_int_equal(v[0].kind, VERDICT_RECORDED);
	assert_int_equal(v[0].ledger_seq, 41);
	assert_int_equal(v[0].at_ms, 1795247880123);
	assert_int_equal(v[0].flags, RESTATE_DIFFERS | RESTATE_LIFTED);
	assert_int_equal(v[0].method, RESTATE_SAME_BOOT);
	assert_int_equal(v[0].not_before_ms, 1795247820000);
	assert_int_equal(v[0].not_after_ms, 1795247940000);
	assert_int_equal(v[1].kind, VERDICT_QUARANTINED);
	assert_int_equal(v[1].causes, CAUSE_NO_PERMISSION | CAUSE_BROUGHT);
	assert_int_equal(v[1].not_before_ms, 0);
	assert_string_equal(v[1].problem, "no-permission");
	assert_string_equal(v[1].detail, "Since noon.");
	assert_int_equal(v[2].kind, VERDICT_DUPLICATE);
	assert_int_equal(v[2].first, VERDICT_QUARANTINED);
	assert_int_equal(v[3].first, VERDICT_RECORDED);
	assert_int_equal(v[4].kind, VERDICT_REFUSED);
	assert_string_equal(v[4].detail, "x\x1b");
	assert_int_equal(got.own.watermark, 7);
	assert_int_equal(got.own.count, 2);
	assert_int_equal(got.own.numbers[1], 11);
	assert_int_equal(got.highest, 12);
	assert_true(got.ended);
	assert_false(got.forked);
	assert_int_equal(got.earlier_count, 1);
	assert_int_equal(got.earlier[0].enrolment.bytes[15], 6);
	assert_int_equal(got.earlier[0].watermark, 3);
	assert_int_equal(got.earlier[0].numbers[0], 4);
	assert_int_equal(got.now_ms, 1795247941000);
	str_init(&out, 4096);
	wire_verdicts_encode(&got, &out);
	assert_string_equal(out.data, RESULTS);
	str_release(&out);
	free(got.verdicts);
}

static void
expect_no_answer(const char *item, const char *complaint)
{
	struct wire_verdicts got;
	struct err err;
	struct str text;

	str_init(&text, 4096);
	str_addf(&text, "{\"results\":[%s]," NOTHING_ELSE, item);
	assert_int_equal(
		wire_verdicts_decode(text.data, text.len, &got, &err), -1);
	assert_string_equal(err.text, complaint);
	str_release(&text);
}

static void
test_an_answer_that_contradicts_itself_is_none(void **state)
{
	expect_no_answer(
		"{\"id\":\"" ID(1) "\",\"result\":\"recorded\","
				   "\"seq\":0,\"flags\":[],\"causes\":[]}",
		"/results/0/seq: does not fit the result");
	expect_no_answer(
		"{\"id\":\"" ID(
			1) "\",\"result\":\"refused\","
			   "\"seq\":3,\"method\":\"wall\",\"at\":\"2026-11-"
			   "21T07:59:00Z\","
			   "\"flags\":[],\"causes\":[],\"problem\":\"x\"}",
		"/results/0/seq: does not fit the result");
	expect_no_answer(
		"{\"id\":\"" ID(1) "\",\"result\":\"refused\","
				   "\"seq\":0,\"flags\":[],\"causes\":[]}",
		"/results/0/problem: is missing");
	expect_no_answer(
		"{\"id\":\"" ID(1) "\",\"result\":\"recorded\","
				   "\"seq\":3,\"flags\":[],\"causes\":[]}",
		"/results/0/method: is missing");
	expect_no_answer(
		"{\"id\":\"" ID(1) "\",\"result\":\"duplicate\","
				   "\"seq\":3,\"flags\":[],\"causes\":[]}",
		"/results/0/first: is missing");
	expect_no_answer(
		"{\"id\":\"" ID(1) "\",\"result\":\"duplicate\","
				   "\"first\":\"duplicate\",\"seq\":3,"
				   "\"method\":\"wall\",\"at\":\"2026-11-21T07:"
				   "59:00Z\",\"flags\":[],\"causes\":[]}",
		"/results/0/first: a duplicate of a duplicate");
	expect_no_answer("{\"id\":\"" ID(1) "\",\"result\":\"lost\"}",
		"/results/0/result: not one of the words for it");
	expect_no_answer(
		"{\"result\":\"recorded\"}", "/results/0/id: is missing");
}

static void
test_every_truncated_answer_is_none(void **state)
{
	struct wire_verdicts got;
	struct err err;

	for (size_t len = 0; len < strlen(RESULTS); len++)
		assert_int_equal(
			wire_verdicts_decode(RESULTS, len, &got, &err), -1);
}

static void
test_a_newer_service_is_understood(void **state)
{
	static const char text[] = "{\"results\":[{\"id\":\"" ID(
		1) "\",\"result\":\"refused\","
		   "\"mood\":\"bad\",\"seq\":0,\"flags\":[\"cold\",\"future\"],"
		   "\"causes\":[\"rain\"],"
		   "\"problem\":\"of-a-name-longer-than-this-program-keeps-of-"
		   "any"
		   "-problem\"}],\"hint\":{}," NOTHING_ELSE;
	struct wire_verdicts got;
	struct err err;

	assert_int_equal(
		wire_verdicts_decode(text, strlen(text), &got, &err), 0);
	assert_int_equal(got.verdicts[0].flags, RESTATE_FUTURE);
	assert_int_equal(
		strlen(got.verdicts[0].problem), VERDICT_PROBLEM_BYTES - 1);
	free(got.verdicts);
}

static void
test_more_missing_than_room(void **state)
{
	struct wire_verdicts got;
	struct err err;
	struct str text;

	str_init(&text, 4096);
	str_addz(&text, "{\"results\":[],\"watermark\":0,\"missing\":[1");
	for (int i = 2; i <= 33; i++)
		str_addf(&text, ",%d", i);
	str_addz(&text, "]}");
	assert_int_equal(
		wire_verdicts_decode(text.data, text.len, &got, &err), -1);
	assert_string_equal(err.text, "/missing: a list that is too long");
	str_release(&text);
}

/* --- the clock --------------------------------------------------------------
 */

static void
test_clock_there_and_back(void **state)
{
	struct wire_clock clock = {
		.employee = {{1, [15] = 1}},
		.state = {.mode = CLOCK_MEAL,
			.since_ms = 1795247880123,
			.location = {{2}},
			.cost_code = {{3}},
			.last = {{4}},
			.day_ms = 1795240800000,
			.worked_ms = 7080123,
			.meals_taken = 1},
		.enrolment = {{0xee}},
		.watermark = 12,
		.now_ms = 1795247999999,
	};
	struct wire_clock got;
	struct str out;
	struct err err;

	str_init(&out, 4096);
	wire_clock_encode(&clock, &out);
	assert_int_equal(wire_clock_decode(out.data, out.len, &got, &err), 0);
	assert_true(id_equal(&got.employee, &clock.employee));
	assert_int_equal(got.state.mode, CLOCK_MEAL);
	assert_int_equal(got.state.since_ms, clock.state.since_ms);
	assert_true(id_equal(&got.state.location, &clock.state.location));
	assert_true(id_equal(&got.state.cost_code, &clock.state.cost_code));
	assert_true(id_equal(&got.state.last, &clock.state.last));
	assert_int_equal(got.state.day_ms, clock.state.day_ms);
	assert_int_equal(got.state.worked_ms, 7080123);
	assert_int_equal(got.state.meals_taken, 1);
	assert_int_equal(got.enrolment.bytes[0], 0xee);
	assert_int_equal(got.watermark, 12);
	assert_int_equal(got.now_ms, 1795247999999);
	str_release(&out);
}

static void
test_clock_of_whom_nothing_is_known(void **state)
{
	static const char want[] = "{\"employee\":\"" ID(
		1) "\",\"state\":\"out\","
		   "\"since\":null,\"location\":null,\"cost_code\":null,"
		   "\"last_punch\":null,\"day_began\":null,\"worked_ms\":0,"
		   "\"meals_taken\":0,\"enrolment\":null,\"watermark\":0,"
		   "\"now\":\"2026-11-21T07:58:00.123Z\"}";
	struct wire_clock got;
	struct str out;
	struct err err;

	assert_int_equal(wire_clock_decode(want, strlen(want), &got, &err), 0);
	assert_int_equal(got.state.mode, CLOCK_OUT);
	assert_int_equal(got.state.since_ms, 0);
	assert_true(id_is_nil(&got.state.location));
	str_init(&out, 4096);
	wire_clock_encode(&got, &out);
	assert_string_equal(out.data, want);
	str_release(&out);
}

/* --- problems ---------------------------------------------------------------
 */

static void
test_problem_there_and_back(void **state)
{
	static const char want[] =
		"{\"type\":\"urn:connect:problem:unprocessable\","
		"\"title\":\"The content is not valid\",\"status\":422,"
		"\"detail\":\"not an id\",\"errors\":[{\"detail\":\"not an "
		"id\","
		"\"pointer\":\"/punches/3/employee\"}]}";
	struct wire_problem got;
	struct str out;
	struct err err;

	assert_int_equal(
		wire_problem_decode(want, strlen(want), &got, &err), 0);
	assert_string_equal(got.type, "unprocessable");
	assert_int_equal(got.status, 422);
	assert_string_equal(got.detail, "not an id");
	assert_string_equal(got.pointer, "/punches/3/employee");
	str_init(&out, 4096);
	wire_problem_encode(&got, &out);
	assert_string_equal(out.data, want);
	str_release(&out);
}

static void
expect_no_problem(const char *text)
{
	struct wire_problem got;
	struct err err;

	assert_int_equal(
		wire_problem_decode(text, strlen(text), &got, &err), -1);
}

static void
test_problems_of_others_are_not_ours(void **state)
{
	expect_no_problem("{\"type\":\"about:blank\",\"status\":503}");
	expect_no_problem("{\"type\":\"urn:connect:problem:\",\"status\":503}");
	expect_no_problem("{\"status\":503}");
	expect_no_problem("{\"type\":\"urn:connect:problem:x\"}");
	expect_no_problem("{\"type\":\"urn:connect:problem:x\",\"status\":0}");
	expect_no_problem("<html>503</html>");
}

static void
test_long_words_are_cut_at_a_character(void **state)
{
	struct wire_problem got;
	struct str text;
	struct err err;

	str_init(&text, 4096);
	str_addz(&text, "{\"type\":\"urn:connect:problem:x\",\"status\":503,"
			"\"title\":\"a");
	for (int i = 0; i < 100; i++)
		str_addz(&text, "\xc5\x81");
	str_addz(&text, "\"}");
	assert_int_equal(
		wire_problem_decode(text.data, text.len, &got, &err), 0);
	assert_int_equal(strlen(got.title), 127);
	assert_string_equal(got.title + 125, "\xc5\x81");
	str_release(&text);

	str_init(&text, 4096);
	str_addz(&text, "{\"type\":\"urn:connect:problem:x\",\"status\":503,"
			"\"title\":\"");
	for (int i = 0; i < 100; i++)
		str_addz(&text, "\xc5\x81");
	str_addz(&text, "\"}");
	assert_int_equal(
		wire_problem_decode(text.data, text.len, &got, &err), 0);
	assert_int_equal(strlen(got.title), 126);
	str_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts_there_and_back),
		cmocka_unit_test(
			test_an_answer_that_contradicts_itself_is_none),
		cmocka_unit_test(test_every_truncated_answer_is_none),
		cmocka_unit_test(test_a_newer_service_is_understood),
		cmocka_unit_test(test_more_missing_than_room),
		cmocka_unit_test(test_clock_there_and_back),
		cmocka_unit_test(test_clock_of_whom_nothing_is_known),
		cmocka_unit_test(test_problem_there_and_back),
		cmocka_unit_test(test_problems_of_others_are_not_ours),
		cmocka_unit_test(test_long_words_are_cut_at_a_character),
	};

	return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
