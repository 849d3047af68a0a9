#include "lib/acme.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jsonout.h"
#include "base/mem.h"
#include "calendar/zone.h"
#include "db/schema.h"
#include "lib/child.h"
#include "service/company/setup.h"

/* Of all tests of a program: what the service said, a line of JSON each. */
static FILE *answers;
static char answers_path[] = "/tmp/connect-answers.XXXXXX";

static const struct password_cost cheap = {1, 8192};

static void
must(int rc, const struct err *err)
{
	if (rc < 0)
		fail_msg("%s", err->text);
}

enum role {
	ADMINISTRATOR,
	SUPERVISOR,
	EMPLOYEE,
	NOTHING,
	ROLE_COUNT
};

struct making {
	struct acme *acme;
	struct id roles[ROLE_COUNT];
	struct id policy_group;
	char hash[PASSWORD_HASH_BYTES];
	int first; /* of the people */
	char number[16];
	char email[64];
};

static const struct {
	const char *username;
	enum role role;
	enum viewset viewset;
} people[ACME_PERSON_COUNT] = {
#define X(name, username, role, viewset, why)                                  \
	{username, role, VIEWSET_##viewset},
	ACME_PEOPLE(X)
#undef X
};

static void
next_person(void *ctx, size_t i, struct setup_employee *out)
{
	struct making *making = ctx;
	size_t person = i + (size_t)making->first;

	snprintf(making->number, sizeof(making->number), "7%zu", person);
	out->number = making->number;
	out->given_name = people[person].username;
	out->family_name = "";
	/* Usernames stand folded, as sign-in looks for them. */
	out->username =
		person == ACME_LUKASZ ? "lukasz" : people[person].username;
	snprintf(making->email, sizeof(making->email), "%s@acme.example",
		out->username);
	out->email = making->email;
	out->password_hash = making->hash;
	out->role = making->roles[people[person].role];
	out->viewset = people[person].viewset;
	out->policy_group = making->policy_group;
	out->id = making->acme->people[person];
}

static void
next_location(void *ctx, size_t i, struct setup_entry *out)
{
	out->id = ((struct acme *)ctx)->locations[i];
	out->name = "Elm St";
}

static void
next_cost_code(void *ctx, size_t i, struct setup_entry *out)
{
	out->id = ((struct acme *)ctx)->cost_codes[i];
	out->name = "Concrete";
}

static void
next_foreign(void *ctx, size_t i, struct setup_entry *out)
{
	(void)i;
	out->id = ((struct acme *)ctx)->foreign_location;
	out->name = "Elsewhere";
}

static void
make_company(struct making *making, const char *company_id, size_t count,
	struct setup *setup)
{
	static const struct meal_policy meal = {
		.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240,
	};
	const permission_set own = PERMISSION_SET(CLOCK_IN_OUT);
	const permission_set all = PERMISSION_ALL;
	struct id *roles = making->roles;
	struct err err = {0};

	must(setup_company(
		     setup, company_id, company_id, "America/New_York", &err),
		&err);
	must(setup_role(setup, "A", 0, true, &roles[ADMINISTRATOR], &err),
		&err);
	must(setup_role(setup, "S", all, false, &roles[SUPERVISOR], &err),
		&err);
	must(setup_role(setup, "E", own, false, &roles[EMPLOYEE], &err), &err);
	must(setup_role(setup, "N", 0, false, &roles[NOTHING], &err), &err);
	must(setup_policy_group(
		     setup, "Default", &meal, &making->policy_group, &err),
		&err);
	must(setup_employees(setup, count, next_person, making, &err), &err);
}

static void
fill(struct acme *acme)
{
	struct making making = {.acme = acme};
	struct setup setup = {.db = acme->db, .now_ms = acme->now_ms - 1000};
	struct setup other = setup;
	struct err err = {0};

	must(password_hash(ACME_PASSWORD, strlen(ACME_PASSWORD), &cheap,
		     making.hash, &err),
		&err);
	must(db_begin(acme->db, &err), &err);
	make_company(&making, "acme", ACME_STRANGER, &setup);
	must(setup_entries(&setup, SETUP_LOCATION, ACME_JOBS, next_location,
		     acme, &err),
		&err);
	must(setup_entries(&setup, SETUP_COST_CODE, ACME_JOBS, next_cost_code,
		     acme, &err),
		&err);
	must(setup_viewset_member(&setup, &acme->people[ACME_LEAD],
		     &acme->people[ACME_DANA], &err),
		&err);
	must(setup_finish(&setup, &err), &err);
	making.first = ACME_STRANGER;
	make_company(&making, "beta", 1, &other);
	must(setup_entries(&other, SETUP_LOCATION, 1, next_foreign, acme, &err),
		&err);
	must(setup_finish(&other, &err), &err);
	must(db_commit(acme->db, &err), &err);
	acme->company = setup.company;
	acme->other = other.company;
}

static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static int64_t
now_ms(void *ctx)
{
	return ((struct acme *)ctx)->now_ms;
}

/* Ids that tell in a message what they are. */
static void
name_ids(struct id *ids, size_t n, uint8_t what)
{
	for (size_t i = 0; i < n; i++)
		ids[i] = (struct id){{0x01, 0x9a, [6] = 0x70, [8] = 0x80,
			[14] = what, [15] = (uint8_t)(i + 1)}};
}

struct acme *
acme_open(const struct test_database *database)
{
	return acme_open_watched(database, NULL, NULL);
}

struct service *
acme_open_beside(const struct acme *acme)
{
	struct service *service = NULL;
	struct err err = {0};

	must(service_open(&acme->options, &service, &err), &err);
	return service;
}

static void
start(struct acme *acme, const struct test_database *database,
	void (*on_commit)(void *ctx, int when), void *ctx)
{
	struct service_options options = {
		.database = test_database_source(database->url),
		.unsafe_database = true, /* a cluster to be thrown away */
		.readers = 2,
		.hashers = 1,
		.cost = cheap,
		.now_ms = now_ms,
		.now_ctx = acme,
		.zone = utc,
		.metrics = true,
		.on_commit = on_commit,
		.on_commit_ctx = ctx,
	};

	options.database.answer_ms = database->answer_ms;
	acme->options = options;
	acme->service = acme_open_beside(acme);
}

void
acme_stop(struct acme *acme)
{
	service_close(&acme->service);
	db_close(&acme->db);
}

void
acme_start(struct acme *acme, const struct test_database *database)
{
	struct err err = {0};

	must(test_database_open(database->url, false, &acme->db, &err), &err);
	start(acme, database, NULL, NULL);
}

static void
make_some_inactive(struct acme *acme)
{
	acme_run(acme, "UPDATE employee SET active = 0 WHERE id = ?1",
		&acme->people[ACME_GONE], 0);
	acme_run(acme, "UPDATE employee SET verified = 0 WHERE id = ?1",
		&acme->people[ACME_NEWCOMER], 0);
	acme_run(acme, "UPDATE location SET active = 0 WHERE id = ?1",
		&acme->locations[ACME_JOBS - 1], 0);
	acme_run(acme, "UPDATE cost_code SET active = 0 WHERE id = ?1",
		&acme->cost_codes[ACME_JOBS - 1], 0);
}

struct acme *
acme_open_watched(const struct test_database *database,
	void (*on_commit)(void *ctx, int when), void *ctx)
{
	struct acme *acme = mem_new(1, sizeof(*acme));
	struct err err = {0};
	int from;

	acme->now_ms = INT64_C(1795600000000);
	acme->peer = "192.0.2.1";
	name_ids(acme->people, ACME_PERSON_COUNT, 0xa0);
	name_ids(acme->locations, ACME_JOBS, 0xb0);
	name_ids(acme->cost_codes, ACME_JOBS, 0xc0);
	name_ids(&acme->foreign_location, 1, 0xb1);
	name_ids(acme->devices, 3, 0xd0);
	must(test_database_open(database->url, true, &acme->db, &err), &err);
	must(schema_migrate(acme->db, &from, &err), &err);
	fill(acme);
	make_some_inactive(acme);
	start(acme, database, on_commit, ctx);
	reply_init(&acme->reply);
	return acme;
}

void
acme_close(struct acme **acme)
{
	acme_stop(*acme);
	reply_release(&(*acme)->reply);
	free(*acme);
	*acme = NULL;
}

static void
write_down(const struct acme_request *request, const struct reply *reply)
{
	struct jsonout json;
	struct str line;

	if (answers == NULL) {
		int fd = mkstemp(answers_path);

		answers = fd < 0 ? NULL : fdopen(fd, "w");
		assert_non_null(answers);
	}
	str_init(&line, 1024 * 1024);
	jsonout_init(&json, &line);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "method", request->method);
	jsonout_text(&json, "path", request->path);
	jsonout_int(&json, "status", reply->status);
	jsonout_text(&json, "content_type",
		reply->content_type != NULL ? reply->content_type : "");
	jsonout_text(&json, "etag", reply->etag);
	jsonout_int(&json, "retry_after", reply->retry_after_s);
	jsonout_bool(&json, "challenge", reply->challenge);
	jsonout_text(&json, "allow", reply->allow);
	jsonout_text(&json, "body", reply->body.data);
	jsonout_object_end(&json);
	fprintf(answers, "%s\n", line.data);
	str_release(&line);
}

