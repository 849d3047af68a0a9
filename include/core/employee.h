#ifndef CORE_EMPLOYEE_H
#define CORE_EMPLOYEE_H

/* Everybody who touches the system, administrators included. */

#include "core/field.h"

/* Of enum viewset. */
extern const struct field_words employee_viewset_words;

/* Of mails: as the company has it, or one of company_language_words. */
extern const struct field_words employee_language_words;

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define EMPLOYEE_FIELDS(X)                                                     \
	X(TEXT, number, 64, FIELD_UNIQUE, EMPLOYEES_VIEW, EMPLOYEES_EDIT,      \
		"Number", "of the person; once in the company")                \
	X(TEXT, given_name, 127, FIELD_PLAIN, EMPLOYEES_VIEW, EMPLOYEES_EDIT,  \
		"Given name", "one of the two names is needed")                \
	X(TEXT, family_name, 127, FIELD_PLAIN, EMPLOYEES_VIEW, EMPLOYEES_EDIT, \
		"Family name", "one of the two names is needed")               \
	X(TEXT, username, 64, FIELD_UNIQUE | FIELD_FOLDED | FIELD_UNSET,       \
		EMPLOYEES_VIEW, EMPLOYEES_EDIT, "Username",                    \
		"to sign in with; once in the company")                        \
	X(TEXT, email, 254, FIELD_UNSET, EMPLOYEES_VIEW, EMPLOYEES_EDIT,       \
		"E-mail", "where the mail to verify it goes")                  \
	X(REF, role, role_description, FIELD_PLAIN, EMPLOYEES_VIEW,            \
		EMPLOYEES_EDIT, "Role",                                        \
		"what the person may do; none: No Access")                     \
	X(WORD, viewset, employee_viewset_words, FIELD_PLAIN, EMPLOYEES_VIEW,  \
		EMPLOYEES_EDIT, "Sees",                                        \
		"whom the person may see: only themselves, all, selected "     \
		"employees or groups")                                         \
	X(LIST, viewset_employees, employee_description, FIELD_PLAIN,          \
		EMPLOYEES_VIEW, EMPLOYEES_EDIT, "Sees employees",              \
		"who is selected, where it is employees")                      \
	X(LIST, viewset_groups, group_description, FIELD_PLAIN,                \
		EMPLOYEES_VIEW, EMPLOYEES_EDIT, "Sees groups",                 \
		"which are selected, where it is groups")                      \
	X(REF, policy_group, policy_group_description, FIELD_PLAIN,            \
		EMPLOYEES_VIEW, EMPLOYEES_EDIT, "Policy group",                \
		"the rules of the person's time; none named: Default")         \
	X(WORD, language, employee_language_words, FIELD_PLAIN,                \
		EMPLOYEES_VIEW, EMPLOYEES_EDIT, "Language",                    \
		"of mails to the person: the company's, or one of their own")  \
	X(BOOL, active, 0, FIELD_ON | FIELD_GATE, EMPLOYEES_VIEW,              \
		EMPLOYEES_EDIT, "Active", "whether the person works here")     \
	X(BOOL, verified, 0, FIELD_TOLD, EMPLOYEES_VIEW, EMPLOYEES_EDIT,       \
		"Verified",                                                    \
		"whether the e-mail address is, and a password is set")

struct employee {
	struct record record;
	EMPLOYEE_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description employee_description;

#endif
