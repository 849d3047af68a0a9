#include "wire/card.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/date.h"
#include "lib/cmocka_all.h"

#define ID(n) "0" #n "000000-0000-0000-0000-000000000000"
#define SUM                                                                    \
	"\"minutes\":510,\"reg\":480,\"ot1\":20,\"ot2\":0,"                    \
	"\"meal_minutes\":30,\"lunch_minutes\":10,\"open\":1,"                 \
	"\"exceptions\":2"
#define STANDING                                                               \
	"\"approvals\":[{\"level\":\"sign-off\",\"author\":\"" ID(             \
		2) "\",\"at\":\"2026-11-30T09:00:00.000Z\"}],\"closed\":true"
#define PRESSED                                                                \
	"{\"enrolment\":\"" ID(4) "\",\"id\":\"" ID(                           \
		5) "\",\"kind\":\"go\",\"by\":\"" ID(1) "\",\"claimed\":"      \
							"\"2026-11-16T14:02:"  \
							"03.456Z\","           \
							"\"method\":"          \
							"\"anchor\","          \
							"\"correction\":null," \
							"\"comment\":"         \
							"\"first\"}"
#define ADDED                                                                  \
	"{\"enrolment\":null,\"id\":\"" ID(                                    \
		6) "\",\"kind\":\"stop\",\"by\":\"" ID(2) "\",\"claimed\":"    \
							  "null,\"method\":"   \
							  "null,"              \
							  "\"correction\":"    \
							  "\"" ID(6) "\","     \
								     "\"comme" \
								     "nt\":"   \
								     "\"\"}"
#define REQUESTS                                                               \
	"\"requests\":[{\"id\":\"" ID(                                         \
		5) "\",\"press\":\"stop\",\"at\":\"2026-11-17T21:30:00."       \
		   "000Z\","                                                   \
		   "\"location\":null,\"cost_code\":null,\"state\":"           \
		   "\"declined\","                                             \
		   "\"decided_by\":\"" ID(                                     \
			   2) "\",\"comment\":\"\",\"reason\":\"no\"}],"
#define RECORDS                                                                \
	"{\"id\":\"" ID(                                                       \
		3) "\",\"kind\":\"work\",\"date\":\"2026-11-16\","             \
		   "\"start\":\"2026-11-16T13:02:03.456Z\","                   \
		   "\"end\":\"2026-11-16T21:32:00.000Z\","                     \
		   "\"shown_start\":\"2026-11-16T13:02:00.000Z\","             \
		   "\"shown_end\":\"2026-11-16T21:32:00.000Z\",\"open\":"      \
		   "false,"                                                    \
		   "\"location\":\"" ID(7) "\",\"cost_code\":\"" ID(           \
			   8) "\",\"minutes\":510,\"reg\":480,\"ot1\":20,"     \
			      "\"ot2\":0,"                                     \
			      "\"start_punch\":" PRESSED                       \
			      ",\"end_punch\":" ADDED "},"                     \
			      "{\"id\":\"" ID(                                 \
				      9) "\",\"kind\":\"lunch\",\"date\":"     \
					 "\"2026-11-16\","                     \
					 "\"start\":null,\"end\":null,"        \
					 "\"shown_start\":null,"               \
					 "\"shown_end\":null,\"open\":false,"  \
					 "\"location\":null,"                  \
					 "\"cost_code\":null,\"minutes\":10,"  \
					 "\"reg\":0,\"ot1\":0,\"ot2\":0,"      \
					 "\"start_punch\":null,\"end_punch\":" \
					 "null}"
