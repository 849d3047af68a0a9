/* Cost codes as the office keeps them: who may, what is held, what is told. */

#include "lib/acme.h"
#include "lib/cmocka_all.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "core/entry.h"

#define PATH "/v1/cost-codes"
#define ID(n) "019b0000-0000-7000-8000-0000000000" n

/* Robin edits; requests are made of these. */
struct office {
	struct acme *acme;
	struct acme_tokens tokens;
	char path[96];
	char etag[72];
};

static struct office
open_office(void **state)
{
	struct office office = {.acme = acme_open(*state)};

	acme_sign_in(office.acme, ACME_ADMIN, 0, &office.tokens);
	return office;
}

static int
ask(struct office *office, struct acme_request request)
{
	int status;

	request.token = office->tokens.access;
	status = acme_ask(office->acme, &request);
	if (status == 200 || status == 201)
		(void)str_copy(office->etag, sizeof(office->etag),
			office->acme->reply.etag);
	return status;
}

static int
post(struct office *office, const char *body)
{
	return ask(office, (struct acme_request){.path = PATH, .body = body});
}

static int
get(struct office *office, const char *id)
{
	snprintf(office->path, sizeof(office->path), PATH "/%s", id);
	return ask(office, (struct acme_request){.path = office->path});
}

static int
patch(struct office *office, const char *id, const char *etag, const char *body)
{
	snprintf(office->path, sizeof(office->path), PATH "/%s", id);
	return ask(office, (struct acme_request){.path = office->path,
				   .method = "PATCH",
				   .if_match = etag,
				   .body = body});
}

static void
expect_problem(struct office *office, const char *type, const char *pointer)
{
	char urn[64];

	snprintf(urn, sizeof(urn), "urn:connect:problem:%s", type);
	assert_string_equal(acme_text(office->acme, "type"), urn);
	assert_string_equal(
		acme_text(office->acme, "errors.0.pointer"), pointer);
}

#define CONCRETE                                                               \
	"{\"id\":\"" ID("01") "\",\"number\":\"03-100\",\"name\":"             \
			      "\"Concrete\"}"

static void
test_made_read_and_changed(void **state)
{
	struct office office = open_office(state);
	struct acme *acme = office.acme;
	char first[72];

	assert_int_equal(post(&office, CONCRETE), 201);
	assert_string_equal(acme_text(acme, "number"), "03-100");
	assert_int_equal(acme_int(acme, "active"), 1);
	(void)str_copy(first, sizeof(first), office.etag);
	assert_int_equal(get(&office, ID("01")), 200);
	assert_string_equal(acme_text(acme, "name"), "Concrete");
	assert_string_equal(office.etag, first);
	assert_int_equal(
		patch(&office, ID("01"), first, "{\"name\":\"Beton\"}"), 200);
	assert_string_equal(acme_text(acme, "name"), "Beton");
	assert_string_equal(acme_text(acme, "number"), "03-100");
	assert_string_not_equal(office.etag, first);
	assert_int_equal(get(&office, ID("01")), 200);
	assert_string_equal(acme_text(acme, "name"), "Beton");
	/* never deleted, only not active any more */
	assert_int_equal(
		patch(&office, ID("01"), office.etag, "{\"active\":false}"),
		200);
	assert_int_equal(acme_int(acme, "active"), 0);
	assert_int_equal(get(&office, ID("02")), 404);
	assert_int_equal(patch(&office, ID("02"), "*", "{}"), 404);
	acme_close(&office.acme);
}

