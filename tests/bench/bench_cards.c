/*
 * bench_cards [PEOPLE [DAYS [verify]]]: what hours cost to read, on both
 * databases: a year of 1,000 people (lib/year.h) unless told otherwise. A card,
 * the summary of all, the board of ten times as many, the report of the year;
 * each beside a plain indexed read of the same rows. Then what a punch in the
 * middle of it makes to be worked out again. `verify` proves the year.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "db/schema.h"
#include "lib/figures.h"
#include "lib/test_database.h"
#include "lib/year.h"
#include "lib/zone_file.h"
#include "service/card/feed.h"
#include "service/company/chain.h"
#include "service/desk/metrics.h"
#include "service/ledger/correct.h"
#include "service/ledger/ledger.h"
#include "src/service/card/board_rows.h"
#include "src/service/card/card_read.h"
#include "src/service/card/feed_list_rows.h"
#include "src/service/card/summary.h"

struct scene {
	struct year year;
	const char *name;
	struct db_source source;
	struct feed *feed;
	struct metrics metrics;
	struct zones *zones;
	struct hours *hours; /* while it is read */
};

static void
must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	fprintf(stderr, "bench_cards: %s\n", err->text);
	exit(1);
}

/* --- a year --------------------------------------------------------------- */

/* SQLite goes without, as connectd does; a server does it by itself. */
static void
analyze(struct scene *scene, const char *sql)
{
	struct db_stmt *stmt;
	struct err err;

	if (strcmp(scene->name, "postgres") != 0)
		return;
	must(db_prepare(scene->year.db, sql, &stmt, &err), &err);
	must(db_run(stmt, &err), &err);
}

static int64_t
now_ms(void *ctx)
{
	return year_end_ms(&((struct scene *)ctx)->year);
}

/* Until it has nothing to follow any more. */
static void
follow(struct scene *scene)
{
	bool more = true;
	struct err err;

	while (more)
		must(feed_step(scene->feed, &more, &err), &err);
}

static void
fill(struct scene *scene)
{
	const struct feed_options options = {.database = scene->source,
		.zones = scene->zones,
		.metrics = &scene->metrics,
		.now_ms = now_ms,
		.now_ctx = scene};
	double begin = figures_now_ms(), filled;
	struct err err;

	must(year_fill(&scene->year, &err), &err);
	analyze(scene, "ANALYZE ledger, timeline, clock_point, employee");
	filled = figures_now_ms();
	scene->feed = feed_new(&options);
	follow(scene);
	analyze(scene, "ANALYZE time_record");
	printf("cards.%s.fill punches=%zu s=%.1f records=%lld feed_s=%.1f\n",
		scene->name, year_punches(&scene->year),
		(filled - begin) / 1000, (long long)scene->metrics.feed_records,
		(figures_now_ms() - filled) / 1000);
	fflush(stdout);
}

static void
verify(struct scene *scene)
{
	struct ledger_report ledger;
	struct feed_report feed;
	struct db *db = scene->year.db;
	struct err err;

	must(db_begin_read(db, &err), &err);
	must(ledger_verify_in(db, scene->zones, NULL, &ledger, &err), &err);
	must(feed_verify(db, scene->zones, &feed, &err), &err);
	db_rollback(db);
	printf("cards.%s.verify rows=%lld records=%lld\n", scene->name,
		(long long)ledger.rows, (long long)feed.records);
	if (!ledger.sound)
		must(err_set(&err, ERR_INTERNAL, "%s", ledger.what), &err);
	if (!feed.sound)
		must(err_set(&err, ERR_INTERNAL, "%s", feed.what), &err);
}

/* --- reading -------------------------------------------------------------- */

struct question {
	struct scene *scene;
	struct period range;
};

static void
ask_card(const struct question *it)
{
	const struct card_query query = {.employee = year_person(7),
		.range = it->range,
		.now_ms = year_end_ms(&it->scene->year)};
	struct str body;
	struct err err;

	str_init(&body, SIZE_MAX / 2);
	must(card_read(
		     it->scene->year.db, it->scene->hours, &query, &body, &err),
		&err);
	str_release(&body);
}

static void
ask_summary(const struct question *it)
{
	const struct facts_page page = {
		.query = {.company = it->scene->year.company,
			.zone = it->scene->hours->clock.rules.zone,
			.dates = card_weeks(it->scene->hours, &it->range),
			.now_ms = year_end_ms(&it->scene->year)},
		.sees_all = true,
		.limit = it->scene->year.people,
	};
	struct wire_summary summary = {.range = it->range,
		.rows = mem_new(page.limit, sizeof(*summary.rows))};
	struct str body;
	struct id last;
	struct err err;

	str_init(&body, SIZE_MAX / 2);
	must(summary_read(it->scene->year.db, it->scene->hours, &page, &summary,
		     &last, &err),
		&err);
	wire_summary_encode(&summary, &body);
	if (summary.totals.minutes == 0)
		must(err_set(&err, ERR_INTERNAL, "nobody worked"), &err);
	wire_summary_release(&summary);
	str_release(&body);
}

