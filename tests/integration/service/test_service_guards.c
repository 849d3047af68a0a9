/* Who may make whom what: nobody widens themselves, gives what they do not
 * have, or takes the last administrator away. */

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"
#include "src/service/company/employee_rows.h"

#define EMPLOYEES "/v1/employees"
#define ROLES "/v1/roles"
#define RACERS 64

static const char *
of(struct acme *acme, enum acme_person person)
{
	return clerk_text(&acme->people[person]);
}

/* The id of a role by its name. */
static const char *
role(struct clerk *clerk, const char *name)
{
	char member[64];

	assert_int_equal(clerk_get(clerk, ROLES, NULL), 200);
	for (int i = 0; i < acme_int(clerk->acme, "items"); i++) {
		struct id id;
		struct err err;

		snprintf(member, sizeof(member), "items.%d.name", i);
		if (strcmp(acme_text(clerk->acme, member), name) != 0)
			continue;
		snprintf(member, sizeof(member), "items.%d.id", i);
		assert_int_equal(
			id_parse(acme_text(clerk->acme, member), &id, &err), 0);
		return clerk_text(&id);
	}
	fail_msg("no role %s", name);
	return "";
}

static void
expect_refused(struct clerk *clerk, const char *pointer, const char *detail)
{
	clerk_expect_problem(clerk, 403, "forbidden", pointer);
	assert_string_equal(acme_text(clerk->acme, "detail"), detail);
}

static void
patch(struct clerk *clerk, enum acme_person person, const char *member,
	const char *value)
{
	clerk_patch(clerk, EMPLOYEES, of(clerk->acme, person), "{'%s':%s}",
		member, value);
}

static void
give_role(struct clerk *clerk, enum acme_person person, const char *id)
{
	clerk_patch(
		clerk, EMPLOYEES, of(clerk->acme, person), "{'role':'%s'}", id);
}

/* Nobody changes these of oneself. */
static void
test_nobody_moves_their_own_gates(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk marisol = clerk_sign_in(acme, ACME_BOSS);

	patch(&robin, ACME_ADMIN, "active", "false");
	expect_refused(&robin, "/active", "You cannot deactivate yourself.");
	give_role(&robin, ACME_ADMIN, role(&robin, "E"));
	expect_refused(&robin, "/role", "You cannot change your own role.");
	patch(&robin, ACME_ADMIN, "role", "null");
	expect_refused(&robin, "/role", "You cannot change your own role.");
	patch(&marisol, ACME_BOSS, "viewset", "'self'");
	expect_refused(&marisol, "/viewset", "You cannot change whom you see.");
	clerk_patch(&marisol, EMPLOYEES, of(acme, ACME_BOSS),
		"{'viewset_employees':['%s']}", of(acme, ACME_DANA));
	expect_refused(&marisol, "/viewset", "You cannot change whom you see.");
	/* the rest is their own */
	patch(&marisol, ACME_BOSS, "family_name", "'Muñoz'");
	assert_int_equal(acme->reply.status, 200);
	acme_close(&acme);
}

/* As Marisol, who may edit people. */
static void
test_administrators_are_made_by_administrators(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk marisol = clerk_sign_in(acme, ACME_BOSS);
	const char *administrator = role(&robin, "A");
	static const char only[] =
		"Only administrators make or edit administrators.";

	give_role(&marisol, ACME_DANA, administrator);
	expect_refused(&marisol, "/role", only);
	clerk_post(&marisol, EMPLOYEES,
		"{'id':'%s','given_name':'N','username':'n','email':'n@x.y',"
		"'role':'%s'}",
		clerk_id(1), administrator);
	expect_refused(&marisol, "/role", only);
	patch(&marisol, ACME_ADMIN, "family_name", "'X'");
	expect_refused(&marisol, "/role", only);
	clerk_patch(&marisol, ROLES, role(&robin, "E"), "{'name':'X'}");
	clerk_expect_problem(&marisol, 403, "forbidden", "");
	clerk_post(&marisol, ROLES, "{'id':'%s','name':'X'}", clerk_id(1));
	clerk_expect_problem(&marisol, 403, "forbidden", "");
	give_role(&robin, ACME_DANA, administrator);
	assert_int_equal(acme->reply.status, 200);
	acme_close(&acme);
}

