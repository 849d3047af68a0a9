/* Opening a database: whose it is, its schema, and that it is a safe place. */

#include "lib/cmocka_all.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "db/schema.h"
#include "lib/sql.h"
#include "lib/temp_dir.h"

static const char create_things[] = "CREATE TABLE things (a BIGINT)";

/* What the connection itself answers. */
static void
expect_setting(struct db *db, const char *sql, const char *expected)
{
	char *answer = sql_text(db, sql);

	assert_string_equal(answer, expected);
	free(answer);
}

static void
sqlite_commits_are_durable(void **state)
{
	/* The first makes the file, the second finds it. */
	for (int i = 0; i < 2; i++) {
		struct db *db = sql_open(*state);

		expect_setting(db, "PRAGMA journal_mode", "wal");
		expect_setting(db, "PRAGMA synchronous", "2");
		db_close(&db);
	}
}

/* Also where the server, the database or the URL would have it otherwise. */
static void
postgres_commits_are_durable(void **state)
{
	const struct test_database *database = *state;
	struct test_database careless = *database;
	struct str url;
	struct db *db;

	str_init(&url, 1024);
	str_addf(&url, "%s%%20-csynchronous_commit%%3Doff", database->url);
	careless.url = url.data;
	db = sql_open(&careless);
	expect_setting(db, "SHOW synchronous_commit", "on");
	db_close(&db);
	str_release(&url);
}

