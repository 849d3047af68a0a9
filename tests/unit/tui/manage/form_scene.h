#ifndef TESTS_UNIT_TUI_MANAGE_FORM_SCENE_H
#define TESTS_UNIT_TUI_MANAGE_FORM_SCENE_H

/* A record as a form on a stage. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/clerk_stage.h"

static struct stage s;

static inline int
setup(void **state)
{
	clerk_stage_open(&s, PERMISSION_ALL);
	return 0;
}

static inline int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static inline void
open_codes(void)
{
	stage_type(&s, "c");
	clerk_answer(&s, "/v1/cost-codes", CLERK_CODES);
}

static inline void
open_concrete(void)
{
	open_codes();
	stage_type(&s, "con");
	stage_key(&s, KEY_IS_ENTER);
}

static inline void
open_dana(void)
{
	stage_type(&s, "e");
	clerk_answer(&s, "/v1/roles", CLERK_ROLES);
	clerk_answer(&s, "/v1/groups", "");
	clerk_answer(&s, "/v1/policy-groups", CLERK_POLICIES);
	clerk_answer(&s, "/v1/employees", CLERK_PEOPLE);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
}

static inline void
sent(const char *method, const char *body)
{
	struct fake_request *request = clerk_asked(&s);

	assert_non_null(request);
	assert_string_equal(request->method, method);
	if (strstr(request->body.data, body) == NULL)
		fail_msg("%s", request->body.data);
}

#endif