int
acme_ask(struct acme *acme, const struct acme_request *asked)
{
	struct acme_request it = *asked;
	char authorization[256];
	struct request request;

	if (it.method == NULL)
		it.method = it.body != NULL ? "POST" : "GET";
	if (it.content_type == NULL && it.body != NULL)
		it.content_type = "application/json";
	snprintf(authorization, sizeof(authorization), "Bearer %s",
		it.token != NULL ? it.token : "");
	request = (struct request){
		.method = it.method,
		.path = it.path,
		.query = it.query != NULL ? it.query : "",
		.authorization = it.token != NULL ? authorization : NULL,
		.if_match = it.if_match,
		.if_none_match = it.if_none_match,
		.content_type = it.content_type,
		.user_agent = it.user_agent,
		.accept_language = it.accept_language,
		.peer = acme->peer,
		.body = it.body != NULL ? it.body : "",
		.body_bytes = it.body != NULL ? strlen(it.body) : 0,
	};
	reply_release(&acme->reply);
	reply_init(&acme->reply);
	service_handle(acme->service, &request, &acme->reply);
	write_down(&it, &acme->reply);
	return acme->reply.status;
}

static const cJSON *
member(const cJSON *at, const char *name)
{
	while (at != NULL && *name != '\0') {
		size_t len = strcspn(name, ".");
		char part[64];

		snprintf(part, sizeof(part), "%.*s", (int)len, name);
		at = cJSON_IsArray(at) ? cJSON_GetArrayItem(at, atoi(part))
				       : cJSON_GetObjectItem(at, part);
		name += len + (name[len] == '.');
	}
	return at;
}