static void
database_file_is_private(void **state)
{
	const struct test_database *database = *state;
	static const char *const beside[] = {"", "-wal", "-shm"};
	mode_t old = umask(0);
	struct db *db = sql_open_current(database);

	umask(old);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		struct stat st;
		struct str path;

		str_init(&path, 1024);
		str_addf(&path, "%s%s", database->url, beside[i]);
		assert_int_equal(stat(path.data, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		str_release(&path);
	}
	db_close(&db);
}

/* What is committed to a file that is gone is durable, but nowhere. */
static void
a_commit_to_a_file_that_went_is_none(void **state)
{
	const struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct err err = {0};
	struct str moved;

	str_init(&moved, 1024);
	str_addf(&moved, "%s.moved", database->url);
	assert_int_equal(db_begin(db, &err), 0);
	sql_run(db, create_things);
	assert_int_equal(rename(database->url, moved.data), 0);
	assert_int_equal(db_commit(db, &err), -1);
	assert_non_null(strstr(err.text, "moved, replaced or deleted"));
	assert_int_equal(rename(moved.data, database->url), 0);
	db_close(&db);
	str_release(&moved);
}

static void
schema_is_made_once_and_known(void **state)
{
	struct db *db = sql_open(*state);
	struct err err = {0};
	int from = -1;

	assert_int_equal(schema_check(db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "init"));
	assert_int_equal(schema_migrate(db, &from, &err), 0);
	assert_int_equal(from, 0);
	assert_int_equal(schema_check(db, &err), 0);
	assert_int_equal(schema_migrate(db, &from, &err), 0);
	assert_int_equal(from, SCHEMA_VERSION);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM schema_version"), 1);
	sql_run(db, "UPDATE schema_version SET version = 999");
	assert_int_equal(schema_check(db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "newer"));
	assert_int_equal(schema_migrate(db, &from, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	db_close(&db);
}

/* Runs a statement with so many bytes as its parameter. */
static void
run_with(struct db *db, const char *sql, size_t bytes)
{
	static const char blob[32] = {1};
	struct db_stmt *stmt = sql_prepare(db, sql);
	struct err err;

	db_bind_blob(stmt, 1, blob, bytes);
	if (db_run(stmt, &err) < 0)
		fail_msg("%s", err.text);
}

/* A punch, its line in the timeline, and a line that is of none. */
static void
add_punch(struct db *db)
{
	sql_run(db, "INSERT INTO ledger SELECT id, 1, id, id, 1, id, id, 'go',"
		    " id, id, id, 0, 5, 7, id, 'UTC', 0, 1, 6, '', NULL, 5, 7,"
		    " id, 1, 8, 5, 'wall', 0, 0, 0, 0, 0, 'recorded', id, id"
		    " FROM company");
	sql_run(db, "INSERT INTO timeline SELECT id, 1, id, id, 1, 5, 5, 5,"
		    " 'wall', 0, 0, 0, 0, 1 FROM company");
	sql_run(db, "INSERT INTO timeline SELECT id, 2, id, id, 1, 5, 5, 5,"
		    " 'wall', 0, 0, 0, 0, 1 FROM company");
}

/* What refers to a table that is made anew refers to it still; what is added to
 * a table follows from another. */
static void
what_stood_is_raised(void **state)
{
	struct db *db = sql_open(*state);
	struct err err = {0};
	int from;

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(schema_raise(db, 0, 1, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	run_with(db,
		"INSERT INTO company (id, company_id, name, zone,"
		" clock_enabled, clock_since_ms, created_ms)"
		" VALUES (?1, 'acme', 'Acme', 'UTC', 1, 1, 1)",
		16);
	sql_run(db, "INSERT INTO policy_group SELECT id, id, 'P', 0, 0, 0, 0,"
		    " 1 FROM company");
	sql_run(db, "INSERT INTO employee (company, id, number, given_name,"
		    " family_name, since_ms, viewset, viewset_since_ms,"
		    " policy_group, changed_seq)"
		    " SELECT id, id, '', 'Dana', '', 1, 1, 1, id, 1"
		    " FROM company");
	sql_run(db, "INSERT INTO device SELECT id, id, 'D', 1, 0 FROM company");
	sql_run(db, "INSERT INTO enrolment (company, id, device, employee,"
		    " begun_ms) SELECT id, id, id, id, 7 FROM company");
	run_with(db,
		"INSERT INTO delivery_credential (hash, company, enrolment,"
		" created_ms) SELECT ?1, id, id, 1 FROM company",
		32);
	add_punch(db);
	assert_int_equal(schema_migrate(db, &from, &err), 0);
	assert_int_equal(from, 1);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM timeline t"
				     " JOIN ledger l ON l.seq = t.seq"
				     " WHERE t.id = l.id AND t.kind = 'go'"
				     " AND t.location = l.location"
				     " AND t.cost_code = l.cost_code"
				     " AND t.target = l.target"
				     " AND t.boot = l.boot"
				     " AND t.boottime_ms = 7"
				     " AND t.has_chosen = 1"),
		1);
	assert_int_equal(sql_int(db, "SELECT n.begun_ms FROM enrolment n"
				     " JOIN delivery_credential t"
				     " ON t.enrolment = n.id"
				     " JOIN employee e ON e.id = n.employee"),
		7);
	(void)sql_failure(db, "DELETE FROM enrolment");
	sql_run(db, "UPDATE enrolment SET employee = NULL");
	db_close(&db);
}

struct migration {
	const char *url;
	int rc;
	int from;
	struct err err;
};

static void *
open_and_migrate(void *ctx)
{
	struct migration *m = ctx;
	struct db *db = NULL;

	m->rc = test_database_open(m->url, true, &db, &m->err);
	if (m->rc == 0)
		m->rc = schema_migrate(db, &m->from, &m->err);
	db_close(&db);
	return NULL;
}

static void
four_that_migrate_at_once_make_one_schema(void **state)
{
	const struct test_database *database = *state;
	struct migration all[4];
	pthread_t threads[4];
	int made = 0;

	for (int i = 0; i < 4; i++) {
		all[i] = (struct migration){.url = database->url, .from = -1};
		assert_int_equal(pthread_create(&threads[i], NULL,
					 open_and_migrate, &all[i]),
			0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 4; i++) {
		if (all[i].rc < 0)
			fail_msg("%s", all[i].err.text);
		made += all[i].from == 0;
	}
	assert_int_equal(made, 1);
}

static void
foreign_database_is_left_alone(void **state)
{
	struct test_database *database = *state;
	struct db *db = sql_open(database);
	struct err err = {0};
	int from = -1;

	sql_run(db, create_things);
	assert_int_equal(schema_migrate(db, &from, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "another program"));
	if (!database->postgres) {
		sql_run(db, "PRAGMA application_id=7");
		db_close(&db);
		assert_int_equal(
			test_database_open(database->url, true, &db, &err), -1);
		assert_int_equal(err.kind, ERR_CONFIG);
	}
	db_close(&db);
}

static void
what_is_no_database_is_refused(void **state)
{
	struct test_database *database = *state;
	char text[512] = "this is not a database, but a letter to a friend\n";
	char *path = temp_dir_path(database->dir, "letter");
	FILE *file = fopen(path, "w");
	struct db *db = NULL;
	struct err err = {0};

	assert_int_equal(
		test_database_open(database->url, false, &db, &err), -1);
	assert_int_equal(err.kind, ERR_DISK);
	assert_int_equal(access(database->url, F_OK), -1);
	assert_int_equal(fwrite(text, 1, sizeof(text), file), sizeof(text));
	fclose(file);
	assert_int_equal(test_database_open(path, true, &db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(test_database_open("mysql://x", true, &db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(
		test_database_open("/proc/none/x.db", true, &db, &err), -1);
	assert_int_equal(err.kind, ERR_DISK);
	assert_int_equal(test_database_open("postgresql:///x?host=/proc/none",
				 true, &db, &err),
		-1);
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_null(strchr(err.text, '\n'));
	free(path);
}

/* SQLite reads the last page's missing bytes as zeros, and says nothing. */
static void
what_is_cut_short_is_refused(void **state)
{
	static const off_t missing[] = {1, 1024, 2048, 2049, 5 * 2048};
	const struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct err err = {0};
	struct stat whole;

	db_close(&db);
	assert_int_equal(stat(database->url, &whole), 0);
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		assert_int_equal(
			truncate(database->url, whole.st_size - missing[i]), 0);
		assert_int_equal(
			test_database_open(database->url, false, &db, &err),
			-1);
		assert_int_equal(err.kind, ERR_DATA);
		assert_non_null(strstr(err.text, "cut short"));
	}
}

/* Pages that the log holds are not missing. */
static void
what_the_log_holds_is_there(void **state)
{
	const struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct db *other = NULL;
	struct err err;
	struct stat file;

	assert_int_equal(stat(database->url, &file), 0);
	assert_true(sql_int(db, "PRAGMA page_count") >
		    file.st_size / sql_int(db, "PRAGMA page_size"));
	assert_int_equal(
		test_database_open(database->url, false, &other, &err), 0);
	db_close(&other);
	db_close(&db);
}

/* Somebody who has the file, and a program of their own. */
static void
what_keeps_the_ledger_is_missed(void **state)
{
	const struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct err err = {0};

	assert_int_equal(schema_check(db, &err), 0);
	sql_run(db,
		database->postgres
			? "DROP TRIGGER ledger_event_no_change ON ledger_event"
			: "DROP TRIGGER ledger_event_no_delete");
	assert_int_equal(schema_check(db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "triggers"));
	db_close(&db);
}

static void
what_is_in_its_place_is_noticed(void **state)
{
	struct db *db = sql_open_current(*state);
	struct err err = {0};

	sql_run(db, "DROP TRIGGER ledger_no_delete");
	sql_run(db, "CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger"
		    " BEGIN SELECT 1; END");
	assert_int_equal(schema_check(db, &err), -1);
	db_close(&db);
}

static void
what_is_switched_off_is_noticed(void **state)
{
	struct db *db = sql_open_current(*state);
	struct err err = {0};

	sql_run(db, "ALTER TABLE ledger DISABLE TRIGGER ledger_no_change");
	assert_int_equal(schema_check(db, &err), -1);
	db_close(&db);
}

static void
what_others_may_change_is_refused(void **state)
{
	static const struct {
		const char *beside;
		mode_t mode;
	} cases[] = {{"", 0666}, {"", 0660}, {"", 0644}, {"-wal", 0666}};
	const struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct db *other = NULL;
	struct err err = {0};
	char path[512];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", database->url,
			cases[i].beside);
		assert_int_equal(chmod(path, cases[i].mode), 0);
		assert_int_equal(
			test_database_open(database->url, true, &other, &err),
			-1);
		assert_int_equal(err.kind, ERR_CONFIG);
		assert_non_null(strstr(err.text, "chmod 06"));
		assert_int_equal(chmod(path, 0600), 0);
	}
	assert_int_equal(chmod(database->dir, 0777), 0);
	assert_int_equal(
		test_database_open(database->url, true, &other, &err), -1);
	assert_non_null(strstr(err.text, "chmod 0775"));
	assert_int_equal(chmod(database->dir, 0700), 0);
	db_close(&db);
}

/* A server that has no TLS, and what it is told in clear. */
struct listener {
	int fd;
	char got[64];
	ssize_t more;
};

static void *
decline_tls(void *arg)
{
	struct listener *it = arg;
	int fd = accept(it->fd, NULL, NULL);

	it->more = -1;
	if (fd >= 0 && recv(fd, it->got, 8, MSG_WAITALL) == 8 &&
		send(fd, "N", 1, MSG_NOSIGNAL) == 1)
		it->more = recv(fd, it->got, sizeof(it->got), 0);
	if (fd >= 0)
		close(fd);
	return NULL;
}

static void
a_server_elsewhere_hears_nothing_in_clear(void **state)
{
	struct sockaddr_in own = {
		.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof(own);
	struct listener listener = {
		.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	struct db *db = NULL;
	struct err err = {0};
	pthread_t thread;
	char url[256];

	(void)state;
	assert_int_equal(
		bind(listener.fd, (struct sockaddr *)&own, sizeof(own)), 0);
	assert_int_equal(listen(listener.fd, 4), 0);
	getsockname(listener.fd, (struct sockaddr *)&own, &len);
	/* This machine by a name that is not known to be it. */
	for (int told = 0; told < 2; told++) {
		snprintf(url, sizeof(url),
			"postgresql://u:geheim@0.0.0.0:%d/x%s",
			ntohs(own.sin_port), told ? "?sslmode=prefer" : "");
		assert_int_equal(
			pthread_create(&thread, NULL, decline_tls, &listener),
			0);
		assert_int_equal(test_database_open(url, false, &db, &err), -1);
		pthread_join(thread, NULL);
		assert_int_equal(listener.more > 0, told);
		assert_null(strstr(err.text, "geheim"));
	}
	close(listener.fd);
}

static void
a_malformed_address_is_not_repeated(void **state)
{
	static const char *const bad[] = {"postgresql://u:geheim@[x/y",
		"postgresql://u:geheim@h/y?nothing=1",
		"postgresql://u:gehe%zzim@h/y"};
	struct db *db = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = {0};

		assert_int_equal(
			test_database_open(bad[i], false, &db, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_null(strstr(err.text, "gehe"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(sqlite_commits_are_durable),
		ON_POSTGRES(postgres_commits_are_durable),
		ON_SQLITE(database_file_is_private),
		ON_SQLITE(a_commit_to_a_file_that_went_is_none),
		ON_BOTH(schema_is_made_once_and_known),
		ON_BOTH(what_stood_is_raised),
		ON_BOTH(four_that_migrate_at_once_make_one_schema),
		ON_BOTH(foreign_database_is_left_alone),
		ON_SQLITE(what_is_no_database_is_refused),
		ON_SQLITE(what_is_cut_short_is_refused),
		ON_SQLITE(what_the_log_holds_is_there),
		ON_BOTH(what_keeps_the_ledger_is_missed),
		ON_SQLITE(what_is_in_its_place_is_noticed),
		ON_POSTGRES(what_is_switched_off_is_noticed),
		ON_SQLITE(what_others_may_change_is_refused),
		ON_SQLITE(a_server_elsewhere_hears_nothing_in_clear),
		ON_SQLITE(a_malformed_address_is_not_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
