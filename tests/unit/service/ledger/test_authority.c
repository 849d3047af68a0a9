/* The decision on one punch, in every cell of its table. */

#include <string.h>

#include "lib/cmocka_all.h"
#include "service/desk/access.h"
#include "src/service/ledger/authority.h"

#define PRESSED_MS 1000
#define BEFORE_MS 500 /* withdrawn before the press */
#define AFTER_MS 1500 /* and after it */

static const struct authority_fact fine = {.known = true, .holds = true};
static const struct authority_fact never;
static const struct authority_fact before = {
	.known = true, .since_ms = BEFORE_MS};
static const struct authority_fact after = {
	.known = true, .since_ms = AFTER_MS};

static struct authority_facts
all_fine(bool own)
{
	return (struct authority_facts){
		.own = own,
		.enrolled = true,
		.presser = fine,
		.role = fine,
		.permissions = PERMISSION_ALL,
		.employee = fine,
		.viewset = fine,
		.company = fine,
		.location = fine,
		.cost_code = fine,
		.listed = fine,
	};
}

static struct authority_verdict
decide(const struct authority_facts *facts, enum punch_kind kind, bool chosen)
{
	const struct punch punch = {.kind = kind, .has_chosen = chosen};
	struct authority_verdict verdict;

	authority_decide(&punch, facts, PRESSED_MS, &verdict);
	return verdict;
}

static void
expect(const struct authority_facts *facts, enum punch_kind kind,
	enum verdict_kind verdict, enum problem problem)
{
	const struct authority_verdict got = decide(facts, kind, false);

	assert_int_equal(got.kind, verdict);
	if (verdict != VERDICT_RECORDED) {
		assert_int_equal(got.problem, problem);
		assert_non_null(got.detail);
	}
}

static void
test_all_is_well(void **state)
{
	for (int own = 0; own < 2; own++) {
		struct authority_facts facts = all_fine(own);

		for (int kind = 0; kind < PUNCH_KIND_COUNT; kind++)
			expect(&facts, (enum punch_kind)kind, VERDICT_RECORDED,
				0);
	}
}

