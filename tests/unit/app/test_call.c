/* One request as whoever is signed in: its token, its answer. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/account.h"
#include "fake/world.h"
#include "src/app/call.h"
#include "wire/wire.h"

#define PATIENCE_MS 20000 /* only a failure waits so long */

struct told {
	int times;
	enum err_kind kind;
	int status;
	bool stranger;
	char body[64];
};

static struct world world;
static struct call call;
static struct told told;

static int
setup(void **state)
{
	world_open(&world);
	world_sign_in(&world, PERMISSION_SET(CLOCK_IN_OUT));
	call = (struct call){0};
	told = (struct told){0};
	return 0;
}

static int
teardown(void **state)
{
	call_cancel(&call);
	world_close(&world);
	return 0;
}

static void
on_answer(void *ctx, const struct call_answer *answer)
{
	struct told *it = ctx;

	it->times++;
	it->kind = answer->err.kind;
	it->status = answer->status;
	it->stranger = answer->stranger;
	if (answer->body != NULL)
		(void)str_copy(it->body, sizeof(it->body), answer->body);
}

static void
begin(struct call *it, struct told *who)
{
	static const struct call_request request = {
		.method = "GET", .path = "/v1/me"};

	call_begin(world.app, it, &request, on_answer, who);
}

static struct fake_request *
request_to(const char *path, const char *bearer)
{
	struct fake_request *request = world_request(&world, path);

	assert_string_equal(request->bearer, bearer);
	return request;
}

/* A renewal with `refresh` is answered with these tokens. */
static void
answer_renewal(const char *refresh, const char *access, const char *next)
{
	struct fake_request *request = request_to("/v1/token", "");
	struct wire_session session = {
		.expires_in_s = 900,
		.person = world.store.accounts[0].person,
	};
	struct str body;

	if (strstr(request->body.data, refresh) == NULL)
		fail_msg(
			"not renewed with %s: %s", refresh, request->body.data);
	(void)secret_set(&session.access, access, strlen(access));
	(void)secret_set(&session.refresh, next, strlen(next));
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_session_encode(&session, &body);
	wire_session_release(&session);
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_release(&body);
}

static void
refuse(struct fake_request *request)
{
	struct wire_problem problem = {
		.type = "unauthorized", .title = "No", .status = 401};
	struct str body;

	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport, request, 401, body.data);
	str_release(&body);
}

static void
answer_me(const char *access)
{
	fake_transport_answer(
		&world.transport, request_to("/v1/me", access), 200, "{}");
}

/* What the keyring keeps for the session. */
static struct secret *
kept_session(void)
{
	for (size_t i = 0; i < 8; i++)
		if (strstr(world.keyring.items[i].label, "session") != NULL)
			return &world.keyring.items[i].secret;
	fail_msg("the keyring holds no session");
	return NULL;
}

static void
keep_elsewhere(const char *refresh)
{
	(void)secret_set(kept_session(), refresh, strlen(refresh));
}

static void
test_one_token_serves_many_calls(void **state)
{
	begin(&call, &told);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	answer_me("cca_1");
	assert_int_equal(told.times, 1);
	assert_int_equal(told.kind, ERR_NONE);
	assert_int_equal(told.status, 200);
	assert_string_equal(told.body, "{}");
	assert_string_equal(kept_session()->data, "ccr_1");
	begin(&call, &told);
	answer_me("cca_1");
	assert_int_equal(told.times, 2);
	fake_time_pass(&world.time, 900000);
	begin(&call, &told);
	answer_renewal("ccr_1", "cca_2", "ccr_2");
	answer_me("cca_2");
	assert_int_equal(told.times, 3);
}

static void
test_a_token_that_is_not_taken_is_renewed_once(void **state)
{
	begin(&call, &told);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	refuse(request_to("/v1/me", "cca_1"));
	answer_renewal("ccr_1", "cca_2", "ccr_2");
	answer_me("cca_2");
	assert_int_equal(told.times, 1);
	assert_int_equal(told.kind, ERR_NONE);
	/* The service that takes none at all is not asked for ever. */
	begin(&call, &told);
	refuse(request_to("/v1/me", "cca_2"));
	answer_renewal("ccr_2", "cca_3", "ccr_3");
	refuse(request_to("/v1/me", "cca_3"));
	assert_int_equal(told.times, 2);
	assert_int_equal(told.kind, ERR_AUTH);
	assert_null(fake_transport_next(&world.transport));
	/* And the session has not ended by that. */
	begin(&call, &told);
	answer_me("cca_3");
	assert_int_equal(told.kind, ERR_NONE);
}

static void
test_a_session_that_only_memory_holds_outlives_a_401(void **state)
{
	begin(&call, &told);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	answer_me("cca_1");
	world.keyring.fail = ERR_LOCKED;
	begin(&call, &told);
	refuse(request_to("/v1/me", "cca_1"));
	answer_renewal("ccr_1", "cca_2", "ccr_2");
	answer_me("cca_2");
	assert_int_equal(told.times, 2);
	assert_int_equal(told.kind, ERR_NONE);
	/* The keyring is back, with the token from before: it is older. */
	world.keyring.fail = ERR_NONE;
	begin(&call, &told);
	refuse(request_to("/v1/me", "cca_2"));
	answer_renewal("ccr_2", "cca_3", "ccr_3");
	answer_me("cca_3");
	assert_string_equal(kept_session()->data, "ccr_3");
}

