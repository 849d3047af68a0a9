#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

/* --- whole messages ---------------------------------------------------------
 */

#define EMPLOYEE "\"019a0000-0000-7000-8000-000000000002\""
#define STAMP                                                                  \
	"\"at\":\"2026-11-21T07:58:00.123Z\",\"zone\":\"America/New_York\","   \
	"\"offset_s\":-18000,"                                                 \
	"\"boot_id\":\"019a0000-0000-7000-8000-000000000005\","                \
	"\"boottime_ms\":1000"
#define HEAD                                                                   \
	"{\"enrolment\":\"019a0000-0000-7000-8000-000000000001\","             \
	"\"now\":{" STAMP "},\"highest\":7,\"punches\":["
#define WHO                                                                    \
	"{\"id\":\"019a0000-0000-7000-8000-000000000003\","                    \
	"\"employee\":" EMPLOYEE ",\"pressed_by\":" EMPLOYEE ","
#define STOP WHO "\"kind\":\"stop\",\"number\":7," STAMP
#define TAIL "]}"

static int
decode(const char *text, struct wire_delivery *delivery, struct err *err)
{
	memset(err, 0, sizeof(*err));
	memset(delivery, 0, sizeof(*delivery));
	return wire_delivery_decode(text, strlen(text), delivery, err);
}

static void
expect_bad(const char *text, const char *complaint)
{
	struct wire_delivery delivery;
	struct err err;

	if (decode(text, &delivery, &err) == 0)
		fail_msg("decoded: %s", text);
	assert_int_equal(err.kind, ERR_DATA);
	assert_string_equal(err.text, complaint);
	assert_null(delivery.punches);
}

static void
test_one_punch_is_read(void **state)
{
	struct wire_delivery d;
	struct err err;

	assert_int_equal(
		decode(HEAD STOP ",\"forced\":true,\"comment\":"
				 "\"caf\\u00e9 \\u001b[2J\\n\","
				 "\"chosen_at\":\"2026-11-21T06:00:00Z\"}" TAIL,
			&d, &err),
		0);
	assert_int_equal(d.count, 1);
	assert_int_equal(d.enrolment.bytes[15], 1);
	assert_int_equal(d.now.wall_ms, 1795247880123);
	assert_int_equal(d.now.boottime_ms, 1000);
	assert_int_equal(d.now.boot.bytes[15], 5);
	assert_true(id_equal(&d.punches[0].enrolment, &d.enrolment));
	assert_int_equal(d.punches[0].id.bytes[15], 3);
	assert_int_equal(d.punches[0].employee.bytes[15], 2);
	assert_int_equal(d.punches[0].kind, PUNCH_STOP);
	assert_int_equal(d.punches[0].number, 7);
	assert_true(d.punches[0].forced);
	assert_string_equal(d.punches[0].comment, "caf\xc3\xa9 \x1b[2J\n");
	assert_string_equal(d.punches[0].pressed.zone, "America/New_York");
	assert_int_equal(d.punches[0].pressed.offset_s, -18000);
	assert_true(d.punches[0].has_chosen);
	assert_int_equal(d.punches[0].chosen_ms, 1795240800000);
	assert_true(id_is_nil(&d.punches[0].target));
	assert_int_equal(punch_check(&d.punches[0], &err), 0);
	free(d.punches);
}

static void
test_members_may_come_in_any_order(void **state)
{
	struct wire_delivery d;
	struct err err;

	assert_int_equal(
		decode("{\"punches\":[{" STAMP ",\"number\":7,"
		       "\"kind\":\"meal\",\"location\":null,"
		       "\"pressed_by\":" EMPLOYEE ",\"employee\":" EMPLOYEE ","
		       "\"id\":\"019A0000-0000-7000-8000-000000000003\"}],"
		       "\"now\":{" STAMP "},\"highest\":9,"
		       "\"enrolment\":\"019a0000-0000-7000-8000-"
		       "000000000001\"}",
			&d, &err),
		0);
	assert_int_equal(d.punches[0].kind, PUNCH_MEAL);
	assert_true(id_equal(&d.punches[0].enrolment, &d.enrolment));
	free(d.punches);
}

static void
test_nothing_kept_is_a_delivery(void **state)
{
	struct wire_delivery d;
	struct err err;

	assert_int_equal(decode(HEAD TAIL, &d, &err), 0);
	assert_int_equal(d.count, 0);
	free(d.punches);
}

