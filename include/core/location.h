#ifndef CORE_LOCATION_H
#define CORE_LOCATION_H

/* Where, or for whom, work is done, as the office describes it. */

#include "core/field.h"

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define LOCATION_FIELDS(X)                                                     \
	X(TEXT, number, 64, FIELD_UNIQUE, LOCATIONS_VIEW, LOCATIONS_EDIT,      \
		"Number", "what it is called for short; once in the company")  \
	X(TEXT, name, 256, FIELD_NEEDED, LOCATIONS_VIEW, LOCATIONS_EDIT,       \
		"Name", "where work is done, or for whom")                     \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, LOCATIONS_VIEW,              \
		LOCATIONS_EDIT, "Active", "whether it can be chosen")          \
	X(BOOL, all_cost_codes, 0, FIELD_ON, LOCATIONS_VIEW, LOCATIONS_EDIT,   \
		"All cost codes",                                              \
		"whether every active cost code can be chosen here")           \
	X(LIST, cost_codes, cost_code_description, FIELD_PLAIN,                \
		LOCATIONS_VIEW, LOCATIONS_EDIT, "Cost codes",                  \
		"those that can be chosen here, where it is not all")          \
	X(INT, budget_hours, 1000000, FIELD_PLAIN, BUDGETS_VIEW, BUDGETS_EDIT, \
		"Budget", "hours of work that are planned here; 0: none")      \
	X(TEXT, contract_price, 15, FIELD_PLAIN, BUDGETS_VIEW, BUDGETS_EDIT,   \
		"Contract price",                                              \
		"such as 25000.00; its share for labor is the budget")         \
	X(INT, labor_percent, 100, FIELD_PLAIN, BUDGETS_VIEW, BUDGETS_EDIT,    \
		"Share for labor", "per cent of the contract price")           \
	X(TEXT, budget_amount, 15, FIELD_TOLD, BUDGETS_VIEW, BUDGETS_EDIT,     \
		"Budget in money",                                             \
		"the share for labor of the contract price, worked out")

struct location {
	struct record record;
	LOCATION_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description location_description;

#endif