/* Every gate, each way it can be shut, own and another's, each kind. */
static void
test_every_gate(void **state)
{
	/* X(member, own too, GO only, shut before the press, problem) */
#define GATES(X)                                                               \
	X(company, true, false, REFUSED, CLOCK_OFF)                            \
	X(presser, true, false, REFUSED, NO_PERMISSION)                        \
	X(viewset, false, false, REFUSED, NOT_IN_VIEWSET)                      \
	X(listed, true, true, REFUSED, UNKNOWN_COST_CODE)                      \
	X(employee, true, false, QUARANTINED, WITHDRAWN)                       \
	X(location, true, true, QUARANTINED, WITHDRAWN)                        \
	X(cost_code, true, true, QUARANTINED, WITHDRAWN)

	for (int own = 0; own < 2; own++) {
		for (int kind = 0; kind < PUNCH_KIND_COUNT; kind++) {
#define X(member, own_too, go_only, verdict, problem)                          \
	{                                                                      \
		struct authority_facts facts = all_fine(own);                  \
		bool counts = (!own || (own_too)) &&                           \
			      (kind == PUNCH_GO || !(go_only));                \
                                                                               \
		facts.member = before;                                         \
		expect(&facts, (enum punch_kind)kind,                          \
			counts ? VERDICT_##verdict : VERDICT_RECORDED,         \
			PROBLEM_##problem);                                    \
		facts.member = after;                                          \
		expect(&facts, (enum punch_kind)kind,                          \
			counts ? VERDICT_QUARANTINED : VERDICT_RECORDED,       \
			PROBLEM_WITHDRAWN);                                    \
	}
			GATES(X)
#undef X
		}
	}
}

static void
test_what_never_was(void **state)
{
	struct authority_facts facts;

	facts = all_fine(false);
	facts.employee = never;
	expect(&facts, PUNCH_STOP, VERDICT_REFUSED, PROBLEM_UNKNOWN_EMPLOYEE);
	facts = all_fine(true);
	facts.presser = never;
	expect(&facts, PUNCH_STOP, VERDICT_REFUSED, PROBLEM_NOT_ENROLLED);
	facts = all_fine(true);
	facts.enrolled = false;
	expect(&facts, PUNCH_STOP, VERDICT_REFUSED, PROBLEM_NOT_ENROLLED);
	facts = all_fine(true);
	facts.location = never;
	expect(&facts, PUNCH_STOP, VERDICT_RECORDED, 0);
	expect(&facts, PUNCH_GO, VERDICT_REFUSED, PROBLEM_UNKNOWN_LOCATION);
	facts = all_fine(true);
	facts.cost_code = never;
	expect(&facts, PUNCH_STOP, VERDICT_RECORDED, 0);
	expect(&facts, PUNCH_GO, VERDICT_REFUSED, PROBLEM_UNKNOWN_COST_CODE);
	facts = all_fine(true);
	facts.listed = never;
	expect(&facts, PUNCH_STOP, VERDICT_RECORDED, 0);
	expect(&facts, PUNCH_GO, VERDICT_REFUSED, PROBLEM_UNKNOWN_COST_CODE);
}

/* All sets of the clock's permissions, own and another's, time chosen or not.
 */
static void
test_permissions(void **state)
{
	for (permission_set set = 0; set < PERMISSION_SET(REQUEST_MISSED_PUNCH);
		set++) {
		for (int own = 0; own < 2; own++) {
			for (int chosen = 0; chosen < 2; chosen++) {
				struct authority_facts facts = all_fine(own);
				bool may = permission_has(
					set, own ? PERMISSION_CLOCK_IN_OUT
						 : PERMISSION_CLOCK_IN_FOR);

				if (chosen)
					may = may &&
					      permission_has(set,
						      PERMISSION_CLOCK_IN_FOR_EDIT_TIME);
				facts.permissions = set;
				facts.role = before;
				assert_int_equal(
					decide(&facts, PUNCH_GO, chosen).kind,
					may ? VERDICT_RECORDED
					    : VERDICT_REFUSED);
				facts.role = after;
				assert_int_equal(
					decide(&facts, PUNCH_GO, chosen).kind,
					may ? VERDICT_RECORDED
					    : VERDICT_QUARANTINED);
			}
		}
	}
}

static void
test_a_refusal_is_graver(void **state)
{
	struct authority_facts facts = all_fine(false);

	facts.company = after;
	facts.location = before;
	facts.viewset = before;
	expect(&facts, PUNCH_GO, VERDICT_REFUSED, PROBLEM_NOT_IN_VIEWSET);
	/* And what can never be mended is said first. */
	facts.employee = never;
	expect(&facts, PUNCH_GO, VERDICT_REFUSED, PROBLEM_UNKNOWN_EMPLOYEE);
}

/* The policy table as it was decided on: a change is to be meant. */
static void
test_access_table(void **state)
{
	const permission_set in_out = PERMISSION_SET(CLOCK_IN_OUT);
	const permission_set in_for = PERMISSION_SET(CLOCK_IN_FOR);
	const permission_set all = PERMISSION_ALL;

	for (int way = ACCESS_OPEN; way <= ACCESS_PUNCH_EDIT_TIME; way++)
		assert_false(
			access_allows((enum access)way, all, ACCESS_FOREIGN));
	assert_true(access_allows(ACCESS_ME, 0, ACCESS_OWN));
	assert_true(access_allows(ACCESS_CATALOG, 0, ACCESS_OWN));
	assert_true(access_allows(ACCESS_CLOCK, 0, ACCESS_OWN));
	assert_false(access_allows(ACCESS_ME, all, ACCESS_SEEN));
	assert_false(access_allows(ACCESS_CATALOG, in_out, ACCESS_SEEN));
	assert_true(access_allows(ACCESS_CATALOG, in_for, ACCESS_SEEN));
	assert_false(access_allows(ACCESS_CLOCK, in_out, ACCESS_SEEN));
	assert_true(access_allows(ACCESS_CLOCK, in_for, ACCESS_SEEN));
	for (int i = CREDENTIAL_NONE; i <= CREDENTIAL_DELIVERY; i++) {
		enum credential it = (enum credential)i;

		assert_true(access_opens(ACCESS_OPEN, it));
		assert_int_equal(
			access_opens(ACCESS_ME, it), it == CREDENTIAL_ACCESS);
		assert_int_equal(access_opens(ACCESS_CATALOG, it),
			it == CREDENTIAL_ACCESS);
		assert_int_equal(access_opens(ACCESS_CLOCK, it),
			it == CREDENTIAL_ACCESS);
		assert_int_equal(access_opens(ACCESS_PUNCH, it),
			it == CREDENTIAL_DELIVERY);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_is_well),
		cmocka_unit_test(test_every_gate),
		cmocka_unit_test(test_what_never_was),
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_a_refusal_is_graver),
		cmocka_unit_test(test_access_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
