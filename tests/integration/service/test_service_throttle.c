/* Tries are counted: of an account, an address, a company, a device. */

#include <stdio.h>

#include "lib/acme.h"
#include "lib/sql.h"

#define MINUTE_MS (60 * 1000LL)
#define DAY_MS (24 * 60 * MINUTE_MS)

static void
fail_times(struct acme *acme, const char *username, int times)
{
	for (int i = 0; i < times; i++)
		assert_int_equal(
			acme_try_sign_in(acme, "acme", username, "wrong", 0),
			401);
}

static void
test_an_account_is_throttled(void **state)
{
	struct acme *acme = acme_open(*state);
	char peer[32];

	/* From an address each, so that it is the account that counts. */
	acme->peer = peer;
	for (int i = 0; i < 10; i++) {
		snprintf(peer, sizeof(peer), "192.0.2.%d", 100 + i);
		fail_times(acme, "dana", 1);
	}
	snprintf(peer, sizeof(peer), "192.0.2.99");
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 15);
	/* Also one that does not exist, just the same. */
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "lukasz", ACME_PASSWORD, 0),
		200);
	/* Waiting helps, and the next failure doubles the delay. */
	acme->now_ms += 15 * 1000;
	fail_times(acme, "dana", 1);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 30);
	/* A wait is no try: it does not grow by asking. */
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 30);
	acme->now_ms += 30 * 1000;
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 200);
	acme_close(&acme);
}

/* As if there had been so many failures of this kind already. */
static void
add_failures(struct acme *acme, const char *sql, int64_t number)
{
	acme_run(acme, sql, NULL, number);
}
#define ADDRESS                                                                \
	"UPDATE sign_in_failure SET failures = ?1 WHERE scope = 'address'"
#define COMPANY                                                                \
	"UPDATE sign_in_failure SET failures = ?1 WHERE scope = 'company'"

static void
test_an_address_is_throttled(void **state)
{
	struct acme *acme = acme_open(*state);
	char username[32];

	for (int i = 0; i < 100; i++) {
		snprintf(username, sizeof(username), "guess%d", i);
		fail_times(acme, username, 1);
		/* One's own password buys no more guesses. */
		if (i == 90)
			assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
						 ACME_PASSWORD, 0),
				200);
	}
	assert_int_equal(acme_try_sign_in(acme, "acme", "guess", "x", 0), 429);
	acme->peer = "192.0.2.2";
	assert_int_equal(acme_try_sign_in(acme, "acme", "guess", "x", 0), 401);
	/* All addresses of one IPv6 network are one. */
	acme->peer = "2001:db8::1";
	fail_times(acme, "other", 1);
	add_failures(acme, ADDRESS, 99);
	fail_times(acme, "other", 1);
	acme->peer = "2001:db8::ffff:1";
	assert_int_equal(acme_try_sign_in(acme, "acme", "more", "x", 0), 429);
	/* And half an hour later it is as if nothing had been. */
	acme->now_ms += 31 * MINUTE_MS;
	assert_int_equal(acme_try_sign_in(acme, "acme", "more", "x", 0), 401);
	/* What was counted is forgotten, a few with each try. */
	acme->now_ms += 2 * DAY_MS;
	for (int i = 0; i < 4; i++)
		fail_times(acme, "more", 1);
	assert_in_range(
		sql_int(acme->db, "SELECT count(*) FROM sign_in_failure"), 3,
		4);
	acme_close(&acme);
}

/* A failure of somebody unheard of, from somewhere new. */
static int
fail_as_anybody(struct acme *acme, const char *company, int number)
{
	char peer[32], username[32];

	snprintf(
		peer, sizeof(peer), "198.51.%d.%d", number / 100, number % 100);
	snprintf(username, sizeof(username), "guess%d", number);
	acme->peer = peer;
	acme_try_sign_in(acme, company, username, "wrong", 0);
	acme->peer = "192.0.2.1";
	return acme->reply.status;
}