static void
test_what_is_wrong_is_named_by_its_pointer(void **state)
{
	expect_bad("[]", "/: not an object");
	expect_bad("{}", "/enrolment: is missing");
	expect_bad("{\"enrolment\":5}", "/enrolment: not a text");
	expect_bad("{\"enrolment\":\"5\"}", "/enrolment: not an id");
	expect_bad("{\"enrolment\":\"00000000-0000-0000-0000-000000000000\"}",
		"/enrolment: not an id");
	expect_bad(
		HEAD STOP "}],\"extra\":[1]}", "/extra: does not belong here");
	expect_bad("{\"enrolment\":" EMPLOYEE ",\"now\":{" STAMP ",\"x\":1}}",
		"/now/x: does not belong here");
	expect_bad("{\"enrolment\":" EMPLOYEE ",\"now\":{" STAMP "},"
		   "\"highest\":0,\"punches\":{}}",
		"/punches: not a list");
}

/* Of what has no id nothing could be answered. */
static void
test_a_punch_without_an_id_refuses_all(void **state)
{
	expect_bad(HEAD "1" TAIL, "/punches/0: not an object");
	expect_bad(HEAD "null" TAIL, "/punches/0: is missing");
	expect_bad(HEAD STOP "},{\"kind\":\"stop\"}" TAIL,
		"/punches/1/id: is missing");
	expect_bad(HEAD STOP "},{\"kind\":7,\"id\":7}" TAIL,
		"/punches/1/id: not a text");
	expect_bad(HEAD STOP "},{\"id\":"
			     "\"00000000-0000-0000-0000-000000000000\"}" TAIL,
		"/punches/1/id: not an id");
}

/* The punch between two good ones is wrong in this way, alone. */
static struct punch
expect_one_wrong(const char *punch, const char *detail)
{
	struct wire_delivery d;
	struct punch read;
	struct str text;
	struct err err;

	str_init(&text, 65536);
	str_addf(&text, "%s},%s,%s}%s", HEAD STOP, punch, STOP, TAIL);
	if (decode(text.data, &d, &err) < 0)
		fail_msg("%s: %s", err.text, text.data);
	assert_int_equal(err.kind, ERR_NONE);
	assert_int_equal(d.count, 3);
	assert_int_equal(d.wrong_count, 1);
	assert_int_equal(d.wrong[0].index, 1);
	assert_string_equal(d.wrong[0].detail, detail);
	for (int i = 0; i < 3; i += 2)
		assert_int_equal(punch_check(&d.punches[i], &err), 0);
	read = d.punches[1];
	assert_int_equal(read.id.bytes[15], 3);
	assert_true(id_equal(&read.enrolment, &d.enrolment));
	wire_delivery_release(&d);
	str_release(&text);
	return read;
}

static void
test_a_wrong_punch_is_wrong_alone(void **state)
{
	expect_one_wrong(STOP ",\"x\":1}", "x: does not belong here");
	expect_one_wrong(STOP ",\"a/b~\\u001b\":1}",
		"a~1b~0\\x1b: does not belong here");
	expect_one_wrong(
		WHO "\"kind\":\"lunch\"}", "kind: not one of the words for it");
	expect_one_wrong(
		WHO "\"kind\":\"GO\"}", "kind: not one of the words for it");
	expect_one_wrong(
		STOP ",\"Forced\":true}", "Forced: does not belong here");
	expect_one_wrong(
		STOP ",\"forced\":1}", "forced: neither true nor false");
	expect_one_wrong(
		STOP ",\"location\":\"Elm St\"}", "location: not an id");
	expect_one_wrong(STOP ",\"comment\":[]}", "comment: not a text");
	expect_one_wrong(STOP ",\"chosen_at\":\"yesterday\"}",
		"chosen_at: not a time since 1970 in RFC 3339");
	expect_one_wrong(STOP ",\"chosen_at\":\"1969-12-31T23:59:59Z\"}",
		"chosen_at: not a time since 1970 in RFC 3339");
	expect_one_wrong(STOP ",\"chosen_at\":\"9999-12-31T23:59:59-01:00\"}",
		"chosen_at: not a time since 1970 in RFC 3339");
}

/* A number that was refused is missing no more; the rest does not count. */
static void
test_a_wrong_punch_keeps_its_number(void **state)
{
	struct punch punch =
		expect_one_wrong(STOP ",\"x\":1}", "x: does not belong here");

	assert_int_equal(punch.number, 7);
	assert_true(id_is_nil(&punch.employee));
	punch = expect_one_wrong(
		WHO "\"number\":9,\"kind\":7}", "kind: not a text");
	assert_int_equal(punch.number, 9);
	punch = expect_one_wrong(
		WHO "\"number\":0,\"kind\":7}", "kind: not a text");
	assert_int_equal(punch.number, 0);
}