const char *
acme_text(struct acme *acme, const char *name)
{
	static char text[4096];
	cJSON *root = cJSON_Parse(acme->reply.body.data);
	const cJSON *it = member(root, name);

	snprintf(text, sizeof(text), "%s",
		cJSON_IsString(it) ? it->valuestring : "");
	cJSON_Delete(root);
	return text;
}

int64_t
acme_int(struct acme *acme, const char *name)
{
	cJSON *root = cJSON_Parse(acme->reply.body.data);
	const cJSON *it = member(root, name);
	int64_t value = cJSON_IsNumber(it)  ? (int64_t)it->valuedouble
			: cJSON_IsArray(it) ? cJSON_GetArraySize(it)
					    : cJSON_IsTrue(it);

	cJSON_Delete(root);
	return value;
}

char *
acme_sign_in_body(const struct acme *acme, const char *company,
	const char *username, const char *password, int device)
{
	struct jsonout json;
	struct str body;
	char *text;

	str_init(&body, 65536);
	jsonout_init(&json, &body);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "grant_type", "password");
	jsonout_text(&json, "company_id", company);
	jsonout_text(&json, "username", username);
	jsonout_text(&json, "password", password);
	if (device >= 0) {
		jsonout_id(&json, "device", &acme->devices[device]);
		jsonout_text(&json, "device_name", "kiosk");
	}
	jsonout_object_end(&json);
	text = str_take(&body);
	str_release(&body);
	return text;
}

static void
take_tokens(struct acme *acme, struct acme_tokens *out)
{
	struct err err = {0};

	memset(out, 0, sizeof(*out));
	str_copy(out->access, sizeof(out->access),
		acme_text(acme, "access_token"));
	str_copy(out->refresh, sizeof(out->refresh),
		acme_text(acme, "refresh_token"));
	str_copy(out->delivery, sizeof(out->delivery),
		acme_text(acme, "enrolment.credential"));
	if (out->delivery[0] != '\0')
		must(id_parse(acme_text(acme, "enrolment.id"), &out->enrolment,
			     &err),
			&err);
}

