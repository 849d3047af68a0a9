/*
 * The journal on a real disk: what is promised in journal/journal.h and by
 * port/store.h.
 */

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal_scene.h"

static void
test_record_keeps_every_member(void **state)
{
	struct bench *bench = *state;
	struct enrolment enrolment;
	struct punch punch, back;
	int64_t highest;
	size_t n;

	sample_go(&bench->sample, &bench->account, &punch);
	str_copy(punch.comment, sizeof(punch.comment), "na\xc3\xafve \"x\"");
	punch.has_chosen = true;
	punch.chosen_ms = punch.pressed.wall_ms - 60000;
	assert_int_equal(bench->store.ops->record(bench->store.self,
				 bench->account.number, &punch, 1, &bench->err),
		0);
	assert_int_equal(punch.number, 1);
	assert_int_equal(
		bench->store.ops->enrolment_current(bench->store.self,
			bench->account.number, &bench->account.person.id,
			&enrolment, &bench->err),
		0);
	assert_true(id_equal(&punch.enrolment, &enrolment.id));
	assert_int_equal(enrolment.row, ENROLMENT);
	bench_reopen(bench);
	assert_int_equal(bench->store.ops->waiting(bench->store.self, ENROLMENT,
				 &back, 1, &n, &highest, &bench->err),
		0);
	assert_int_equal(n, 1);
	assert_true(sample_equal(&punch, &back));
}

static void
test_order_and_sequence(void **state)
{
	struct bench *bench = *state;
	struct punch crew[3], back[8];
	struct stamp oldest;
	int64_t highest;
	size_t i, n;

	go(bench, "first");
	bench->sample.now_ms -= 3600 * 1000; /* the clock is set back */
	for (i = 0; i < 3; i++)
		sample_go(&bench->sample, &bench->account, &crew[i]);
	assert_int_equal(bench->store.ops->record(bench->store.self,
				 bench->account.number, crew, 3, &bench->err),
		0);
	assert_int_equal(bench->store.ops->waiting(bench->store.self, ENROLMENT,
				 back, 8, &n, &highest, &bench->err),
		0);
	assert_int_equal(n, 4);
	assert_int_equal(highest, 4);
	for (i = 0; i < n; i++)
		assert_int_equal(back[i].number, i + 1);
	assert_string_equal(back[0].comment, "first");
	assert_true(id_equal(&back[3].id, &crew[2].id));
	/* the oldest is the first that was pressed, whatever clocks say */
	oldest = counts(bench).oldest;
	assert_int_equal(oldest.wall_ms, back[0].pressed.wall_ms);
	assert_int_equal(oldest.boottime_ms, back[0].pressed.boottime_ms);
	assert_true(id_equal(&oldest.boot, &back[0].pressed.boot));
}

static void
test_all_or_none(void **state)
{
	struct bench *bench = *state;
	struct punch crew[2];

	sample_go(&bench->sample, &bench->account, &crew[0]);
	sample_go(&bench->sample, &bench->account, &crew[1]);
	crew[1].id = crew[0].id;
	assert_int_not_equal(
		bench->store.ops->record(bench->store.self,
			bench->account.number, crew, 2, &bench->err),
		0);
	assert_non_null(strstr(bench->err.text, "not recorded"));
	assert_int_equal(counts(bench).waiting, 0);
	go(bench, "after");
	assert_int_equal(counts(bench).waiting, 1);
}

static struct verdict
verdict_of(struct id id, enum verdict_kind kind, enum verdict_kind first)
{
	struct verdict verdict = {
		.punch = id, .kind = kind, .first = first, .ledger_seq = 7};

	str_copy(verdict.problem, sizeof(verdict.problem), "not-in-viewset");
	str_copy(verdict.detail, sizeof(verdict.detail), "Not yours.");
	return verdict;
}

static bool
count_kept(void *ctx, const struct kept_punch *kept)
{
	int *n = ctx;

	(void)kept;
	++*n;
	return true;
}

