#include "lib/ledger_bench.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/sql.h"

#define TODAY_MS INT64_C(1795593600000)
#define COMPANIES 3 /* that benches beside each other may be of */

static struct id
make_id(struct bench *bench)
{
	struct id id;
	struct err err;

	if (id_make(&bench->ids, TODAY_MS, &id, &err) < 0)
		abort();
	return id;
}

static struct bench *
make(void)
{
	struct bench *bench = mem_new(1, sizeof(*bench));

	bench->company = (struct id){{1}};
	bench->employee = make_id(bench);
	bench->enrolment = make_id(bench);
	bench->next_seq = 1;
	bench->received_ms = TODAY_MS;
	bench->begun_ms = TODAY_MS - 60000;
	bench->highest = -1;
	bench->now = (struct stamp){
		.wall_ms = TODAY_MS,
		.boottime_ms = 1000000,
		.boot = make_id(bench),
		.zone = "America/New_York",
		.offset_s = -5 * 3600,
	};
	return bench;
}

static void
add_company(struct bench *bench, int number)
{
	struct db_stmt *stmt = sql_prepare(bench->db,
		"INSERT INTO company (id, company_id, name, zone,"
		" clock_in_out, since_ms, created_ms)"
		" VALUES (?1, ?2, 'Acme', 'UTC', 1, 0, 0)");
	struct id company = bench->company;
	char name[] = "acme0";
	struct err err = {0};

	company.bytes[1] = (uint8_t)number;
	name[4] = (char)('0' + number);
	db_bind_id(stmt, 1, &company);
	db_bind_text(stmt, 2, name);
	if (db_run(stmt, &err) < 0)
		fail_msg("%s", err.text);
}

struct bench *
bench_new(const struct test_database *database)
{
	const struct ledger_options options = {
		.database = test_database_source(database->url)};
	struct bench *bench = make();
	struct err err = {0};

	bench->db = sql_open_current(database);
	for (int i = 0; i < COMPANIES; i++)
		add_company(bench, i);
	if (ledger_open(&options, &bench->ledger, &err) < 0)
		fail_msg("%s", err.text);
	return bench;
}

struct bench *
bench_beside(const struct bench *first, int company)
{
	struct bench *bench = make();

	bench->company = first->company;
	bench->company.bytes[1] = (uint8_t)company;
	return bench;
}

void
bench_free(struct bench **bench)
{
	if (*bench == NULL)
		return;
	ledger_close(&(*bench)->ledger);
	db_close(&(*bench)->db);
	free(*bench);
	*bench = NULL;
}

void
bench_pass(struct bench *bench, int64_t ms)
{
	bench->now.wall_ms += ms;
	bench->now.boottime_ms += ms;
	bench->received_ms += ms;
}

struct punch *
bench_punch(struct bench *bench, enum punch_kind kind)
{
	struct punch *punch = &bench->punches[bench->count];
	struct id one = {{7}};
	struct id none = {{0}};

	bench_pass(bench, 1000);
	*punch = (struct punch){
		.id = make_id(bench),
		.employee = bench->employee,
		.pressed_by = bench->employee,
		.enrolment = bench->enrolment,
		.number = bench->next_seq++,
		.kind = kind,
		.location = kind == PUNCH_GO ? one : none,
		.cost_code = kind == PUNCH_GO ? one : none,
		.pressed = bench->now,
	};
	bench->items[bench->count++] = (struct ledger_item){.punch = punch};
	return punch;
}

int
bench_try_again_on(struct bench *bench, struct ledger *ledger,
	struct wire_verdicts *out, struct err *err)
{
	const struct ledger_delivery delivery = {
		.company = bench->company,
		.enrolment = bench->enrolment,
		.begun_ms = bench->begun_ms,
		.person = bench->employee,
		.contact = {.now = bench->now,
			.highest = bench->highest < 0 ? bench->next_seq - 1
						      : bench->highest,
			.received_ms = bench->received_ms},
		.items = bench->items,
		.count = bench->delivered,
	};

