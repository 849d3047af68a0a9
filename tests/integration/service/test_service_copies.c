/*
 * Copies of journals and of the service's database that honest people work on:
 * nothing is lost, and what cannot be known of two copies is said.
 */

#include "honest_scene.h"
#include "lib/child.h"
#include "lib/temp_dir.h"

/* A second machine with a copy of the state directory: both press, neither
 * knows, until an answer says so. Nothing is lost, nor moved. */
static void
a_copied_journal(void **state)
{
	struct scene *s = scene_new(state);
	struct worker *copy = calloc(1, sizeof(*copy));
	struct machine other;

	assert_non_null(copy);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	*copy = s->dana;
	machine_boot(s->acme, &other);
	copy->machine = &other;
	for (int i = 0; i < 3; i++) {
		pass(s, HOUR_MS);
		worker_press(&s->dana, PUNCH_MEAL);
		pass(s, 20 * MINUTE_MS);
		worker_press(copy, PUNCH_RESUME);
	}
	worker_sync(&s->dana);
	assert_false(s->dana.answer.forked);
	pass(s, HOUR_MS);
	worker_sync(copy);
	assert_true(copy->answer.forked);
	worker_enrol(copy);
	worker_press(copy, PUNCH_STOP);
	worker_sync(copy);
	worker_sync(&s->dana);
	assert_true(s->dana.answer.ended);
	for (size_t i = 0; i < 4; i++)
		worker_expect(&s->dana, i, SECOND_MS,
			i == 0 ? 0 : (unsigned)RESTATE_FORK);
	for (size_t i = 1; i < 5; i++)
		worker_expect(copy, i, SECOND_MS,
			i == 4 ? 0 : (unsigned)RESTATE_FORK);
	free(copy);
	scene_end(s);
}

/* The copy alone presses: no number is there twice. What the first machine
 * says meanwhile proves nothing of it, as shows when that one speaks again. */
static void
a_copy_that_presses_alone(void **state)
{
	struct scene *s = scene_new(state);
	struct worker *copy = calloc(1, sizeof(*copy));
	struct machine other;

	assert_non_null(copy);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_press(&s->dana, PUNCH_GO);
	*copy = s->dana;
	machine_boot(s->acme, &other);
	copy->machine = &other;
	pass(s, HOUR_MS);
	worker_press(copy, PUNCH_MEAL);
	pass(s, HOUR_MS);
	worker_sync(&s->dana);
	pass(s, SECOND_MS);
	worker_sync(copy);
	pass(s, SECOND_MS);
	worker_sync(&s->dana);
	worker_expect(copy, 3, SECOND_MS, RESTATE_FORK);
	/* It stays so, whoever speaks last. */
	pass(s, SECOND_MS);
	worker_sync(copy);
	worker_expect(copy, 3, SECOND_MS, RESTATE_FORK);
	free(copy);
	scene_end(s);
}

/* The state directory is put back from last night's copy. */
static void
a_restored_journal(void **state)
{
	struct scene *s = scene_new(state);
	struct worker *night = calloc(1, sizeof(*night));

	assert_non_null(night);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	*night = s->dana;
	pass(s, 10 * HOUR_MS);
	worker_press(&s->dana, PUNCH_STOP);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	/* The first word of the restored one tells it. */
	worker_leave(night, &s->message);
	assert_int_equal(worker_arrive(night, &s->message), 200);
	assert_true(night->answer.forked);
	assert_true(night->answer.highest > night->enrolments[0].last);
	worker_enrol(night);
	worker_press(night, PUNCH_STOP);
	worker_sync(night);
	worker_expect(night, 1, SECOND_MS, 0);
	for (size_t i = 0; i < 3; i++)
		worker_expect(&s->dana, i, SECOND_MS,
			i == 0 ? 0 : (unsigned)RESTATE_FORK);
	free(night);
	scene_end(s);
}

