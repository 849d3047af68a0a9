#ifndef CORE_GROUP_H
#define CORE_GROUP_H

/* People who belong together: a crew, an office. Viewsets are made of them. */

#include "core/field.h"

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define GROUP_FIELDS(X)                                                        \
	X(TEXT, name, 256, FIELD_NEEDED | FIELD_DISTINCT, GROUPS_VIEW,         \
		GROUPS_EDIT, "Name", "what it is called; once in the company") \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, GROUPS_VIEW, GROUPS_EDIT,    \
		"Active", "whether it can be chosen")                          \
	X(LIST, members, employee_description, FIELD_PLAIN, GROUPS_VIEW,       \
		GROUPS_EDIT, "Members", "who belongs to it")

struct group {
	struct record record;
	GROUP_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description group_description;

#endif