	return ledger_deliver(ledger, &delivery, out, err);
}

int
bench_try_on(struct bench *bench, struct ledger *ledger,
	struct wire_verdicts *out, struct err *err)
{
	bench_pass(bench, 1000);
	bench->delivered = bench->count;
	bench->count = 0;
	return bench_try_again_on(bench, ledger, out, err);
}

int
bench_try(struct bench *bench, struct wire_verdicts *out, struct err *err)
{
	return bench_try_on(bench, bench->ledger, out, err);
}

struct wire_verdicts
bench_deliver(struct bench *bench)
{
	struct wire_verdicts out = {0};
	struct err err = {0};

	if (bench_try(bench, &out, &err) < 0)
		fail_msg("%s", err.text);
	return out;
}

struct wire_verdicts
bench_deliver_again(struct bench *bench)
{
	struct wire_verdicts out = {0};
	struct err err = {0};

	if (bench_try_again_on(bench, bench->ledger, &out, &err) < 0)
		fail_msg("%s", err.text);
	return out;
}

void
bench_reboot(struct bench *bench)
{
	bench->now.boot = make_id(bench);
	bench->now.boottime_ms = 20000;
}

void
bench_other_enrolment(struct bench *bench)
{
	bench->enrolment = make_id(bench);
	bench->next_seq = 1;
}

int64_t
bench_ask(struct bench *bench, const char *sql)
{
	return sql_int(bench->db, sql);
}

int64_t
bench_rows(struct bench *bench)
{
	return bench_ask(bench, "SELECT count(*) FROM ledger");
}

void
bench_run(struct bench *bench, const char *sql)
{
	sql_run(bench->db, sql);
}

static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

struct ledger_report
bench_verify(struct bench *bench)
{
	struct zones *zones = zones_new(utc);
	struct ledger_report report = {0};
	struct err err = {0};

	if (ledger_verify(bench->db, zones, &report, &err) < 0)
		fail_msg("%s", err.text);
	zones_free(&zones);
	return report;
}

void
bench_check(struct bench *bench)
{
	struct ledger_report report = bench_verify(bench);

	if (!report.sound)
		fail_msg("%s", report.what);
	assert_int_equal(report.rows,
		bench_rows(bench) +
			bench_ask(bench, "SELECT count(*) FROM ledger_event") +
			bench_ask(bench, "SELECT count(*) FROM ledger_change"));
}

void
bench_unlock(struct bench *bench)
{
	struct db_stmt *stmt;
	struct err err = {0};

	/* PostgreSQL wants to be told the table: an error there. */
	if (db_prepare(bench->db, "DROP TRIGGER ledger_no_update", &stmt,
		    &err) == 0 &&
		db_run(stmt, &err) == 0) {
		bench_run(bench, "DROP TRIGGER ledger_no_delete");
		bench_run(bench, "DROP TRIGGER ledger_event_no_update");
		bench_run(bench, "DROP TRIGGER ledger_event_no_delete");
		bench_run(bench, "DROP TRIGGER ledger_head_no_return");
		bench_run(bench, "DROP TRIGGER ledger_head_no_delete");
		bench_run(bench, "DROP TRIGGER ledger_change_no_update");
		bench_run(bench, "DROP TRIGGER ledger_change_no_delete");
		bench_run(bench, "DROP TRIGGER ledger_change_no_replace");
		return;
	}
	bench_run(bench, "ALTER TABLE ledger DISABLE TRIGGER ALL");
	bench_run(bench, "ALTER TABLE ledger_event DISABLE TRIGGER ALL");
	bench_run(bench, "ALTER TABLE ledger_head DISABLE TRIGGER ALL");
	bench_run(bench, "ALTER TABLE ledger_change DISABLE TRIGGER ALL");
}
