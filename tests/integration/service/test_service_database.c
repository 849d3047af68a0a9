/* The service while its database is not as it should be. */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "lib/acme.h"
#include "lib/child.h"
#include "lib/sql.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"
#include "service/desk/store.h"
#include "wire/wire.h"

/* As admin/serve.c has it: then a connection is cut, answered or not. */
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
		.enrolment = acme->enrolments[0],
		.number = number,
		.kind = PUNCH_GO,
		.location = acme->locations[0],
		.cost_code = acme->cost_codes[0],
		.pressed = now,
	};
	const struct wire_delivery delivery = {.enrolment = acme->enrolments[0],
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
expect_all_are_told(struct acme *acme, const struct acme_tokens *tokens)
{
	struct crowd crowd = {.mutex = PTHREAD_MUTEX_INITIALIZER};
	struct asker askers[ASKERS] = {0};

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
			tokens->delivery);
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
}

static void
test_a_locked_database_is_told_to_all(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	struct err err = {0};

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(db_begin(acme->db, &err), 0);
	expect_all_are_told(acme, &tokens);
	db_rollback(acme->db);
	assert_int_equal(deliver(acme, tokens.delivery, 1), 200);
	assert_string_equal(acme_text(acme, "results.0.result"), "recorded");
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_close(&acme);
}

/* --- the disk is full ---------------------------------------------------- */

/* Every file is as large as it may be, for this program. */
static void
fill_disk(bool full)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = full ? 4096 : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
test_a_full_disk_is_told_and_gets_over(void **state)
{
	struct acme *acme = acme_open(*state);
	struct crowd crowd = {.mutex = PTHREAD_MUTEX_INITIALIZER};
	struct asker askers[2] = {
		{.path = "/v1/punches"}, {.path = "/v1/token"}};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(deliver(acme, tokens.delivery, 1), 200);
	askers[0].body = delivery(acme, 2);
	askers[1].body =
		acme_sign_in_body(acme, "acme", "dana", ACME_PASSWORD, 0);
	for (int i = 0; i < 2; i++) {
		askers[i].acme = acme;
		askers[i].crowd = &crowd;
		snprintf(askers[i].authorization,
			sizeof(askers[i].authorization), "Bearer %s",
			tokens.delivery);
		fill_disk(true);
		ask(&askers[i]);
		fill_disk(false);
		assert_int_equal(askers[i].status, 503);
		assert_true(askers[i].retry_after_s > 0);
		free(askers[i].body);
	}
	/* Nothing half: neither a row nor what the service knows of them. */
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM ledger"), 1);
	assert_int_equal(
		sql_int(acme->db, "SELECT last_seq FROM ledger_head"), 1);
	assert_int_equal(
		sql_int(acme->db, "SELECT watermark FROM enrolment_state"), 1);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM session"), 1);
	/* With room again, by itself. */
	assert_int_equal(deliver(acme, tokens.delivery, 2), 200);
	assert_string_equal(acme_text(acme, "results.0.result"), "recorded");
	assert_int_equal(acme_int(acme, "watermark"), 2);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_close(&acme);
}

/* --- the file is taken away ---------------------------------------------- */

static int
get(struct acme *acme, const char *path)
{
	return acme_ask(acme, &(struct acme_request){.path = path});
}

static void
expect_unavailable(struct acme *acme, const char *token)
{
	char *body = acme_sign_in_body(acme, "acme", "dana", ACME_PASSWORD, 0);

	assert_int_equal(deliver(acme, token, 2), 503);
	assert_true(acme->reply.retry_after_s > 0);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/token",
				       .body = body}),
		503);
	assert_int_equal(get(acme, "/readyz"), 503);
	assert_int_equal(get(acme, "/healthz"), 200);
	free(body);
}

