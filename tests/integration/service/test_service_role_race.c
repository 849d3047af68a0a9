/* A role is changed to and fro while somebody who has it presses: whatever was
 * answered stands in the ledger, as it was answered. */

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define ROUNDS 100

/* Takes the permission and gives it back, once in each round. */
struct editor {
	struct service *service;
	const char *token;
	const char *role;
	sem_t round; /* it has begun */
	int done;
};

static void *
edit_again(void *ctx)
{
	struct editor *it = ctx;
	char authorization[128], path[96], body[96];
	struct request request = {.method = "PATCH",
		.path = path,
		.query = "",
		.authorization = authorization,
		.content_type = "application/json",
		.if_match = "*",
		.peer = "192.0.2.1",
		.body = body};

	snprintf(authorization, sizeof(authorization), "Bearer %s", it->token);
	snprintf(path, sizeof(path), "/v1/roles/%s", it->role);
	for (int i = 0; i < ROUNDS; i++) {
		struct reply reply;

		request.body_bytes = (size_t)snprintf(body, sizeof(body),
			"{\"permissions\":{\"connect-clock-in-out\":\"%s\"}}",
			i % 2 == 0 ? "none" : "access");
		sem_wait(&it->round);
		reply_init(&reply);
		service_handle(it->service, &request, &reply);
		it->done += reply.status == 200;
		reply_release(&reply);
	}
	return NULL;
}

/* One press, delivered at once; counts how it was answered. */
static void
press_once(struct pad *pad, int *recorded, int *held)
{
	struct acme *acme = pad->acme;

	pad_press(pad, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(pad, pad->tokens.delivery), 200);
	if (strcmp(acme_text(acme, "results.0.result"), "recorded") == 0) {
		++*recorded;
		return;
	}
	pad_expect(acme, 0, "quarantined", "no-permission");
	++*held;
}

static void
test_no_press_is_lost(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct editor editor = {
		.service = acme->service, .token = robin.tokens.access};
	int recorded = 0, held = 0;
	char role[ID_TEXT_BYTES];
	pthread_t thread;

	pad_sign_in(&pad, ACME_DANA);
	assert_int_equal(clerk_get_one(&robin, "/v1/employees",
				 clerk_text(&acme->people[ACME_DANA])),
		200);
	(void)str_copy(role, sizeof(role), acme_text(acme, "role"));
	editor.role = role;
	sem_init(&editor.round, 0, 0);
	assert_int_equal(pthread_create(&thread, NULL, edit_again, &editor), 0);
	for (int i = 0; i < ROUNDS; i++) {
		sem_post(&editor.round);
		press_once(&pad, &recorded, &held);
	}
	pthread_join(thread, NULL);
	sem_destroy(&editor.round);
	assert_int_equal(editor.done, ROUNDS);
	assert_int_equal(recorded + held, ROUNDS);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM ledger"), ROUNDS);
	assert_int_equal(
		clerk_get(&robin, "/v1/quarantine", "limit=1000"), 200);
	assert_int_equal(acme_int(acme, "items"), held);
	acme_check(acme);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {ON_BOTH(test_no_press_is_lost)};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
