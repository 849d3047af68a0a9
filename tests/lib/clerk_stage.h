#ifndef TESTS_LIB_CLERK_STAGE_H
#define TESTS_LIB_CLERK_STAGE_H

/* The Manage screens on a stage, and the service's answers to them. */

#include "core/problem.h"
#include "lib/stage.h"

/* The ids of records: "…0N". */
#define CLERK_ID(n) "00000000-0000-7000-8000-00000000000" #n

/* Records in JSON, one or more behind each other. */
#define CLERK_CODE(n, number, name, active)                                    \
	"{\"id\":\"" CLERK_ID(n) "\",\"version\":3,\"number\":\"" number       \
				 "\",\"name\":\"" name "\",\"active\":" active \
				 "}"
#define CLERK_CODES                                                            \
	CLERK_CODE(1, "03-100", "Concrete", "true")                            \
	"," CLERK_CODE(2, "01-100", "Supervision", "true") "," CLERK_CODE(3,   \
		"02-000", "Asbestos",                                          \
		"false") "," CLERK_CODE(4, "01-740", "Clean-up", "true")

#define CLERK_PERSON(n, number, given, family, username, more)                 \
	"{\"id\":\"" CLERK_ID(                                                 \
		n) "\",\"version\":3,\"number\":\"" number                     \
		   "\",\"given_name\":\"" given "\",\"family_name\":\"" family \
		   "\",\"username\":\"" username "\",\"email\":\"" username    \
		   "@acme.example\",\"role\":\"" CLERK_ID(                     \
			   8) "\",\"viewset\":\"self\","                       \
			      "\"viewset_employees\":[],"                      \
			      "\"viewset_groups\":[],"                         \
			      "\"policy_group\":\"" CLERK_ID(                  \
				      9) "\",\"language\":\"en\"," more "}"
#define CLERK_PEOPLE                                                           \
	CLERK_PERSON(5, "0104", "Dana", "Whitfield", "dana",                   \
		"\"active\":true,\"verified\":true")                           \
	"," CLERK_PERSON(6, "0105", "Łukasz", "Żabka", "lukasz",               \
		"\"active\":true,\"verified\":false") "," CLERK_PERSON(7,      \
		"0107", "Zoë", "\\u001b[2JLindqvist", "zoe",                   \
		"\"active\":false,\"verified\":true")
#define CLERK_ROLES                                                            \
	"{\"id\":\"" CLERK_ID(8) "\",\"version\":2,\"name\":\"Supervisor\","   \
				 "\"permissions\":{\"board\":\"view\"},"       \
				 "\"active\":true,\"is_administrator\":false}"
#define CLERK_POLICIES                                                         \
	"{\"id\":\"" CLERK_ID(9) "\",\"version\":2,\"name\":\"Field crew\","   \
				 "\"active\":true,\"meal_tracked\":true,"      \
				 "\"meal_length_minutes\":30,"                 \
				 "\"meal_due_after_minutes\":240,"             \
				 "\"meal_early\":\"warn\"}"

/* Opens them for somebody with these permissions. */
void clerk_stage_open(struct stage *stage, permission_set permissions);

/* Answers what is asked next, which must be this: records of a list, one
 * record (as it is kept now), or that there is something wrong. */
void clerk_answer(struct stage *stage, const char *path, const char *items);
void
clerk_answer_one(struct stage *stage, const char *path, const char *record);
void clerk_refuse(struct stage *stage, const char *path, enum problem problem,
	const char *pointer, const char *detail);

/* What waits for an answer, NULL: nothing does. */
struct fake_request *clerk_asked(struct stage *stage);

#endif