static void
test_two_who_change_at_once(void **state)
{
	struct office office = open_office(state);
	char first[72], list[200];

	assert_int_equal(post(&office, CONCRETE), 201);
	(void)str_copy(first, sizeof(first), office.etag);
	assert_int_equal(
		patch(&office, ID("01"), NULL, "{\"name\":\"A\"}"), 428);
	expect_problem(&office, "version-wanted", "");
	assert_int_equal(
		patch(&office, ID("01"), first, "{\"name\":\"A\"}"), 200);
	assert_int_equal(
		patch(&office, ID("01"), first, "{\"name\":\"B\"}"), 412);
	expect_problem(&office, "stale", "");
	snprintf(list, sizeof(list), "W/%s", office.etag);
	assert_int_equal(
		patch(&office, ID("01"), list, "{\"name\":\"B\"}"), 412);
	snprintf(list, sizeof(list), "%s%s", first, office.etag);
	assert_int_equal(
		patch(&office, ID("01"), list, "{\"name\":\"B\"}"), 400);
	expect_problem(&office, "malformed", "");
	assert_int_equal(get(&office, ID("01")), 200);
	assert_string_equal(acme_text(office.acme, "name"), "A");
	/* the answer was lost, and it is sent again */
	assert_int_equal(
		patch(&office, ID("01"), first, "{\"name\":\"A\"}"), 200);
	snprintf(list, sizeof(list), "%s, %s", first, office.etag);
	assert_int_equal(
		patch(&office, ID("01"), list, "{\"name\":\"B\"}"), 200);
	assert_int_equal(
		patch(&office, ID("01"), "*", "{\"name\":\"C\"}"), 200);
	acme_close(&office.acme);
}

static void
test_sent_again_is_one(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(post(&office, CONCRETE), 201);
	assert_int_equal(post(&office, CONCRETE), 200);
	assert_string_equal(acme_text(office.acme, "name"), "Concrete");
	assert_int_equal(
		post(&office, "{\"id\":\"" ID("01") "\",\"name\":\"Other\"}"),
		409);
	expect_problem(&office, "id-taken", "/id");
	acme_close(&office.acme);
}

static void
test_numbers_are_unique_where_given(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(post(&office, CONCRETE), 201);
	assert_int_equal(
		post(&office, "{\"id\":\"" ID("02") "\",\"number\":\"03-100\","
						    "\"name\":\"Again\"}"),
		409);
	expect_problem(&office, "taken", "/number");
	assert_int_equal(
		post(&office, "{\"id\":\"" ID("02") "\",\"name\":\"A\"}"), 201);
	assert_int_equal(
		post(&office, "{\"id\":\"" ID("03") "\",\"name\":\"B\"}"), 201);
	assert_int_equal(patch(&office, ID("03"), office.etag,
				 "{\"number\":\"03-100\"}"),
		409);
	expect_problem(&office, "taken", "/number");
	assert_int_equal(get(&office, ID("03")), 200);
	assert_string_equal(acme_text(office.acme, "number"), "");
	acme_close(&office.acme);
}

static void
test_what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *body;
		const char *pointer;
	} cases[] = {
		{"{\"name\":\"A\"}", "/id"},
		{"{\"id\":\"" ID("01") "\"}", "/name"},
		{"{\"id\":\"" ID("01") "\",\"name\":\"\"}", "/name"},
		{"{\"id\":\"" ID("01") "\",\"name\":\"\\u001b[2J\"}", "/name"},
		{"{\"id\":\"" ID("01") "\",\"name\":\"A\",\"active\":1}",
			"/active"},
		{"{\"id\":\"" ID("01") "\",\"name\":\"A\",\"colour\":1}",
			"/colour"},
	};
	struct office office = open_office(state);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(post(&office, cases[i].body), 422);
		expect_problem(&office, "unprocessable", cases[i].pointer);
	}
	assert_int_equal(post(&office, "{"), 400);
	assert_int_equal(post(&office, CONCRETE), 201);
	assert_int_equal(
		patch(&office, ID("01"), office.etag,
			"{\"name\":\"" ID("01") ID("02") ID("03") ID("04")
				ID("05") ID("06") ID("07") ID("08") "\"}"),
		422);
	expect_problem(&office, "unprocessable", "/name");
	acme_close(&office.acme);
}

