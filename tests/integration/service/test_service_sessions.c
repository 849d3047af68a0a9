/* Sessions: tokens that turn, and how they end. */

#include <stdio.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/sql.h"

#define MINUTE_MS (60 * 1000LL)
#define DAY_MS (24 * 60 * MINUTE_MS)

static void
test_a_refresh_turns_the_token(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens first, second, third;

	acme_sign_in(acme, ACME_DANA, 0, &first);
	assert_int_equal(acme_refresh(acme, first.refresh, &second), 200);
	assert_string_equal(second.delivery, "");
	assert_string_not_equal(second.refresh, first.refresh);
	assert_int_equal(acme_ask_me(acme, second.access), 200);
	assert_int_equal(acme_ask_me(acme, first.access), 200);
	assert_int_equal(acme_refresh(acme, second.refresh, &third), 200);
	/* The first one is stolen goods now, and ends the session. */
	assert_int_equal(acme_refresh(acme, first.refresh, &first), 401);
	assert_int_equal(acme_ask_me(acme, third.access), 401);
	assert_int_equal(acme_refresh(acme, third.refresh, &third), 401);
	acme_close(&acme);
}

static void
test_a_lost_answer_locks_nobody_out(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens first, lost, again, next;

	acme_sign_in(acme, ACME_DANA, 0, &first);
	assert_int_equal(acme_refresh(acme, first.refresh, &lost), 200);
	/* Within a minute the same answer, as long as it is good. */
	acme->now_ms += MINUTE_MS - 1;
	assert_int_equal(acme_refresh(acme, first.refresh, &again), 200);
	assert_string_equal(again.refresh, lost.refresh);
	assert_string_equal(again.access, lost.access);
	assert_int_equal(acme_int(acme, "expires_in"), 14 * 60 + 1);
	/* Later the same refresh token, with another access token. */
	acme->now_ms += 20 * DAY_MS;
	assert_int_equal(acme_refresh(acme, first.refresh, &again), 200);
	assert_string_equal(again.refresh, lost.refresh);
	assert_string_not_equal(again.access, lost.access);
	assert_int_equal(acme_int(acme, "expires_in"), 900);
	assert_int_equal(acme_ask_me(acme, again.access), 200);
	assert_int_equal(acme_ask_me(acme, lost.access), 401);
	/* Both are in use until the new one was used. */
	acme->now_ms += 20 * DAY_MS;
	assert_int_equal(acme_refresh(acme, lost.refresh, &next), 200);
	assert_int_equal(acme_ask_me(acme, next.access), 200);
	assert_int_equal(acme_refresh(acme, lost.refresh, &again), 200);
	assert_string_equal(again.refresh, next.refresh);
	assert_int_equal(acme_refresh(acme, first.refresh, &first), 401);
	assert_int_equal(acme_ask_me(acme, next.access), 401);
	assert_int_equal(acme_refresh(acme, next.refresh, &next), 401);
	acme_close(&acme);
}

/* A service whose clock was ahead when a person was made: once it is set right,
 * that day is still to come. */
static void
test_a_clock_set_back_ends_no_session(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	sql_run(acme->db, "UPDATE employee SET since_ms = since_ms + "
			  "8640000000");
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 200);
	acme_close(&acme);
}

/* Whoever makes one up, or knows a family's hash, ends nobody's session. */
static void
test_a_forged_refresh_token_ends_nothing(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, other;
	char forged[sizeof(tokens.refresh)];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_sign_in(acme, ACME_DANA, 0, &other);
	str_copy(forged, sizeof(forged), other.refresh);
	forged[10] = forged[10] == 'A' ? 'B' : 'A';
	assert_int_equal(acme_refresh(acme, forged, &other), 401);
	forged[47] = '\0';
	assert_int_equal(acme_refresh(acme, forged, &other), 401);
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 200);
	assert_int_equal(acme_refresh(acme, other.refresh, &other), 200);
	acme_close(&acme);
}

/* Asking again and again leaves nothing behind. */
static void
test_refreshing_is_bounded(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, other;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	for (int i = 0; i < 100; i++)
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &other), 200);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 2);
	/* A loop is told to wait, and nobody else is. */
	assert_int_equal(acme_refresh(acme, tokens.refresh, &other), 429);
	assert_int_equal(acme->reply.retry_after_s, 1);
	acme_sign_in(acme, ACME_BOSS, 1, &other);
	assert_int_equal(acme_refresh(acme, other.refresh, &other), 200);
	for (int i = 0; i < 100; i++) {
		acme->now_ms += MINUTE_MS;
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &other), 200);
	}
	assert_in_range(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 1, 16);
	/* What is over is forgotten by whoever comes later. */
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM session"), 3);
	acme->now_ms += 61 * DAY_MS;
	acme_sign_in(acme, ACME_LEAD, 2, &other);
	acme_sign_in(acme, ACME_LEAD, 2, &other);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM session"), 2);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 2);
	acme_close(&acme);
}

