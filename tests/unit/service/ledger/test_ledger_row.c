/* A row of the ledger as bytes: every chain that there is rests on them. */

#include "lib/cmocka_all.h"

#include <stdio.h>

#include "src/service/ledger/ledger_row.h"

static const struct punch punch = {
	.id = {{1}},
	.employee = {{2}},
	.pressed_by = {{2}},
	.enrolment = {{3}},
	.number = 1,
	.kind = PUNCH_GO,
	.location = {{4}},
	.cost_code = {{5}},
	.pressed = {.wall_ms = INT64_C(1764000000000),
		.boottime_ms = 1000,
		.boot = {{6}},
		.zone = "America/New_York",
		.offset_s = -18000},
	.comment = "hi",
};

static const struct restated some_restated = {
	.press_ms = INT64_C(1764000000500),
	.method = RESTATE_ANCHOR,
	.anchor_boottime_ms = 2000,
	.anchor_received_ms = INT64_C(1764000001500),
	.not_before_ms = 1,
	.not_after_ms = 2,
	.flags = 0x101,
};

static struct ledger_row
some_row(void)
{
	return (struct ledger_row){
		.company = {{7}},
		.seq = 2,
		.punch = &punch,
		.bringer = {{8}},
		.carrier = {.now = {.wall_ms = INT64_C(1764000001000),
				    .boottime_ms = 2000,
				    .boot = {{6}}},
			.highest = 3,
			.received_ms = INT64_C(1764000001500)},
		.restated = some_restated,
		.verdict = "quarantined",
	};
}

static void
expect_hash(const struct hash *hash, const char *expected)
{
	char text[2 * HASH_BYTES + 1];

	for (size_t i = 0; i < HASH_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", hash->bytes[i]);
	assert_string_equal(text, expected);
}

#define ID(first) first "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

#define SENT "\0\0\x01\x9a\xb6\x97\xeb\xe8\0\0\0\0\0\0\x07\xd0" ID("\x06")
#define RECEIVED "\0\0\x01\x9a\xb6\x97\xed\xdc"
#define RESTATED                                                               \
	"\0\0\x01\x9a\xb6\x97\xe9\xf4"                                         \
	"anchor\0"                                                             \
	"\0\0\0\0\0\0\x07\xd0" RECEIVED "\0\0\0\0\0\0\0\x01"                   \
	"\0\0\0\0\0\0\0\x02"                                                   \
	"\0\0\0\0\0\0\x01\x01"

static void
test_a_row_never_changes(void **state)
{
	static const char before_content[] =
		"row 1\0" ID("\x07") "\0\0\0\0\0\0\0\x02";
	static const char behind_content[] = ID("\x08") SENT
		"\0\0\0\0\0\0\0\x03" RECEIVED RESTATED "quarantined";
	const size_t before_bytes = sizeof(before_content) - 1;
	const struct hash previous = {{9}};
	struct ledger_row row = some_row();
	struct str bytes;

	str_init(&bytes, LEDGER_ROW_BYTES);
	ledger_row_content(&punch, &bytes, &row.content);
	expect_hash(&row.content, "bfe7249a470c587e2bc0beb8f6c7c6a3b772cdb7ae9f"
				  "78cd00535fe02ae2703c");
	ledger_row_chain(&row, &previous, &bytes);
	assert_int_equal(
		bytes.len, before_bytes + HASH_BYTES + sizeof(behind_content));
	assert_memory_equal(bytes.data, before_content, before_bytes);
	assert_memory_equal(
		bytes.data + before_bytes, row.content.bytes, HASH_BYTES);
	assert_memory_equal(bytes.data + before_bytes + HASH_BYTES,
		behind_content, sizeof(behind_content));
	expect_hash(&row.hash, "7a00f82df09e977e4b75b17cbe030fa071124985c2c0f28"
			       "729305f55d0aca3b9");
	str_release(&bytes);
}

static void
test_an_event_never_changes(void **state)
{
	static const char expected[] = "event 1\0" ID(
		"\x07") "\0\0\0\0\0\0\0\x03"
			"forked\0" RECEIVED "\0\0\0\0\0\0\0\x02"
			"left\0" ID("\x09") "\0\0\0\0\0\0\0\x05" RESTATED;
	const struct hash previous = {{9}};
	struct ledger_event event = {
		.company = {{7}},
		.seq = 3,
		.kind = LEDGER_EVENT_FORKED,
		.punch = 2,
		.at_ms = INT64_C(1764000001500),
		.cause = "left",
		.enrolment = {{9}},
		.number = 5,
		.restated = some_restated,
	};
	struct str bytes;

	str_init(&bytes, LEDGER_ROW_BYTES);
	ledger_row_chain_event(&event, &previous, &bytes);
	assert_int_equal(bytes.len, sizeof(expected) - 1);
	assert_memory_equal(bytes.data, expected, bytes.len);
	expect_hash(&event.hash, "a9123180e3d31dae3fbad69679268ab7fee0c89ec6"
				 "21afb974b6b2a4a5e1a647");
	str_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_row_never_changes),
		cmocka_unit_test(test_an_event_never_changes),
	};

	return cmocka_run_group_tests_name("ledger row", tests, NULL, NULL);
}
