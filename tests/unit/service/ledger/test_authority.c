/* What holds a punch for review, gate by gate: never a refusal. */

#include <string.h>

#include "core/cause.h"
#include "lib/cmocka_all.h"
#include "service/desk/access.h"
#include "src/service/ledger/authority.h"

static const struct authority_fact fine = {.known = true, .holds = true};
static const struct authority_fact shut = {.known = true};
static const struct authority_fact never;

static struct authority_facts
all_fine(bool own)
{
	return (struct authority_facts){
		.own = own,
		.presser = fine,
		.permissions = PERMISSION_ALL,
		.employee = fine,
		.viewset = fine,
		.company = fine,
		.enrolment = fine,
		.location = fine,
		.cost_code = fine,
		.listed = fine,
	};
}

static unsigned
causes(const struct authority_facts *facts, enum punch_kind kind, bool chosen)
{
	const struct punch punch = {.kind = kind, .has_chosen = chosen};

	return authority_causes(&punch, facts);
}

static void
test_all_is_well(void **state)
{
	for (int own = 0; own < 2; own++) {
		struct authority_facts facts = all_fine(own);

		for (int kind = 0; kind < PUNCH_KIND_COUNT; kind++)
			assert_int_equal(
				causes(&facts, (enum punch_kind)kind, true), 0);
	}
}

/* Each gate by itself, for oneself and for another; in GO and in STOP. */
static void
test_each_gate_names_its_cause(void **state)
{
#define GATE(member, value, own, go, stop)                                     \
	do {                                                                   \
		struct authority_facts facts = all_fine(own);                  \
		facts.member = (value);                                        \
		assert_int_equal(causes(&facts, PUNCH_GO, false), go);         \
		assert_int_equal(causes(&facts, PUNCH_STOP, false), stop);     \
	} while (0)
	for (int own = 0; own < 2; own++) {
		GATE(company, shut, own, CAUSE_CLOCK_OFF, CAUSE_CLOCK_OFF);
		GATE(presser, shut, own, CAUSE_LEFT, CAUSE_LEFT);
		GATE(employee, shut, own, CAUSE_LEFT, CAUSE_LEFT);
		GATE(employee, never, own, CAUSE_UNKNOWN, CAUSE_UNKNOWN);
		GATE(permissions, 0, own, CAUSE_NO_PERMISSION,
			CAUSE_NO_PERMISSION);
		GATE(location, shut, own, CAUSE_INACTIVE, 0);
		GATE(cost_code, shut, own, CAUSE_INACTIVE, 0);
		GATE(location, never, own, CAUSE_UNKNOWN, 0);
		GATE(cost_code, never, own, CAUSE_UNKNOWN, 0);
		GATE(listed, shut, own, CAUSE_NOT_LISTED, 0);
		GATE(listed, never, own, CAUSE_NOT_LISTED, 0);
	}
	GATE(viewset, shut, false, CAUSE_NOT_IN_VIEWSET, CAUSE_NOT_IN_VIEWSET);
	GATE(viewset, shut, true, 0, 0);
#undef GATE
}

static void
test_permissions_are_told_apart(void **state)
{
	struct authority_facts own = all_fine(true), other = all_fine(false);

	own.permissions = other.permissions = PERMISSION_SET(CLOCK_IN_OUT);
	assert_int_equal(causes(&own, PUNCH_GO, false), 0);
	assert_int_equal(causes(&other, PUNCH_GO, false), CAUSE_NO_PERMISSION);
	own.permissions = other.permissions = PERMISSION_SET(CLOCK_IN_FOR);
	assert_int_equal(causes(&own, PUNCH_GO, false), CAUSE_NO_PERMISSION);
	assert_int_equal(causes(&other, PUNCH_GO, false), 0);
	/* A chosen time takes one of its own. */
	assert_int_equal(causes(&other, PUNCH_GO, true), CAUSE_NO_PERMISSION);
	other.permissions |= PERMISSION_SET(CLOCK_IN_FOR_EDIT_TIME);
	assert_int_equal(causes(&other, PUNCH_GO, true), 0);
}

static void
test_every_cause_is_told(void **state)
{
	struct authority_facts facts = all_fine(false);

	facts.company = facts.presser = facts.viewset = shut;
	facts.permissions = 0;
	facts.location = shut;
	facts.listed = never;
	assert_int_equal(causes(&facts, PUNCH_GO, false),
		CAUSE_CLOCK_OFF | CAUSE_LEFT | CAUSE_NOT_IN_VIEWSET |
			CAUSE_NO_PERMISSION | CAUSE_INACTIVE |
			CAUSE_NOT_LISTED);
}

static void
test_neighbours_share_their_facts(void **state)
{
	const struct punch punch = {.enrolment = {{1}},
		.pressed_by = {{2}},
		.employee = {{3}},
		.location = {{4}},
		.cost_code = {{5}}};
	struct punch other = punch;

	assert_true(authority_same_facts(&punch, &other));
#define DIFFERS(member)                                                        \
	other.member.bytes[0] = 9;                                             \
	assert_false(authority_same_facts(&punch, &other));                    \
	other = punch
	DIFFERS(enrolment);
	DIFFERS(pressed_by);
	DIFFERS(employee);
	DIFFERS(location);
	DIFFERS(cost_code);
#undef DIFFERS
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_is_well),
		cmocka_unit_test(test_each_gate_names_its_cause),
		cmocka_unit_test(test_permissions_are_told_apart),
		cmocka_unit_test(test_every_cause_is_told),
		cmocka_unit_test(test_neighbours_share_their_facts),
	};

	return cmocka_run_group_tests_name("authority", tests, NULL, NULL);
}
