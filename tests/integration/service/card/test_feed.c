/* What leaves the house follows the ledger: on each database. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/ledger_bench.h"
#include "lib/sql.h"
#include "service/card/feed.h"
#include "service/desk/metrics.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)

static int
load_utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static int64_t
now_ms(void *ctx)
{
	const struct bench *bench = ctx;

	return bench->received_ms;
}

/* A ledger, and the feed behind it, in the test's hands. */
struct scene {
	struct bench *bench;
	struct zones *zones;
	struct metrics *metrics;
	struct feed *feed;
};

static struct scene
open_scene(void **state)
{
	const struct test_database *database = *state;
	struct scene it = {.bench = bench_new(database),
		.zones = zones_new(load_utc),
		.metrics = calloc(1, sizeof(struct metrics))};
	const struct feed_options options = {
		.database = test_database_source(database->url),
		.zones = it.zones,
		.metrics = it.metrics,
		.now_ms = now_ms,
		.now_ctx = it.bench,
	};

	it.feed = feed_new(&options);
	return it;
}

static void
follow(struct scene *it)
{
	struct err err = {0};
	bool more = true;

	while (more)
		if (feed_step(it->feed, &more, &err) < 0)
			fail_msg("%s", err.text);
}

static struct feed_report
verify(struct scene *it)
{
	struct feed_report report;
	struct err err = {0};

	assert_int_equal(db_begin_read(it->bench->db, &err), 0);
	if (feed_verify(it->bench->db, it->zones, &report, &err) < 0)
		fail_msg("%s", err.text);
	db_rollback(it->bench->db);
	return report;
}

static void
expect_sound(struct scene *it)
{
	struct feed_report report = verify(it);

	if (!report.sound)
		fail_msg("%s", report.what);
	assert_int_equal(report.people, 0);
}

static void
close_scene(struct scene *it)
{
	feed_free(&it->feed);
	zones_free(&it->zones);
	free(it->metrics);
	bench_free(&it->bench);
}

static int64_t
ask(struct scene *it, const char *sql)
{
	return sql_int(it->bench->db, sql);
}

static void
deliver(struct scene *it)
{
	struct wire_verdicts verdicts = bench_deliver(it->bench);

	free(verdicts.verdicts);
}

/* Two hours, to the second: a press takes one of them. */
static void
work(struct scene *it)
{
	bench_punch(it->bench, PUNCH_GO);
	bench_pass(it->bench, 2 * HOUR_MS - 1000);
	bench_punch(it->bench, PUNCH_STOP);
}

#define LIVE "SELECT count(*) FROM time_record WHERE deleted = 0"
#define LAST "SELECT last_seq FROM feed_head"

static void
test_a_press_becomes_a_record(void **state)
{
	struct scene it = open_scene(state);

	follow(&it);
	assert_int_equal(ask(&it, "SELECT count(*) FROM feed_head"), 0);
	bench_punch(it.bench, PUNCH_GO);
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LIVE), 1);
	assert_int_equal(ask(&it, "SELECT end_ms FROM time_record"), 0);
	assert_int_equal(ask(&it, LAST), 1);
	bench_pass(it.bench, 2 * HOUR_MS - 1000);
	bench_punch(it.bench, PUNCH_STOP);
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LIVE), 1);
	assert_int_equal(
		ask(&it, "SELECT minutes FROM time_record WHERE reg = 120"
			 " AND revision = 2 AND feed_seq = 2 AND final = 0"),
		120);
	expect_sound(&it);
	/* what says nothing new writes nothing */
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LAST), 2);
	close_scene(&it);
}

static void
test_one_byte_is_found(void **state)
{
	static const char *const columns[] = {"kind", "date", "at_ms",
		"start_ms", "end_ms", "shown_start_ms", "shown_end_ms",
		"minutes", "meal_minutes", "reg", "ot1", "ot2", "final",
		"corrected_ms", "deleted"};
	struct scene it = open_scene(state);
	char sql[160];

	work(&it);
	deliver(&it);
	follow(&it);
	expect_sound(&it);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		for (int by = 1; by >= -1; by -= 2) {
			snprintf(sql, sizeof(sql),
				"UPDATE time_record SET %s = %s + (%d)",
				columns[i], columns[i], by);
			bench_run(it.bench, sql);
			db_forget(it.bench->db); /* the text is another one */
			if (by == 1 && verify(&it).sound)
				fail_msg("%s may be anything", columns[i]);
		}
		expect_sound(&it);
	}
	bench_run(it.bench, "UPDATE time_record SET location = cost_code,"
			    " cost_code = NULL");
	assert_false(verify(&it).sound);
	close_scene(&it);
}

/* Behind an interval of weeks of work, one punch of another device comes late:
 * what it cannot reach is not looked at. */
