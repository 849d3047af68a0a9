/*
 * Who may do what: every route, to whom it is done, with its permission and
 * with every other one, by every kind of token. What is expected stands here
 * once more, and not in terms of the service's own table (desk/access.h).
 */

#include <stdio.h>
#include <string.h>

#include "core/permission.h"
#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"
#include "src/service/route.h"

/* The caller is Tomasz, who sees Dana; Łukasz is beyond his viewset. */
enum subject {
	OWN,
	SEEN,
	OUTSIDE,
	OTHER, /* of another company */
	SUBJECTS
};
static const enum acme_person people[SUBJECTS] = {
	ACME_LEAD, ACME_DANA, ACME_LUKASZ, ACME_STRANGER};

enum token {
	GOOD,
	DEVICELESS, /* good, of a session without a device */
	DELIVERY,
	REFRESH,
	EXPIRED,
	REVOKED,
	NONE,
	TOKENS
};

/* What a path or a query names of the subject. */
enum names {
	NOTHING, /* it is nobody's */
	QUERY,   /* ?employee= */
	EMPLOYEE,
	SESSION,
	ENROLMENT,
	DEVICE,
	HELD,    /* a punch that waits */
	REQUEST, /* for a missed punch */
	RECORD,  /* of the company's, by its kind */
};

enum opens {
	ANYBODY,
	PERSON,
	DELIVERER,
	EITHER
};

/*
 * X(method, path, who comes in, what it names, permission, what happens with
 * it, and with all others), for each subject in their order: o, it goes on from
 * there; f, 403; n, 404, as of what is not there; -, there is no such thing.
 */