static void
test_a_list_in_pages(void **state)
{
	struct office office = open_office(state);
	struct acme *acme = office.acme;
	char body[128], path[512], query[512] = "limit=4";
	int seen = 0, pages = 0;

	for (int i = 10; i < 17; i++) {
		snprintf(body, sizeof(body),
			"{\"id\":\"" ID("%d") "\",\"name\":\"N%d\"}", i, i);
		assert_int_equal(post(&office, body), 201);
	}
	/* with the company's own three */
	for (bool more = true; more; pages++) {
		assert_int_equal(
			ask(&office, (struct acme_request){.path = PATH,
					     .query = query}),
			200);
		seen += (int)acme_int(acme, "items");
		more = acme->reply.link[0] != '\0';
		if (!more)
			break;
		assert_int_equal(acme_int(acme, "items"), 4);
		assert_int_equal(sscanf(acme->reply.link, "<%511[^?]?%511[^>]",
					 path, query),
			2);
		assert_string_equal(path, PATH);
	}
	assert_int_equal(seen, 10);
	assert_int_equal(pages, 2);
	assert_int_equal(
		ask(&office, (struct acme_request){.path = PATH}), 200);
	assert_int_equal(acme_int(acme, "items"), 10);
	assert_string_equal(acme->reply.link, "");
	assert_int_equal(ask(&office, (struct acme_request){.path = PATH,
					      .query = "limit=1001"}),
		422);
	assert_int_equal(ask(&office, (struct acme_request){.path = PATH,
					      .query = "cursor=x"}),
		422);
	assert_int_equal(ask(&office, (struct acme_request){.path = PATH,
					      .query = "page=2"}),
		422);
	acme_close(&office.acme);
}

static void
test_nothing_new_is_304(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(post(&office, CONCRETE), 201);
	snprintf(office.path, sizeof(office.path), PATH "/" ID("01"));
	assert_int_equal(ask(&office, (struct acme_request){.path = office.path,
					      .if_none_match = office.etag}),
		304);
	acme_close(&office.acme);
}

/* What somebody's role may do with the cost codes, and nobody else's. */
#define GRANT(acme, person, level)                                             \
	do {                                                                   \
		acme_run(acme,                                                 \
			"DELETE FROM role_permission"                          \
			" WHERE permission = 'cost-codes'",                    \
			NULL, 0);                                              \
		acme_run(acme,                                                 \
			"INSERT INTO role_permission SELECT company, role,"    \
			" 'cost-codes', '" level "' FROM employee"             \
			" WHERE id = ?1",                                      \
			&(acme)->people[person], 0);                           \
	} while (0)

static void
test_who_may(void **state)
{
	struct office office = open_office(state);

	assert_int_equal(post(&office, CONCRETE), 201);
	acme_sign_in(office.acme, ACME_DANA, 1, &office.tokens);
	assert_int_equal(get(&office, ID("01")), 403);
	assert_int_equal(
		ask(&office, (struct acme_request){.path = PATH}), 403);
	GRANT(office.acme, ACME_DANA, "view");
	assert_int_equal(get(&office, ID("01")), 200);
	assert_string_equal(acme_text(office.acme, "name"), "Concrete");
	assert_int_equal(post(&office, CONCRETE), 403);
	assert_int_equal(patch(&office, ID("01"), office.etag, "{}"), 403);
	GRANT(office.acme, ACME_DANA, "edit");
	assert_int_equal(
		patch(&office, ID("01"), office.etag, "{\"name\":\"A\"}"), 200);
	/* of another company there is nothing */
	acme_sign_in(office.acme, ACME_STRANGER, 2, &office.tokens);
	GRANT(office.acme, ACME_STRANGER, "edit");
	assert_int_equal(get(&office, ID("01")), 404);
	assert_int_equal(
		patch(&office, ID("01"), "*", "{\"name\":\"B\"}"), 404);
	assert_int_equal(post(&office, CONCRETE), 201);
	acme_close(&office.acme);
}

