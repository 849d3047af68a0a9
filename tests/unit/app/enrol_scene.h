#ifndef TESTS_UNIT_APP_ENROL_SCENE_H
#define TESTS_UNIT_APP_ENROL_SCENE_H

/* Deliveries and their answers, of enrolments that come and go. */

#include <string.h>

#include "app/deliver.h"
#include "fake/world.h"
#include "lib/cmocka_all.h"
#include "src/app/turn.h"
#include "wire/wire.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)
#define NEW_ID "019b0000-0000-7000-8000-000000000007"
#define NEW                                                                    \
	"{\"id\":\"" NEW_ID "\",\"credential\":\"cce_new\",\"highest\":0,"     \
	"\"previous\":\"ee010000-0000-0000-0000-000000000000\"}"

static struct world world;
static struct {
	int times;
	struct err err;
} told;
static bool restored; /* the service, and holds nothing of ours */

static inline int
setup(void **state)
{
	(void)state;
	memset(&told, 0, sizeof(told));
	restored = false;
	world_open(&world);
	world_sign_in(&world, OWN);
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

static inline void
on_done(void *ctx, const struct err *err)
{
	(void)ctx;
	told.times++;
	told.err = *err;
}

/* As a press has it delivered: no news are asked for. */
static inline void
deliver(deliver_on_done *done, void *ctx)
{
	turn_want(world.app, false, false, done, ctx);
}

static inline size_t
count_waiting(void)
{
	size_t n = 0;

	for (size_t i = 0; i < world.store.count; i++)
		n += world.store.punches[i].state == KEPT_WAITING;
	return n;
}

static inline enum verdict_kind
kind_of(const struct id *punch)
{
	for (size_t i = 0; i < world.store.count && !restored; i++)
		if (id_equal(&world.store.punches[i].punch.id, punch) &&
			world.store.punches[i].state == KEPT_ANSWERED)
			return VERDICT_DUPLICATE;
	return VERDICT_RECORDED;
}

/* What was not answered before is recorded, and besides what `answer` says. */
static inline size_t
answer_with(struct wire_verdicts answer)
{
	struct fake_request *request = world_request(&world, "/v1/punches");
	struct verdict verdicts[16] = {{.kind = VERDICT_RECORDED}};
	struct wire_delivery delivery;
	struct err err = {0};
	struct str body;

	if (wire_delivery_decode(
		    request->body.data, request->body.len, &delivery, &err) < 0)
		fail_msg("%s", err.text);
	assert_in_range(delivery.count, 0, 16);
	for (size_t i = 0; i < delivery.count; i++)
		verdicts[i] = (struct verdict){
			.punch = delivery.punches[i].id,
			.kind = kind_of(&delivery.punches[i].id),
			.first = VERDICT_RECORDED,
			.ledger_seq = 1 + (int64_t)i,
			.at_ms = delivery.punches[i].pressed.wall_ms,
		};
	answer.verdicts = verdicts;
	answer.count = delivery.count;
	if (answer.highest == 0)
		answer.highest = delivery.highest;
	if (answer.own.watermark == 0)
		answer.own.watermark = delivery.highest;
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_verdicts_encode(&answer, &body);
	wire_delivery_release(&delivery);
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_release(&body);
	return answer.count;
}

static inline void
refuse(const char *path, int status)
{
	struct wire_problem problem = {
		.type = "unauthenticated", .title = "No", .status = status};
	struct str body;

	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport, world_request(&world, path),
		status, body.data);
	str_release(&body);
}

static inline void
make_new(void)
{
	struct fake_request *request = world_request(&world, "/v1/enrolments");

	assert_string_equal(request->method, "POST");
	fake_transport_answer(&world.transport, request, 201, NEW);
	world_settle(&world);
}

static inline bool
is_in_keyring(const char *secret)
{
	for (size_t i = 0; i < 8; i++)
		if (world.keyring.items[i].secret.len == strlen(secret) &&
			memcmp(world.keyring.items[i].secret.data, secret,
				strlen(secret)) == 0)
			return true;
	return false;
}

/* That one goes on as before. */
static inline void
expect_old(void)
{
	assert_int_equal(world.store.enrolment_count, 1);
	assert_false(world.store.enrolments[0].ended);
	assert_int_equal(world.store.tells, 0);
}

static inline void
expect_new(void)
{
	char text[ID_TEXT_BYTES];

	assert_int_equal(world.store.enrolment_count, 2);
	assert_true(world.store.enrolments[0].ended);
	assert_string_equal(
		id_format(&world.store.enrolments[1].id, text), NEW_ID);
	assert_string_equal(world.store.enrolments[1].username, "dana");
	assert_true(is_in_keyring("cce_new"));
	assert_true(is_in_keyring("cce_delivery"));
	assert_int_equal(world.store.tells, 1);
	assert_non_null(strstr(world.store.told, "copy"));
	assert_non_null(strstr(world.store.told, "nothing is lost"));
}

#endif
