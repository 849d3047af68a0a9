/* GET /v1/changes, /v1/changes/heads, /v1/time-records: what other systems
 * read, on both databases. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"
#include "service/card/feed.h"

#define DAY_MS INT64_C(86400000)

static int64_t
now_ms(void *ctx)
{
	const struct acme *acme = ctx;

	return acme->now_ms;
}

static int
load_utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

/* Everything that is behind is followed. */
static void
follow(struct acme *acme)
{
	struct zones *zones = zones_new(load_utc);
	const struct feed_options options = {
		.database = acme->options.database,
		.zones = zones,
		.now_ms = now_ms,
		.now_ctx = acme,
	};
	struct feed *feed = feed_new(&options);
	struct err err = {0};
	bool more = true;

	while (more)
		if (feed_step(feed, &more, &err) < 0)
			fail_msg("%s", err.text);
	feed_free(&feed);
	zones_free(&zones);
}

static int
ask(struct acme *acme, const char *token, const char *path, const char *query)
{
	return acme_ask(
		acme, &(struct acme_request){
			      .path = path, .query = query, .token = token});
}

static void
press(struct acme *acme, struct pad *pad, enum acme_person person,
	enum punch_kind kind)
{
	struct punch *punch = pad_press(pad, person, person);

	punch->kind = kind;
	if (kind != PUNCH_GO)
		punch->location = punch->cost_code = (struct id){{0}};
	assert_int_equal(pad_deliver(pad, pad->tokens.delivery), 200);
	pad_expect(acme, 0, "recorded", "");
	acme->now_ms += 60 * 60 * 1000;
}

static void
test_a_reader_follows(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad dana = {.acme = acme}, lukasz = {.acme = acme, .device = 1};
	struct acme_tokens robin;
	char cursor[160], query[200], etag[80];

	pad_sign_in(&dana, ACME_DANA);
	pad_sign_in(&lukasz, ACME_LUKASZ);
	press(acme, &dana, ACME_DANA, PUNCH_GO);
	press(acme, &dana, ACME_DANA, PUNCH_STOP);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_GO);
	follow(acme);
	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	assert_int_equal(
		ask(acme, robin.access, "/v1/changes", "limit=1"), 200);
	assert_string_equal(acme_text(acme, "items.0.op"), "put");
	assert_int_equal(acme_int(acme, "items.0.revision"), 1);
	assert_int_equal(acme_int(acme, "items.0.minutes"), 60);
	snprintf(query, sizeof(query), "cursor=%s", acme_text(acme, "cursor"));
	assert_int_equal(ask(acme, robin.access, "/v1/changes", query), 200);
	assert_string_equal(acme_text(acme, "items.0.end"), "");
	assert_string_equal(acme_text(acme, "items.1.op"), "");
	snprintf(cursor, sizeof(cursor), "%s", acme_text(acme, "cursor"));
	/* the head is where a reader of it all is */
	assert_int_equal(
		ask(acme, robin.access, "/v1/changes/heads", NULL), 200);
	assert_string_equal(acme_text(acme, "cursor"), cursor);
	/* nothing new: the same cursor, and 304 */
	snprintf(query, sizeof(query), "cursor=%s", cursor);
	assert_int_equal(ask(acme, robin.access, "/v1/changes", query), 200);
	assert_string_equal(acme_text(acme, "items.0.op"), "");
	assert_string_equal(acme_text(acme, "cursor"), cursor);
	snprintf(etag, sizeof(etag), "%s", acme->reply.etag);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/changes",
				       .query = query,
				       .token = robin.access,
				       .if_none_match = etag}),
		304);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_STOP);
	follow(acme);
	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	assert_int_equal(ask(acme, robin.access, "/v1/changes", query), 200);
	assert_int_equal(acme_int(acme, "items.0.revision"), 2);
	acme_close(&acme);
}

static void
test_cursors_end(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens robin;
	char query[200];

	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	assert_int_equal(
		ask(acme, robin.access, "/v1/changes/heads", NULL), 200);
	snprintf(query, sizeof(query), "cursor=%s", acme_text(acme, "cursor"));
	assert_int_equal(
		ask(acme, robin.access, "/v1/changes", "cursor=f1.0.0.0~x"),
		422);
	acme->now_ms += 180 * DAY_MS;
	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	assert_int_equal(ask(acme, robin.access, "/v1/changes", query), 200);
	acme->now_ms += DAY_MS;
	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	assert_int_equal(ask(acme, robin.access, "/v1/changes", query), 410);
	assert_string_equal(
		acme_text(acme, "type"), "urn:connect:problem:cursor-expired");
	acme_close(&acme);
}

