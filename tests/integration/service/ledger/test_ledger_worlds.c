/*
 * The ledger does what the rules say, in simulated worlds (lib/trust_world.h):
 * what it keeps of each press is what the rules make of all contacts that there
 * ever were, although it looks at few of them. TRUST_WORLDS says how many,
 * TRUST_SEED which is the first.
 */

#include <stdio.h>
#include <stdlib.h>

#include "lib/cmocka_all.h"
#include "lib/ledger_bench.h"
#include "lib/sql.h"
#include "lib/trust_world.h"
#include "src/service/ledger/timeline_rows.h"

#define WORLDS 150
#define WORLDS_POSTGRES 20
/* What the ledger passes over: contacts that were quicker by less than half a
 * second, and which of two within half a minute bounds a press. */
#define NEAR_MS 1000
#define BOUND_MS 30000
/* A contact that bounded nothing is not kept; and those of a journal's copy are
 * not asked again for what the other copy sent. So few presses are otherwise,
 * and so little. */
#define OTHERS 200
#define OTHERS_COPIED 50
#define WORSE_MS 30000
#define WORSE_COPIED_MS 300000

static struct trust_world world;

/* The ledger beside the rules, and the world that it sees. */
struct beside {
	struct bench *bench;
	uint64_t seed;
	unsigned long presses, others;
	unsigned long copied, copied_others;
};

/* Ids of this world alone. */
static struct id
own_id(const struct beside *beside, struct id id, uint8_t what)
{
	id.bytes[8] = (uint8_t)beside->seed;
	id.bytes[9] = (uint8_t)(beside->seed >> 8);
	id.bytes[10] = (uint8_t)(beside->seed >> 16);
	id.bytes[11] = what;
	return id;
}

static void
on_take(void *ctx, const struct trust_enrolment *enrolment,
	const struct contact *contact, struct trust_press *const *items,
	size_t n)
{
	struct beside *beside = ctx;
	struct punch punches[TRUST_PRESSES];
	struct ledger_item given[TRUST_PRESSES] = {0};
	const struct ledger_delivery delivery = {
		.company = beside->bench->company,
		.enrolment = own_id(beside, enrolment->id, 1),
		.begun_ms = enrolment->begun_ms,
		.person = own_id(beside, enrolment->id, 2),
		.contact = *contact,
		.items = given,
		.count = n,
	};
	struct wire_verdicts verdicts;
	struct err err = {0};

	for (size_t i = 0; i < n; i++) {
		punches[i] = items[i]->punch;
		punches[i].id = own_id(beside, punches[i].id, 3);
		punches[i].enrolment = delivery.enrolment;
		punches[i].employee = punches[i].pressed_by = delivery.person;
		given[i].punch = &punches[i];
	}
	if (ledger_deliver(beside->bench->ledger, &delivery, &verdicts, &err) <
		0)
		fail_msg("%s", err.text);
	free(verdicts.verdicts);
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* What the ledger keeps of a press. */
static struct timeline_row
look(const struct beside *beside, const struct trust_press *press)
{
	static const char sql[] =
		"SELECT t.press_ms, t.restated_ms, t.method, t.not_before_ms,"
		" t.not_after_ms, t.flags FROM ledger l JOIN timeline t"
		" ON t.company = l.company AND t.seq = l.seq WHERE l.id = ?1";
	const struct id id = own_id(beside, press->punch.id, 3);
	struct db_stmt *stmt = sql_prepare(beside->bench->db, sql);
	struct timeline_row row;
	struct err err = {0};
	bool found;

	db_bind_id(stmt, 1, &id);
	if (db_step(stmt, &found, &err) < 0 || !found)
		fail_msg("TRUST_SEED=%llu: number %lld does not stand",
			(unsigned long long)beside->seed,
			(long long)press->punch.number);
	row = (struct timeline_row){
		.press_ms = db_int(stmt, 0),
		.restated = {.press_ms = db_int(stmt, 1),
			.method = (enum restate_method)restate_method_parse(
				db_text(stmt, 2)),
			.not_before_ms = db_int(stmt, 3),
			.not_after_ms = db_int(stmt, 4)},
		.flags = (unsigned)db_int(stmt, 5),
	};
	db_reset(beside->bench->db);
	return row;
}

static bool
is_like(const struct timeline_row *got, const struct trust_press *press)
{
	const struct restated *want = &press->restated;
	const struct restated *have = &got->restated;

	return distance(got->press_ms, press->placed.press_ms) <= NEAR_MS &&
	       distance(have->press_ms, want->press_ms) <= NEAR_MS &&
	       have->method == want->method &&
	       distance(have->not_before_ms, want->not_before_ms) <= BOUND_MS &&
	       have->not_after_ms == want->not_after_ms &&
	       ((got->flags ^ press->placed.flags) &
		       ~(unsigned)RESTATE_STEPPED) == 0;
}

/* Whether it stands elsewhere than it was pressed although the rules know, and
 * is not flagged as of a copied journal. */
static bool
is_worse(const struct timeline_row *got, const struct trust_press *press,
	bool copied)
{
	return !(got->flags & RESTATE_FORK) &&
	       distance(press->placed.press_ms, press->true_ms) <= NEAR_MS &&
	       distance(got->press_ms, press->true_ms) >
		       (copied ? WORSE_COPIED_MS : WORSE_MS);
}

static void
compare(struct beside *beside, const struct trust_press *press)
{
	bool copied = (world.traits & (TRUST_CLONED | TRUST_RESTORED)) != 0;
	const struct timeline_row got = look(beside, press);

	*(copied ? &beside->copied : &beside->presses) += 1;
	if (is_like(&got, press))
		return;
	*(copied ? &beside->copied_others : &beside->others) += 1;
	if (is_worse(&got, press, copied))
		fail_msg("TRUST_SEED=%llu TRUST_WORLDS=1: number %lld stands "
			 "%lld ms off by %s, flags %#x; by the rules %lld ms "
			 "by %s, flags %#x",
			(unsigned long long)beside->seed,
			(long long)press->punch.number,
			(long long)(got.press_ms - press->true_ms),
			restate_method_name(got.restated.method), got.flags,
			(long long)(press->placed.press_ms - press->true_ms),
			restate_method_name(press->restated.method),
			press->placed.flags);
}

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void
the_ledger_does_what_the_rules_say(void **state)
{
	const struct test_database *database = *state;
	struct beside beside = {.bench = bench_new(database)};
	const struct trust_watch watch = {on_take, &beside};
	uint64_t first = setting("TRUST_SEED", 0);
	uint64_t count = setting(
		"TRUST_WORLDS", database->postgres ? WORLDS_POSTGRES : WORLDS);

	world.watch = &watch;
	for (uint64_t seed = first; seed < first + count; seed++) {
		beside.seed = seed;
		trust_world_run(&world, seed);
		for (size_t i = 0; i < world.press_count; i++)
			if (world.presses[i].stands)
				compare(&beside, &world.presses[i]);
	}
	printf("%lu presses, %lu otherwise; in copied journals %lu, %lu\n",
		beside.presses, beside.others, beside.copied,
		beside.copied_others);
	if (count >= WORLDS_POSTGRES) {
		assert_true(beside.others * OTHERS <= beside.presses);
		assert_true(
			beside.copied_others * OTHERS_COPIED <= beside.copied);
	}
	bench_check(beside.bench);
	bench_free(&beside.bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(the_ledger_does_what_the_rules_say),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
