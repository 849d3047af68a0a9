#ifndef CORE_ROLE_H
#define CORE_ROLE_H

/* What its bearers may do. No Access is having none. */

#include "core/field.h"

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define ROLE_FIELDS(X)                                                         \
	X(TEXT, name, 64, FIELD_NEEDED | FIELD_DISTINCT, EMPLOYEES_VIEW,       \
		ADMINISTRATOR, "Name",                                         \
		"what it is called; once in the company")                      \
	X(LEVELS, permissions, 0, FIELD_PLAIN, EMPLOYEES_VIEW, ADMINISTRATOR,  \
		"Permissions",                                                 \
		"what it allows; what is not named is not allowed")            \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, EMPLOYEES_VIEW,              \
		ADMINISTRATOR, "Active", "whether it can be given")            \
	X(BOOL, is_administrator, 0, FIELD_TOLD, EMPLOYEES_VIEW,               \
		ADMINISTRATOR, "Administrator",                                \
		"whether it is the one that has everything, and cannot be "    \
		"changed")

struct role {
	struct record record;
	ROLE_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description role_description;

#endif