#define CARD                                                                                             \
	"{\"employee\":\"" ID(                                                                           \
		1) "\",\"from\":\"2026-11-16\","                                                         \
		   "\"to\":\"2026-11-30\",\"zone\":\"America/New_York\","                                \
		   "\"approves\":[\"supervisor\"],"                                                      \
		   "\"exceptions\":[{\"kind\":\"missing-stop\",\"date\":"                                \
		   "\"2026-11-17\","                                                                     \
		   "\"at\":\"2026-11-17T13:00:00.000Z\",\"enrolment\":\"" ID(4) "\",\"punch\":\"" ID(    \
			   5) "\",\"record\":\"" ID(3) "\"}],"                                           \
						       "\"records\":[" RECORDS                           \
						       "],"                                              \
						       "\"days\":[{\"date\":"                            \
						       "\"2026-11-16\"," SUM                             \
						       "}],"                                             \
						       "\"weeks\":[{"                                    \
						       "\"first\":\"2026-11-"                            \
						       "16\",\"last\":\"2026-"                           \
						       "11-22\"," SUM "}],"                              \
						       "\"jobs\":[{"                                     \
						       "\"location\":\"" ID(7) "\",\"cost_code\":\"" ID( \
							       8) "\","                                  \
								  "\"minutes"                            \
								  "\":510,"                              \
								  "\"reg\":"                             \
								  "480,"                                 \
								  "\"ot1\":"                             \
								  "20,"                                  \
								  "\"ot2\":0}"                           \
								  "],"                                   \
								  "\"totals\""                           \
								  ":{" SUM "}"                           \
								  "," REQUESTS                           \
									  STANDING
#define REASONS                                                                                                                                    \
	"\"reasons\":[{\"kind\":\"rounded\",\"record\":\"" ID(                                                                                     \
		3) "\",\"enrolment\":\"" ID(4) "\",\"punch\":\"" ID(5) "\","                                                                       \
								       "\"by"                                                                      \
								       "\":"                                                                       \
								       "null,"                                                                     \
								       "\"fro"                                                                     \
								       "m\":"                                                                      \
								       "\"202"                                                                     \
								       "6-11-"                                                                     \
								       "16T13"                                                                     \
								       ":02:"                                                                      \
								       "03."                                                                       \
								       "456Z"                                                                      \
								       "\","                                                                       \
								       "\"to"                                                                      \
								       "\":"                                                                       \
								       "\"202"                                                                     \
								       "6-11-"                                                                     \
								       "16T13"                                                                     \
								       ":02:"                                                                      \
								       "00."                                                                       \
								       "000Z"                                                                      \
								       "\","                                                                       \
								       "\"min"                                                                     \
								       "utes"                                                                      \
								       "\":0,"                                                                     \
								       "\"pay"                                                                     \
								       "\":"                                                                       \
								       "\"reg"                                                                     \
								       "\"},"                                                                      \
								       "{\"ki"                                                                     \
								       "nd\":"                                                                     \
								       "\"dai"                                                                     \
								       "ly-"                                                                       \
								       "overt"                                                                     \
								       "ime\""                                                                     \
								       ",\"re"                                                                     \
								       "cord"                                                                      \
								       "\":"                                                                       \
								       "\"" ID(3) "\",\"enrolment\":null,\"punch\":null,\"by\":null,\"from\":480," \
										  "\"to\":0,\"minutes\":20,\"pay\":\"ot1\"}]"