int
acme_try_sign_in(struct acme *acme, const char *company, const char *username,
	const char *password, int device)
{
	char *body =
		acme_sign_in_body(acme, company, username, password, device);
	const char *key = device >= 0 ? acme->keys[device] : "";
	struct acme_tokens tokens;

	acme_ask(acme, &(struct acme_request){
			       .path = "/v1/token",
			       .body = body,
			       .token = key[0] != '\0' ? key : NULL,
		       });
	free(body);
	if (acme->reply.status == 200 && strcmp(company, "acme") == 0 &&
		device >= 0) {
		take_tokens(acme, &tokens);
		acme->enrolments[device] = tokens.enrolment;
		str_copy(acme->keys[device], sizeof(acme->keys[device]),
			tokens.delivery);
	}
	return acme->reply.status;
}

void
acme_sign_in(struct acme *acme, enum acme_person person, int device,
	struct acme_tokens *tokens_out)
{
	const char *company = person == ACME_STRANGER ? "beta" : "acme";

	if (acme_try_sign_in(acme, company, people[person].username,
		    ACME_PASSWORD, device) != 200)
		fail_msg("sign-in: %s", acme->reply.body.data);
	take_tokens(acme, tokens_out);
}

int
acme_ask_me(struct acme *acme, const char *access)
{
	return acme_ask(acme,
		&(struct acme_request){.path = "/v1/me", .token = access});
}

int
acme_refresh(
	struct acme *acme, const char *refresh, struct acme_tokens *tokens_out)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"grant_type\":\"refresh_token\",\"refresh_token\":\"%s\"}",
		refresh);
	acme_ask(acme,
		&(struct acme_request){.path = "/v1/token", .body = body});
	if (acme->reply.status == 200)
		take_tokens(acme, tokens_out);
	return acme->reply.status;
}

void
acme_run(
	struct acme *acme, const char *sql, const struct id *id, int64_t number)
{
	struct db_stmt *stmt;
	struct err err = {0};
	bool row;

	must(db_prepare(acme->db, sql, &stmt, &err), &err);
	if (id != NULL)
		db_bind_id(stmt, 1, id);
	if (strstr(sql, id != NULL ? "?2" : "?1") != NULL)
		db_bind_int(stmt, id != NULL ? 2 : 1, number);
	must(db_step(stmt, &row, &err), &err);
	db_reset(acme->db);
}

void
acme_touch(struct acme *acme, const char *table, const struct id *id)
{
	static const char *const sql[] = {
		"UPDATE employee SET changed_seq = (SELECT change_seq FROM"
		" company WHERE id = employee.company) WHERE id = ?1",
		"UPDATE location SET changed_seq = (SELECT change_seq FROM"
		" company WHERE id = location.company) WHERE id = ?1",
		"UPDATE viewset_member SET changed_seq = (SELECT change_seq"
		" FROM company WHERE id = viewset_member.company)"
		" WHERE member = ?1",
	};

	acme_run(acme,
		"UPDATE company SET change_seq = change_seq + 1 WHERE id = ?1",
		&acme->company, 0);
	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		if (strncmp(sql[i] + 7, table, strlen(table)) == 0)
			acme_run(acme, sql[i], id, 0);
	}
}

void
acme_list_cost_codes(struct acme *acme, const struct id *location, int count)
{
	acme_run(acme, "UPDATE location SET all_cost_codes = 0 WHERE id = ?1",
		location, 0);
	acme_run(acme,
		"INSERT INTO location_cost_code (company, location, cost_code,"
		" since_ms, changed_seq) SELECT l.company, l.id, k.id, 1, 1"
		" FROM location l JOIN cost_code k ON k.company = l.company"
		" WHERE l.id = ?1 AND k.id IN (SELECT id FROM cost_code"
		"  WHERE company = l.company ORDER BY id LIMIT ?2)",
		location, count);
}

int
acme_end(void **state)
{
	const char *argv[] = {"tests/lib/openapi_check.py", answers_path, NULL};
	struct child_output output = {0};
	int status;

	test_database_end(state);
	if (answers == NULL)
		return 0;
	fclose(answers);
	child_run(argv, NULL, NULL, &output);
	unlink(answers_path);
	fputs(output.out, stderr);
	fputs(output.err, stderr);
	status = output.status;
	child_output_release(&output);
	return status;
}
