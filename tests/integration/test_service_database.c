/* The service while its database is not as it should be. */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/acme.h"
#include "lib/wait.h"
#include "wire/wire.h"

/* As httpd/serve.c has it: then a connection is cut, answered or not. */
#define REQUEST_MS 30000

/* --- many requests at once ----------------------------------------------- */

struct crowd {
	pthread_mutex_t mutex;
	int answered;
};

struct asker {
	struct acme *acme;
	struct crowd *crowd;
	pthread_t thread;
	const char *path;
	char authorization[256];
	char *body;
	int status;
	int retry_after_s;
};

static void *
ask(void *ctx)
{
	struct asker *asker = ctx;
	const struct request request = {
		.method = "POST",
		.path = asker->path,
		.query = "",
		.authorization = asker->authorization,
		.content_type = "application/json",
		.peer = "192.0.2.7",
		.body = asker->body,
		.body_bytes = strlen(asker->body),
	};
	struct reply reply;

	reply_init(&reply);
	service_handle(asker->acme->service, &request, &reply);
	asker->status = reply.status;
	asker->retry_after_s = reply.retry_after_s;
	reply_release(&reply);
	pthread_mutex_lock(&asker->crowd->mutex);
	asker->crowd->answered++;
	pthread_mutex_unlock(&asker->crowd->mutex);
	return NULL;
}

static int
answered(struct crowd *crowd)
{
	int n;

	pthread_mutex_lock(&crowd->mutex);
	n = crowd->answered;
	pthread_mutex_unlock(&crowd->mutex);
	return n;
}

/* A delivery of one GO of Dana's; yours to free. */
static char *
delivery(const struct acme *acme, int number)
{
	const struct stamp now = {
		.wall_ms = acme->now_ms,
		.boottime_ms = 1000000,
		.boot = {{0x42}},
		.zone = "America/New_York",
		.offset_s = -18000,
	};
	struct punch punch = {
		.id = {{0x01,
			0x9c, [6] = 0x70, [8] = 0x80, [15] = (uint8_t)number}},
		.employee = acme->people[ACME_DANA],
		.pressed_by = acme->people[ACME_DANA],
		.device = acme->devices[0],
		.device_seq = number,
		.kind = PUNCH_GO,
		.location = acme->locations[0],
		.cost_code = acme->cost_codes[0],
		.pressed = now,
	};
	const struct wire_delivery delivery = {.device = acme->devices[0],
		.now = now,
		.punches = &punch,
		.count = 1};
	struct str body;
	char *text;

	str_init(&body, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&delivery, &body);
	text = str_take(&body);
	str_release(&body);
	return text;
}

static int
deliver(struct acme *acme, const char *token, int number)
{
	char *body = delivery(acme, number);
	int status = acme_ask(acme, &(struct acme_request){
					    .path = "/v1/punches",
					    .token = token,
					    .body = body,
				    });

	free(body);
	return status;
}

/* --- the database is locked ---------------------------------------------- */

#define ASKERS 8

static bool
all_are_answered(void *ctx)
{
	return answered(ctx) == ASKERS;
}

/*
 * Deliveries of one device, which are recorded one after the other, and
 * sign-ins, of which one at a time checks a password: whoever waits behind
 * another must have an answer too.
 */
static void
test_a_locked_database_is_told_to_all(void **state)
{
	struct acme *acme = acme_open(*state);
	struct crowd crowd = {.mutex = PTHREAD_MUTEX_INITIALIZER};
	struct asker askers[ASKERS] = {0};
	struct acme_tokens tokens;
	struct err err = {0};

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(db_begin(acme->db, &err), 0);
	for (int i = 0; i < ASKERS; i++) {
		bool punch = i % 2;

		askers[i] = (struct asker){
			.acme = acme,
			.crowd = &crowd,
			.path = punch ? "/v1/punches" : "/v1/token",
			.body = punch ? delivery(acme, i + 1)
				      : acme_sign_in_body(acme, "acme", "dana",
						ACME_PASSWORD, 0),
		};
		snprintf(askers[i].authorization,
			sizeof(askers[i].authorization), "Bearer %s",
			tokens.device);
		assert_int_equal(pthread_create(&askers[i].thread, NULL, ask,
					 &askers[i]),
			0);
	}
	if (!wait_until(all_are_answered, &crowd, REQUEST_MS))
		fail_msg("%d of %d were answered", answered(&crowd), ASKERS);
	for (int i = 0; i < ASKERS; i++) {
		pthread_join(askers[i].thread, NULL);
		assert_int_equal(askers[i].status, 503);
		assert_true(askers[i].retry_after_s > 0);
		free(askers[i].body);
	}
	db_rollback(acme->db);
	assert_int_equal(deliver(acme, tokens.device, 1), 200);
	assert_string_equal(acme_text(acme, "results.0.result"), "recorded");
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(test_a_locked_database_is_told_to_all),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