static void
check_card(const char *text, bool explained)
{
	struct wire_card card;
	struct err err;
	struct str out;

	if (wire_card_decode(text, strlen(text), &card, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(card.record_count, 2);
	assert_int_equal(card.records[0].record.start.key.at_ms % 60000, 3456);
	assert_int_equal(card.records[0].record.start.key.id.bytes[0], 5);
	assert_string_equal(card.records[0].start.comment, "first");
	assert_true(id_is_nil(&card.records[0].end.enrolment));
	assert_int_equal(card.records[1].record.kind, TIME_LUNCH);
	assert_false(card.records[1].record.has_start);
	assert_int_equal(card.days[0].span.last, card.days[0].span.first);
	assert_int_equal(card.totals.paid[PAY_OT1], 20);
	assert_int_equal(card.approvals[0].level, APPROVAL_SIGN_OFF);
	assert_int_equal(card.requests[0].state, REQUEST_DECLINED);
	assert_string_equal(card.requests[0].reason, "no");
	assert_int_equal(card.explained, explained);
	assert_int_equal(card.reason_count, explained ? 2 : 0);
	str_init(&out, 65536);
	wire_card_encode(&card, &out);
	assert_string_equal(out.data, text);
	str_release(&out);
	wire_card_release(&card);
}

static void
test_a_card(void **state)
{
	(void)state;
	check_card(CARD "}", false);
	check_card(CARD "," REASONS "}", true);
}

/* What is no answer gives nothing, and frees what was read before it. */
static void
test_what_is_no_card(void **state)
{
	static const struct {
		const char *text, *why;
	} wrong[] = {
		{"{}", "/employee: is missing"},
		{CARD ",\"reasons\":[{}]}", "/reasons/0/kind: is missing"},
		{CARD ",\"reasons\":[{\"kind\":\"rounded\",\"from\":7}]}",
			"/reasons/0/from: not a text"},
	};
	struct wire_card card;
	struct err err;
	char *turned;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(wire_card_decode(wrong[i].text,
					 strlen(wrong[i].text), &card, &err),
			-1);
		assert_string_equal(err.text, wrong[i].why);
	}
	turned = strdup(CARD "}");
	assert_non_null(turned);
	memcpy(strstr(turned, "\"to\":\"2026-11-30"), "\"to\":\"2026-11-15",
		16);
	assert_int_equal(
		wire_card_decode(turned, strlen(turned), &card, &err), -1);
	assert_string_equal(err.text, "/to: lies before its beginning");
	free(turned);
}

static void
test_a_summary(void **state)
{
	static const char text[] =
		"{\"from\":\"2026-11-16\",\"to\":\"2026-11-30\","
		"\"zone\":\"UTC\",\"approves\":[\"employee\",\"sign-off\"],"
		"\"people\":[{\"employee\":\"" ID(1) "\"," SUM "," STANDING
						     "}],\"totals\":{" SUM "}}";
	struct wire_summary summary;
	struct err err;
	struct str out;

	(void)state;
	if (wire_summary_decode(text, strlen(text), &summary, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(summary.count, 1);
	assert_int_equal(summary.rows[0].sum.minutes, 510);
	assert_true(summary.rows[0].closed);
	assert_int_equal(summary.totals.open, 1);
	assert_int_equal(summary.approves,
		1 << APPROVAL_EMPLOYEE | 1 << APPROVAL_SIGN_OFF);
	str_init(&out, 65536);
	wire_summary_encode(&summary, &out);
	assert_string_equal(out.data, text);
	str_release(&out);
	wire_summary_release(&summary);
	assert_int_equal(wire_summary_decode("{}", 2, &summary, &err), -1);
}

static void
test_a_board(void **state)
{
	static const char text[] =
		"{\"as_of\":\"2026-11-30T09:00:00.000Z\",\"people\":["
		"{\"employee\":\"" ID(
			1) "\",\"state\":\"meal\","
			   "\"since\":\"2026-11-30T08:00:00.000Z\","
			   "\"location\":\"" ID(7) "\",\"cost_code\":\"" ID(
				   8) "\",\"missing_stop\":false},"
				      "{\"employee\":\"" ID(
					      2) "\",\"state\":\"out\","
						 "\"since\":null,"
						 "\"location\":null,\"cost_"
						 "code\":null,\"missing_stop\":"
						 "false}]}";
	struct wire_board board;
	struct err err;
	struct str out;

	(void)state;
	if (wire_board_decode(text, strlen(text), &board, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(board.count, 2);
	assert_int_equal(board.rows[0].mode, CLOCK_MEAL);
	assert_int_equal(board.rows[1].since_ms, 0);
	str_init(&out, 65536);
	wire_board_encode(&board, &out);
	assert_string_equal(out.data, text);
	str_release(&out);
	wire_board_release(&board);
	assert_int_equal(wire_board_decode("{}", 2, &board, &err), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_card),
		cmocka_unit_test(test_what_is_no_card),
		cmocka_unit_test(test_a_summary),
		cmocka_unit_test(test_a_board),
	};

	return cmocka_run_group_tests_name("card", tests, NULL, NULL);
}
