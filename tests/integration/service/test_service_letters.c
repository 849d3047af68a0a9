/* Mails that follow from what the office does: which, to whom, and that the
 * newest alone opens something. */

#include <stdio.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/cmocka_all.h"
#include "lib/sql.h"
#include "service/company/letters.h"

#define NEW_ID "019b0000-0000-7000-8000-000000000001"

struct office {
	struct acme *acme;
	struct acme_tokens tokens;
	char role[ID_TEXT_BYTES];
	char path[96];
};

static struct office
open_office(void **state)
{
	struct office office = {.acme = acme_open(*state)};
	struct db_stmt *stmt;
	struct err err = {0};
	struct id role;
	bool row;

	acme_sign_in(office.acme, ACME_ADMIN, 0, &office.tokens);
	stmt = sql_prepare(office.acme->db,
		"SELECT role FROM employee WHERE company = ?1 AND id = ?2");
	db_bind_id(stmt, 1, &office.acme->company);
	db_bind_id(stmt, 2, &office.acme->people[ACME_DANA]);
	assert_int_equal(db_step(stmt, &row, &err), 0);
	role = db_id(stmt, 0);
	id_format(&role, office.role);
	db_reset(office.acme->db);
	return office;
}

static int
post(struct office *office, const char *rest)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"id\":\"" NEW_ID "\",%s,\"role\":\"%s\"}", rest,
		office->role);
	return acme_ask(
		office->acme, &(struct acme_request){.path = "/v1/employees",
				      .body = body,
				      .token = office->tokens.access});
}

static int
patch(struct office *office, const char *id, const char *body)
{
	snprintf(office->path, sizeof(office->path), "/v1/employees/%s", id);
	return acme_ask(
		office->acme, &(struct acme_request){.path = office->path,
				      .method = "PATCH",
				      .if_match = "*",
				      .body = body,
				      .token = office->tokens.access});
}

#define ANA                                                                    \
	"\"given_name\":\"Ana\",\"username\":\"ana\",\"email\":\"ana@acme."    \
	"example\""

/* How many mails there are like this. */
#define LETTERS(office, which)                                                 \
	sql_int((office)->acme->db, "SELECT COUNT(*) FROM letter "             \
				    "WHERE " which)

static void
test_whoever_can_sign_in_is_asked_to_prove_the_address(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(post(&office, ANA), 201);
	assert_int_equal(LETTERS(&office, "1 = 1"), 1);
	assert_int_equal(LETTERS(&office, "kind = 1 AND state = 1 AND ended = 0"
					  " AND email = 'ana@acme.example'"
					  " AND length(token) = 43"
					  " AND length(code) = 14"),
		1);
	/* Sent again it is no other one. */
	assert_int_equal(post(&office, ANA), 200);
	/* What the mail does not say asks for none. */
	assert_int_equal(patch(&office, NEW_ID, "{\"number\":\"0201\"}"), 200);
	assert_int_equal(LETTERS(&office, "1 = 1"), 1);
	acme_close(&office.acme);
}

static void
test_without_a_sign_in_there_is_none(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(acme_ask(office.acme,
				 &(struct acme_request){.path = "/v1/employees",
					 .body = "{\"id\":\"" NEW_ID
						 "\",\"given_name\":\"Jose\"}",
					 .token = office.tokens.access}),
		201);
	assert_int_equal(LETTERS(&office, "1 = 1"), 0);
	acme_close(&office.acme);
}

static void
test_a_trial_asks_for_none(void **state)
{
	struct office office = open_office(state);
	char body[512];

	snprintf(body, sizeof(body),
		"{\"id\":\"" NEW_ID "\"," ANA ",\"role\":\"%s\"}", office.role);
	assert_int_equal(acme_ask(office.acme,
				 &(struct acme_request){.path = "/v1/employees",
					 .query = "dry_run=true",
					 .body = body,
					 .token = office.tokens.access}),
		200);
	assert_int_equal(LETTERS(&office, "1 = 1"), 0);
	acme_close(&office.acme);
}

static void
test_the_newest_alone_is_sent_and_opens(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(post(&office, ANA), 201);
	assert_int_equal(
		patch(&office, NEW_ID, "{\"username\":\"anna\"}"), 200);
	assert_int_equal(LETTERS(&office, "1 = 1"), 2);
	assert_int_equal(
		LETTERS(&office, "ended = 2 AND state = 4 AND token = ''"
				 " AND code = ''"),
		1);
	assert_int_equal(LETTERS(&office, "ended = 0 AND state = 1"), 1);
	acme_close(&office.acme);
}

static void
test_a_changed_address(void **state)
{
	struct office office = open_office(state);
	char dana[ID_TEXT_BYTES];

	id_format(&office.acme->people[ACME_DANA], dana);
	acme_run(office.acme,
		"UPDATE employee SET email = 'old@acme.example' WHERE id = ?1",
		&office.acme->people[ACME_DANA], 0);
	assert_int_equal(
		patch(&office, dana, "{\"email\":\"new@acme.example\"}"), 200);
	assert_int_equal(LETTERS(&office, "1 = 1"), 2);
	assert_int_equal(
		LETTERS(&office, "kind = 2 AND email = 'new@acme.example'"
				 " AND token_hash IS NOT NULL"),
		1);
	assert_int_equal(
		LETTERS(&office, "kind = 4 AND email = 'old@acme.example'"
				 " AND token_hash IS NULL AND token = ''"),
		1);
	/* She goes on signing in. */
	assert_int_equal(
		acme_try_sign_in(office.acme, "acme", "dana", ACME_PASSWORD, 1),
		200);
	acme_close(&office.acme);
}

/* Whoever has no sign-in proves nothing: the address is asked for later. */
static void
test_an_address_that_changes_unseen_is_proven_later(void **state)
{
	struct office office = open_office(state);
	char gone[ID_TEXT_BYTES];

	id_format(&office.acme->people[ACME_GONE], gone);
	acme_run(office.acme,
		"UPDATE employee SET email = 'old@acme.example' WHERE id = ?1",
		&office.acme->people[ACME_GONE], 0);
	assert_int_equal(
		patch(&office, gone, "{\"email\":\"new@acme.example\"}"), 200);
	assert_non_null(
		strstr(office.acme->reply.body.data, "\"verified\":false"));
	assert_int_equal(LETTERS(&office, "1 = 1"), 0);
	assert_int_equal(patch(&office, gone, "{\"active\":true}"), 200);
	assert_int_equal(
		LETTERS(&office, "kind = 1 AND email = 'new@acme.example'"), 1);
	acme_close(&office.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_whoever_can_sign_in_is_asked_to_prove_the_address),
		ON_BOTH(test_without_a_sign_in_there_is_none),
		ON_BOTH(test_a_trial_asks_for_none),
		ON_BOTH(test_the_newest_alone_is_sent_and_opens),
		ON_BOTH(test_a_changed_address),
		ON_BOTH(test_an_address_that_changes_unseen_is_proven_later),
	};

	return cmocka_run_group_tests_name("letters", tests, NULL, acme_end);
}
