#ifndef TESTS_UNIT_APP_DELIVER_SCENE_H
#define TESTS_UNIT_APP_DELIVER_SCENE_H

/* A delivery over fake ports, and the answers to it. */

#include "lib/cmocka_all.h"

#include <stdlib.h>

#include "app/deliver.h"
#include "core/retry.h"
#include "fake/world.h"
#include "src/app/turn.h"
#include "wire/wire.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)

static struct world world;

struct told {
	int times;
	struct err err;
};

static inline int
setup(void **state)
{
	(void)state;
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
	struct told *told = ctx;

	told->times++;
	told->err = *err;
}

/* As a press has it delivered: no news are asked for. */
static inline void
deliver(deliver_on_done *done, void *ctx)
{
	turn_want(world.app, false, false, done, ctx);
}

/*
 * Answers a delivery: every punch as `kind`. `lost`: a service that has all
 * numbers up to this one, lacks the next and has what it was sent; or NULL.
 */
static inline size_t
answer_lossy(struct fake_request *request, enum verdict_kind kind,
	const int64_t *lost)
{
	struct wire_delivery delivery;
	struct verdict verdicts[WIRE_PUNCHES_MAX] = {0};
	struct wire_verdicts answer = {.verdicts = verdicts};
	struct err err = {0};
	struct str body;

	if (wire_delivery_decode(
		    request->body.data, request->body.len, &delivery, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < delivery.count; i++) {
		verdicts[i].punch = delivery.punches[i].id;
		verdicts[i].kind = kind;
		verdicts[i].first = VERDICT_RECORDED;
		if (kind != VERDICT_REFUSED) {
			verdicts[i].ledger_seq = 1 + (int64_t)i;
			verdicts[i].at_ms = delivery.punches[i].pressed.wall_ms;
			continue;
		}
		(void)str_copy(verdicts[i].problem, sizeof(verdicts[i].problem),
			"not-this-enrolments");
		(void)str_copy(verdicts[i].detail, sizeof(verdicts[i].detail),
			"Not permitted to clock in.");
	}
	answer.count = delivery.count;
	answer.own.watermark = delivery.punches[delivery.count - 1].number;
	if (lost != NULL) {
		answer.own.watermark = *lost;
		answer.own.numbers[answer.own.count++] = *lost + 1;
	}
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_verdicts_encode(&answer, &body);
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_release(&body);
	free(delivery.punches);
	return answer.count;
}

static inline size_t
answer_delivery(struct fake_request *request, enum verdict_kind kind)
{
	return answer_lossy(request, kind, NULL);
}

static inline int64_t
waiting(void)
{
	struct queue_counts counts;
	struct err err = {0};

	assert_int_equal(deliver_counts(world.app, &counts, &err), 0);
	return counts.waiting;
}

#endif