/* Nobody gives more than they have, nor takes hold of who has more. */
static void
test_nobody_gives_more_than_they_have(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	/* a role of his own: keeps people, and may nothing else */
	assert_int_equal(clerk_post(&robin, ROLES,
				 "{'id':'%s','name':'Keeper','permissions':"
				 "{'employees':'edit'}}",
				 clerk_id(1)),
		201);
	give_role(&robin, ACME_LEAD, clerk_id(1));
	assert_int_equal(acme->reply.status, 200);
	give_role(&tomasz, ACME_DANA, clerk_id(1));
	expect_refused(
		&tomasz, "", "This person's role allows more than your own.");
	give_role(&robin, ACME_DANA, clerk_id(1));
	assert_int_equal(acme->reply.status, 200);
	give_role(&tomasz, ACME_DANA, role(&robin, "E"));
	expect_refused(
		&tomasz, "/role", "This role allows more than your own.");
	patch(&tomasz, ACME_DANA, "role", "null");
	assert_int_equal(acme->reply.status, 200);
	/* who sees more: all, or one whom he does not see */
	patch(&tomasz, ACME_DANA, "viewset", "'all'");
	expect_refused(
		&tomasz, "/viewset", "It holds people whom you do not see.");
	clerk_patch(&tomasz, EMPLOYEES, of(acme, ACME_DANA),
		"{'viewset':'selected','viewset_employees':['%s']}",
		of(acme, ACME_LUKASZ));
	clerk_expect_problem(
		&tomasz, 422, "unprocessable", "/viewset_employees");
	clerk_patch(&tomasz, EMPLOYEES, of(acme, ACME_DANA),
		"{'viewset':'selected','viewset_employees':['%s']}",
		of(acme, ACME_LEAD));
	assert_int_equal(acme->reply.status, 200);
	clerk_patch(&robin, EMPLOYEES, of(acme, ACME_DANA),
		"{'viewset_employees':['%s','%s']}", of(acme, ACME_LEAD),
		of(acme, ACME_LUKASZ));
	assert_int_equal(acme->reply.status, 200);
	patch(&tomasz, ACME_DANA, "email", "'mine@x.y'");
	expect_refused(&tomasz, "", "This person sees people whom you do not.");
	patch(&tomasz, ACME_DANA, "active", "false");
	expect_refused(&tomasz, "", "This person sees people whom you do not.");
	patch(&tomasz, ACME_DANA, "username", "'mine'");
	expect_refused(&tomasz, "", "This person sees people whom you do not.");
	patch(&tomasz, ACME_DANA, "number", "'0104'");
	assert_int_equal(acme->reply.status, 200);
	/* and beyond the viewset there is nobody */
	patch(&tomasz, ACME_LUKASZ, "number", "'0105'");
	assert_int_equal(acme->reply.status, 404);
	acme_close(&acme);
}

/* An administrator may be limited, too. */
static void
test_a_limited_administrator(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz;

	give_role(&robin, ACME_LEAD, role(&robin, "A"));
	assert_int_equal(acme->reply.status, 200);
	tomasz = clerk_sign_in(acme, ACME_LEAD);
	assert_int_equal(clerk_get(&tomasz, EMPLOYEES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 2);
	assert_int_equal(
		clerk_get_one(&tomasz, EMPLOYEES, of(acme, ACME_LUKASZ)), 404);
	assert_int_equal(clerk_get(&tomasz, "/v1/company", NULL), 200);
	acme_close(&acme);
}

/* At once, whatever she is signed in with. */
static void
test_deactivated(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad pad = {.acme = acme};
	struct acme_tokens none;

	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	acme->now_ms += 1000;
	patch(&robin, ACME_DANA, "active", "false");
	assert_int_equal(acme->reply.status, 200);
	assert_int_equal(acme_ask_me(acme, pad.tokens.access), 401);
	assert_int_equal(acme_refresh(acme, pad.tokens.refresh, &none), 401);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, -1), 401);
	assert_string_equal(
		acme_text(acme, "type"), "urn:connect:problem:sign-in-failed");
	pad_expect_one(&pad, pad.tokens.delivery, "quarantined", "left");
	/* again: she must sign in, and is verified still */
	acme->now_ms += 1000;
	patch(&robin, ACME_DANA, "active", "true");
	assert_int_equal(acme->reply.status, 200);
	assert_int_equal(acme_ask_me(acme, pad.tokens.access), 401);
	assert_int_equal(acme_refresh(acme, pad.tokens.refresh, &none), 401);
	acme->now_ms += 1000;
	pad_sign_in(&pad, ACME_DANA);
	assert_int_equal(acme_ask_me(acme, pad.tokens.access), 200);
	pad_press(&pad, ACME_DANA, ACME_DANA)->number = pad.seq;
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	acme_close(&acme);
}

