/*
 * Somebody with a valid account who says whatever serves: boots, clocks and
 * numbers at random, kept back, told before, told twice. Nothing moves but the
 * liar's own presses, and none of those lies more than five minutes before the
 * last contact that was made without it, unless a flag says so. TRUST_LIARS
 * says how many are tried, TRUST_SEED which is the first.
 */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/ledger_bench.h"
#include "lib/sql.h"

#define LIARS 150
#define LIARS_POSTGRES 6
#define STEPS 30
#define PRESSES 400
#define CONTACTS 200
#define BOOTS 3
#define NUMBER_AHEAD 1000000 /* more than this is not believed */
#define FAR_AWAY INT64_C(9007199254740991)
#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define SEEN                                                                   \
	(RESTATE_DIFFERS | RESTATE_FUTURE | RESTATE_FORK | RESTATE_BETWEEN |   \
		RESTATE_HELD | RESTATE_MOVED)

/* What the service was told, and when. */
struct told {
	int64_t received_ms;
	int64_t highest;
};

struct lie {
	uint64_t seed;
	uint64_t random;
	struct bench *b;
	struct bench *other; /* an honest colleague at the same machine */
	int64_t last;        /* number given out */
	int64_t heard;       /* highest that the service believes */
	int64_t kept[PRESSES];
	size_t kept_count;
	struct told told[CONTACTS];
	size_t told_count;
	struct id boots[BOOTS];
	long stood;
};

static int64_t
below(struct lie *lie, int64_t limit)
{
	lie->random ^= lie->random << 13;
	lie->random ^= lie->random >> 7;
	lie->random ^= lie->random << 17;
	return (int64_t)((lie->random >> 11) % (uint64_t)limit);
}

static bool
one_in(struct lie *lie, int64_t times)
{
	return below(lie, times) == 0;
}

/* So much is a lie off. */
static int64_t
some_while(struct lie *lie)
{
	static const int64_t whiles[] = {SECOND_MS, 20 * SECOND_MS,
		40 * SECOND_MS, 4 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS,
		9 * HOUR_MS, DAY_MS, 400 * DAY_MS};

	return below(lie, 2 * whiles[below(lie, 9)]) + 1;
}

static struct stamp
forged(struct lie *lie, struct stamp stamp)
{
	int64_t off_ms = some_while(lie);

	if (one_in(lie, 2))
		off_ms = -off_ms;
	switch (below(lie, 6)) {
	case 0:
		stamp.wall_ms += off_ms;
		break;
	case 1:
		stamp.boottime_ms += off_ms;
		break;
	case 2:
	case 3:
		stamp.boottime_ms += off_ms;
		stamp.wall_ms += off_ms;
		break;
	case 4:
		stamp.boot = lie->boots[below(lie, BOOTS)];
		stamp.boottime_ms += off_ms;
		stamp.wall_ms += off_ms;
		break;
	default:
		break;
	}
	if (stamp.boottime_ms < 0)
		stamp.boottime_ms = 0;
	if (stamp.wall_ms < 0)
		stamp.wall_ms = 0;
	return stamp;
}

static int64_t
take_number(struct lie *lie)
{
	if (lie->kept_count > 0 && one_in(lie, 3)) {
		size_t i = (size_t)below(lie, (int64_t)lie->kept_count);
		int64_t number = lie->kept[i];

		lie->kept[i] = lie->kept[--lie->kept_count];
		return number;
	}
	if (lie->last > 0 && one_in(lie, 40))
		return 1 + below(lie, lie->last); /* a second one of it */
	while (one_in(lie, 3) && lie->kept_count < PRESSES)
		lie->kept[lie->kept_count++] = ++lie->last;
	return ++lie->last;
}

/* What this one says of its highest number, and what is believed of it. */
static void
tell_highest(struct lie *lie)
{
	int64_t highest = lie->last;

	if (one_in(lie, 5))
		highest = below(lie, lie->last + 1);
	else if (one_in(lie, 10))
		highest = FAR_AWAY - below(lie, 9);
	lie->b->highest = highest;
	if (highest > lie->heard + NUMBER_AHEAD)
		highest = lie->heard;
	for (size_t i = 0; i < lie->b->count; i++)
		if (lie->b->punches[i].number > highest)
			highest = lie->b->punches[i].number;
	if (highest > lie->heard)
		lie->heard = highest;
	assert_true(lie->told_count < CONTACTS);
	lie->told[lie->told_count++] = (struct told){.highest = highest};
}

/* Sends what is gathered, or nothing, with clocks and numbers to taste. */
static void
send(struct lie *lie)
{
	struct bench *b = lie->b;
	struct stamp now = b->now;

	tell_highest(lie);
	if (one_in(lie, 3))
		b->now = forged(lie, now);
	free(bench_deliver(b).verdicts); /* takes a second */
	lie->told[lie->told_count - 1].received_ms = b->received_ms;
	b->now = now;
	b->now.boottime_ms += SECOND_MS;
	b->now.wall_ms += SECOND_MS;
}

static void
press(struct lie *lie)
{
	struct bench *b = lie->b;
	int64_t many = one_in(lie, 10) ? 1 + below(lie, 30) : 1;

	while (many-- > 0) {
		struct punch *punch =
			bench_punch(b, one_in(lie, 2) ? PUNCH_GO : PUNCH_STOP);

		punch->number = take_number(lie);
		if (!one_in(lie, 3))
			punch->pressed = forged(lie, punch->pressed);
	}
}