static void
test_by_the_right_eyes(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad dana = {.acme = acme}, lukasz = {.acme = acme, .device = 1};
	struct acme_tokens tomasz;
	char id[ID_TEXT_BYTES], query[80];

	pad_sign_in(&dana, ACME_DANA);
	pad_sign_in(&lukasz, ACME_LUKASZ);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_GO);
	press(acme, &dana, ACME_DANA, PUNCH_GO);
	follow(acme);
	acme_sign_in(acme, ACME_LEAD, -1, &tomasz);
	assert_int_equal(ask(acme, tomasz.access, "/v1/changes", NULL), 200);
	id_format(&acme->people[ACME_DANA], id);
	assert_string_equal(acme_text(acme, "items.0.employee"), id);
	assert_string_equal(acme_text(acme, "items.1.op"), "");
	assert_int_equal(
		ask(acme, tomasz.access, "/v1/time-records", NULL), 200);
	assert_string_equal(acme_text(acme, "items.0.employee"), id);
	assert_string_equal(acme_text(acme, "items.1.op"), "");
	assert_int_equal(
		ask(acme, tomasz.access, "/v1/time-records", "final=true"),
		200);
	assert_string_equal(acme_text(acme, "items.0.op"), "");
	id_format(&acme->people[ACME_LUKASZ], id);
	snprintf(query, sizeof(query), "employee=%s", id);
	assert_int_equal(
		ask(acme, tomasz.access, "/v1/time-records", query), 404);
	acme_close(&acme);
}

/* Sums are those of the records, which are those of the cards. */
static void
test_records_are_summed(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad dana = {.acme = acme}, lukasz = {.acme = acme, .device = 1};
	struct acme_tokens robin;
	char first[32], through[32], id[ID_TEXT_BYTES], query[200];
	int64_t ot2;

	pad_sign_in(&dana, ACME_DANA);
	pad_sign_in(&lukasz, ACME_LUKASZ);
	press(acme, &dana, ACME_DANA, PUNCH_GO);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_GO);
	press(acme, &dana, ACME_DANA, PUNCH_STOP);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_MEAL);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_RESUME);
	press(acme, &lukasz, ACME_LUKASZ, PUNCH_STOP);
	follow(acme);
	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records/sums", NULL), 200);
	assert_int_equal(acme_int(acme, "items.0.records"), 4);
	assert_int_equal(acme_int(acme, "items.0.minutes"), 120 + 120 + 60);
	assert_int_equal(acme_int(acme, "items.0.meal_minutes"), 60);
	assert_int_equal(acme_int(acme, "items.0.reg"), 300);
	assert_string_equal(acme_text(acme, "items.1.date"), "");
	ot2 = acme_int(acme, "items.0.ot2");
	snprintf(first, sizeof(first), "%s", acme_text(acme, "items.0.date"));
	snprintf(query, sizeof(query), "from=%s&to=%s", first, first);
	assert_int_equal(ask(acme, robin.access, "/v1/time-cards", query), 200);
	assert_int_equal(acme_int(acme, "totals.minutes"), 300);
	assert_int_equal(acme_int(acme, "totals.reg"), 300);
	assert_int_equal(acme_int(acme, "totals.ot2"), ot2);
	id_format(&acme->people[ACME_LUKASZ], id);
	snprintf(query, sizeof(query), "by=job&employee=%s", id);
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records/sums", query), 200);
	assert_int_equal(acme_int(acme, "items.0.minutes"), 180);
	assert_string_equal(acme_text(acme, "items.0.date"), "");
	assert_int_equal(ask(acme, robin.access, "/v1/time-records/sums",
				 "final=true&by=date"),
		200);
	assert_string_equal(acme_text(acme, "items.0.date"), "");
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records/sums", "by=week"),
		422);
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records/sums", "cursor=x"),
		422);
	/* one day of many */
	acme->now_ms += 20 * DAY_MS;
	press(acme, &dana, ACME_DANA, PUNCH_GO);
	press(acme, &dana, ACME_DANA, PUNCH_STOP);
	follow(acme);
	acme_sign_in(acme, ACME_ADMIN, -1, &robin);
	snprintf(query, sizeof(query), "from=%s&to=%s", first, first);
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records/sums", query), 200);
	assert_int_equal(acme_int(acme, "items.0.minutes"), 300);
	assert_string_equal(acme_text(acme, "items.1.date"), "");
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records/sums", NULL), 200);
	assert_int_equal(acme_int(acme, "items.0.minutes"), 300);
	assert_int_equal(acme_int(acme, "items.1.minutes"), 60);
	/* all pages say what the first did */
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records", "limit=3"), 200);
	snprintf(through, sizeof(through), "%s", acme_text(acme, "through"));
	snprintf(query, sizeof(query), "cursor=%s", acme_text(acme, "cursor"));
	assert_int_equal(
		ask(acme, robin.access, "/v1/time-records", query), 200);
	assert_string_equal(acme_text(acme, "items.1.op"), "put");
	assert_string_equal(acme_text(acme, "items.2.op"), "");
	assert_string_equal(acme_text(acme, "through"), through);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_reader_follows),
		ON_BOTH(test_cursors_end),
		ON_BOTH(test_by_the_right_eyes),
		ON_BOTH(test_records_are_summed),
	};

	return cmocka_run_group_tests_name("feed", tests, NULL, acme_end);
}