/* A username and a role: neither without the other. */
static void
test_a_sign_in_needs_two_things(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	const char *employee = role(&robin, "E");

	assert_int_equal(clerk_post(&robin, EMPLOYEES,
				 "{'id':'%s','number':'0106',"
				 "'given_name':'José'}",
				 clerk_id(1)),
		201);
	clerk_patch(&robin, EMPLOYEES, clerk_id(1), "{'role':'%s'}", employee);
	clerk_expect_problem(&robin, 422, "unprocessable", "/username");
	clerk_patch(&robin, EMPLOYEES, clerk_id(1),
		"{'role':'%s','username':'Jose'}", employee);
	clerk_expect_problem(&robin, 422, "unprocessable", "/email");
	assert_int_equal(clerk_get_one(&robin, EMPLOYEES, clerk_id(1)), 200);
	assert_string_equal(acme_text(acme, "username"), "");
	assert_int_equal(clerk_patch(&robin, EMPLOYEES, clerk_id(1),
				 "{'role':'%s','username':'Jose',"
				 "'email':'jose@acme.example'}",
				 employee),
		200);
	assert_string_equal(acme_text(acme, "username"), "jose");
	clerk_patch(&robin, EMPLOYEES, clerk_id(1), "{'username':'dana'}");
	clerk_expect_problem(&robin, 409, "taken", "/username");
	/* a comment: some servers would send it to j@acme.example */
	clerk_patch(&robin, EMPLOYEES, clerk_id(1),
		"{'email':'j(ose)@acme.example'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/email");
	clerk_patch(&robin, EMPLOYEES, clerk_id(1), "{'verified':true}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/verified");
	acme_close(&acme);
}

/* --- the last administrator ------------------------------------------------
 */

struct racer {
	struct acme *acme;
	const char *token;
	const char *path;
	int status;
};

static void *
deactivate(void *ctx)
{
	struct racer *it = ctx;
	char authorization[128];
	struct request request = {.method = "PATCH",
		.path = it->path,
		.query = "",
		.authorization = authorization,
		.if_match = "*",
		.content_type = "application/json",
		.peer = "192.0.2.1",
		.body = "{\"active\":false}"};
	struct reply reply;

	snprintf(authorization, sizeof(authorization), "Bearer %s", it->token);
	request.body_bytes = strlen(request.body);
	reply_init(&reply);
	service_handle(it->acme->service, &request, &reply);
	it->status = reply.status;
	reply_release(&reply);
	return NULL;
}

static int64_t
administrators(struct acme *acme)
{
	return sql_int(acme->db,
		"SELECT count(*) FROM employee e JOIN role r"
		" ON r.company = e.company AND r.id = e.role"
		" WHERE r.is_administrator = 1 AND e.active = 1");
}

static void
test_the_last_administrator_stays(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk ana;
	char paths[2][80];
	struct racer racers[RACERS];
	pthread_t threads[RACERS];

	give_role(&robin, ACME_LUKASZ, role(&robin, "A"));
	assert_int_equal(acme->reply.status, 200);
	acme->now_ms += 1000;
	ana = clerk_sign_in(acme, ACME_LUKASZ);
	assert_int_equal(administrators(acme), 2);
	snprintf(paths[0], sizeof(paths[0]), EMPLOYEES "/%s",
		of(acme, ACME_LUKASZ));
	snprintf(paths[1], sizeof(paths[1]), EMPLOYEES "/%s",
		of(acme, ACME_ADMIN));
	for (int i = 0; i < RACERS; i++) {
		racers[i] = (struct racer){.acme = acme,
			.token =
				i % 2 ? ana.tokens.access : robin.tokens.access,
			.path = paths[i % 2]};
		assert_int_equal(pthread_create(&threads[i], NULL, deactivate,
					 &racers[i]),
			0);
	}
	for (int i = 0; i < RACERS; i++) {
		pthread_join(threads[i], NULL);
		assert_true(racers[i].status == 200 ||
			    racers[i].status == 401 || racers[i].status == 403);
	}
	assert_int_equal(administrators(acme), 1);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM ledger_change"
					   " WHERE what = 'employee.active'"),
		1);
	acme_check(acme);
	acme_close(&acme);
}