/* What was changed is news to whoever may choose it, and nothing else is. */
static void
test_the_catalogue_hears_of_it(void **state)
{
	struct office office = open_office(state);
	struct acme *acme = office.acme;
	struct acme_request news = {.path = "/v1/catalog"};
	char query[300], etag[72];

	assert_int_equal(ask(&office, news), 200);
	(void)str_copy(etag, sizeof(etag), acme->reply.etag);
	snprintf(query, sizeof(query), "since=%s", acme_text(acme, "cursor"));
	news.query = query;
	assert_int_equal(post(&office, CONCRETE), 201);
	assert_int_equal(ask(&office, news), 200);
	assert_int_equal(acme_int(acme, "entries"), 1);
	assert_string_equal(acme_text(acme, "entries.0.number"), "03-100");
	snprintf(query, sizeof(query), "since=%s", acme_text(acme, "cursor"));
	/* what changes nothing is no news */
	news.if_none_match = acme->reply.etag;
	(void)str_copy(etag, sizeof(etag), acme->reply.etag);
	news.if_none_match = etag;
	assert_int_equal(post(&office, CONCRETE), 200);
	assert_int_equal(
		post(&office, "{\"id\":\"" ID("02") "\",\"number\":\"03-100\","
						    "\"name\":\"Again\"}"),
		409);
	assert_int_equal(
		patch(&office, ID("01"), "*", "{\"name\":\"Concrete\"}"), 200);
	assert_int_equal(ask(&office, news), 304);
	acme_close(&office.acme);
}

struct racer {
	struct acme *acme;
	const char *token;
	int number;
	int status;
};

static void *
race(void *ctx)
{
	struct racer *racer = ctx;
	char authorization[128], body[160];
	struct request request = {.method = "POST",
		.path = PATH,
		.query = "",
		.authorization = authorization,
		.content_type = "application/json",
		.peer = "192.0.2.1",
		.body = body};
	struct reply reply;

	snprintf(authorization, sizeof(authorization), "Bearer %s",
		racer->token);
	request.body_bytes = (size_t)snprintf(body, sizeof(body),
		"{\"id\":\"" ID("%d") "\",\"number\":\"7\",\"name\":\"N%d\"}",
		racer->number + 10, racer->number);
	reply_init(&reply);
	service_handle(racer->acme->service, &request, &reply);
	racer->status = reply.status;
	reply_release(&reply);
	return NULL;
}

/* Sixteen at once want one number: one gets it, the others are told. */
static void
test_a_number_goes_to_one(void **state)
{
	struct office office = open_office(state);
	struct racer racers[16];
	pthread_t threads[16];
	int made = 0, taken = 0;

	for (int i = 0; i < 16; i++) {
		racers[i] = (struct racer){.acme = office.acme,
			.token = office.tokens.access,
			.number = i};
		assert_int_equal(
			pthread_create(&threads[i], NULL, race, &racers[i]), 0);
	}
	for (int i = 0; i < 16; i++) {
		pthread_join(threads[i], NULL);
		made += racers[i].status == 201;
		taken += racers[i].status == 409;
	}
	assert_int_equal(made, 1);
	assert_int_equal(taken, 15);
	acme_close(&office.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_made_read_and_changed),
		ON_BOTH(test_two_who_change_at_once),
		ON_BOTH(test_sent_again_is_one),
		ON_BOTH(test_numbers_are_unique_where_given),
		ON_SQLITE(test_what_is_wrong_is_named),
		ON_BOTH(test_a_list_in_pages),
		ON_SQLITE(test_nothing_new_is_304),
		ON_BOTH(test_who_may),
		ON_BOTH(test_the_catalogue_hears_of_it),
		ON_BOTH(test_a_number_goes_to_one),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
