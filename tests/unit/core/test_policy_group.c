#include "core/policy_group.h"

#include <string.h>

#include "core/company.h"
#include "lib/cmocka_all.h"

static void
test_the_rules_that_a_group_describes(void **state)
{
	struct policy_group group;
	struct time_policy policy;
	struct id code = {{7}};
	const char *wrong;
	struct err err;

	(void)state;
	field_clear(&policy_group_description, &group);
	assert_int_equal(policy_group_rules(&group, &policy, &wrong, &err), 0);
	assert_int_equal(policy.start.grid_minutes, 1);
	assert_int_equal(policy.overtime.weekday[6], PAY_REG);
	group.lunch_after_minutes = 360;
	group.lunch_length_minutes = 30;
	group.weekly_ot1_minutes = 1;
	group.weekly_ot2_minutes = 2;
	group.daily_ot1_minutes = 3;
	group.daily_ot2_minutes = 4;
	group.monday_paid = PAY_OT1;
	group.sunday_paid = PAY_OT2;
	group.consecutive_ot1 = 6;
	group.consecutive_ot2 = 7;
	group.start_grid = 5;
	group.stop_grid = 2;
	group.excluded_cost_codes = (struct field_list){&code, 1};
	strcpy(group.stop_range, "23:50-00:10 as 00:00");
	assert_int_equal(policy_group_rules(&group, &policy, &wrong, &err), 0);
	assert_int_equal(policy.lunch.after_minutes, 360);
	assert_int_equal(policy.lunch.length_minutes, 30);
	assert_int_equal(policy.overtime.weekly_ot1_minutes, 1);
	assert_int_equal(policy.overtime.weekly_ot2_minutes, 2);
	assert_int_equal(policy.overtime.daily_ot1_minutes, 3);
	assert_int_equal(policy.overtime.daily_ot2_minutes, 4);
	assert_int_equal(policy.overtime.weekday[0], PAY_OT1);
	assert_int_equal(policy.overtime.weekday[5], PAY_REG);
	assert_int_equal(policy.overtime.weekday[6], PAY_OT2);
	assert_int_equal(policy.overtime.consecutive_ot1, 6);
	assert_int_equal(policy.overtime.consecutive_ot2, 7);
	assert_int_equal(policy.overtime.excluded_count, 1);
	assert_int_equal(policy.start.grid_minutes, 30);
	assert_int_equal(policy.stop.grid_minutes, 6);
	assert_int_equal(policy.stop.from_minute, 1430);
	assert_int_equal(policy.stop.until_minute, 10);
	strcpy(group.start_range, "early");
	assert_int_equal(policy_group_rules(&group, &policy, &wrong, &err), -1);
	assert_string_equal(wrong, "start_range");
}

static void
test_how_pay_periods_run(void **state)
{
	struct company company;
	struct period_rule rule;
	struct err err;

	(void)state;
	field_clear(&company_description, &company);
	assert_int_equal(company_periods(&company, &rule, &err), 0);
	assert_int_equal(rule.kind, PERIOD_NONE);
	company.pay_period = PERIOD_MONTHLY;
	assert_int_equal(company_periods(&company, &rule, &err), 0);
	company.pay_period = PERIOD_WEEKLY;
	assert_int_equal(company_periods(&company, &rule, &err), -1);
	strcpy(company.pay_period_start, "2026-11-02");
	assert_int_equal(company_periods(&company, &rule, &err), 0);
	assert_int_equal(rule.kind, PERIOD_WEEKLY);
	assert_int_equal(rule.start, 20759);
	strcpy(company.pay_period_start, "2026-11-31");
	assert_int_equal(company_periods(&company, &rule, &err), -1);
	strcpy(company.pay_period_start, "11/02/2026");
	assert_int_equal(company_periods(&company, &rule, &err), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_rules_that_a_group_describes),
		cmocka_unit_test(test_how_pay_periods_run),
	};

	return cmocka_run_group_tests_name("policy_group", tests, NULL, NULL);
}