/* The guard counts those who can really sign in. Nobody can ask for what it
 * refuses while whoever asks is counted: it is the last line. */
static void
test_who_counts_as_an_administrator(void **state)
{
#define SHUT(gate) "UPDATE employee SET " gate " WHERE id = ?1"
	static const char *const shut[] = {SHUT("active = 0"),
		SHUT("verified = 0"), SHUT("username = NULL")};
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct err err = {0};
	int64_t count;

	give_role(&robin, ACME_LUKASZ, role(&robin, "A"));
	assert_int_equal(employee_rows_count_administrators(
				 acme->db, &acme->company, &count, &err),
		0);
	db_reset(acme->db);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < sizeof(shut) / sizeof(shut[0]); i++) {
		acme_run(acme, shut[i], &acme->people[ACME_LUKASZ], 0);
		assert_int_equal(employee_rows_count_administrators(acme->db,
					 &acme->company, &count, &err),
			0);
		db_reset(acme->db);
		if (count != 1)
			fail_msg("%s: %d", shut[i], (int)count);
		acme_run(acme,
			"UPDATE employee SET active = 1, verified = 1,"
			" username = 'ana' WHERE id = ?1",
			&acme->people[ACME_LUKASZ], 0);
	}
#undef SHUT
	acme_close(&acme);
}

/* Tomasz renames a location again and again, until he may no more. */
struct renamer {
	struct acme *acme;
	const char *token;
	sem_t *renamed;
	int status; /* the last */
};

static void *
rename_again(void *ctx)
{
	struct renamer *it = ctx;
	char authorization[128], path[96], body[64], id[ID_TEXT_BYTES];
	struct request request = {.method = "PATCH",
		.path = path,
		.query = "",
		.authorization = authorization,
		.content_type = "application/json",
		.if_match = "*",
		.peer = "192.0.2.1",
		.body = body};

	snprintf(authorization, sizeof(authorization), "Bearer %s", it->token);
	snprintf(path, sizeof(path), "/v1/locations/%s",
		id_format(&it->acme->locations[0], id));
	for (int i = 0; it->status == 200; i++) {
		struct reply reply;

		request.body_bytes = (size_t)snprintf(
			body, sizeof(body), "{\"name\":\"%p %d\"}", ctx, i);
		reply_init(&reply);
		service_handle(it->acme->service, &request, &reply);
		it->status = reply.status;
		reply_release(&reply);
		sem_post(it->renamed);
	}
	return NULL;
}

/* Whatever was on its way: nothing is done by a right behind its end. */
static void
test_a_right_ends_at_once(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	struct renamer renamers[8];
	pthread_t threads[8];
	char supervisor[ID_TEXT_BYTES];
	sem_t renamed;

	(void)str_copy(supervisor, sizeof(supervisor), role(&robin, "S"));
	sem_init(&renamed, 0, 0);
	for (int i = 0; i < 8; i++) {
		renamers[i] = (struct renamer){
			acme, tomasz.tokens.access, &renamed, 200};
		assert_int_equal(pthread_create(&threads[i], NULL, rename_again,
					 &renamers[i]),
			0);
	}
	for (int i = 0; i < 40; i++)
		sem_wait(&renamed);
	assert_int_equal(clerk_patch(&robin, ROLES, supervisor,
				 "{'permissions':{'locations':'view'}}"),
		200);
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(renamers[i].status, 403);
	}
	sem_destroy(&renamed);
	assert_int_equal(sql_int(acme->db,
				 "SELECT count(*) FROM ledger_change WHERE "
				 "what = 'location.name' AND seq > (SELECT seq "
				 "FROM ledger_change WHERE what = "
				 "'role.permissions')"),
		0);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_nobody_moves_their_own_gates),
		ON_BOTH(test_administrators_are_made_by_administrators),
		ON_BOTH(test_nobody_gives_more_than_they_have),
		ON_BOTH(test_a_limited_administrator),
		ON_BOTH(test_deactivated),
		ON_BOTH(test_a_sign_in_needs_two_things),
		ON_BOTH(test_the_last_administrator_stays),
		ON_BOTH(test_who_counts_as_an_administrator),
		ON_BOTH(test_a_right_ends_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
