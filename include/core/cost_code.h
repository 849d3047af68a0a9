#ifndef CORE_COST_CODE_H
#define CORE_COST_CODE_H

/* What is being done, as the office describes it. */

#include "core/field.h"

/* X(type, name, max, flags, see, change, title, help): see core/field.h */
#define COST_CODE_FIELDS(X)                                                    \
	X(TEXT, number, 64, FIELD_UNIQUE, COST_CODES_VIEW, COST_CODES_EDIT,    \
		"Number", "what it is called for short; once in the company")  \
	X(TEXT, name, 256, FIELD_NEEDED, COST_CODES_VIEW, COST_CODES_EDIT,     \
		"Name", "what is done")                                        \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, COST_CODES_VIEW,             \
		COST_CODES_EDIT, "Active", "whether it can be chosen")

struct cost_code {
	struct record record;
	COST_CODE_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description cost_code_description;

#endif
