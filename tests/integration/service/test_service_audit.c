/* What somebody changed: noted in the chain, found again, and proven. */

#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"
#include "service/ledger/ledger.h"

#define AUDIT "/v1/audit"
#define ROLES "/v1/roles"
#define EMPLOYEES "/v1/employees"

static void
expect_text(struct acme *acme, const char *member, const char *text)
{
	assert_string_equal(acme_text(acme, member), text);
}

/* Who switched it off. */
static void
test_the_switch_says_who(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);

	assert_int_equal(clerk_patch(&robin, "/v1/company", "",
				 "{'clock_in_out':false}"),
		200);
	assert_int_equal(clerk_get(&robin, AUDIT, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	expect_text(acme, "items.0.what", "company.clock_in_out");
	expect_text(acme, "items.0.by", "robin");
	assert_non_null(strstr(acme->reply.body.data, "\"old\":true"));
	assert_non_null(strstr(acme->reply.body.data, "\"new\":false"));
	expect_text(acme, "items.0.at", "2026-11-25T09:46:40.000Z");
	acme_close(&acme);
}

/* And on which device. */
static void
test_it_says_from_where(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = {.acme = acme};

	acme_sign_in(acme, ACME_ADMIN, 0, &robin.tokens);
	assert_int_equal(clerk_patch(&robin, "/v1/company", "",
				 "{'clock_in_out':false}"),
		200);
	assert_int_equal(clerk_get(&robin, AUDIT, NULL), 200);
	expect_text(acme, "items.0.device", clerk_text(&acme->devices[0]));
	acme_close(&acme);
}

/* Each member that was changed is a row; what was not, is none. */
static void
test_old_and_new(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);

	assert_int_equal(clerk_post(&robin, ROLES, "{'id':'%s','name':'Clerk'}",
				 clerk_id(1)),
		201);
	assert_int_equal(clerk_patch(&robin, ROLES, clerk_id(1),
				 "{'name':'Scribe','active':true,"
				 "'permissions':{'board':'view'}}"),
		200);
	assert_int_equal(
		clerk_patch(&robin, ROLES, clerk_id(1), "{'name':'Scribe'}"),
		200);
	assert_int_equal(clerk_post(&robin, ROLES,
				 "{'id':'%s','name':'SCRIBE'}", clerk_id(2)),
		409);
	assert_int_equal(clerk_get(&robin, AUDIT, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 3);
	expect_text(acme, "items.0.what", "role.permissions");
	expect_text(acme, "items.0.new.board", "view");
	expect_text(acme, "items.1.what", "role.name");
	expect_text(acme, "items.1.old", "Clerk");
	expect_text(acme, "items.1.new", "Scribe");
	expect_text(acme, "items.2.what", "role.add");
	expect_text(acme, "items.2.new.name", "Clerk");
	expect_text(acme, "items.2.subject", clerk_id(1));
	assert_int_equal(acme_int(acme, "items.2.seq"), 1);
	acme_check(acme);
	acme_close(&acme);
}

static int
count(struct clerk *clerk, const char *filter, const char *value)
{
	char query[200];

	snprintf(query, sizeof(query), "%s=%s", filter, value);
	assert_int_equal(clerk_get(clerk, AUDIT, query), 200);
	return (int)acme_int(clerk->acme, "items");
}

static void
test_filters_and_pages(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk marisol = clerk_sign_in(acme, ACME_BOSS);
	char path[64], query[200];

	for (int i = 1; i <= 5; i++)
		assert_int_equal(clerk_post(&robin, "/v1/cost-codes",
					 "{'id':'%s','name':'C'}", clerk_id(i)),
			201);
	acme->now_ms += 60000;
	assert_int_equal(clerk_patch(&marisol, "/v1/cost-codes", clerk_id(3),
				 "{'name':'D'}"),
		200);
	assert_int_equal(
		count(&robin, "author", clerk_text(&acme->people[ACME_BOSS])),
		1);
	assert_int_equal(count(&robin, "subject", clerk_id(3)), 2);
	assert_int_equal(count(&robin, "since", "2026-11-25T09:47:00.000Z"), 1);
	assert_int_equal(count(&robin,
				 "since=2026-11-25T09:47:00.000Z"
				 "&author",
				 clerk_text(&acme->people[ACME_ADMIN])),
		0);
	assert_int_equal(count(&robin, "limit", "4"), 4);
	assert_int_equal(acme_int(acme, "items.3.seq"), 3);
	assert_int_equal(
		sscanf(acme->reply.link, "<%63[^?]?%199[^>]", path, query), 2);
	assert_int_equal(clerk_get(&robin, path, query), 200);
	assert_int_equal(acme_int(acme, "items"), 2);
	assert_int_equal(acme_int(acme, "items.0.seq"), 2);
	assert_string_equal(acme->reply.link, "");
	assert_int_equal(clerk_get(&robin, AUDIT, "author=robin"), 422);
	assert_int_equal(clerk_get(&robin, AUDIT, "since=monday"), 422);
	assert_int_equal(clerk_get(&robin, AUDIT, "cursor=-1"), 422);
	assert_int_equal(clerk_get(&robin, AUDIT, "limit=0"), 422);
	acme_close(&acme);
}

/* Nobody reads of people whom they do not see, nor who did it to them. */
static void
test_a_viewset_is_strict(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	struct clerk dana = clerk_sign_in(acme, ACME_DANA);

	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA]),
				 "{'number':'0104'}"),
		200);
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_LUKASZ]),
				 "{'number':'0105'}"),
		200);
	assert_int_equal(clerk_get(&tomasz, AUDIT, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	expect_text(acme, "items.0.new", "0104");
	expect_text(acme, "items.0.by", "");
	expect_text(
		acme, "items.0.author", clerk_text(&acme->people[ACME_ADMIN]));
	clerk_get(&dana, AUDIT, NULL);
	clerk_expect_problem(&dana, 403, "forbidden", "");
	acme_close(&acme);
}

static const char *
person(struct acme *acme, enum acme_person who)
{
	return clerk_text(&acme->people[who]);
}

/* Of lists of people: a mark stands for those who are not seen. */
static void
test_lists_are_of_whom_one_sees(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	char want[256];

	assert_int_equal(
		clerk_post(&robin, "/v1/groups",
			"{'id':'%s','name':'A \\'members\\':[1] B',"
			"'members':['%s','%s','%s']}",
			clerk_id(1), person(acme, ACME_LUKASZ),
			person(acme, ACME_DANA), person(acme, ACME_BOSS)),
		201);
	assert_int_equal(clerk_patch(&robin, "/v1/groups", clerk_id(1),
				 "{'members':['%s']}", person(acme, ACME_BOSS)),
		200);
	assert_int_equal(clerk_patch(&robin, "/v1/groups", clerk_id(1),
				 "{'members':['%s']}", person(acme, ACME_DANA)),
		200);
	assert_int_equal(
		clerk_patch(&robin, EMPLOYEES, person(acme, ACME_DANA),
			"{'viewset':'selected','viewset_employees':"
			"['%s','%s']}",
			person(acme, ACME_BOSS), person(acme, ACME_LEAD)),
		200);
	assert_int_equal(clerk_get(&robin, AUDIT, NULL), 200);
	assert_null(strstr(acme->reply.body.data, "null]"));
	assert_int_equal(clerk_get(&tomasz, AUDIT, NULL), 200);
	for (int i = 0; i < 2; i++)
		assert_null(strstr(acme->reply.body.data,
			person(acme, i ? ACME_BOSS : ACME_LUKASZ)));
	assert_int_equal(acme_int(acme, "items"), 5);
	snprintf(want, sizeof(want), "\"old\":[],\"new\":[\"%s\",null]",
		person(acme, ACME_LEAD));
	assert_non_null(strstr(acme->reply.body.data, want));
	snprintf(want, sizeof(want), "\"old\":[null],\"new\":[\"%s\"]",
		person(acme, ACME_DANA));
	assert_non_null(strstr(acme->reply.body.data, want));
	snprintf(want, sizeof(want), "\"old\":[\"%s\",null],\"new\":[null]",
		person(acme, ACME_DANA));
	assert_non_null(strstr(acme->reply.body.data, want));
	snprintf(want, sizeof(want), "\"members\":[\"%s\",null]",
		person(acme, ACME_DANA));
	assert_non_null(strstr(acme->reply.body.data, want));
	assert_string_equal(
		acme_text(acme, "items.4.new.name"), "A \"members\":[1] B");
	acme_close(&acme);
}

static void
take_away(struct clerk *clerk, const char *path, const struct id *id)
{
	char one[96];

	snprintf(one, sizeof(one), "%s/%s", path, clerk_text(id));
	assert_int_equal(
		acme_ask(clerk->acme, &(struct acme_request){.method = "DELETE",
					      .path = one,
					      .token = clerk->tokens.access}),
		200);
}

/* Signs somebody in on a device and takes session, enrolment and device away;
 * the session's id. */
static struct id
throw_out(struct clerk *robin, enum acme_person who, int device)
{
	struct acme *acme = robin->acme;
	struct acme_tokens tokens;
	struct err err;
	struct id session;
	char query[64];

	acme_sign_in(acme, who, device, &tokens);
	snprintf(query, sizeof(query), "employee=%s", person(acme, who));
	assert_int_equal(clerk_get(robin, "/v1/sessions", query), 200);
	assert_int_equal(
		id_parse(acme_text(acme, "sessions.0.id"), &session, &err), 0);
	take_away(robin, "/v1/sessions", &session);
	take_away(robin, "/v1/enrolments", &tokens.enrolment);
	take_away(robin, "/v1/devices", &acme->devices[device]);
	return session;
}

static int
rows_of(struct clerk *clerk, const struct id *subject)
{
	char query[64];

	snprintf(query, sizeof(query), "subject=%s", clerk_text(subject));
	assert_int_equal(clerk_get(clerk, AUDIT, query), 200);
	return (int)acme_int(clerk->acme, "items");
}

/* What was ended or revoked is of the person it was of; of a session that is
 * not there any more nobody knows whose it was. */
static void
test_what_was_taken_away_is_somebodys(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	struct id danas = throw_out(&robin, ACME_DANA, 0);
	struct id unseen = throw_out(&robin, ACME_LUKASZ, 1);

	assert_int_equal(clerk_get(&robin, AUDIT, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 6);
	assert_int_equal(clerk_get(&tomasz, AUDIT, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 3);
	assert_int_equal(rows_of(&tomasz, &danas), 1);
	assert_int_equal(rows_of(&tomasz, &acme->devices[0]), 1);
	assert_int_equal(rows_of(&tomasz, &unseen), 0);
	assert_int_equal(rows_of(&tomasz, &acme->devices[1]), 0);
	acme_run(
		acme, "DELETE FROM access_token WHERE session = ?1", &danas, 0);
	acme_run(acme, "DELETE FROM session WHERE id = ?1", &danas, 0);
	assert_int_equal(rows_of(&tomasz, &danas), 0);
	assert_int_equal(rows_of(&robin, &danas), 1);
	acme_close(&acme);
}

/* --- the chain ------------------------------------------------------------ */

static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static struct ledger_report
verify(struct acme *acme)
{
	struct zones *zones = zones_new(utc);
	struct ledger_report report;
	struct err err = {0};

	if (ledger_verify(acme->db, zones, &report, &err) < 0)
		fail_msg("%s", err.text);
	zones_free(&zones);
	return report;
}

static void
unlock(struct acme *acme, bool postgres)
{
	if (postgres) {
		sql_run(acme->db,
			"ALTER TABLE ledger_change DISABLE TRIGGER ALL");
		return;
	}
	sql_run(acme->db, "DROP TRIGGER ledger_change_no_update");
	sql_run(acme->db, "DROP TRIGGER ledger_change_no_delete");
	sql_run(acme->db, "DROP TRIGGER ledger_change_no_replace");
}

static void
test_a_change_behind_its_back_is_found(void **state)
{
	static const struct {
		const char *sql;
		int64_t seq;
	} damages[] = {
		{"UPDATE ledger_change SET new = 'talse' WHERE seq = 2", 2},
		{"UPDATE ledger_change SET old = 'talse' WHERE seq = 2", 2},
		{"UPDATE ledger_change SET what = 'company.clock' WHERE"
		 " seq = 2",
			2},
		{"UPDATE ledger_change SET at_ms = at_ms + 1 WHERE seq = 1", 1},
		{"UPDATE ledger_change SET author = subject WHERE seq = 1", 1},
		{"UPDATE ledger_change SET author = NULL WHERE seq = 3", 3},
		{"UPDATE ledger_change SET device = author WHERE seq = 3", 3},
		{"UPDATE ledger_change SET subject = author WHERE seq = 2", 2},
		{"DELETE FROM ledger_change WHERE seq = 1", 1},
		{"DELETE FROM ledger_change WHERE seq = 2", 2},
		{"DELETE FROM ledger_change WHERE seq = 3", 3},
		{"UPDATE ledger_change SET seq = 9 WHERE seq = 3", 3},
		{"INSERT INTO ledger_change SELECT company, 4, at_ms, author,"
		 " device, what, subject, old, new, hash FROM ledger_change"
		 " WHERE seq = 3",
			4},
	};
	struct test_database *database = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct test_database *own =
			test_database_new(database->postgres);
		struct acme *acme = acme_open(own);
		struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
		struct ledger_report report;

		for (int k = 0; k < 3; k++)
			assert_int_equal(clerk_patch(&robin, "/v1/company", "",
						 "{'clock_in_out':%s}",
						 k % 2 ? "true" : "false"),
				200);
		assert_true(verify(acme).sound);
		unlock(acme, own->postgres);
		sql_run(acme->db, damages[i].sql);
		report = verify(acme);
		if (report.sound || report.seq != damages[i].seq)
			fail_msg("%s: %lld %s", damages[i].sql,
				(long long)report.seq, report.what);
		acme_close(&acme);
		test_database_free(&own);
	}
}

/* The database itself lets nothing be taken back. */
static void
test_nothing_is_taken_back(void **state)
{
	static const char *const tries[] = {
		"UPDATE ledger_change SET new = 'true'",
		"DELETE FROM ledger_change",
	};
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);

	assert_int_equal(clerk_patch(&robin, "/v1/company", "",
				 "{'clock_in_out':false}"),
		200);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		(void)sql_failure(acme->db, tries[i]);
	assert_true(verify(acme).sound);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_the_switch_says_who),
		ON_BOTH(test_it_says_from_where),
		ON_BOTH(test_old_and_new),
		ON_BOTH(test_filters_and_pages),
		ON_BOTH(test_a_viewset_is_strict),
		ON_BOTH(test_lists_are_of_whom_one_sees),
		ON_BOTH(test_what_was_taken_away_is_somebodys),
		ON_BOTH(test_a_change_behind_its_back_is_found),
		ON_BOTH(test_nothing_is_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
