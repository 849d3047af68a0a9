#ifndef TESTS_LIB_ACME_H
#define TESTS_LIB_ACME_H

/*
 * Two companies and a service to ask, as a function call. The clock is in the
 * test's hands. Every answer is written down, and acme_end checks them all
 * against the OpenAPI document.
 *
 *	const struct CMUnitTest tests[] = {ON_BOTH(test_something)};
 *	return cmocka_run_group_tests(tests, NULL, acme_end);
 */

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "lib/test_database.h"
#include "service/service.h"

/* X(name, username, role, viewset, what they are there for) */
#define ACME_PEOPLE(X)                                                         \
	X(ADMIN, "robin", ADMINISTRATOR, ALL, "may everything")                \
	X(BOSS, "marisol", SUPERVISOR, ALL, "sees everybody")                  \
	X(LEAD, "tomasz", SUPERVISOR, SELECTED, "sees Dana alone")             \
	X(DANA, "dana", EMPLOYEE, SELF, "works")                               \
	X(LUKASZ, "łukasz", EMPLOYEE, ALL, "works, viewset for nothing")       \
	X(IDLE, "idle", NOTHING, SELF, "a role without permissions")           \
	X(GONE, "gone", EMPLOYEE, SELF, "not active")                          \
	X(NEWCOMER, "newcomer", EMPLOYEE, SELF, "address not verified")        \
	X(STRANGER, "dana", EMPLOYEE, SELF, "of the other company")

enum acme_person {
#define X(name, username, role, viewset, why) ACME_##name,
	ACME_PEOPLE(X)
#undef X
};
#define ACME_PERSON_COUNT 9

#define ACME_PASSWORD "correct horse battery"
#define ACME_JOBS 3 /* locations, and cost codes; the last is not active */

struct acme {
	struct service *service;
	struct service_options options; /* its */
	struct db *db; /* to look and to change behind its back */
	int64_t now_ms;
	const char *peer; /* who asks; "192.0.2.1" to begin with */
	struct id company;
	struct id other; /* company */
	struct id people[ACME_PERSON_COUNT];
	struct id locations[ACME_JOBS];
	struct id cost_codes[ACME_JOBS];
	struct id foreign_location; /* of the other company */
	struct id devices[3];
	/* The last enrolment on each, and its credential, which comes along
	 * to the next sign-in there. */
	struct id enrolments[3];
	char keys[3][64];
	struct reply reply; /* the last answer */
};

/* Fills the empty database and opens the service. */
struct acme *acme_open(const struct test_database *database);

/* The same, with the service's hook on its commits. */
struct acme *acme_open_watched(const struct test_database *database,
	void (*on_commit)(void *ctx, int when), void *ctx);

/* Lets the service and the database go, and comes back to them as they are
 * then: another process, or another copy of the database. */
void acme_stop(struct acme *acme);
void acme_start(struct acme *acme, const struct test_database *database);

/* Fails unless the ledgers are sound, and everybody's clock is a fold over all
 * from the beginning. */
void acme_check(struct acme *acme);

/* That it is found to be otherwise, and what is said of it. */
void acme_check_fails(struct acme *acme, const char *what);

/* Another service on the same database: yours to close. It is asked while it
 * is acme->service. */
struct service *acme_open_beside(const struct acme *acme);

/* Closes; *acme becomes NULL. */
void acme_close(struct acme **acme);

/* Group teardown: the answers against the document, then the cluster. */
int acme_end(void **state);

struct acme_request {
	const char *method; /* NULL: GET without a body, POST with one */
	const char *path;
	const char *query;
	const char *token; /* NULL: none */
	const char *body;  /* JSON; NULL: none */
	const char *if_match;
	const char *if_none_match;
	const char *content_type; /* NULL: as fits */
	const char *user_agent;
	const char *accept_language;
};

/* Asks; the answer is in acme->reply. Returns its status. */
int acme_ask(struct acme *acme, const struct acme_request *request);

/* A text or number of the answer by its member, "" when it is not there; of
 * a nested one with dots: "person.company.id", "results.0.problem". Lasts
 * until the next answer. */
const char *acme_text(struct acme *acme, const char *member);
int64_t acme_int(struct acme *acme, const char *member);

struct acme_tokens {
	char access[64];
	char refresh[96];
	char delivery[64];   /* "": without a device, or after a refresh */
	struct id enrolment; /* likewise nil */
};

/* The body of a sign-in; yours to free. Device -1: none. */
char *acme_sign_in_body(const struct acme *acme, const char *company,
	const char *username, const char *password, int device);

/* Signs in on one of the devices, with its key when it has one. The status. */
int acme_try_sign_in(struct acme *acme, const char *company,
	const char *username, const char *password, int device);

/* The same; must succeed. */
void acme_sign_in(struct acme *acme, enum acme_person person, int device,
	struct acme_tokens *tokens_out);

/* GET /v1/me with this access token; its status. */
int acme_ask_me(struct acme *acme, const char *access);

/* Refreshes; returns the status, tokens only with 200. */
int acme_refresh(
	struct acme *acme, const char *refresh, struct acme_tokens *tokens_out);

/* Runs a statement with the id, if not NULL, and the number, if it has room
 * for one, as its parameters. */
void acme_run(struct acme *acme, const char *sql, const struct id *id,
	int64_t number);

/* A location takes only the first so many of the company's cost codes. */
void
acme_list_cost_codes(struct acme *acme, const struct id *location, int count);

/* The next change number of the company, and the row of this table has it. */
void acme_touch(struct acme *acme, const char *table, const struct id *id);

#endif
