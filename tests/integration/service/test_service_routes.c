/* The table of routes: methods, credentials, and the document's word. */

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/acme.h"
#include "src/service/route.h"

static cJSON *
document(struct acme *acme)
{
	cJSON *root;

	assert_int_equal(
		acme_ask(acme,
			&(struct acme_request){.path = "/v1/openapi.json"}),
		200);
	root = cJSON_Parse(acme->reply.body.data);
	assert_non_null(root);
	return root;
}

static const cJSON *
operation(const cJSON *root, const struct route *route)
{
	const cJSON *paths = cJSON_GetObjectItem(root, "paths");
	const cJSON *path =
		cJSON_GetObjectItemCaseSensitive(paths, route->path);
	char method[16] = "";

	for (size_t i = 0; route->method[i] != '\0'; i++)
		method[i] = (char)tolower((unsigned char)route->method[i]);
	return cJSON_GetObjectItemCaseSensitive(path, method);
}

/* Whether the document names this security scheme for the operation. */
static bool
names(const cJSON *it, const char *scheme)
{
	const cJSON *way;

	cJSON_ArrayForEach(way, cJSON_GetObjectItem(it, "security"))
	{
		if (cJSON_HasObjectItem(way, scheme))
			return true;
	}
	return false;
}

static void
test_table_and_document_are_one(void **state)
{
	struct acme *acme = acme_open(*state);
	cJSON *root = document(acme);
	const cJSON *path;
	const cJSON *method;
	size_t routes;
	size_t operations = 0;
	const struct route *table = route_table(&routes);

	for (size_t i = 0; i < routes; i++) {
		const cJSON *it = operation(root, &table[i]);

		if (it == NULL)
			fail_msg("%s %s is not in the document",
				table[i].method, table[i].path);
		assert_non_null(cJSON_GetObjectItem(it, "security"));
		assert_int_equal(names(it, "access"),
			!access_opens(table[i].access, CREDENTIAL_NONE) &&
				access_opens(
					table[i].access, CREDENTIAL_ACCESS));
		assert_int_equal(names(it, "delivery"),
			!access_opens(table[i].access, CREDENTIAL_NONE) &&
				access_opens(
					table[i].access, CREDENTIAL_DELIVERY));
	}
	cJSON_ArrayForEach(path, cJSON_GetObjectItem(root, "paths"))
	{
		cJSON_ArrayForEach(method, path) operations++;
	}
	assert_int_equal(operations, routes);
	cJSON_Delete(root);
	acme_close(&acme);
}

/* The path of a route, with an id that nothing has. */
static const char *
path_of(const struct route *route)
{
	static char path[128];
	size_t len = strcspn(route->path, "{");
	const char *part = route->path + len;

	snprintf(path, sizeof(path), "%.*s%s%s", (int)len, route->path,
		*part == '\0' ? "" : "019b0000-0000-7000-8000-000000000000",
		*part == '\0' ? "" : strchr(part, '}') + 1);
	return path;
}

static bool
has_id(const struct route *route)
{
	return strchr(route->path, '{') != NULL;
}

/* Whoever may come in is told that it is done, or what is wrong with it. */
static bool
is_in(const struct route *route, int status)
{
	return status == 200 || status == 201 || status == 422 ||
	       (strcmp(route->method, "PATCH") == 0 && status == 428) ||
	       (route->body == ROUTE_PAGE && status == 415) ||
	       (has_id(route) && (status == 404 || status == 403));
}

static void
test_every_route_asks_for_its_credential(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	size_t count;
	const struct route *table = route_table(&count);

	/* Figures are told on this machine alone. */
	acme->peer = "127.0.0.1";
	acme_sign_in(acme, ACME_ADMIN, 0, &tokens);
	for (size_t i = 0; i < count; i++) {
		const struct {
			const char *token;
			enum credential credential;
		} tries[] = {
			{NULL, CREDENTIAL_NONE},
			{"", CREDENTIAL_NONE},
			{"cca_0000000000000000000000000000000000000000000",
				CREDENTIAL_NONE},
			{tokens.refresh, CREDENTIAL_REFRESH},
			{tokens.delivery, CREDENTIAL_DELIVERY},
			{tokens.access, CREDENTIAL_ACCESS},
		};
		bool has_body = table[i].body != ROUTE_NONE;

		for (size_t t = 0; t < sizeof(tries) / sizeof(tries[0]); t++) {
			int status = acme_ask(
				acme, &(struct acme_request){
					      .path = path_of(&table[i]),
					      .method = table[i].method,
					      .body = has_body ? "{}" : NULL,
					      .token = tries[t].token,
				      });
			bool open = access_opens(
				table[i].access, tries[t].credential);

			if (open)
				assert_true(is_in(&table[i], status));
			else if (tries[t].credential == CREDENTIAL_DELIVERY ||
				 tries[t].credential == CREDENTIAL_ACCESS)
				assert_int_equal(status, 403);
			else
				assert_int_equal(status, 401);
		}
	}
	acme_close(&acme);
}

/* Whether some route has this method and the path of that one. */
static bool
is_known(const struct route *table, size_t count, const char *method,
	const struct route *of)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(table[i].path, of->path) == 0 &&
			strcmp(table[i].method, method) == 0)
			return true;
	}
	return false;
}

static void
test_other_methods_are_405(void **state)
{
	static const char *const methods[] = {
		"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "get", ""};
	struct acme *acme = acme_open(*state);
	size_t count;
	const struct route *table = route_table(&count);

	for (size_t i = 0; i < count; i++) {
		for (size_t m = 0; m < sizeof(methods) / sizeof(methods[0]);
			m++) {
			if (is_known(table, count, methods[m], &table[i]))
				continue;
			assert_int_equal(
				acme_ask(acme,
					&(struct acme_request){
						.path = path_of(&table[i]),
						.method = methods[m],
					}),
				405);
			assert_non_null(
				strstr(acme->reply.allow, table[i].method));
		}
	}
	acme_ask(acme, &(struct acme_request){
			       .path = "/v1/enrolments", .method = "PUT"});
	assert_string_equal(acme->reply.allow, "POST, GET");
	acme_close(&acme);
}

static void
test_other_paths_are_404(void **state)
{
	static const char *const paths[] = {"", "/", "/v1", "/v1/", "/v1/me/",
		"/v1//me", "/V1/me", "/v2/me", "/v1/m%65", "/v1/me\n",
		"/healthz/../readyz", "/v1/sessions/", "/v1/sessions/{id}",
		"/v1/sessions/019b0000",
		"/v1/sessions/019b0000-0000-7000-8000-0000000000000"};
	struct acme *acme = acme_open(*state);

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		assert_int_equal(
			acme_ask(
				acme, &(struct acme_request){.path = paths[i]}),
			404);
	acme_close(&acme);
}

static void
test_probes(void **state)
{
	struct acme *acme = acme_open(*state);

	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/healthz"}),
		200);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/readyz"}), 200);
	/* A call that takes no body is not given one. */
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/healthz",
				       .method = "GET",
				       .body = "{}"}),
		400);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(test_table_and_document_are_one),
		ON_BOTH(test_every_route_asks_for_its_credential),
		ON_SQLITE(test_other_methods_are_405),
		ON_SQLITE(test_other_paths_are_404),
		ON_BOTH(test_probes),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
