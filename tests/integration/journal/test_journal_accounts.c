/* The journal on a real disk: whose it is. Accounts, enrolments, people, and
 * what is known of clocks. */

#include <string.h>

#include "journal_scene.h"

static void
test_accounts(void **state)
{
	struct bench *bench = *state;
	struct account other = bench->account, got;
	struct enrolment waiting[4];
	size_t n;

	go(bench, "");
	str_copy(other.person.company_id, sizeof(other.person.company_id),
		"other");
	memset(&other.device, 0, sizeof(other.device));
	assert_int_equal(bench->store.ops->account_save(
				 bench->store.self, &other, &bench->err),
		0);
	assert_int_not_equal(other.number, bench->account.number);
	assert_false(id_is_nil(&other.device));
	assert_int_equal(
		bench->store.ops->account(bench->store.self, &got, &bench->err),
		0);
	assert_int_equal(got.number, other.number);
	assert_int_equal(bench->store.ops->account_of(bench->store.self,
				 bench->account.number, &got, &bench->err),
		0);
	assert_false(got.signed_in); /* one person at a time */
	assert_int_equal(bench->store.ops->enrolments_waiting(bench->store.self,
				 waiting, 4, &n, &bench->err),
		0);
	assert_int_equal(n, 1);
	assert_int_equal(waiting[0].account, bench->account.number);
	/* the same place again: number and device stay */
	got = bench->account;
	memset(&got.device, 0, sizeof(got.device));
	got.number = 0;
	str_copy(got.username, sizeof(got.username), "lee");
	assert_int_equal(bench->store.ops->account_save(
				 bench->store.self, &got, &bench->err),
		0);
	assert_int_equal(got.number, bench->account.number);
	assert_true(id_equal(&got.device, &bench->account.device));
}

/* Whose they are is kept with them, for when somebody comes back. */
static void
test_enrolments_of_an_account(void **state)
{
	struct bench *bench = *state;
	struct enrolment list[4] = {{0}};
	struct enrolment other = {
		.account = bench->account.number,
		.id = {{0xe1}},
		.person = {{0xa1}},
		.username = "\xc5\x82ukasz",
	};
	size_t n;

	go(bench, "");
	assert_int_equal(bench->store.ops->enrolment_save(
				 bench->store.self, &other, &bench->err),
		0);
	bench_reopen(bench);
	assert_int_equal(
		bench->store.ops->enrolments_of(bench->store.self,
			bench->account.number, list, 4, &n, &bench->err),
		0);
	assert_int_equal(n, 2);
	assert_true(id_equal(&list[0].id, &other.id));
	assert_string_equal(list[0].username, other.username);
	assert_int_equal(list[0].last_number, 0);
	assert_int_equal(list[1].row, ENROLMENT);
	assert_int_equal(list[1].last_number, 1);
	assert_false(list[1].ended); /* another person's */
	assert_int_equal(bench->store.ops->enrolments_of(bench->store.self, 99,
				 list, 4, &n, &bench->err),
		0);
	assert_int_equal(n, 0);
	/* by another name, as they may have got one */
	str_copy(other.username, sizeof(other.username), "lee");
	assert_int_equal(bench->store.ops->enrolment_save(
				 bench->store.self, &other, &bench->err),
		0);
	assert_int_equal(
		bench->store.ops->enrolments_of(bench->store.self,
			bench->account.number, list, 4, &n, &bench->err),
		0);
	assert_int_equal(n, 2);
	assert_string_equal(list[0].username, "lee");
}

static void
test_known_clock(void **state)
{
	struct bench *bench = *state;
	struct known_clock clock = {.employee = bench->sample.employee,
		.state = {.mode = CLOCK_MEAL, .since_ms = 5, .meals_taken = 2},
		.watermark = 9};
	struct known_clock back;

	assert_int_equal(bench->store.ops->clock_load(bench->store.self,
				 bench->account.number, &clock.employee, &back,
				 &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	clock.state.location = bench->sample.location;
	assert_int_equal(bench->store.ops->clock_save(bench->store.self,
				 bench->account.number, &clock, &bench->err),
		0);
	assert_int_equal(bench->store.ops->clock_load(bench->store.self,
				 bench->account.number, &clock.employee, &back,
				 &bench->err),
		0);
	assert_memory_equal(&back, &clock, sizeof(back));
}

/* What the service tells of a person changes that person's row alone. */
static void
test_a_person_is_saved_only_while_signed_in(void **state)
{
	struct bench *bench = *state;
	const struct store_ops *ops = bench->store.ops;
	struct account told = bench->account, now;

	(void)str_copy(told.person.name, sizeof(told.person.name), "Anew");
	told.person.permissions = PERMISSION_ALL;
	assert_int_equal(
		ops->person_save(bench->store.self, &told, &bench->err), 0);
	assert_int_equal(ops->account(bench->store.self, &now, &bench->err), 0);
	assert_string_equal(now.person.name, "Anew");
	assert_true(now.person.permissions == PERMISSION_ALL);
	told.person.id.bytes[0] ^= 1;
	assert_int_equal(
		ops->person_save(bench->store.self, &told, &bench->err), -1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	now.signed_in = false;
	assert_int_equal(
		ops->account_save(bench->store.self, &now, &bench->err), 0);
	(void)str_copy(now.person.name, sizeof(now.person.name), "Late");
	assert_int_equal(
		ops->person_save(bench->store.self, &now, &bench->err), -1);
	assert_int_equal(ops->account(bench->store.self, &now, &bench->err), 0);
	assert_string_equal(now.person.name, "Anew");
	assert_false(now.signed_in);
}

/* Whichever process is next says it, once. */
static void
test_a_person_is_told_once(void **state)
{
	struct bench *bench = *state;
	struct str text;

	assert_int_equal(bench->store.ops->tell(bench->store.self,
				 "a sentence 'quoted'", &bench->err),
		0);
	bench_reopen(bench);
	str_init(&text, 1024);
	assert_int_equal(journal_notice(bench->journal, &text, &bench->err), 0);
	assert_string_equal(text.data, "connect-clock: a sentence 'quoted'\n");
	assert_int_equal(journal_notice_seen(bench->journal, &bench->err), 0);
	bench_reopen(bench);
	str_clear(&text);
	assert_int_equal(journal_notice(bench->journal, &text, &bench->err), 0);
	assert_string_equal(text.data, "");
	str_release(&text);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_a_person_is_saved_only_while_signed_in),
		T(test_accounts),
		T(test_enrolments_of_an_account),
		T(test_known_clock),
		T(test_a_person_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