static bool
keep_kept(void *ctx, const struct kept_punch *kept)
{
	*(struct kept_punch *)ctx = *kept;
	return true;
}

static int
listed(struct bench *bench, enum store_list which)
{
	int n = 0;

	assert_int_equal(bench->store.ops->list(bench->store.self, which,
				 count_kept, &n, &bench->err),
		0);
	return n;
}

static void
test_settle_and_retry(void **state)
{
	struct bench *bench = *state;
	struct id a = go(bench, "a"), b = go(bench, "b"), c = go(bench, "c");
	struct id other = {{9}};
	struct verdict verdicts[] = {
		verdict_of(a, VERDICT_RECORDED, VERDICT_RECORDED),
		verdict_of(b, VERDICT_REFUSED, VERDICT_REFUSED),
		verdict_of(c, VERDICT_DUPLICATE, VERDICT_REFUSED),
		verdict_of(other, VERDICT_RECORDED, VERDICT_RECORDED),
	};
	struct kept_punch kept;
	size_t moved;

	assert_int_equal(bench->store.ops->settle(bench->store.self, ENROLMENT,
				 verdicts, 4, &moved, &bench->err),
		0);
	assert_int_equal(moved, 3);
	assert_int_equal(counts(bench).waiting, 0);
	assert_int_equal(counts(bench).set_aside, 2);
	assert_int_equal(counts(bench).oldest.wall_ms, 0);
	assert_int_equal(
		bench->store.ops->list(bench->store.self, STORE_SET_ASIDE,
			keep_kept, &kept, &bench->err),
		0);
	assert_string_equal(kept.verdict.detail, "Not yours.");
	/* a late answer changes nothing */
	verdicts[0].kind = VERDICT_REFUSED;
	assert_int_equal(bench->store.ops->settle(bench->store.self, ENROLMENT,
				 verdicts, 1, &moved, &bench->err),
		0);
	assert_int_equal(moved, 0);
	assert_int_equal(counts(bench).set_aside, 2);
	assert_int_equal(
		bench->store.ops->retry(bench->store.self, &b, &bench->err), 0);
	assert_int_equal(counts(bench).waiting, 1);
	assert_true(counts(bench).oldest.wall_ms > 0);
	assert_int_equal(
		bench->store.ops->retry(bench->store.self, &a, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	assert_int_equal(listed(bench, STORE_WAITING), 1);
	assert_int_equal(listed(bench, STORE_SET_ASIDE), 1);
	assert_int_equal(listed(bench, STORE_ALL), 3);
}

static void
test_last_is_known_after_restart(void **state)
{
	struct bench *bench = *state;
	struct kept_punch kept;
	struct id id;

	assert_int_equal(
		bench->store.ops->last(bench->store.self, &kept, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	go(bench, "before");
	id = go(bench, "newest");
	bench_reopen(bench);
	assert_int_equal(
		bench->store.ops->last(bench->store.self, &kept, &bench->err),
		0);
	assert_true(id_equal(&kept.punch.id, &id));
	assert_int_equal(kept.state, KEPT_WAITING);
}

static void
test_history_and_recent(void **state)
{
	struct bench *bench = *state;
	struct id ids[4], first, second;
	struct kept_punch kept;
	int seen = 0;
	size_t n;

	first = bench->sample.location;
	go(bench, "1");
	bench->sample.location.bytes[15] ^= 1;
	second = bench->sample.location;
	go(bench, "2");
	go(bench, "3");
	assert_int_equal(bench->store.ops->recent(bench->store.self,
				 bench->account.number, &bench->sample.employee,
				 ENTRY_LOCATION, ids, 4, &n, &bench->err),
		0);
	assert_int_equal(n, 2);
	assert_true(id_equal(&ids[0], &second));
	assert_true(id_equal(&ids[1], &first));
	assert_int_equal(bench->store.ops->history(bench->store.self,
				 bench->account.number, &bench->sample.employee,
				 2, count_kept, &seen, &bench->err),
		0);
	assert_int_equal(seen, 2);
	assert_int_equal(bench->store.ops->history(bench->store.self,
				 bench->account.number, &bench->sample.employee,
				 2, keep_kept, &kept, &bench->err),
		0);
	assert_string_equal(kept.punch.comment, "3"); /* oldest first */
}

static void
test_another_process_is_noticed_and_one_leads(void **state)
{
	struct bench *bench = *state;
	struct bench other = *bench;
	int64_t before = bench->store.ops->version(bench->store.self);
	bool mine;

	assert_int_equal(bench->store.ops->version(bench->store.self), before);
	bench_open(&other);
	go(&other, "");
	assert_int_not_equal(
		bench->store.ops->version(bench->store.self), before);
	assert_int_equal(
		bench->store.ops->lead(bench->store.self, &mine, &bench->err),
		0);
	assert_true(mine);
	assert_int_equal(
		other.store.ops->lead(other.store.self, &mine, &bench->err), 0);
	assert_false(mine);
	bench->store.ops->yield(bench->store.self);
	assert_int_equal(
		other.store.ops->lead(other.store.self, &mine, &bench->err), 0);
	assert_true(mine);
	journal_close(other.journal);
	assert_int_equal(
		bench->store.ops->lead(bench->store.self, &mine, &bench->err),
		0);
	assert_true(mine);
}

static void
test_private_files(void **state)
{
	struct bench *bench = *state;
	static const char *const names[] = {"journal.db", "journal.db-wal",
		"journal.db-shm", "journal.lock"};
	struct stat st;
	size_t i;

	go(bench, "");
	assert_int_equal(stat(bench->dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	for (i = 0; i < 4; i++) {
		char *path = temp_dir_path(bench->dir, names[i]);

		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		free(path);
	}
}

/* The whole chain is right. */
static void
assert_sound(struct bench *bench, int64_t punches)
{
	struct journal_report report;

	assert_int_equal(
		journal_verify(bench->journal, &report, &bench->err), 0);
	assert_int_equal(report.punches, punches);
	assert_true(report.is_sound);
}

#define WRITERS 8
#define EACH 200

static void
write_many(const char *dir)
{
	struct bench bench = {.dir = (char *)dir};
	int i;

	bench_open(&bench);
	if (bench.store.ops->account(
		    bench.store.self, &bench.account, &bench.err) < 0)
		_exit(2);
	for (i = 0; i < EACH; i++) {
		struct punch punch;

		sample_go(&bench.sample, &bench.account, &punch);
		if (bench.store.ops->record(bench.store.self,
			    bench.account.number, &punch, 1, &bench.err) < 0)
			_exit(1);
	}
	journal_close(bench.journal);
	_exit(0);
}

static bool
check_next(void *ctx, const struct kept_punch *kept)
{
	int64_t *expected = ctx;

	assert_int_equal(kept->punch.number, *expected);
	++*expected;
	return true;
}

static void
test_many_processes(void **state)
{
	struct bench *bench = *state;
	int64_t expected = 1;
	pid_t pids[WRITERS];
	int i, status;

	for (i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			write_many(bench->dir);
	}
	for (i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(bench->store.ops->list(bench->store.self, STORE_ALL,
				 check_next, &expected, &bench->err),
		0);
	assert_int_equal(expected, WRITERS * EACH + 1);
	assert_int_equal(counts(bench).waiting, WRITERS * EACH);
	assert_sound(bench, WRITERS * EACH);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_record_keeps_every_member),
		T(test_order_and_sequence),
		T(test_all_or_none),
		T(test_settle_and_retry),
		T(test_last_is_known_after_restart),
		T(test_history_and_recent),
		T(test_another_process_is_noticed_and_one_leads),
		T(test_private_files),
		T(test_many_processes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
