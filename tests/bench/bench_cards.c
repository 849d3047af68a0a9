/*
 * bench_cards [PEOPLE [DAYS]]: what hours cost to read, on both databases: a
 * year of 1,000 people (four punches a day) unless told otherwise. A card, the
 * summary of all, the board of ten times as many, the report of all the days;
 * each beside a plain indexed read of the same rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "core/verdict.h"
#include "db/schema.h"
#include "lib/figures.h"
#include "lib/test_database.h"
#include "lib/zone_file.h"
#include "service/company/setup.h"
#include "src/service/card/board_rows.h"
#include "src/service/card/card_read.h"
#include "src/service/card/summary.h"
#include "src/service/ledger/ledger_rows.h"
#include "src/service/ledger/point_rows.h"
#include "src/service/ledger/timeline_rows.h"

#define HOUR_MS (60 * 60 * INT64_C(1000))
#define DAY_MS (24 * HOUR_MS)
#define FIRST_DATE 20454 /* 2026-01-01 */
#define DAY_PUNCHES 4
#define BATCH 1000
#define BOARD_TIMES 10

struct scene {
	struct db *db;
	const char *name;
	struct id company;
	size_t people;
	size_t days;
	struct zones *zones;
	int64_t now_ms;
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

static struct id
id_of(uint8_t what, uint64_t number)
{
	struct id id = {{0x01, 0x9b, what, [6] = 0x70, [8] = 0x80}};

	for (int i = 0; i < 6; i++)
		id.bytes[15 - i] = (uint8_t)(number >> (8 * i));
	return id;
}

struct insert {
	struct scene *scene;
	uint64_t first; /* number of the first of the batch */
	struct punch punch;
	struct ledger_row row;
	struct timeline_row line;
};

/* By day, by hour, by person: as a year goes by. */
static int64_t
make_punch(struct insert *it, uint64_t number)
{
	static const enum punch_kind kinds[] = {
		PUNCH_GO, PUNCH_MEAL, PUNCH_RESUME, PUNCH_STOP};
	static const int hours[] = {13, 17, 18, 22};
	const uint64_t people = it->scene->people;
	const uint64_t person = number % people;
	const int which = (int)(number / people % DAY_PUNCHES);
	const int64_t day = (int64_t)(number / people / DAY_PUNCHES);
	const int64_t at_ms = (FIRST_DATE + day) * DAY_MS +
			      hours[which] * HOUR_MS +
			      (int64_t)(person * 37 % 600) * 1000;

	it->punch = (struct punch){
		.id = id_of(1, number),
		.employee = id_of(2, person),
		.pressed_by = id_of(2, person),
		.enrolment = id_of(3, person),
		.number = day * DAY_PUNCHES + which + 1,
		.kind = kinds[which],
		.pressed = {.wall_ms = at_ms,
			.boottime_ms = at_ms - FIRST_DATE * DAY_MS,
			.boot = id_of(4, person),
			.zone = "America/New_York",
			.offset_s = -18000},
	};
	if (which == 0) {
		it->punch.location = id_of(5, person % 20);
		it->punch.cost_code = id_of(6, person % 50);
	}
	return at_ms;
}

static void
bind_ledger(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct insert *it = ctx;
	const int64_t at_ms = make_punch(it, it->first + i);

	it->row = (struct ledger_row){
		.company = it->scene->company,
		.seq = (int64_t)(it->first + i) + 1,
		.punch = &it->punch,
		.carrier = {.now = it->punch.pressed,
			.highest = it->punch.number,
			.received_ms = at_ms},
		.restated = {.press_ms = at_ms, .not_after_ms = at_ms},
		.verdict = verdict_name(VERDICT_RECORDED),
	};
	ledger_rows_bind(&it->row, stmt);
}

static void
bind_timeline(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct insert *it = ctx;
	const int64_t at_ms = make_punch(it, it->first + i);

	it->line = (struct timeline_row){
		.company = it->scene->company,
		.seq = (int64_t)(it->first + i) + 1,
		.employee = it->punch.employee,
		.enrolment = it->punch.enrolment,
		.number = it->punch.number,
		.at_ms = at_ms,
		.press_ms = at_ms,
		.restated = {.press_ms = at_ms, .not_after_ms = at_ms},
		.counts = true,
		.press = timeline_press_of(&it->punch),
	};
	timeline_rows_bind(&it->line, stmt);
}

/* Behind the STOP of each day; of those on the board alone, one. */
static void
bind_point(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct insert *it = ctx;
	const uint64_t day = (it->first + i) / it->scene->people;
	const uint64_t person = (it->first + i) % it->scene->people;
	const int64_t at_ms = make_punch(
		it, (day * DAY_PUNCHES + DAY_PUNCHES - 1) * it->scene->people +
			    person);
	struct point point = {
		.company = it->scene->company,
		.employee = it->punch.employee,
		.date = (int32_t)(FIRST_DATE + (int64_t)day),
		.punches = DAY_PUNCHES,
		.state = {.since_ms = at_ms,
			.last = it->punch.id,
			.worked_ms = 8 * HOUR_MS,
			.folded = {at_ms, it->punch.number, it->punch.enrolment,
				it->punch.id}},
	};

	point_rows_bind_save(&point, stmt);
}

static void
insert(struct scene *scene, const char *sql, size_t n,
	void (*bind)(void *ctx, struct db_stmt *stmt, size_t i))
{
	struct insert it = {.scene = scene};
	const struct db_batch_call call = {bind, NULL, &it, false};
	struct err err;

	while (it.first < n) {
		size_t some = n - it.first < BATCH ? n - it.first : BATCH;

		must(db_batch(scene->db, sql, some, &call, &err), &err);
		it.first += some;
	}
}

static void
next_person(void *ctx, size_t i, struct setup_employee *out)
{
	out->id = id_of(2, i);
	out->number = "";
	out->given_name = "Dana";
	out->family_name = "Whitfield";
	out->policy_group = *(const struct id *)ctx;
}

static void
fill(struct scene *scene)
{
	static const struct meal_policy meal = {true, 30, 300, MEAL_EARLY_WARN};
	struct setup setup = {.db = scene->db, .now_ms = 1};
	const size_t punches = scene->people * scene->days * DAY_PUNCHES;
	struct id group = {{0}};
	struct err err;

	must(db_begin(scene->db, &err), &err);
	must(setup_company(&setup, "acme", "Acme", "America/New_York", &err),
		&err);
	scene->company = setup.company;
	must(setup_policy_group(&setup, "Default", &meal, &group, &err), &err);
	must(setup_employees(&setup, scene->people * BOARD_TIMES, next_person,
		     &group, &err),
		&err);
	must(setup_finish(&setup, &err), &err);
	insert(scene, ledger_rows_insert, punches, bind_ledger);
	insert(scene, timeline_rows_insert, punches, bind_timeline);
	insert(scene, point_rows_save, scene->people * scene->days, bind_point);
	must(db_commit(scene->db, &err), &err);
	/* SQLite goes without, as connectd does; a server does it by itself */
	if (strcmp(scene->name, "postgres") == 0) {
		struct db_stmt *stmt;

		must(db_prepare(scene->db, "ANALYZE", &stmt, &err), &err);
		must(db_run(stmt, &err), &err);
	}
}

/* --- reading -------------------------------------------------------------- */

struct question {
	struct scene *scene;
	struct hours *hours;
	struct period range;
};

static void
ask_card(const struct question *it)
{
	const struct card_query query = {.employee = id_of(2, 7),
		.range = it->range,
		.now_ms = it->scene->now_ms};
	struct str body;
	struct err err;

	str_init(&body, SIZE_MAX / 2);
	must(card_read(it->scene->db, it->hours, &query, &body, &err), &err);
	str_release(&body);
}

static void
ask_summary(const struct question *it)
{
	const struct facts_page page = {
		.query = {.company = it->scene->company,
			.zone = it->hours->clock.rules.zone,
			.dates = card_weeks(it->hours, &it->range),
			.now_ms = it->scene->now_ms},
		.sees_all = true,
		.limit = it->scene->people,
	};
	struct wire_summary summary = {.range = it->range,
		.rows = mem_new(page.limit, sizeof(*summary.rows))};
	struct str body;
	struct id last;
	struct err err;

	str_init(&body, SIZE_MAX / 2);
	must(summary_read(
		     it->scene->db, it->hours, &page, &summary, &last, &err),
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
	const size_t n = it->scene->people * BOARD_TIMES;
	struct board_person *people = mem_new(n, sizeof(*people));
	const struct board_query query = {
		.company = it->scene->company, .sees_all = true, .limit = n};
	size_t count;
	struct err err;

	must(board_rows_list(it->scene->db, &query, people, &count, &err),
		&err);
	free(people);
}

/* The same rows, and nothing made of them. */
static void
read_plainly(const struct question *it, const char *sql)
{
	struct db_stmt *stmt;
	int64_t sum = 0;
	struct err err;
	bool row = true;

	must(db_prepare(it->scene->db, sql, &stmt, &err), &err);
	db_bind_id(stmt, 1, &it->scene->company);
	if (strstr(sql, "?2") != NULL) {
		struct id person = id_of(2, 7);
		struct id last = id_of(2, it->scene->people);

		db_bind_int(stmt, 2, it->range.first * DAY_MS);
		db_bind_int(stmt, 3, it->range.last * DAY_MS + DAY_MS);
		db_bind_id(
			stmt, 4, strstr(sql, "= ?4") != NULL ? &person : &last);
	}
	for (;;) {
		must(db_step(stmt, &row, &err), &err);
		if (!row)
			break;
		sum += db_int(stmt, 0);
	}
	if (sum == 0)
		must(err_set(&err, ERR_INTERNAL, "nothing was read"), &err);
	db_reset(it->scene->db);
}

#define ROWS                                                                   \
	"SELECT t.at_ms, l.id, l.kind, l.location, l.cost_code FROM timeline"  \
	" t JOIN ledger l ON l.company = t.company AND l.seq = t.seq"          \
	" WHERE t.company = ?1 AND t.at_ms >= ?2 AND t.at_ms < ?3"

static void
plain_card(const struct question *it)
{
	read_plainly(it, ROWS " AND t.employee = ?4 ORDER BY t.at_ms");
}

static void
plain_summary(const struct question *it)
{
	read_plainly(it,
		"SELECT t.at_ms, l.id, l.kind, l.location, l.cost_code"
		" FROM employee e CROSS JOIN timeline t"
		" JOIN ledger l ON l.company = t.company AND l.seq = t.seq"
		" WHERE e.company = ?1 AND e.id < ?4 AND t.company = ?1"
		" AND t.employee = e.id AND t.at_ms >= ?2 AND t.at_ms < ?3");
}

static void
plain_board(const struct question *it)
{
	read_plainly(it, "SELECT COALESCE((SELECT p.at_ms FROM clock_point p"
			 " WHERE p.company = ?1 AND p.employee = e.id"
			 " ORDER BY p.date DESC, p.part DESC LIMIT 1), 1)"
			 " FROM employee e WHERE e.company = ?1");
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
	const int32_t last = FIRST_DATE + (int32_t)scene->days - 1;
	struct hours hours;
	struct err err;

	must(db_begin_read(scene->db, &err), &err);
	must(hours_load(scene->db, scene->zones, &scene->company, &hours, &err),
		&err);
	const struct question period = {scene, &hours, {last - 14, last}};
	const struct question all = {scene, &hours, {FIRST_DATE, last}};
	const struct {
		const char *name;
		const struct question *of;
		int times;
		void (*ask)(const struct question *it);
		void (*plain)(const struct question *it);
	} rows[] = {
		{"card", &period, 50, ask_card, plain_card},
		{"summary", &period, 5, ask_summary, plain_summary},
		{"board", &period, 5, ask_board, plain_board},
		{"report", &all, 1, ask_summary, plain_summary},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double ms = median(rows[i].of, rows[i].times, rows[i].ask);
		double plain = median(rows[i].of, rows[i].times, rows[i].plain);

		printf("cards.%s.%s ms=%.2f plain_ms=%.2f ratio=%.2f\n",
			scene->name, rows[i].name, ms, plain, ms / plain);
		fflush(stdout);
	}
	hours_release(&hours);
	db_rollback(scene->db);
}

static void
run(struct scene *scene, bool postgres)
{
	struct test_database *database = test_database_new(postgres);
	struct err err;
	int from;

	scene->name = postgres ? "postgres" : "sqlite";
	must(test_database_open(database->url, true, &scene->db, &err), &err);
	must(schema_migrate(scene->db, &from, &err), &err);
	fill(scene);
	measure(scene);
	db_close(&scene->db);
	test_database_free(&database);
}

int
main(int argc, char **argv)
{
	long long people = 1000, days = 250;
	struct scene scene = {.zones = zones_new(zone_file_find)};
	struct err err;

	if (argc > 1)
		must(number_parse(argv[1], 10, 10000, &people, &err), &err);
	if (argc > 2)
		must(number_parse(argv[2], 20, 366, &days, &err), &err);
	scene.people = (size_t)people;
	scene.days = (size_t)days;
	scene.now_ms = (FIRST_DATE + days) * DAY_MS;
	run(&scene, false);
	run(&scene, true);
	zones_free(&scene.zones);
	return test_database_end(NULL);
}
