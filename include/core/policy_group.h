#ifndef CORE_POLICY_GROUP_H
#define CORE_POLICY_GROUP_H

/* The rules of an employee's time: meal breaks. */

#include "core/field.h"
#include "core/policy.h"

/* "warn" and "block", by enum meal_early. */
extern const struct field_words policy_early_words;

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define POLICY_GROUP_FIELDS(X)                                                 \
	X(TEXT, name, 64, FIELD_NEEDED | FIELD_DISTINCT, POLICIES_VIEW,        \
		POLICIES_EDIT, "Name",                                         \
		"what it is called; once in the company")                      \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, POLICIES_VIEW,               \
		POLICIES_EDIT, "Active", "whether it can be given")            \
	X(BOOL, meal_tracked, 0, FIELD_PLAIN, POLICIES_VIEW, POLICIES_EDIT,    \
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
		"is refused")

struct policy_group {
	struct record record;
	POLICY_GROUP_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description policy_group_description;

#endif