static void
ask_board(const struct question *it)
{
	const size_t n = it->scene->year.people * YEAR_BOARD_TIMES;
	struct board_person *people = mem_new(n, sizeof(*people));
	const struct board_query query = {.company = it->scene->year.company,
		.sees_all = true,
		.limit = n};
	size_t count;
	struct err err;

	must(board_rows_list(it->scene->year.db, &query, people, &count, &err),
		&err);
	free(people);
}

static void
ask_sums(const struct question *it, enum feed_by by)
{
	struct db *db = it->scene->year.db;
	const struct caller caller = {
		.company = it->scene->year.company, .viewset = VIEWSET_ALL};
	const struct feed_query query = {.from = YEAR_FIRST_DATE,
		.to = YEAR_FIRST_DATE + (int32_t)it->scene->year.days - 1};
	struct db_stmt *stmt;
	struct jsonout json;
	struct str body;
	bool row = true;
	struct err err;

	str_init(&body, SIZE_MAX / 2);
	jsonout_init(&json, &body);
	jsonout_array(&json, NULL);
	must(feed_list_rows_sums(db, &caller, &query, by, &stmt, &err), &err);
	for (;;) {
		must(db_step(stmt, &row, &err), &err);
		if (!row)
			break;
		feed_list_rows_write_sum(&json, stmt, by);
	}
	db_reset(db);
	str_release(&body);
}

static void
ask_dates(const struct question *it)
{
	ask_sums(it, FEED_BY_DATE);
}

static void
ask_jobs(const struct question *it)
{
	ask_sums(it, FEED_BY_JOB);
}

/* Rows of times from ?2 to before ?3, of those before ?4, or who is ?4; nothing
 * is made of them. */
static void
read_plainly(const struct question *it, const char *sql, const struct id *who)
{
	struct db *db = it->scene->year.db;
	struct db_stmt *stmt;
	int64_t sum = 0;
	struct err err;
	bool row = true;

	must(db_prepare(db, sql, &stmt, &err), &err);
	db_bind_id(stmt, 1, &it->scene->year.company);
	if (who != NULL) {
		const struct period weeks =
			card_weeks(it->scene->hours, &it->range);

		db_bind_int(stmt, 2, (weeks.first - 1) * YEAR_DAY_MS);
		db_bind_int(stmt, 3, (weeks.last + 2) * YEAR_DAY_MS);
		db_bind_id(stmt, 4, who);
	}
	for (;;) {
		must(db_step(stmt, &row, &err), &err);
		if (!row)
			break;
		sum += db_int(stmt, 0);
	}
	if (sum == 0)
		must(err_set(&err, ERR_INTERNAL, "nothing was read"), &err);
	db_reset(db);
}

#define ROWS "SELECT t.at_ms, t.id, t.kind, t.location, t.cost_code FROM "
#define WINDOW                                                                 \
	" t.company = ?1 AND t.at_ms >= ?2 AND t.at_ms < ?3 AND t.employee = "

static void
plain_card(const struct question *it)
{
	const struct id who = year_person(7);

	read_plainly(
		it, ROWS "timeline t WHERE" WINDOW "?4 ORDER BY t.at_ms", &who);
}

static void
plain_summary(const struct question *it)
{
	const struct id last = year_person(it->scene->year.people);

	read_plainly(it,
		ROWS "employee e CROSS JOIN timeline t WHERE" WINDOW
		     "e.id AND e.company = ?1 AND e.id < ?4",
		&last);
}

static void
plain_board(const struct question *it)
{
	read_plainly(it,
		"SELECT COALESCE((SELECT p.at_ms FROM clock_point p"
		" WHERE p.company = ?1 AND p.employee = e.id"
		" ORDER BY p.date DESC, p.part DESC LIMIT 1), 1)"
		" FROM employee e WHERE e.company = ?1",
		NULL);
}

static void
plain_sums(const struct question *it)
{
	read_plainly(it,
		"SELECT date, location, cost_code, final, minutes, reg, ot1,"
		" ot2 FROM time_record WHERE company = ?1 AND deleted = 0",
		NULL);
}

static double
median(const struct question *it, int times,
	void (*ask)(const struct question *it))
{
	struct figures figures = {NULL, 0, 0};
	double found;

	ask(it);
	for (int i = 0; i < times; i++) {
		double begin = figures_now_ms();

		ask(it);
		figures_add(&figures, figures_now_ms() - begin);
	}
	found = figures_at(&figures, 50);
	figures_release(&figures);
	return found;
}

