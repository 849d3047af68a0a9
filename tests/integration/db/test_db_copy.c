/* A whole database copied into another one, of the same kind or the other. */

#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/copy.h"
#include "db/replace.h"
#include "db/schema.h"
#include "lib/sql.h"

#define SOMEBODY 4711

/* A company with an odd row of a table of each kind. */
static const char *const rows[] = {
	"INSERT INTO company (id, company_id, name, zone, clock_in_out,"
	" since_ms, created_ms) VALUES (?1, 'acme', 'Zoë & Söhne''s',"
	" 'UTC', 1, -5, 9007199254740993)",
	"INSERT INTO policy_group (company, id, name, meal_tracked,"
	" meal_length_minutes, meal_due_after_minutes, meal_early, changed_seq)"
	" VALUES (?1, ?1, '', 0, 0, 0, 0, 1)",
	"INSERT INTO employee (company, id, number, given_name, family_name,"
	" since_ms, viewset, policy_group, changed_seq)"
	" VALUES (?1, ?1, '', 'Dana', '', 0, 0, ?1, 1)",
	"INSERT INTO refusal (company, enrolment, number, id, problem,"
	" refused_ms) VALUES (?1, ?1, 1, ?1, 'x', 2)",
	"INSERT INTO ledger_head (company, last_seq, hash)"
	" VALUES (?1, 3, ?1)",
	"INSERT INTO service_key (name, bytes) VALUES ('cursor', ?1)",
};

static void
fill(struct db *db)
{
	/* Of the length of an id, and of a key. */
	static const unsigned char bytes[32] = {0, 1, 255, 0};
	const size_t last = sizeof(rows) / sizeof(rows[0]) - 1;
	struct err err = {0};

	for (size_t i = 0; i <= last; i++) {
		struct db_stmt *stmt = sql_prepare(db, rows[i]);

		db_bind_blob(stmt, 1, bytes, i == last ? 32 : 16);
		if (db_run(stmt, &err) < 0)
			fail_msg("%s: %s", rows[i], err.text);
	}
}

static void
copy_into(struct db *from, const struct test_database *to)
{
	struct db_source source = test_database_source(to->url);
	struct replace replace;
	struct err err = {0};
	int64_t copied = 0;

	if (replace_begin(&replace, &source, false, &err) < 0 ||
		copy_database(from, replace.db, NULL, &copied, &err) < 0 ||
		db_commit(replace.db, &err) < 0 ||
		replace_end(&replace, &err) < 0)
		fail_msg("%s", err.text);
	replace_release(&replace);
	assert_int_equal(copied, 5);
}

static void
expect_copied(const struct test_database *database)
{
	struct db *db = sql_open(database);
	struct err err = {0};
	char *name;

	assert_int_equal(schema_check(db, &err), 0);
	name = sql_text(db, "SELECT name FROM company");
	assert_string_equal(name, "Zoë & Söhne's");
	free(name);
	assert_int_equal(sql_int(db, "SELECT created_ms FROM company"),
		9007199254740993);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM employee"
				     " WHERE email IS NULL AND role IS NULL"
				     " AND family_name = ''"),
		1);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM company c"
				     " JOIN refusal r ON r.id = c.id"),
		1);
	assert_int_equal(sql_int(db, "SELECT last_seq FROM ledger_head"), 3);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM service_key"), 0);
	db_close(&db);
}

/* There into the other kind, and back into this one. */
static void
copies_are_whole_in_either_kind(void **state)
{
	const struct test_database *one = *state;
	struct test_database *other = test_database_new(!one->postgres);
	struct test_database *back = test_database_new(one->postgres);
	struct db *db = sql_open_current(one);

	fill(db);
	copy_into(db, other);
	db_close(&db);
	expect_copied(other);
	db = sql_open(other);
	copy_into(db, back);
	db_close(&db);
	expect_copied(back);
	test_database_free(&other);
	test_database_free(&back);
}

static void
a_company_makes_way_when_told_and_is_kept(void **state)
{
	const struct test_database *database = *state;
	struct db_source source = test_database_source(database->url);
	struct db *db = sql_open_current(database);
	struct replace replace;
	struct err err = {0};

	fill(db);
	db_close(&db);
	assert_int_equal(replace_begin(&replace, &source, false, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	replace_release(&replace);

	/* Begun and given up: as if nothing had been. */
	err_clear(&err);
	assert_int_equal(replace_begin(&replace, &source, true, &err), 0);
	assert_int_equal(schema_raise(replace.db, 0, 1, &err), 0);
	replace_release(&replace);
	db = sql_open(database);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM company"), 1);
	db_close(&db);

	assert_int_equal(replace_begin(&replace, &source, true, &err), 0);
	assert_int_equal(schema_raise(replace.db, 0, SCHEMA_VERSION, &err), 0);
	assert_int_equal(db_commit(replace.db, &err), 0);
	if (replace_end(&replace, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_not_equal(replace.aside.len, 0);
	db = sql_open(database);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM company"), 0);
	db_close(&db);
	replace_release(&replace);
}

/* As root, in the place of a service that runs as somebody else. */
static void
what_is_served_is_its_directorys_owners(void **state)
{
	static const bool served[] = {true, false};
	const struct test_database *database = *state;
	struct db_source source = test_database_source(database->url);
	struct replace replace;
	struct err err = {0};
	struct stat st;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(database->dir, SOMEBODY, SOMEBODY), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			replace_begin(&replace, &source, true, &err), 0);
		assert_int_equal(db_commit(replace.db, &err), 0);
		replace.served = served[i];
		if (replace_end(&replace, &err) < 0)
			fail_msg("%s", err.text);
		replace_release(&replace);
		assert_int_equal(stat(database->url, &st), 0);
		assert_int_equal(st.st_uid, served[i] ? SOMEBODY : 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		assert_int_equal(unlink(database->url), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(copies_are_whole_in_either_kind),
		ON_BOTH(a_company_makes_way_when_told_and_is_kept),
		ON_SQLITE(what_is_served_is_its_directorys_owners),
	};

	return cmocka_run_group_tests_name(
		"copy", tests, NULL, test_database_end);
}