static void
test_what_another_process_renewed_is_taken_over(void **state)
{
	begin(&call, &told);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	answer_me("cca_1");
	keep_elsewhere("ccr_theirs");
	begin(&call, &told);
	refuse(request_to("/v1/me", "cca_1"));
	answer_renewal("ccr_theirs", "cca_2", "ccr_2");
	answer_me("cca_2");
	assert_int_equal(told.kind, ERR_NONE);
}

static void
test_a_refused_renewal_ends_the_session(void **state)
{
	begin(&call, &told);
	refuse(request_to("/v1/token", ""));
	assert_int_equal(told.times, 1);
	assert_int_equal(told.kind, ERR_AUTH);
	assert_null(fake_transport_next(&world.transport));
	/* Until somebody signs in, here or in another process. */
	keep_elsewhere("ccr_new");
	begin(&call, &told);
	answer_renewal("ccr_new", "cca_1", "ccr_1");
	answer_me("cca_1");
	assert_int_equal(told.kind, ERR_NONE);
}

static void
test_an_empty_keyring_wants_a_sign_in(void **state)
{
	secret_release(kept_session());
	begin(&call, &told);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.kind, ERR_AUTH);
	assert_int_equal(world.transport.started, 0);
	assert_false(world.store.leading);
}

static void
test_calls_at_once_share_one_renewal(void **state)
{
	struct call other = {0};
	struct told other_told = {0};

	begin(&call, &told);
	begin(&other, &other_told);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	answer_me("cca_1");
	answer_me("cca_1");
	assert_int_equal(told.times, 1);
	assert_int_equal(other_told.times, 1);
	assert_int_equal(world.transport.started, 3);
	/* Both find out that it is not taken; it is renewed for both. */
	begin(&call, &told);
	begin(&other, &other_told);
	refuse(request_to("/v1/me", "cca_1"));
	refuse(request_to("/v1/me", "cca_1"));
	answer_renewal("ccr_1", "cca_2", "ccr_2");
	answer_me("cca_2");
	answer_me("cca_2");
	assert_int_equal(told.times, 2);
	assert_int_equal(other_told.times, 2);
	assert_int_equal(other_told.kind, ERR_NONE);
	assert_int_equal(world.transport.started, 8);
}

static bool
was_sent(void *ctx)
{
	return world.transport.started > 0;
}

static void
test_processes_renew_one_after_the_other(void **state)
{
	world.store.led_away = true;
	begin(&call, &told);
	world_settle(&world);
	assert_int_equal(world.transport.started, 0);
	world.store.led_away = false;
	keep_elsewhere("ccr_theirs");
	assert_true(app_run_until(world.app, was_sent, NULL, PATIENCE_MS));
	assert_true(world.store.leading);
	answer_renewal("ccr_theirs", "cca_1", "ccr_1");
	answer_me("cca_1");
	assert_false(world.store.leading);
}

static void
test_an_answer_is_not_the_next_person_s(void **state)
{
	struct fake_request *request;
	struct err err = {0};

	begin(&call, &told);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	request = request_to("/v1/me", "cca_1");
	(void)str_copy(world.store.accounts[0].username,
		sizeof(world.store.accounts[0].username), "lukasz");
	assert_int_equal(app_reload_account(world.app, &err), 0);
	fake_transport_answer(&world.transport, request, 200, "{}");
	assert_int_equal(told.times, 1);
	assert_true(told.stranger);
	assert_string_equal(told.body, "");
}

static void
test_nobody_and_nowhere_is_told_at_once(void **state)
{
	world.transport.unreachable = "no network";
	begin(&call, &told);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.kind, ERR_UNAVAILABLE);
	world.store.accounts[0].signed_in = false;
	world_reopen(&world);
	begin(&call, &told);
	assert_int_equal(told.times, 2);
	assert_int_equal(told.kind, ERR_AUTH);
}

static void
test_a_cancelled_call_tells_nothing(void **state)
{
	begin(&call, &told);
	call_cancel(&call);
	answer_renewal("ccr_refresh", "cca_1", "ccr_1");
	world_settle(&world);
	assert_string_equal(kept_session()->data, "ccr_1");
	begin(&call, &told);
	request_to("/v1/me", "cca_1");
	call_cancel(&call);
	assert_null(fake_transport_next(&world.transport));
	assert_int_equal(told.times, 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_one_token_serves_many_calls),
		T(test_a_token_that_is_not_taken_is_renewed_once),
		T(test_a_session_that_only_memory_holds_outlives_a_401),
		T(test_what_another_process_renewed_is_taken_over),
		T(test_a_refused_renewal_ends_the_session),
		T(test_an_empty_keyring_wants_a_sign_in),
		T(test_calls_at_once_share_one_renewal),
		T(test_processes_renew_one_after_the_other),
		T(test_an_answer_is_not_the_next_person_s),
		T(test_nobody_and_nowhere_is_told_at_once),
		T(test_a_cancelled_call_tells_nothing),
	};

	return cmocka_run_group_tests_name("call", tests, NULL, NULL);
}