static void
test_tokens_end_in_time(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, next;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme->now_ms += 15 * MINUTE_MS - 1;
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	acme->now_ms += 1;
	assert_int_equal(acme_ask_me(acme, tokens.access), 401);
	assert_true(acme->reply.challenge);
	acme->now_ms += 30 * DAY_MS;
	assert_int_equal(acme_refresh(acme, tokens.refresh, &next), 401);
	/* Kept in use, a session lasts a year. */
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	for (int day = 0; day < 364; day += 28) {
		acme->now_ms += 28 * DAY_MS;
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &tokens), 200);
	}
	acme->now_ms += DAY_MS;
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 401);
	acme_close(&acme);
}

static void
test_signing_out_ends_the_session(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, other;
	char body[128];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_sign_in(acme, ACME_DANA, 1, &other);
	for (int i = 0; i < 2; i++) {
		snprintf(body, sizeof(body), "{\"token\":\"%s\"}",
			i == 0 ? tokens.refresh : "ccr_unknown");
		assert_int_equal(acme_ask(acme,
					 &(struct acme_request){
						 .path = "/v1/token/revoke",
						 .body = body}),
			200);
	}
	assert_int_equal(acme_ask_me(acme, tokens.access), 401);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 401);
	assert_int_equal(acme_ask_me(acme, other.access), 200);
	acme_close(&acme);
}

static void
test_who_may_not_sign_in_has_no_session(void **state)
{
	static const char *const changes[] = {
		"UPDATE employee SET active = 0 WHERE id = ?1",
		"UPDATE employee SET role = NULL WHERE id = ?1",
		"UPDATE employee SET verified = 0 WHERE id = ?1",
		"UPDATE employee SET username = NULL WHERE id = ?1",
	};
	struct acme *acme = acme_open(*state);
	static const enum acme_person who[] = {
		ACME_DANA, ACME_BOSS, ACME_LEAD, ACME_LUKASZ};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct acme_tokens tokens;

		acme_sign_in(acme, who[i], 0, &tokens);
		acme_run(acme, changes[i], &acme->people[who[i]], 0);
		assert_int_equal(acme_ask_me(acme, tokens.access), 401);
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &tokens), 401);
	}
	acme_close(&acme);
}

static void
test_a_revoked_device_is_told(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_run(acme, "UPDATE device SET revoked_ms = 1 WHERE id = ?1",
		&acme->devices[0], 0);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 403);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 401);
	acme_close(&acme);
}

static void
test_nothing_of_a_secret_is_stored(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	struct db_stmt *stmt;
	struct err err = {0};
	bool row = true;
	int hashes = 0;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 200);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(db_prepare(acme->db,
				 "SELECT hash FROM access_token UNION ALL"
				 " SELECT newest FROM session UNION ALL"
				 " SELECT used FROM session UNION ALL"
				 " SELECT family FROM session UNION ALL"
				 " SELECT hash FROM delivery_credential",
				 &stmt, &err),
		0);
	for (;; hashes++) {
		size_t len;
		const char *hash;

		assert_int_equal(db_step(stmt, &row, &err), 0);
		if (!row)
			break;
		hash = db_blob(stmt, 0, &len);
		if (len == 0)
			continue;
		assert_int_equal(len, 32);
		assert_memory_not_equal(hash, tokens.access, 4);
		assert_memory_not_equal(hash, tokens.refresh, 4);
		assert_memory_not_equal(hash, tokens.delivery, 4);
	}
	assert_int_equal(hashes, 3 + 2 + 2 + 2 + 2);
	db_reset(acme->db);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_refresh_turns_the_token),
		ON_BOTH(test_a_lost_answer_locks_nobody_out),
		ON_BOTH(test_a_clock_set_back_ends_no_session),
		ON_BOTH(test_a_forged_refresh_token_ends_nothing),
		ON_BOTH(test_refreshing_is_bounded),
		ON_BOTH(test_tokens_end_in_time),
		ON_BOTH(test_signing_out_ends_the_session),
		ON_BOTH(test_who_may_not_sign_in_has_no_session),
		ON_BOTH(test_a_revoked_device_is_told),
		ON_BOTH(test_nothing_of_a_secret_is_stored),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
