#ifndef CORE_POLICY_GROUP_H
#define CORE_POLICY_GROUP_H

/* The rules of an employee's time: connect-rules(7), Meal breaks, Rounding,
 * Automatic lunch, Overtime. */

#include "core/cost_code.h"
#include "core/field.h"
#include "core/policy.h"

/* "warn" and "block", by enum meal_early. */
extern const struct field_words policy_early_words;

/* By enum pay. */
extern const struct field_words policy_pay_words;

/* Minutes of a grid; "1" is the nearest minute. */
extern const struct field_words policy_grid_words;

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define POLICY_GROUP_FIELDS(X)                                                 \
	X(TEXT, name, 64, FIELD_NEEDED | FIELD_DISTINCT, POLICIES_VIEW,        \
		POLICIES_EDIT, "Name",                                         \
		"what it is called; once in the company")                      \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, POLICIES_VIEW,               \
		POLICIES_EDIT, "Active", "whether it can be given")            \
	X(BOOL, meal_tracked, 0, FIELD_PART, POLICIES_VIEW, POLICIES_EDIT,     \
		"Meal breaks", "whether they are tracked")                     \
	X(INT, meal_length_minutes, 1440, FIELD_PLAIN, POLICIES_VIEW,          \
		POLICIES_EDIT, "Length", "minutes of a meal break")            \
	X(INT, meal_due_after_minutes, 1440, FIELD_PLAIN, POLICIES_VIEW,       \
		POLICIES_EDIT, "Due after",                                    \
		"minutes of work after which one is due, and again after "     \
		"each further so many; 0: never")                              \
	X(WORD, meal_early, policy_early_words, FIELD_PLAIN, POLICIES_VIEW,    \
		POLICIES_EDIT, "Ended early",                                  \
		"what happens when one is ended too early: a warning, or it "  \
		"is refused")                                                  \
	X(INT, lunch_after_minutes, 1440, FIELD_PART, POLICIES_VIEW,           \
		POLICIES_EDIT, "Lunch after",                                  \
		"minutes of work in a day without a break, beyond which a "    \
		"lunch is taken off; 0: never")                                \
	X(INT, lunch_length_minutes, 1440, FIELD_PLAIN, POLICIES_VIEW,         \
		POLICIES_EDIT, "Lunch", "minutes that are taken off")          \
	X(INT, weekly_ot1_minutes, 10080, FIELD_PART, POLICIES_VIEW,           \
		POLICIES_EDIT, "Week OT1",                                     \
		"minutes of work in a week, beyond which it is OT1; 0: never") \
	X(INT, weekly_ot2_minutes, 10080, FIELD_PLAIN, POLICIES_VIEW,          \
		POLICIES_EDIT, "Week OT2",                                     \
		"minutes of work in a week, beyond which it is OT2; 0: never") \
	X(INT, daily_ot1_minutes, 1440, FIELD_PLAIN, POLICIES_VIEW,            \
		POLICIES_EDIT, "Day OT1",                                      \
		"minutes of work in a day, beyond which it is OT1; 0: never")  \
	X(INT, daily_ot2_minutes, 1440, FIELD_PLAIN, POLICIES_VIEW,            \
		POLICIES_EDIT, "Day OT2",                                      \
		"minutes of work in a day, beyond which it is OT2; 0: never")  \
	X(WORD, monday_paid, policy_pay_words, FIELD_PART, POLICIES_VIEW,      \
		POLICIES_EDIT, "Mondays",                                      \
		"what all work of such a day is paid as, at least")            \
	X(WORD, tuesday_paid, policy_pay_words, FIELD_PLAIN, POLICIES_VIEW,    \
		POLICIES_EDIT, "Tuesdays",                                     \
		"what all work of such a day is paid as, at least")            \
	X(WORD, wednesday_paid, policy_pay_words, FIELD_PLAIN, POLICIES_VIEW,  \
		POLICIES_EDIT, "Wednesdays",                                   \
		"what all work of such a day is paid as, at least")            \
	X(WORD, thursday_paid, policy_pay_words, FIELD_PLAIN, POLICIES_VIEW,   \
		POLICIES_EDIT, "Thursdays",                                    \
		"what all work of such a day is paid as, at least")            \
	X(WORD, friday_paid, policy_pay_words, FIELD_PLAIN, POLICIES_VIEW,     \
		POLICIES_EDIT, "Fridays",                                      \
		"what all work of such a day is paid as, at least")            \
	X(WORD, saturday_paid, policy_pay_words, FIELD_PLAIN, POLICIES_VIEW,   \
		POLICIES_EDIT, "Saturdays",                                    \
		"what all work of such a day is paid as, at least")            \
	X(WORD, sunday_paid, policy_pay_words, FIELD_PLAIN, POLICIES_VIEW,     \
		POLICIES_EDIT, "Sundays",                                      \
		"what all work of such a day is paid as, at least")            \
	X(INT, consecutive_ot1, 7, FIELD_PART, POLICIES_VIEW, POLICIES_EDIT,   \
		"In a row OT1",                                                \
		"from which day in a row of a week on work is OT1, such as "   \
		"6; 0: never")                                                 \
	X(INT, consecutive_ot2, 7, FIELD_PLAIN, POLICIES_VIEW, POLICIES_EDIT,  \
		"In a row OT2",                                                \
		"from which day in a row of a week on work is OT2, such as "   \
		"7; 0: never")                                                 \
	X(LIST, excluded_cost_codes, cost_code_description, FIELD_PLAIN,       \
		POLICIES_VIEW, POLICIES_EDIT, "No overtime",                   \
		"cost codes whose work is REG and counts towards no overtime") \
	X(WORD, start_grid, policy_grid_words, FIELD_PART, POLICIES_VIEW,      \
		POLICIES_EDIT, "Starts to",                                    \
		"so many minutes is a start rounded to, half later")           \
	X(TEXT, start_range, 32, FIELD_PLAIN, POLICIES_VIEW, POLICIES_EDIT,    \
		"Starts between",                                              \
		"starts that are shown as one time: 06:50-07:10 as 07:00")     \
	X(WORD, stop_grid, policy_grid_words, FIELD_PLAIN, POLICIES_VIEW,      \
		POLICIES_EDIT, "Stops to",                                     \
		"so many minutes is a stop rounded to, half later")            \
	X(TEXT, stop_range, 32, FIELD_PLAIN, POLICIES_VIEW, POLICIES_EDIT,     \
		"Stops between",                                               \
		"stops that are shown as one time: 15:20-15:40 as 15:30")

struct policy_group {
	struct record record;
	POLICY_GROUP_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description policy_group_description;

/*
 * The rules that it describes; the excluded cost codes are the group's own.
 * ERR_DATA says what is wrong with a range, *wrong_out names its field.
 */
int policy_group_rules(const struct policy_group *group,
	struct time_policy *policy_out, const char **wrong_out,
	struct err *err);

#endif