static void
test_every_wrong_punch_is_told(void **state)
{
	struct wire_delivery d;
	struct err err;

	assert_int_equal(
		decode(HEAD WHO "\"x\":1}," STOP "}," WHO "\"kind\":7}" TAIL,
			&d, &err),
		0);
	assert_int_equal(d.wrong_count, 2);
	assert_int_equal(d.wrong[0].index, 0);
	assert_string_equal(d.wrong[0].detail, "kind: is missing");
	assert_int_equal(d.wrong[1].index, 2);
	assert_string_equal(d.wrong[1].detail, "kind: not a text");
	wire_delivery_release(&d);
}

static void
expect_bad_seq(const char *seq, const char *complaint)
{
	char text[2048];

	snprintf(text, sizeof(text),
		WHO "\"kind\":\"stop\",\"number\":%s," STAMP "}", seq);
	expect_one_wrong(text, complaint);
}

static void
test_numbers_are_whole_and_in_range(void **state)
{
	expect_bad_seq("0", "number: is out of range");
	expect_bad_seq("-1", "number: is out of range");
	expect_bad_seq("1.5", "number: not a whole number");
	expect_bad_seq("\"1\"", "number: not a whole number");
	expect_bad_seq("true", "number: not a whole number");
	expect_bad_seq("1e300", "number: not a whole number");
	expect_bad_seq("9007199254740993", "number: not a whole number");
	expect_bad_seq("null", "number: is missing");
}

static void
test_the_ends_of_the_ranges_are_in(void **state)
{
	struct wire_delivery d;
	struct err err;

	assert_int_equal(
		decode(HEAD WHO "\"kind\":\"go\",\"number\":"
				"9007199254740991," STAMP
				",\"chosen_at\":\"1970-01-01T00:00:00Z\"}," STOP
				",\"chosen_at\":"
				"\"9999-12-31T23:59:59.999Z\"}" TAIL,
			&d, &err),
		0);
	assert_int_equal(d.punches[0].kind, PUNCH_GO);
	assert_int_equal(d.punches[0].number, (INT64_C(1) << 53) - 1);
	assert_true(d.punches[0].has_chosen);
	assert_int_equal(d.punches[0].chosen_ms, 0);
	assert_int_equal(d.punches[1].chosen_ms, 253402300799999);
	free(d.punches);
}

static void
test_zones_have_names_of_zones(void **state)
{
	const char *now = "{\"enrolment\":" EMPLOYEE
			  ",\"now\":{\"at\":\"2026-11-21T07:58:00Z\",";
	char text[512];

	snprintf(text, sizeof(text), "%s\"zone\":\"../etc/passwd\"}}", now);
	expect_bad(text, "/now/zone: not the name of a time zone");
	snprintf(text, sizeof(text), "%s\"zone\":\"\"}}", now);
	expect_bad(text, "/now/zone: not the name of a time zone");
	snprintf(text, sizeof(text), "%s\"zone\":\"UTC\",\"offset_s\":99999}}",
		now);
	expect_bad(text, "/now/offset_s: is out of range");
}

/* --- there and back ---------------------------------------------------------
 */

static uint64_t seed = 88172645463325252;

static int64_t
random_below(int64_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)((seed >> 8) % (uint64_t)limit);
}

static struct id
some_id(void)
{
	struct id id;

	for (int i = 0; i < 16; i++)
		id.bytes[i] = (uint8_t)random_below(256);
	id.bytes[0] |= 1;
	return id;
}

/* Characters of all lengths, controls too, up to the last byte of the room. */
static void
some_comment(char *out)
{
	static const char *const pieces[] = {"a", "\"", "\\", "\n", "\x01",
		"\x1b[31m", "\x7f", "\xc2\x85", "\xc5\x81", "\xe2\x80\xae",
		"\xef\xbf\xbf", "\xf0\x9f\x98\x80", "/", " ", "e\xcc\x81"};
	size_t want = random_below(4) ? (size_t)random_below(30)
				      : PUNCH_COMMENT_BYTES - 1;
	size_t len = 0;

	while (len < want) {
		const char *piece = pieces[random_below(15)];

		if (len + strlen(piece) > want)
			piece = "x";
		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
	}
	out[len] = '\0';
}

static struct stamp
some_stamp(void)
{
	struct stamp stamp = {
		.wall_ms = random_below(253402300800000),
		.boottime_ms = random_below(INT64_C(1) << 53),
		.boot = some_id(),
		.zone = "America/Argentina/Buenos_Aires",
		.offset_s = (int32_t)(random_below(93599 + 89999 + 1) - 89999),
	};

	return stamp;
}