static void
copy(const char *from, const char *to)
{
	struct child_output output;

	child_run((const char *[]){"cp", from, to, NULL}, NULL, NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
}

static void
test_a_file_that_is_gone_takes_no_punch(void **state)
{
	const struct test_database *database = *state;
	struct acme *acme = acme_open(database);
	char *aside = temp_dir_path(database->dir, "aside.db");
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(deliver(acme, tokens.delivery, 1), 200);
	assert_int_equal(rename(database->url, aside), 0);
	expect_unavailable(acme, tokens.delivery);
	/* Another one in its place, be it the same in content. */
	copy(aside, database->url);
	expect_unavailable(acme, tokens.delivery);
	assert_int_equal(rename(aside, database->url), 0);
	assert_int_equal(get(acme, "/readyz"), 200);
	assert_int_equal(deliver(acme, tokens.delivery, 2), 200);
	assert_string_equal(acme_text(acme, "results.0.result"), "recorded");
	assert_int_equal(unlink(database->url), 0);
	expect_unavailable(acme, tokens.delivery);
	acme_close(&acme);
	free(aside);
}

/* A connection that is first wanted then does not open the other file. */
static void
test_no_connection_opens_another_file(void **state)
{
	const struct test_database *database = *state;
	const struct db_source source = test_database_source(database->url);
	struct acme *acme = acme_open(database);
	char *other = temp_dir_path(database->dir, "other.db");
	struct store *store = NULL;
	struct db *first = NULL, *second = NULL;
	struct err err = {0};

	assert_int_equal(store_open(&source, 2, &store, &err), 0);
	assert_int_equal(store_take(store, &first, &err), 0);
	copy(database->url, other);
	assert_int_equal(rename(other, database->url), 0);
	assert_int_equal(store_take(store, &second, &err), -1);
	assert_int_equal(err.kind, ERR_DISK);
	store_give(store, first, NULL);
	store_close(&store);
	acme_close(&acme);
	free(other);
}

/* --- a server that cannot record, or does not keep ----------------------- */

struct readiness {
	struct acme *acme;
	int wanted;
};

static bool
readiness_is(void *ctx)
{
	struct readiness *it = ctx;

	return get(it->acme, "/readyz") == it->wanted;
}

static void
test_a_read_only_server_is_not_ready(void **state)
{
	struct acme *acme = acme_open(*state);
	struct readiness ready = {acme, 200}, not_ready = {acme, 503};
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_true(readiness_is(&ready));
	acme_run(acme, "ALTER SYSTEM SET default_transaction_read_only = on",
		NULL, 0);
	acme_run(acme, "SELECT pg_reload_conf()", NULL, 0);
	assert_true(wait_until(readiness_is, &not_ready, WAIT_LONG_MS));
	assert_int_equal(deliver(acme, tokens.delivery, 1), 503);
	acme_run(acme, "ALTER SYSTEM RESET default_transaction_read_only", NULL,
		0);
	acme_run(acme, "SELECT pg_reload_conf()", NULL, 0);
	assert_true(wait_until(readiness_is, &ready, WAIT_LONG_MS));
	assert_int_equal(deliver(acme, tokens.delivery, 1), 200);
	acme_close(&acme);
}

/* --- a server that stands still ------------------------------------------ */

/* Long enough for one that does not. */
#define SILENCE_MS 1000

struct freeze {
	struct acme *acme;
	bool on_commit; /* the next one stops the server before it */
};

static void
freeze_on_commit(void *ctx, int when)
{
	struct freeze *freeze = ctx;

	if (when == 0 && freeze->on_commit)
		test_database_freeze();
	freeze->on_commit = false;
}

static int
ask_clock(struct acme *acme, const char *token)
{
	return acme_ask(acme,
		&(struct acme_request){.path = "/v1/clock", .token = token});
}

static void
test_a_frozen_server_keeps_nobody_waiting(void **state)
{
	struct test_database *database = *state;
	struct freeze freeze = {.on_commit = false};
	struct acme_tokens tokens;
	struct acme *acme;

	database->answer_ms = SILENCE_MS;
	acme = acme_open_watched(database, freeze_on_commit, &freeze);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(deliver(acme, tokens.delivery, 1), 200);
	test_database_freeze();
	assert_int_equal(ask_clock(acme, tokens.access), 503);
	assert_true(acme->reply.retry_after_s > 0);
	expect_all_are_told(acme, &tokens);
	assert_int_equal(get(acme, "/readyz"), 503);
	assert_int_equal(get(acme, "/healthz"), 200);
	test_database_thaw();
	assert_int_equal(ask_clock(acme, tokens.access), 200);
	/* Under the writer, who has nothing confirmed then. */
	freeze.on_commit = true;
	assert_int_equal(deliver(acme, tokens.delivery, 2), 503);
	assert_true(acme->reply.retry_after_s > 0);
	test_database_thaw();
	assert_int_equal(deliver(acme, tokens.delivery, 2), 200);
	assert_int_equal(acme_int(acme, "watermark"), 2);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM ledger"), 2);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_close(&acme);
}

static int64_t
no_time(void *ctx)
{
	(void)ctx;
	return 0;
}

/* The cluster of the tests does not sync. */
static void
test_a_server_that_may_lose_is_not_served_from(void **state)
{
	const struct test_database *database = *state;
	struct acme *acme = acme_open(database); /* which knows, and means it */
	struct service_options options = {
		.database = test_database_source(database->url),
		.readers = 1,
		.hashers = 1,
		.cost = {1, 8192},
		.now_ms = no_time,
	};
	struct service *service = NULL;
	struct err err = {0};

	assert_int_equal(service_open(&options, &service, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "fsync=off"));
	assert_null(service);
	acme_close(&acme);
}

/* Somebody made a way to change what stands in the ledger. */
static void
test_a_ledger_without_its_triggers_is_not_served(void **state)
{
	const struct test_database *database = *state;
	struct acme *acme = acme_open(database);
	struct service *service = NULL;
	struct err err = {0};

	assert_int_equal(get(acme, "/readyz"), 200);
	sql_run(acme->db, database->postgres
				  ? "DROP TRIGGER ledger_no_change ON ledger"
				  : "DROP TRIGGER ledger_no_update");
	assert_int_equal(get(acme, "/readyz"), 503);
	assert_true(acme->reply.retry_after_s > 0);
	assert_int_equal(service_open(&acme->options, &service, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "triggers"));
	acme_close(&acme);
}

static struct statvfs disk = {.f_frsize = 1024, .f_bavail = 1024 * 1024};

/* What the database asks of the disk it is told here. */
int
statvfs(const char *restrict path, struct statvfs *restrict out)
{
	(void)path;
	*out = disk;
	return 0;
}

static void
test_a_full_disk_is_not_ready(void **state)
{
	static const struct statvfs disks[] = {
		{.f_frsize = 1024, .f_bavail = 1023},
		{.f_frsize = 4096, .f_bavail = 0},
		{.f_frsize = 4096,
			.f_bavail = 1024 * 1024,
			.f_flag = ST_RDONLY},
	};
	const struct statvfs good = disk;
	struct acme *acme = acme_open(*state);

	for (size_t i = 0; i < sizeof(disks) / sizeof(disks[0]); i++) {
		disk = good;
		assert_int_equal(get(acme, "/readyz"), 200);
		disk = disks[i];
		assert_int_equal(get(acme, "/readyz"), 503);
		assert_true(acme->reply.retry_after_s > 0);
		assert_int_equal(get(acme, "/healthz"), 200);
	}
	disk = good;
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(test_a_locked_database_is_told_to_all),
		ON_SQLITE(test_a_full_disk_is_told_and_gets_over),
		ON_SQLITE(test_a_full_disk_is_not_ready),
		ON_BOTH(test_a_ledger_without_its_triggers_is_not_served),
		ON_SQLITE(test_a_file_that_is_gone_takes_no_punch),
		ON_SQLITE(test_no_connection_opens_another_file),
		ON_POSTGRES(test_a_read_only_server_is_not_ready),
		ON_POSTGRES(test_a_server_that_may_lose_is_not_served_from),
		ON_POSTGRES(test_a_frozen_server_keeps_nobody_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