#define RULES(X)                                                               \
	X(POST, "/v1/token", ANYBODY, NOTHING, NOBODYS, "o---", "o---")        \
	X(POST, "/v1/token/revoke", ANYBODY, NOTHING, NOBODYS, "o---", "o---") \
	X(GET, "/v1/me", PERSON, NOTHING, NOBODYS, "o---", "o---")             \
	X(GET, "/v1/catalog", PERSON, NOTHING, NOBODYS, "o---", "o---")        \
	X(POST, "/v1/punches", DELIVERER, NOTHING, NOBODYS, "o---", "o---")    \
	X(GET, "/v1/clock", PERSON, QUERY, CLOCK_IN_FOR, "oonn", "onnn")       \
	X(POST, "/v1/enrolments", EITHER, NOTHING, NOBODYS, "o---", "o---")    \
	X(GET, "/v1/enrolments", PERSON, QUERY, DEVICES_VIEW, "oonn", "onnn")  \
	X(DELETE, "/v1/enrolments/{id}", PERSON, ENROLMENT, DEVICES_EDIT,      \
		"oonn", "onnn")                                                \
	X(GET, "/v1/sessions", PERSON, QUERY, DEVICES_VIEW, "oonn", "onnn")    \
	X(DELETE, "/v1/sessions/{id}", PERSON, SESSION, DEVICES_EDIT, "oonn",  \
		"onnn")                                                        \
	X(GET, "/v1/devices", PERSON, NOTHING, DEVICES_VIEW, "o---", "f---")   \
	X(DELETE, "/v1/devices/{id}", PERSON, DEVICE, DEVICES_EDIT, "oonn",    \
		"ffff")                                                        \
	X(POST, "/v1/kiosks/codes", PERSON, NOTHING, DEVICES_EDIT, "o---",     \
		"f---")                                                        \
	X(POST, "/v1/kiosks/enrol", ANYBODY, NOTHING, NOBODYS, "o---", "o---") \
	X(GET, "/v1/company", PERSON, NOTHING, ADMINISTRATOR, "o---", "f---")  \
	X(PATCH, "/v1/company", PERSON, NOTHING, ADMINISTRATOR, "o---",        \
		"f---")                                                        \
	X(GET, "/v1/audit", PERSON, NOTHING, AUDIT_VIEW, "o---", "f---")       \
	X(GET, "/v1/quarantine", PERSON, NOTHING, QUARANTINE_VIEW, "o---",     \
		"f---")                                                        \
	X(POST, "/v1/quarantine/{id}/accept", PERSON, HELD, QUARANTINE_EDIT,   \
		"oon-", "fff-")                                                \
	X(POST, "/v1/quarantine/{id}/decline", PERSON, HELD, QUARANTINE_EDIT,  \
		"oon-", "fff-")                                                \
	X(POST, "/v1/time-cards/{id}/approvals/employee", PERSON, EMPLOYEE,    \
		APPROVE_OWN, "ofnn", "ffff")                                   \
	X(DELETE, "/v1/time-cards/{id}/approvals/employee", PERSON, EMPLOYEE,  \
		APPROVE_OWN, "ofnn", "ffff")                                   \
	X(POST, "/v1/time-cards/{id}/approvals/supervisor", PERSON, EMPLOYEE,  \
		APPROVE_SUPERVISOR, "fonn", "ffff")                            \
	X(DELETE, "/v1/time-cards/{id}/approvals/supervisor", PERSON,          \
		EMPLOYEE, APPROVE_SUPERVISOR, "fonn", "ffff")                  \
	X(POST, "/v1/time-cards/{id}/approvals/sign-off", PERSON, EMPLOYEE,    \
		APPROVE_SIGN_OFF, "oonn", "ffff")                              \
	X(DELETE, "/v1/time-cards/{id}/approvals/sign-off", PERSON, EMPLOYEE,  \
		APPROVE_SIGN_OFF, "oonn", "ffff")                              \
	X(GET, "/v1/periods", PERSON, NOTHING, NOBODYS, "o---", "o---")        \
	X(POST, "/v1/periods/{date}/close", PERSON, NOTHING, CLOSE_PERIODS,    \
		"o---", "f---")                                                \
	X(POST, "/v1/periods/{date}/reopen", PERSON, NOTHING, CLOSE_PERIODS,   \
		"o---", "f---")                                                \
	X(POST, "/v1/time-cards/{id}/corrections", PERSON, EMPLOYEE,           \
		TIME_CARDS_EDIT, "fonn", "ffff")                               \
	X(POST, "/v1/requests", PERSON, NOTHING, REQUEST_MISSED_PUNCH, "o---", \
		"f---")                                                        \
	X(GET, "/v1/requests", PERSON, NOTHING, NOBODYS, "o---", "o---")       \
	X(POST, "/v1/requests/{id}/accept", PERSON, REQUEST, TIME_CARDS_EDIT,  \
		"fonn", "ffff")                                                \
	X(POST, "/v1/requests/{id}/decline", PERSON, REQUEST, TIME_CARDS_EDIT, \
		"fonn", "ffff")                                                \
	X(GET, "/v1/time-cards", PERSON, NOTHING, TIME_CARDS_VIEW, "o---",     \
		"f---")                                                        \
	X(GET, "/v1/time-cards/{id}", PERSON, EMPLOYEE, TIME_CARDS_VIEW,       \
		"fonn", "onnn")                                                \
	X(GET, "/v1/board", PERSON, NOTHING, BOARD_VIEW, "o---", "f---")       \
	X(GET, "/v1/changes", PERSON, NOTHING, EXPORT, "o---", "f---")         \
	X(GET, "/v1/changes/heads", PERSON, NOTHING, EXPORT, "o---", "f---")   \
	X(GET, "/v1/time-records", PERSON, QUERY, EXPORT, "oonn", "ffff")      \
	X(GET, "/v1/time-records/sums", PERSON, QUERY, EXPORT, "oonn", "ffff") \
	X(GET, "/v1/employees/{id}/gates", PERSON, EMPLOYEE, EMPLOYEES_VIEW,   \
		"oonn", "ffff")                                                \
	X(POST, "/v1/employees/{id}/resend", PERSON, EMPLOYEE, EMPLOYEES_EDIT, \
		"oonn", "ffff")                                                \
	X(POST, "/v1/password/forgot", ANYBODY, NOTHING, NOBODYS, "o---",      \
		"o---")                                                        \
	X(GET, "/forgot", ANYBODY, NOTHING, NOBODYS, "o---", "o---")           \
	X(POST, "/v1/activate", ANYBODY, NOTHING, NOBODYS, "o---", "o---")     \
	X(GET, "/verify/{token}", ANYBODY, NOTHING, NOBODYS, "o---", "o---")   \
	X(HEAD, "/verify/{token}", ANYBODY, NOTHING, NOBODYS, "o---", "o---")  \
	X(POST, "/verify/{token}", ANYBODY, NOTHING, NOBODYS, "o---", "o---")  \
	X(GET, "/verify/{token}/done", ANYBODY, NOTHING, NOBODYS, "o---",      \
		"o---")                                                        \
	X(POST, "/verify/{token}/again", ANYBODY, NOTHING, NOBODYS, "o---",    \
		"o---")                                                        \
	X(GET, "/v1/openapi.json", ANYBODY, NOTHING, NOBODYS, "o---", "o---")  \
	X(GET, "/healthz", ANYBODY, NOTHING, NOBODYS, "o---", "o---")          \
	X(GET, "/readyz", ANYBODY, NOTHING, NOBODYS, "o---", "o---")           \
	X(GET, "/metrics", ANYBODY, NOTHING, NOBODYS, "n---", "n---")          \
	X(GET, "/v1/employees", PERSON, NOTHING, EMPLOYEES_VIEW, "o---",       \
		"f---")                                                        \
	X(POST, "/v1/employees", PERSON, NOTHING, EMPLOYEES_EDIT, "o---",      \
		"f---")                                                        \
	X(GET, "/v1/employees/{id}", PERSON, EMPLOYEE, EMPLOYEES_VIEW, "oonn", \
		"ffff")                                                        \
	X(PATCH, "/v1/employees/{id}", PERSON, EMPLOYEE, EMPLOYEES_EDIT,       \
		"oonn", "ffff")                                                \
	X(GET, "/v1/employees/{id}/use", PERSON, EMPLOYEE, EMPLOYEES_VIEW,     \
		"oonn", "ffff")                                                \
	X(GET, "/v1/locations/{id}/use", PERSON, RECORD, LOCATIONS_VIEW,       \
		"o--n", "f--f")                                                \
	X(GET, "/v1/cost-codes/{id}/use", PERSON, RECORD, COST_CODES_VIEW,     \
		"o--n", "f--f")                                                \
	OF_KIND(X, "/v1/locations", LOCATIONS_VIEW, LOCATIONS_EDIT)            \
	OF_KIND(X, "/v1/cost-codes", COST_CODES_VIEW, COST_CODES_EDIT)         \
	OF_KIND(X, "/v1/groups", GROUPS_VIEW, GROUPS_EDIT)                     \
	OF_KIND(X, "/v1/roles", EMPLOYEES_VIEW, ADMINISTRATOR)                 \
	OF_KIND(X, "/v1/policy-groups", POLICIES_VIEW, POLICIES_EDIT)
