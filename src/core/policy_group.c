#include "core/policy_group.h"

#include <stdlib.h>

#include "core/rounding.h"

#define FIELD_OF struct policy_group

static const char *const early[] = {
	[MEAL_EARLY_WARN] = "warn",
	[MEAL_EARLY_BLOCK] = "block",
};
const struct field_words policy_early_words = {early, 2};

#define WORD(name, number, wire, title) [number] = (wire),
static const char *const pays[] = {PAYS(WORD)};
#undef WORD
const struct field_words policy_pay_words = {pays, PAY_COUNT};

static const char *const grids[] = {"1", "5", "6", "10", "15", "30"};
const struct field_words policy_grid_words = {grids, 6};

static const struct field fields[] = {POLICY_GROUP_FIELDS(FIELD_ROW)};

const struct description policy_group_description = {
	.title = "policy group",
	.path = "/v1/policy-groups",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct policy_group),
};

static struct overtime_policy
overtime_of(const struct policy_group *group)
{
	return (struct overtime_policy){
		.weekly_ot1_minutes = (int)group->weekly_ot1_minutes,
		.weekly_ot2_minutes = (int)group->weekly_ot2_minutes,
		.daily_ot1_minutes = (int)group->daily_ot1_minutes,
		.daily_ot2_minutes = (int)group->daily_ot2_minutes,
		.weekday = {(enum pay)group->monday_paid,
			(enum pay)group->tuesday_paid,
			(enum pay)group->wednesday_paid,
			(enum pay)group->thursday_paid,
			(enum pay)group->friday_paid,
			(enum pay)group->saturday_paid,
			(enum pay)group->sunday_paid},
		.consecutive_ot1 = (int)group->consecutive_ot1,
		.consecutive_ot2 = (int)group->consecutive_ot2,
		.excluded = group->excluded_cost_codes.ids,
		.excluded_count = group->excluded_cost_codes.count,
	};
}

static int
grid_of(int64_t word)
{
	return (int)strtol(grids[word], NULL, 10);
}

int
policy_group_rules(const struct policy_group *group,
	struct time_policy *policy_out, const char **wrong_out, struct err *err)
{
	*policy_out = (struct time_policy){
		.meal = {group->meal_tracked, (int)group->meal_length_minutes,
			(int)group->meal_due_after_minutes,
			(enum meal_early)group->meal_early},
		.lunch = {(int)group->lunch_after_minutes,
			(int)group->lunch_length_minutes},
		.overtime = overtime_of(group),
		.start = {.grid_minutes = grid_of(group->start_grid)},
		.stop = {.grid_minutes = grid_of(group->stop_grid)},
	};
	*wrong_out = "start_range";
	if (rounding_parse_range(group->start_range, &policy_out->start, err) <
		0)
		return -1;
	*wrong_out = "stop_range";
	return rounding_parse_range(group->stop_range, &policy_out->stop, err);
}