/* The colleague does as people do, at the same machine, a second before it is
 * delivered. */
static void
behave(struct lie *lie)
{
	struct bench *other = lie->other;
	struct wire_verdicts out;
	struct err err = {0};

	other->now = lie->b->now;
	other->received_ms = lie->b->received_ms;
	bench_punch(other, PUNCH_GO);
	if (bench_try_on(other, lie->b->ledger, &out, &err) < 0)
		fail_msg("%s", err.text);
	free(out.verdicts);
}

/* --- what must hold ------------------------------------------------------ */

/* The last contact before the number was first told. */
static int64_t
last_before_ms(const struct lie *lie, int64_t number)
{
	int64_t last_ms = 0;

	for (size_t i = 0; i < lie->told_count; i++) {
		if (lie->told[i].highest >= number)
			break;
		last_ms = lie->told[i].received_ms;
	}
	return last_ms;
}

static void
check_press(const struct lie *lie, const struct db_stmt *stmt)
{
	int64_t number = db_int(stmt, 0), press_ms = db_int(stmt, 1);
	int64_t last_ms = last_before_ms(lie, number);
	unsigned flags = (unsigned)db_int(stmt, 4);
	const char *what = NULL;

	if (press_ms < db_int(stmt, 2) || press_ms > db_int(stmt, 3))
		what = "stands outside its interval";
	else if (press_ms < last_ms - CONTACT_SLACK_MS - RESTATE_FLAG_MS &&
		 !(flags & SEEN))
		what = "lies before the last contact, unseen";
	if (what != NULL)
		fail_msg("TRUST_SEED=%llu TRUST_LIARS=1: number %lld %s: %lld "
			 "ms behind its begin, %lld before its end, %lld "
			 "before the contact, by %s, flags %#x",
			(unsigned long long)lie->seed, (long long)number, what,
			(long long)(press_ms - db_int(stmt, 2)),
			(long long)(db_int(stmt, 3) - press_ms),
			(long long)(last_ms - press_ms), db_text(stmt, 5),
			flags);
}

static void
check_presses(struct lie *lie)
{
	static const char sql[] =
		"SELECT number, press_ms, not_before_ms, not_after_ms, flags,"
		" method FROM timeline WHERE enrolment = ?1";
	struct db_stmt *stmt = sql_prepare(lie->b->db, sql);
	struct err err = {0};
	bool row;

	db_bind_id(stmt, 1, &lie->b->enrolment);
	while (db_step(stmt, &row, &err) == 0 && row) {
		check_press(lie, stmt);
		lie->stood++;
	}
	assert_int_equal(err.kind, ERR_NONE);
}

/* All that the colleague pressed stands where it was, and nothing is said
 * against it. */
static void
check_colleague(const struct lie *lie)
{
	static const char sql[] =
		"SELECT count(*) FROM timeline t JOIN ledger l"
		" ON l.company = t.company AND l.seq = t.seq"
		" WHERE t.enrolment = ?1 AND t.flags = 0 AND t.counts = 1"
		" AND t.at_ms = l.wall_ms AND t.at_ms = l.received_ms - 1000";
	struct db_stmt *stmt = sql_prepare(lie->b->db, sql);
	struct err err = {0};
	bool row;

	db_bind_id(stmt, 1, &lie->other->enrolment);
	if (db_step(stmt, &row, &err) < 0 || !row)
		fail_msg("%s", err.text);
	if (db_int(stmt, 0) != lie->other->next_seq - 1)
		fail_msg("TRUST_SEED=%llu TRUST_LIARS=1: a colleague is moved",
			(unsigned long long)lie->seed);
	db_reset(lie->b->db);
}

static void
lie_for_a_while(struct bench *b, uint64_t seed, long *stood)
{
	struct lie lie = {.seed = seed,
		.b = b,
		.other = bench_beside(b, 0),
		.random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15)};

	bench_other_enrolment(b);
	bench_reboot(b);
	b->begun_ms = b->received_ms;
	for (size_t i = 0; i < BOOTS; i++) {
		lie.boots[i] = b->now.boot;
		lie.boots[i].bytes[15] ^= (uint8_t)i;
	}
	for (int i = 0; i < STEPS; i++) {
		bench_pass(b, one_in(&lie, 4) ? some_while(&lie)
					      : below(&lie, 20 * MINUTE_MS));
		if (one_in(&lie, 3))
			press(&lie);
		send(&lie);
		if (one_in(&lie, 5))
			behave(&lie);
	}
	check_presses(&lie);
	check_colleague(&lie);
	*stood += lie.stood;
	bench_free(&lie.other);
}

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void
liars_move_themselves_alone_and_are_seen(void **state)
{
	const struct test_database *database = *state;
	struct bench *b = bench_new(database);
	uint64_t first = setting("TRUST_SEED", 0);
	uint64_t count = setting(
		"TRUST_LIARS", database->postgres ? LIARS_POSTGRES : LIARS);
	long stood = 0;

	for (uint64_t seed = first; seed < first + count; seed++)
		lie_for_a_while(b, seed, &stood);
	printf("%ld presses of %llu liars\n", stood, (unsigned long long)count);
	assert_true(stood > 0);
	bench_check(b);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(liars_move_themselves_alone_and_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