static void
test_delays_double_up_to_a_quarter_of_an_hour(void **state)
{
	static const int delays_s[] = {15, 30, 60, 120, 240, 480, 900, 900};
	struct acme *acme = acme_open(*state);
	char peer[32];

	acme->peer = peer;
	for (int i = 0; i < 9; i++) {
		snprintf(peer, sizeof(peer), "192.0.2.%d", 100 + i);
		fail_times(acme, "dana", 1);
	}
	for (size_t i = 0; i < sizeof(delays_s) / sizeof(delays_s[0]); i++) {
		snprintf(peer, sizeof(peer), "192.0.2.%zu", 150 + i);
		fail_times(acme, "dana", 1);
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "x", 0), 429);
		assert_int_equal(acme->reply.retry_after_s, delays_s[i]);
		acme->now_ms += delays_s[i] * 1000LL - 1;
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "x", 0), 429);
		assert_int_equal(acme->reply.retry_after_s, 1);
		acme->now_ms += 1;
	}
	acme_close(&acme);
}

static void
test_a_company_is_throttled(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 1, &tokens);
	for (int i = 0; i < 99; i++)
		assert_int_equal(fail_as_anybody(acme, "acme", i), 401);
	add_failures(acme, COMPANY, 999);
	assert_int_equal(fail_as_anybody(acme, "acme", 99), 401);
	assert_int_equal(fail_as_anybody(acme, "acme", 100), 429);
	assert_int_equal(acme->reply.retry_after_s, 15);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "robin", ACME_PASSWORD, 0), 429);
	/* Not the other company, and not whose device proves itself. */
	assert_int_equal(fail_as_anybody(acme, "beta", 101), 401);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 200);
	acme->now_ms += 15 * 1000;
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "robin", ACME_PASSWORD, 0), 200);
	acme_close(&acme);
}

/* By strangers who know the device's id, from her own address. */
static void
test_nobody_is_locked_out_of_their_device(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 1, &tokens);
	acme->keys[1][0] = '\0';
	for (int i = 0; i < 10; i++)
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "wrong", 1),
			401);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 429);
	str_copy(acme->keys[1], sizeof(acme->keys[1]), tokens.delivery);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 200);
	/* Another one's credential is a stranger's. */
	acme_sign_in(acme, ACME_BOSS, 2, &tokens);
	str_copy(acme->keys[1], sizeof(acme->keys[1]), tokens.delivery);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 429);
	acme_close(&acme);
}

/* Guessing from that device has its own bound, which no new enrolment moves. */
static void
test_guessing_at_one_s_device_is_bounded(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	char credential[64];

	acme_sign_in(acme, ACME_DANA, 1, &tokens);
	for (int i = 0; i < 10; i++)
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "wrong", 1),
			401);
	assert_int_equal(acme_ask(acme,
				 &(struct acme_request){
					 .path = "/v1/enrolments",
					 .token = tokens.delivery,
					 .body = "{}",
				 }),
		201);
	str_copy(credential, sizeof(credential), acme_text(acme, "credential"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
					 ACME_PASSWORD, 1),
			429);
		str_copy(acme->keys[1], sizeof(acme->keys[1]), credential);
	}
	acme_close(&acme);
}

static void
test_success_is_no_failure(void **state)
{
	struct acme *acme = acme_open(*state);

	for (int i = 0; i < 25; i++) {
		assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
					 ACME_PASSWORD, 0),
			200);
	}
	fail_times(acme, "robin", 9);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "robin", ACME_PASSWORD, 0), 200);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_an_account_is_throttled),
		ON_BOTH(test_an_address_is_throttled),
		ON_BOTH(test_delays_double_up_to_a_quarter_of_an_hour),
		ON_BOTH(test_a_company_is_throttled),
		ON_BOTH(test_nobody_is_locked_out_of_their_device),
		ON_BOTH(test_guessing_at_one_s_device_is_bounded),
		ON_BOTH(test_success_is_no_failure),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