static void
test_a_late_punch_touches_its_weeks(void **state)
{
	struct scene it = open_scene(state);
	struct bench *bench = it.bench;
	int64_t weeks, records;
	struct stamp then = {.wall_ms = 0};

	for (int week = 0; week < 20; week++) {
		work(&it);
		if (week == 5)
			then = bench->now;
		bench_pass(bench, 7 * DAY_MS - 2 * HOUR_MS - 1000);
	}
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LIVE), 20);
	weeks = it.metrics->feed_weeks;
	records = it.metrics->feed_records;

	bench_other_enrolment(bench);
	bench->begun_ms = 0;
	bench_punch(bench, PUNCH_GO)->pressed.wall_ms = then.wall_ms + HOUR_MS;
	bench->punches[0].pressed.boottime_ms = then.boottime_ms + HOUR_MS;
	bench_punch(bench, PUNCH_STOP)->pressed.wall_ms =
		then.wall_ms + 2 * HOUR_MS;
	bench->punches[1].pressed.boottime_ms = then.boottime_ms + 2 * HOUR_MS;
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LIVE), 21);
	assert_int_equal(it.metrics->feed_records - records, 1);
	weeks = it.metrics->feed_weeks - weeks;
	print_message("a late punch: %lld of 20 weeks\n", (long long)weeks);
	assert_true(weeks <= 2);
	expect_sound(&it);
	close_scene(&it);
}

static void
test_what_is_no_more_is_told(void **state)
{
	struct scene it = open_scene(state);
	struct punch *undo;
	struct id target, enrolment;

	target = bench_punch(it.bench, PUNCH_GO)->id;
	enrolment = it.bench->enrolment;
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LIVE), 1);
	undo = bench_punch(it.bench, PUNCH_VOID);
	undo->target = target;
	undo->enrolment = enrolment;
	deliver(&it);
	follow(&it);
	assert_int_equal(ask(&it, LIVE), 0);
	assert_int_equal(
		ask(&it, "SELECT revision FROM time_record WHERE deleted = 1"
			 " AND feed_seq = 2"),
		2);
	expect_sound(&it);
	close_scene(&it);
}

static void
test_what_is_behind_is_not_called_wrong(void **state)
{
	struct scene it = open_scene(state);

	work(&it);
	deliver(&it);
	assert_true(verify(&it).sound);
	assert_int_equal(verify(&it).people, 1);
	follow(&it);
	expect_sound(&it);
	work(&it);
	deliver(&it);
	assert_true(verify(&it).sound);
	assert_int_equal(verify(&it).people, 1);
	close_scene(&it);
}

/* --- many at once --------------------------------------------------------- */

#define WRITERS 8
#define READ_AT_ONCE 7 /* pages, so that there are many */

struct writer {
	struct bench *bench;
	struct ledger *ledger;
	int rounds;
	pthread_t thread;
};

static void
send(struct writer *it)
{
	struct wire_verdicts verdicts = {.count = 0};
	struct err err = {0};

	if (bench_try_on(it->bench, it->ledger, &verdicts, &err) < 0)
		fail_msg("%s", err.text);
	free(verdicts.verdicts);
}

/* Works, and takes every third beginning back. */
static void *
run_writer(void *ctx)
{
	struct writer *it = ctx;

	for (int round = 0; round < it->rounds; round++) {
		struct id first = bench_punch(it->bench, PUNCH_GO)->id;

		send(it);
		if (round % 3 == 0)
			bench_punch(it->bench, PUNCH_VOID)->target = first;
		else
			bench_pass(it->bench, HOUR_MS);
		if (round % 3 != 1)
			bench_punch(it->bench, PUNCH_STOP);
		send(it);
	}
	return NULL;
}

struct seen {
	struct id employee;
	struct id id;
	int64_t revision;
	bool deleted;
};

/* Who reads the feed, from another machine: page by page, by a cursor. */
struct reader {
	const struct test_database *database;
	struct db *db;
	struct seen *seen;
	size_t count, cap;
	int64_t cursor;
	atomic_bool done; /* no more will come */
	int pages;
	pthread_t thread;
};

/* Each revision of each record comes once, in its order. */
static void
see(struct reader *it, const struct seen *told)
{
	for (size_t i = 0; i < it->count; i++) {
		struct seen *seen = &it->seen[i];

		if (!id_equal(&seen->id, &told->id) ||
			!id_equal(&seen->employee, &told->employee))
			continue;
		assert_true(told->revision > seen->revision);
		*seen = *told;
		return;
	}
	it->seen =
		mem_grow(it->seen, &it->cap, it->count + 1, sizeof(*it->seen));
	it->seen[it->count++] = *told;
}