static void
measure(struct scene *scene)
{
	const int32_t last = YEAR_FIRST_DATE + (int32_t)scene->year.days - 1;
	const struct question period = {scene, {last - 14, last}};
	static const struct {
		const char *name;
		int times;
		void (*ask)(const struct question *it);
		void (*plain)(const struct question *it);
	} rows[] = {
		{"card", 50, ask_card, plain_card},
		{"summary", 5, ask_summary, plain_summary},
		{"board", 5, ask_board, plain_board},
		{"dates", 1, ask_dates, plain_sums},
		{"jobs", 1, ask_jobs, plain_sums},
	};
	struct db *db = scene->year.db;
	struct hours hours;
	struct err err;

	must(db_begin_read(db, &err), &err);
	must(hours_load(db, scene->zones, &scene->year.company, &hours, &err),
		&err);
	scene->hours = &hours;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double ms = median(&period, rows[i].times, rows[i].ask);
		double plain = median(&period, rows[i].times, rows[i].plain);

		printf("cards.%s.%s ms=%.2f plain_ms=%.2f\n", scene->name,
			rows[i].name, ms, plain);
		fflush(stdout);
	}
	hours_release(&hours);
	db_rollback(db);
}

/* --- a punch in the middle ------------------------------------------------ */

static void
correct(struct scene *scene, int64_t at_ms)
{
	struct ledger_correction it = {
		.company = scene->year.company,
		.employee = year_person(3),
		.author = year_person(3),
		.now_ms = year_end_ms(&scene->year),
		.kind = CORRECTION_ADD,
		.press = PUNCH_STOP,
		.has_at = true,
		.at_ms = at_ms,
		.reason = "late",
	};
	struct db *db = scene->year.db;
	struct chain_head head;
	struct err err;
	int64_t seq;

	must(db_begin(db, &err), &err);
	must(chain_lock(db, &it.company, &head, &err), &err);
	must(ledger_correct(db, scene->zones, &it, NULL, &seq, &err), &err);
	must(db_commit(db, &err), &err);
}

static int64_t
count_points(struct scene *scene, int32_t date)
{
	struct id person = year_person(3);
	struct db_stmt *stmt;
	int64_t count;
	struct err err;
	bool row;

	must(db_prepare(scene->year.db,
		     "SELECT count(*) FROM clock_point WHERE company = ?1"
		     " AND employee = ?2 AND date >= ?3",
		     &stmt, &err),
		&err);
	db_bind_id(stmt, 1, &scene->year.company);
	db_bind_id(stmt, 2, &person);
	db_bind_int(stmt, 3, date);
	must(db_step(stmt, &row, &err), &err);
	count = db_int(stmt, 0);
	db_reset(scene->year.db);
	return count;
}

static void
measure_late(struct scene *scene)
{
	const int32_t date = YEAR_FIRST_DATE + (int32_t)scene->year.days / 2;
	struct metrics *metrics = &scene->metrics;
	long long people = metrics->feed_people, weeks = metrics->feed_weeks;
	long long records = metrics->feed_records;
	double begin = figures_now_ms(), written;

	correct(scene, date * YEAR_DAY_MS + YEAR_DAY_MS / 24 * 20);
	written = figures_now_ms();
	follow(scene);
	printf("cards.%s.late ms=%.2f days=%lld feed_ms=%.2f people=%lld"
	       " weeks=%lld records=%lld\n",
		scene->name, written - begin,
		(long long)count_points(scene, date),
		figures_now_ms() - written,
		(long long)metrics->feed_people - people,
		(long long)metrics->feed_weeks - weeks,
		(long long)metrics->feed_records - records);
}

static void
run(struct scene *scene, bool postgres, bool verified)
{
	struct test_database *database = test_database_new(postgres);
	struct err err;
	int from;

	scene->name = postgres ? "postgres" : "sqlite";
	scene->source = test_database_source(database->url);
	must(test_database_open(database->url, true, &scene->year.db, &err),
		&err);
	must(schema_migrate(scene->year.db, &from, &err), &err);
	fill(scene);
	measure(scene);
	measure_late(scene);
	if (verified)
		verify(scene);
	feed_free(&scene->feed);
	db_close(&scene->year.db);
	test_database_free(&database);
}

int
main(int argc, char **argv)
{
	const bool verified = argc > 3 && strcmp(argv[3], "verify") == 0;
	long long people = 1000, days = 250;
	struct zones *zones = zones_new(zone_file_find);
	struct err err;

	if (argc > 1)
		must(number_parse(argv[1], 10, 10000, &people, &err), &err);
	if (argc > 2)
		must(number_parse(argv[2], 20, 366, &days, &err), &err);
	for (int postgres = 0; postgres < 2; postgres++) {
		struct scene scene = {.year = {.zones = zones,
					      .people = (size_t)people,
					      .days = (size_t)days},
			.zones = zones};

		run(&scene, postgres != 0, verified);
	}
	zones_free(&zones);
	return test_database_end(NULL);
}