static void
copy_database(
	const struct test_database *database, const char *from, const char *to)
{
	char *source = temp_dir_path(database->dir, from);
	char *target = temp_dir_path(database->dir, to);
	const char *const argv[] = {"cp", source, target, NULL};
	struct child_output output;

	child_run(argv, NULL, NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
	free(source);
	free(target);
}

static void
back_up(struct scene *s, const struct test_database *database)
{
	acme_stop(s->acme);
	copy_database(database, "connect.db", "copy.db");
	acme_start(s->acme, database);
}

static void
restore(struct scene *s, const struct test_database *database)
{
	acme_stop(s->acme);
	copy_database(database, "copy.db", "connect.db");
	acme_start(s->acme, database);
}

/* The journals fill in what it lost, of earlier enrolments too. */
static void
a_restored_service_is_filled_in(void **state)
{
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	/* Told, and kept under the first one. */
	worker_press(&s->dana, PUNCH_MEAL);
	worker_leave(&s->dana, &s->message);
	s->message.delivery.count = 0;
	arrive(s);
	worker_enrol(&s->dana);
	worker_press(&s->dana, PUNCH_RESUME);
	worker_leave(&s->dana, &s->message);
	arrive(s);
	back_up(s, *state);
	pass(s, HOUR_MS);
	worker_sync(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_sync(&s->dana);
	pass(s, 9 * HOUR_MS);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	pass(s, HOUR_MS);
	restore(s, *state);
	assert_false(worker_look(&s->dana, 1).found);
	assert_false(worker_look(&s->dana, 4).found);
	pass(s, MINUTE_MS);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	assert_int_equal(in_since_ms(s), s->dana.presses[4].true_ms);
	scene_end(s);
}

/* Whoever has nothing new may ask whether the last one still stands, and hears
 * of the earlier enrolments all the same. */
static void
a_refresh_with_what_stands(void **state)
{
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	worker_enrol(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_leave(&s->dana, &s->message);
	arrive(s);
	assert_int_equal(s->dana.answer.earlier_count, 0);
	pass(s, HOUR_MS);
	s->message.delivery.now.wall_ms += HOUR_MS;
	s->message.delivery.now.boottime_ms += HOUR_MS;
	s->message.left_ms += HOUR_MS;
	arrive(s);
	assert_string_equal(
		acme_text(s->acme, "results.0.result"), "duplicate");
	assert_int_equal(s->dana.answer.earlier_count, 1);
	assert_int_equal(s->dana.answer.earlier[0].watermark, 1);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* An enrolment that it lost is unknown to it: the person's next one brings what
 * was pressed under it, and that is held for review, once. */
static void
a_lost_enrolment_is_brought(void **state)
{
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	back_up(s, *state);
	pass(s, HOUR_MS);
	worker_enrol(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	restore(s, *state);
	worker_leave(&s->dana, &s->message);
	assert_int_equal(worker_arrive(&s->dana, &s->message), 401);
	worker_sign_in(&s->dana);
	for (int i = 0; i < 2; i++) {
		struct stand stand;

		worker_bring(&s->dana, 1, &s->message);
		arrive(s);
		stand = worker_look(&s->dana, 1);
		assert_true(stand.found);
		assert_false(stand.counts);
		worker_expect(&s->dana, 1, SECOND_MS, 0);
	}
	assert_string_equal(
		acme_text(s->acme, "results.0.result"), "duplicate");
	assert_string_equal(
		acme_text(s->acme, "results.0.causes.0"), "brought");
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	worker_expect(&s->dana, 2, SECOND_MS, 0);
	scene_end(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_copied_journal),
		ON_BOTH(a_copy_that_presses_alone),
		ON_BOTH(a_restored_journal),
		ON_SQLITE(a_restored_service_is_filled_in),
		ON_BOTH(a_refresh_with_what_stands),
		ON_SQLITE(a_lost_enrolment_is_brought),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