/* As GET /v1/changes asks. How many came. */
static int
read_page(struct reader *it)
{
	struct db_stmt *stmt = sql_prepare(it->db,
		"SELECT feed_seq, employee, id, revision, deleted"
		" FROM time_record WHERE feed_seq > ?1"
		" ORDER BY feed_seq LIMIT ?2");
	struct err err = {0};
	bool row = true;
	int n = 0;

	db_bind_int(stmt, 1, it->cursor);
	db_bind_int(stmt, 2, READ_AT_ONCE);
	for (;; n++) {
		if (db_step(stmt, &row, &err) < 0)
			fail_msg("%s", err.text);
		if (!row)
			break;
		assert_true(db_int(stmt, 0) > it->cursor);
		it->cursor = db_int(stmt, 0);
		see(it, &(struct seen){db_id(stmt, 1), db_id(stmt, 2),
				db_int(stmt, 3), db_int(stmt, 4) != 0});
	}
	db_reset(it->db);
	it->pages++;
	return n;
}

static void *
run_reader(void *ctx)
{
	struct reader *it = ctx;
	bool done = false;

	it->db = sql_open(it->database);
	for (;;) {
		if (read_page(it) > 0)
			continue;
		if (done)
			break;
		done = it->done;
		/* its connection is lost; another goes on from the cursor */
		db_close(&it->db);
		it->db = sql_open(it->database);
	}
	db_close(&it->db);
	return NULL;
}

static struct feed *
start_feed(struct scene *it, const struct test_database *database)
{
	const struct feed_options options = {
		.database = test_database_source(database->url),
		.zones = it->zones,
		.metrics = it->metrics,
		.now_ms = now_ms,
		.now_ctx = it->bench,
	};
	struct feed *feed = feed_new(&options);
	struct err err = {0};

	assert_int_equal(feed_start(feed, &err), 0);
	return feed;
}

/* Two services follow at once, and one of them is restarted over and over. */
static void
run_all(struct scene *it, const struct test_database *database,
	struct writer *writers, struct reader *reader)
{
	struct feed *one = start_feed(it, database);
	struct feed *other = start_feed(it, database);

	assert_int_equal(
		pthread_create(&reader->thread, NULL, run_reader, reader), 0);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&writers[i].thread, NULL,
					 run_writer, &writers[i]),
			0);
	for (int i = 0; i < WRITERS; i++) {
		feed_free(&other);
		other = start_feed(it, database);
		feed_wake(one);
		pthread_join(writers[i].thread, NULL);
	}
	feed_free(&one);
	feed_free(&other);
	follow(it);
	reader->done = true;
	pthread_join(reader->thread, NULL);
}

static void
test_many_write_and_one_reads(void **state)
{
	const char *rounds = getenv("FEED_ROUNDS");
	struct scene it = open_scene(state);
	struct reader reader = {.database = *state};
	struct writer writers[WRITERS];

	for (int i = 0; i < WRITERS; i++)
		writers[i] = (struct writer){bench_beside(it.bench, 0),
			it.bench->ledger, rounds != NULL ? atoi(rounds) : 15,
			0};
	run_all(&it, *state, writers, &reader);
	print_message("%zu records, %lld changes of them, read in %d pages\n",
		reader.count, (long long)ask(&it, LAST), reader.pages);
	assert_int_equal(reader.cursor, ask(&it, LAST));
	assert_int_equal(
		reader.count, ask(&it, "SELECT count(*) FROM time_record"));
	for (size_t i = 0; i < reader.count; i++) {
		struct db_stmt *stmt = sql_prepare(it.bench->db,
			"SELECT revision, deleted FROM time_record"
			" WHERE employee = ?1 AND id = ?2");
		struct err err = {0};
		bool row;

		db_bind_id(stmt, 1, &reader.seen[i].employee);
		db_bind_id(stmt, 2, &reader.seen[i].id);
		assert_int_equal(db_step(stmt, &row, &err), 0);
		assert_true(row);
		assert_int_equal(db_int(stmt, 0), reader.seen[i].revision);
		assert_int_equal(db_int(stmt, 1), reader.seen[i].deleted);
		db_reset(it.bench->db);
	}
	expect_sound(&it);
	for (int i = 0; i < WRITERS; i++)
		bench_free(&writers[i].bench);
	free(reader.seen);
	close_scene(&it);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_press_becomes_a_record),
		ON_BOTH(test_one_byte_is_found),
		ON_BOTH(test_a_late_punch_touches_its_weeks),
		ON_BOTH(test_what_is_no_more_is_told),
		ON_BOTH(test_what_is_behind_is_not_called_wrong),
		ON_BOTH(test_many_write_and_one_reads),
	};

	return cmocka_run_group_tests_name(
		"feed", tests, NULL, test_database_end);
}
