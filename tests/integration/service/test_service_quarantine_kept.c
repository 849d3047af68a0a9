/* Decisions of what is held for review when others decide or press at once, and
 * what is found that was changed behind the service's back. */

#include <pthread.h>
#include <string.h>

#include "quarantine_scene.h"

struct decider {
	struct service *service;
	const char *token;
	const char *id;
	bool accepts;
	int status;
};

static void *
decide_at_once(void *ctx)
{
	struct decider *it = ctx;
	char authorization[128], path[128];
	struct request request = {.method = "POST",
		.path = path,
		.query = "",
		.authorization = authorization,
		.content_type = "application/json",
		.peer = "192.0.2.1",
		.body = "{\"reason\":\"so\"}"};
	struct reply reply;

	snprintf(authorization, sizeof(authorization), "Bearer %s", it->token);
	snprintf(path, sizeof(path), QUARANTINE "/%s/%s", it->id,
		it->accepts ? "accept" : "decline");
	request.body_bytes = strlen(request.body);
	reply_init(&reply);
	service_handle(it->service, &request, &reply);
	it->status = reply.status;
	reply_release(&reply);
	return NULL;
}

static void
test_one_of_two_wins(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk marisol = clerk_sign_in(acme, ACME_BOSS);
	struct pad pad = {.acme = acme};
	struct decider deciders[16];
	pthread_t threads[16];
	const char *id;
	int by[2] = {0, 0};

	pad_sign_in(&pad, ACME_DANA);
	hold_one(&robin, &pad);
	id = find(&robin, 0);
	for (int i = 0; i < 16; i++) {
		deciders[i] = (struct decider){.service = acme->service,
			.token = i % 2 ? marisol.tokens.access
				       : robin.tokens.access,
			.id = id,
			.accepts = i % 2};
		assert_int_equal(pthread_create(&threads[i], NULL,
					 decide_at_once, &deciders[i]),
			0);
	}
	for (int i = 0; i < 16; i++) {
		pthread_join(threads[i], NULL);
		assert_true(
			deciders[i].status == 200 || deciders[i].status == 412);
		by[i % 2] += deciders[i].status == 200;
	}
	assert_int_equal(by[0] + by[1], 8);
	assert_true(by[0] == 0 || by[1] == 0);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM quarantine_decision"),
		1);
	acme_check(acme);
	acme_close(&acme);
}

#define WAITING 8

/* Another service on the same database decides while this one records. */
static void
test_decided_while_others_punch(void **state)
{
	struct acme *acme = acme_open(*state);
	struct service *second = acme_open_beside(acme);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct decider deciders[WAITING];
	pthread_t threads[WAITING];
	char ids[WAITING][ID_TEXT_BYTES];

	pad_sign_in(&pad, ACME_DANA);
	switch_clock(&robin, false);
	for (int i = 0; i < WAITING; i++) {
		acme->now_ms += 2000;
		pad_press(&pad, ACME_DANA, ACME_DANA);
		assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	}
	switch_clock(&robin, true);
	for (int i = 0; i < WAITING; i++)
		(void)str_copy(ids[i], sizeof(ids[i]), find(&robin, i));
	for (int i = 0; i < WAITING; i++) {
		deciders[i] = (struct decider){.service = second,
			.token = robin.tokens.access,
			.id = ids[i],
			.accepts = i % 3 != 0};
		assert_int_equal(pthread_create(&threads[i], NULL,
					 decide_at_once, &deciders[i]),
			0);
	}
	for (int i = 0; i < 20; i++) {
		pad_press(&pad, ACME_DANA, ACME_DANA);
		pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	}
	for (int i = 0; i < WAITING; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(deciders[i].status, 200);
	}
	assert_int_equal(waiting(&robin), 0);
	acme_check(acme);
	service_close(&second);
	acme_close(&acme);
}

static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static struct ledger_report
verify(struct acme *acme)
{
	struct zones *zones = zones_new(utc);
	struct ledger_report report;
	struct err err = {0};

	if (ledger_verify(acme->db, zones, &report, &err) < 0)
		fail_msg("%s", err.text);
	zones_free(&zones);
	return report;
}

#define KEEP(table) "CREATE TABLE kept_" table " AS SELECT * FROM " table
#define EMPTY(table) "DELETE FROM " table
#define FILL(table) "INSERT INTO " table " SELECT * FROM kept_" table

static void
test_changes_behind_its_back_are_found(void **state)
{
	static const char *const damages[] = {
		"UPDATE quarantine_decision SET accepted = 1 - accepted"
		" WHERE accepted = 1",
		"UPDATE quarantine_decision SET accepted = 1 - accepted"
		" WHERE accepted = 0",
		"UPDATE quarantine_decision SET change_seq = change_seq - 1"
		" WHERE accepted = 1",
		"UPDATE quarantine_decision SET punch = punch + 90"
		" WHERE accepted = 1",
		"DELETE FROM quarantine_decision WHERE accepted = 0",
		"INSERT INTO quarantine_decision SELECT company, 99, 99, 1"
		" FROM quarantine_decision WHERE accepted = 0",
		"UPDATE timeline SET counts = 0",
		"UPDATE timeline SET counts = 1",
		"DELETE FROM clock_point",
	};
	static const char *const back[] = {EMPTY("quarantine_decision"),
		EMPTY("timeline"), EMPTY("clock_point"),
		FILL("quarantine_decision"), FILL("timeline"),
		FILL("clock_point")};
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_DANA);
	hold_one(&robin, &pad);
	hold_one(&robin, &pad);
	assert_int_equal(decide(&robin, find(&robin, 0), "accept", ""), 200);
	assert_int_equal(decide(&robin, find(&robin, 0), "decline", "no"), 200);
	assert_true(verify(acme).sound);
	sql_run(acme->db, KEEP("quarantine_decision"));
	sql_run(acme->db, KEEP("timeline"));
	sql_run(acme->db, KEEP("clock_point"));
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		sql_run(acme->db, damages[i]);
		if (verify(acme).sound)
			fail_msg("%s", damages[i]);
		for (size_t k = 0; k < sizeof(back) / sizeof(back[0]); k++)
			sql_run(acme->db, back[k]);
	}
	assert_true(verify(acme).sound);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_one_of_two_wins),
		ON_BOTH(test_decided_while_others_punch),
		ON_BOTH(test_changes_behind_its_back_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