#define OF_KIND(X, path, see, edit)                                            \
	X(GET, path, PERSON, NOTHING, see, "o---", "f---")                     \
	X(POST, path, PERSON, NOTHING, edit, "o---", "f---")                   \
	X(GET, path "/{id}", PERSON, RECORD, see, "o--n", "f--f")              \
	X(PATCH, path "/{id}", PERSON, RECORD, edit, "o--n", "f--f")

#define PERMISSION_NOBODYS (-1)

struct rule {
	const char *method;
	const char *path;
	enum opens opens;
	enum names names;
	int permission;
	const char *with;
	const char *without;
};

static const struct rule rules[] = {
#define X(method, path, opens, names, permission, with, without)               \
	{#method, path, opens, names, PERMISSION_##permission, with, without},
	RULES(X)
#undef X
};
#define RULE_COUNT (sizeof(rules) / sizeof(rules[0]))

struct matrix {
	struct acme *acme;
	char tokens[TOKENS][96];
	char revoked[ID_TEXT_BYTES];
	char ids[RECORD + 1][SUBJECTS][ID_TEXT_BYTES];
	int cells;
};

/* --- what there is -------------------------------------------------------- */

/* The one value that a statement yields of an id. */
static void
read_id(struct acme *acme, const char *sql, const struct id *of,
	char id_out[ID_TEXT_BYTES])
{
	struct db_stmt *stmt = sql_prepare(acme->db, sql);
	struct err err = {0};
	struct id id;
	bool row;

	db_bind_id(stmt, 1, of);
	assert_int_equal(db_step(stmt, &row, &err), 0);
	assert_true(row);
	id = db_id(stmt, 0);
	id_format(&id, id_out);
	db_reset(acme->db);
}

/* A session, an enrolment alone on its device, and a punch that waits. */
static void
make_subject(struct matrix *it, enum subject subject)
{
	struct acme *acme = it->acme;
	const struct id *person = &acme->people[people[subject]];
	struct pad pad = {.acme = acme, .device = (int)subject % 3};

	clerk_sign_in(acme, people[subject]);
	id_format(person, it->ids[EMPLOYEE][subject]);
	id_format(person, it->ids[QUERY][subject]);
	read_id(acme,
		"SELECT id FROM session WHERE employee = ?1 AND enrolment"
		" IS NULL ORDER BY created_ms DESC, id DESC LIMIT 1",
		person, it->ids[SESSION][subject]);
	pad_sign_in(&pad, people[subject]);
	id_format(&pad.tokens.enrolment, it->ids[ENROLMENT][subject]);
	id_format(&acme->devices[subject % 3], it->ids[DEVICE][subject]);
	pad_press(&pad, people[subject], people[subject]);
	pad_expect_one(&pad, pad.tokens.delivery, "quarantined", "clock-off");
	snprintf(it->ids[HELD][subject], ID_TEXT_BYTES,
		"00000000-0000-8000-8000-%012llx",
		(unsigned long long)acme_int(acme, "results.0.seq"));
	acme_run(acme,
		"INSERT INTO request (company, id, seq, employee, asked_ms,"
		" press, at_ms, comment, state) SELECT company, id,"
		" (SELECT count(*) + 1 FROM request), id, 1, 'stop', 1, '', 0"
		" FROM employee WHERE id = ?1",
		person, 0);
	id_format(person, it->ids[REQUEST][subject]);
	if (subject != OTHER)
		return;
	/* that no device of this company is called so, too */
	acme_run(acme,
		"INSERT INTO device (company, id, name, created_ms)"
		" SELECT company, id, 'far', 1 FROM location WHERE id = ?1",
		&acme->foreign_location, 0);
	id_format(&acme->foreign_location, it->ids[DEVICE][OTHER]);
}

static void
sign_in(struct matrix *it)
{
	struct acme *acme = it->acme;
	struct acme_tokens tokens;
	char body[160];

	acme_sign_in(acme, ACME_LEAD, -1, &tokens);
	snprintf(it->tokens[EXPIRED], 96, "%s", tokens.access);
	acme->now_ms += 16 * 60 * 1000;
	acme_sign_in(acme, ACME_LEAD, -1, &tokens);
	snprintf(it->tokens[REVOKED], 96, "%s", tokens.access);
	snprintf(body, sizeof(body), "{\"token\":\"%s\"}", tokens.refresh);
	assert_int_equal(
		acme_ask(
			acme, &(struct acme_request){.path = "/v1/token/revoke",
				      .body = body}),
		200);
	read_id(acme,
		"SELECT id FROM session WHERE employee = ?1 AND"
		" revoked_ms > 0",
		&acme->people[ACME_LEAD], it->revoked);
	acme_sign_in(acme, ACME_LEAD, -1, &tokens);
	snprintf(it->tokens[DEVICELESS], 96, "%s", tokens.access);
	acme_sign_in(acme, ACME_LEAD, 0, &tokens);
	snprintf(it->tokens[GOOD], 96, "%s", tokens.access);
	snprintf(it->tokens[REFRESH], 96, "%s", tokens.refresh);
	snprintf(it->tokens[DELIVERY], 96, "%s", tokens.delivery);
}

static struct matrix
open_matrix(void **state)
{
	struct matrix it = {.acme = acme_open(*state)};

	service_close(&it.acme->service);
	it.acme->options.no_limits = true;
	it.acme->service = acme_open_beside(it.acme);
	acme_run(it.acme, "UPDATE company SET clock_in_out = 0", NULL, 0);
	it.acme->now_ms += 1000;
	for (int i = 0; i < SUBJECTS; i++)
		make_subject(&it, (enum subject)i);
	sign_in(&it);
	return it;
}

/* --- a cell --------------------------------------------------------------- */

/* Whatever a cell ended goes on. */
static void
bring_back(struct matrix *it)
{
	struct id revoked;
	struct err err;

	assert_int_equal(id_parse(it->revoked, &revoked, &err), 0);
	acme_run(it->acme, "UPDATE device SET revoked_ms = 0", NULL, 0);
	acme_run(it->acme, "UPDATE enrolment SET revoked_ms = 0", NULL, 0);
	acme_run(it->acme, "UPDATE session SET revoked_ms = 0 WHERE id <> ?1",
		&revoked, 0);
}

static void
grant(struct matrix *it, const char *name, const char *level)
{
	struct db_stmt *stmt = sql_prepare(it->acme->db,
		"INSERT INTO role_permission SELECT company, role,"
		" CAST(?2 AS TEXT), CAST(?3 AS TEXT) FROM employee"
		" WHERE id = ?1");
	struct err err = {0};

	db_bind_id(stmt, 1, &it->acme->people[ACME_LEAD]);
	db_bind_text(stmt, 2, name);
	db_bind_text(stmt, 3, level);
	if (db_run(stmt, &err) < 0)
		fail_msg("%s", err.text);
}

/* Tomasz may do this alone, or everything else. */
static void
give(struct matrix *it, int permission, bool holds)
{
	const struct id *tomasz = &it->acme->people[ACME_LEAD];
	bool administrator = holds && permission == PERMISSION_ADMINISTRATOR;
	size_t count;
	const struct permission_row *rows = permission_table(&count);

	acme_run(it->acme,
		administrator
			? "UPDATE employee SET role = (SELECT id FROM role r"
			  " WHERE r.company = employee.company"
			  " AND r.is_administrator = 1) WHERE id = ?1"
			: "UPDATE employee SET role = (SELECT id FROM role r"
			  " WHERE r.company = employee.company"
			  " AND r.name = 'S') WHERE id = ?1",
		tomasz, 0);
	if (administrator)
		return;
	acme_run(it->acme,
		"DELETE FROM role_permission WHERE role = (SELECT role FROM"
		" employee WHERE id = ?1)",
		tomasz, 0);
	for (size_t i = 0; i < count; i++) {
		const int view = rows[i].bit, edit = view + 1;
		bool is_edit = rows[i].is_area && edit == permission;
		bool is_it = view == permission || is_edit;
		const char *level = !rows[i].is_area ? "access" : "edit";

		if (view == PERMISSION_ADMINISTRATOR || (holds && !is_it) ||
			(!holds && is_it && !is_edit))
			continue;
		if (rows[i].is_area && is_it && is_edit != holds)
			level = "view";
		grant(it, rows[i].name, level);
	}
}

/* The address of the subject's, as the rule names it. */
static void
address(struct matrix *it, const struct rule *rule, enum subject subject,
	char path_out[128], char query_out[64])
{
	const char *mark = strchr(rule->path, '{');
	const char *id = it->ids[rule->names][subject];

	query_out[0] = '\0';
	if (rule->names == QUERY)
		snprintf(query_out, 64, "employee=%s", id);
	if (rule->names == NOTHING)
		id = "some-token";
	if (mark == NULL)
		snprintf(path_out, 128, "%s", rule->path);
	else
		snprintf(path_out, 128, "%.*s%s%s", (int)(mark - rule->path),
			rule->path, id, strchr(mark, '}') + 1);
}

/* What is expected of a token, before anybody looks at permissions; 0: that
 * they do. */
static int
expected_of_token(const struct rule *rule, enum token token)
{
	if (rule->opens == ANYBODY)
		return 0;
	if (token == DELIVERY)
		return rule->opens == PERSON ? 403 : 0;
	if (token == GOOD || token == DEVICELESS)
		return rule->opens == DELIVERER                       ? 403
		       : rule->opens == EITHER && token == DEVICELESS ? 403
								      : 0;
	return 401;
}

static bool
is_as_expected(int status, int wanted)
{
	if (wanted != 0)
		return status == wanted;
	return status != 401 && status != 403 && status != 404 && status < 500;
}

static void
try(struct matrix *it, const struct rule *rule, enum subject subject,
	bool holds, enum token token)
{
	static const int by_letter[128] = {['f'] = 403, ['n'] = 404};
	const char letter = (holds ? rule->with : rule->without)[subject];
	const bool has_body =
		(strcmp(rule->method, "POST") == 0 &&
			strstr(rule->path, "resend") == NULL &&
			strstr(rule->path, "approvals") == NULL) ||
		strcmp(rule->method, "PATCH") == 0;
	const char *body = rule->names == HELD || rule->names == REQUEST
				   ? "{\"reason\":\"x\"}"
				   : "{}";
	int wanted = expected_of_token(rule, token);
	char path[128], query[64];
	int status;

	if (wanted == 0)
		wanted = by_letter[(unsigned char)letter];
	address(it, rule, subject, path, query);
	status = acme_ask(it->acme,
		&(struct acme_request){.method = rule->method,
			.path = path,
			.query = query,
			.token = token == NONE ? NULL : it->tokens[token],
			.if_match = "*",
			.body = has_body ? body : NULL});
	it->cells++;
	/* a link that nobody was sent is not there */
	if (rule->opens == ANYBODY && strchr(rule->path, '{') != NULL &&
		status == 404)
		status = 200;
	if (!is_as_expected(status, wanted))
		fail_msg("%s %s of %d, %s its permission, token %d: %d, not %d:"
			 " %s",
			rule->method, rule->path, (int)subject,
			holds ? "with" : "without", (int)token, status, wanted,
			it->acme->reply.body.data);
	/* turned away at the door, before permissions are looked at */
	if (token == DELIVERY && wanted == 403)
		assert_non_null(strstr(acme_text(it->acme, "detail"),
			"A delivery credential delivers punches"));
	if (strcmp(rule->method, "DELETE") == 0)
		bring_back(it);
}

/* The records of both companies. */
static void
name_records(struct matrix *it, const char *path)
{
	static const struct {
		const char *path;
		const char *sql;
	} kinds[] = {
		{"/v1/locations", "SELECT id FROM location WHERE company = ?1"},
		{"/v1/cost-codes",
			"SELECT id FROM cost_code WHERE company = ?1"},
		{"/v1/roles", "SELECT id FROM role WHERE company = ?1"
			      " AND is_administrator = 0"},
		{"/v1/policy-groups",
			"SELECT id FROM policy_group WHERE company = ?1"},
		{"/v1/groups",
			"SELECT id FROM employee_group WHERE company = ?1"},
	};
	struct acme *acme = it->acme;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(path, kinds[i].path, strlen(kinds[i].path)) != 0)
			continue;
		read_id(acme, kinds[i].sql, &acme->company,
			it->ids[RECORD][OWN]);
		read_id(acme, kinds[i].sql, &acme->other,
			it->ids[RECORD][OTHER]);
	}
}