static struct punch
some_punch(struct id device)
{
	struct punch p = {
		.id = some_id(),
		.employee = some_id(),
		.pressed_by = some_id(),
		.enrolment = device,
		.number = 1 + random_below((INT64_C(1) << 53) - 1),
		.kind = (enum punch_kind)random_below(PUNCH_KIND_COUNT),
		.forced = random_below(2),
		.pressed = some_stamp(),
		.has_chosen = random_below(2),
	};

	if (random_below(2))
		p.location = some_id();
	if (random_below(2))
		p.cost_code = some_id();
	if (random_below(2))
		p.target = some_id();
	if (p.has_chosen)
		p.chosen_ms = random_below(253402300800000);
	some_comment(p.comment);
	return p;
}

static void
expect_same_punch(const struct punch *a, const struct punch *b)
{
	struct str x, y;

	str_init(&x, PUNCH_CANONICAL_BYTES);
	str_init(&y, PUNCH_CANONICAL_BYTES);
	punch_canonical(a, &x);
	punch_canonical(b, &y);
	assert_int_equal(x.len, y.len);
	assert_memory_equal(x.data, y.data, x.len);
	str_release(&x);
	str_release(&y);
}

static void
expect_same_stamp(const struct stamp *a, const struct stamp *b)
{
	assert_int_equal(a->wall_ms, b->wall_ms);
	assert_int_equal(a->boottime_ms, b->boottime_ms);
	assert_true(id_equal(&a->boot, &b->boot));
	assert_string_equal(a->zone, b->zone);
	assert_int_equal(a->offset_s, b->offset_s);
}

static void
there_and_back(const struct wire_delivery *d)
{
	struct wire_delivery got;
	struct str out;
	struct err err;

	str_init(&out, WIRE_REQUEST_BYTES);
	wire_delivery_encode(d, &out);
	assert_false(str_is_cut(&out));
	if (wire_delivery_decode(out.data, out.len, &got, &err) < 0)
		fail_msg("%s\n%s", err.text, out.data);
	assert_true(id_equal(&got.enrolment, &d->enrolment));
	expect_same_stamp(&got.now, &d->now);
	assert_int_equal(got.count, d->count);
	for (size_t i = 0; i < d->count; i++)
		expect_same_punch(&got.punches[i], &d->punches[i]);
	free(got.punches);
	str_release(&out);
}

static void
test_deliveries_survive_unchanged(void **state)
{
	struct punch punches[8];

	for (int round = 0; round < 2000; round++) {
		struct wire_delivery d = {.enrolment = some_id(),
			.now = some_stamp(),
			.punches = punches,
			.count = (size_t)random_below(9)};

		for (size_t i = 0; i < d.count; i++)
			punches[i] = some_punch(d.enrolment);
		there_and_back(&d);
	}
}

static void
test_five_hundred_fit_and_no_more(void **state)
{
	struct punch *punches = calloc(WIRE_PUNCHES_MAX + 1, sizeof(*punches));
	struct wire_delivery d = {.enrolment = some_id(),
		.now = some_stamp(),
		.punches = punches,
		.count = WIRE_PUNCHES_MAX};
	struct wire_delivery got;
	struct str out;
	struct err err;

	assert_non_null(punches);
	for (size_t i = 0; i <= WIRE_PUNCHES_MAX; i++) {
		punches[i] = some_punch(d.enrolment);
		punches[i].comment[0] = '\0';
	}
	there_and_back(&d);
	d.count++;
	str_init(&out, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&d, &out);
	assert_int_equal(
		wire_delivery_decode(out.data, out.len, &got, &err), -1);
	assert_string_equal(err.text, "/punches: a list that is too long");
	str_release(&out);
	free(punches);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_punch_is_read),
		cmocka_unit_test(test_members_may_come_in_any_order),
		cmocka_unit_test(test_nothing_kept_is_a_delivery),
		cmocka_unit_test(test_what_is_wrong_is_named_by_its_pointer),
		cmocka_unit_test(test_a_punch_without_an_id_refuses_all),
		cmocka_unit_test(test_a_wrong_punch_is_wrong_alone),
		cmocka_unit_test(test_a_wrong_punch_keeps_its_number),
		cmocka_unit_test(test_every_wrong_punch_is_told),
		cmocka_unit_test(test_numbers_are_whole_and_in_range),
		cmocka_unit_test(test_the_ends_of_the_ranges_are_in),
		cmocka_unit_test(test_zones_have_names_of_zones),
		cmocka_unit_test(test_deliveries_survive_unchanged),
		cmocka_unit_test(test_five_hundred_fit_and_no_more),
	};

	return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