static void
fill_both(struct acme *acme)
{
	static const char *const sql[] = {
		"INSERT INTO employee_group (company, id, name, since_ms,"
		" changed_seq) SELECT id, id, 'G', 1, 1 FROM company",
		"INSERT INTO cost_code (company, id, number, name, since_ms,"
		" changed_seq) SELECT id, id, '', 'C', 1, 1 FROM company",
	};

	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++)
		sql_run(acme->db, sql[i]);
}

static void
test_every_cell(void **state)
{
	struct matrix it = open_matrix(state);

	fill_both(it.acme);
	for (size_t i = 0; i < RULE_COUNT; i++) {
		const struct rule *rule = &rules[i];

		name_records(&it, rule->path);
		for (int cell = 0; cell < 2 * SUBJECTS; cell++) {
			const int subject = cell % SUBJECTS;
			const bool holds = cell < SUBJECTS;

			if (rule->with[subject] == '-')
				continue;
			give(&it, rule->permission, holds);
			for (int token = 0; token < TOKENS; token++)
				try(&it, rule, (enum subject)subject, holds,
					(enum token)token);
		}
	}
	print_message("the matrix has %d cells\n", it.cells);
	acme_close(&it.acme);
}

static const struct rule *
find_rule(const struct route *route)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].method, route->method) == 0 &&
			strcmp(rules[i].path, route->path) == 0)
			return &rules[i];
	return NULL;
}

static void
test_every_route_has_its_rule(void **state)
{
	size_t count;
	const struct route *routes = route_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		if (find_rule(&routes[i]) == NULL)
			fail_msg("who may %s %s?", routes[i].method,
				routes[i].path);
	assert_int_equal(count, RULE_COUNT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_route_has_its_rule),
		ON_BOTH(test_every_cell),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
