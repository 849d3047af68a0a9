/* Any keys in any order, any answers, any window: nothing breaks. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/clerk_stage.h"
#include "tui/screen.h"

#define STORM_KEYS 30000

static struct stage s;
static uint32_t dice;

/* The same every time. */
static uint32_t
roll(uint32_t sides)
{
	dice = dice * 1664525 + 1013904223;
	return (dice >> 8) % sides;
}

static void
press_any(void)
{
	static const enum key keys[] = {KEY_IS_ENTER, KEY_IS_ENTER, KEY_IS_ESC,
		KEY_IS_TAB, KEY_IS_BACKTAB, KEY_IS_UP, KEY_IS_DOWN, KEY_IS_LEFT,
		KEY_IS_RIGHT, KEY_IS_HOME, KEY_IS_END, KEY_IS_PAGE_UP,
		KEY_IS_PAGE_DOWN, KEY_IS_BACKSPACE, KEY_IS_DELETE, KEY_IS_HELP};
	static const char letters[] = "elcgrpshd  afynx0";
	static const char ctrls[] = "nrssul";
	char letter[2] = {letters[roll(sizeof(letters) - 1)], '\0'};

	switch (roll(4)) {
	case 0:
		stage_key(&s, keys[roll(sizeof(keys) / sizeof(keys[0]))]);
		break;
	case 1:
		stage_ctrl(&s, ctrls[roll(sizeof(ctrls) - 1)]);
		break;
	default:
		stage_type(&s, letter);
	}
}

/* What fits the path, or does not; now and then there is nothing. */
static const char *
any_items(const char *url)
{
	if (roll(6) == 0)
		return "";
	if (strstr(url, "employees") != NULL)
		return CLERK_PEOPLE;
	if (strstr(url, "roles") != NULL)
		return CLERK_ROLES;
	if (strstr(url, "policy-groups") != NULL)
		return CLERK_POLICIES;
	return CLERK_CODES;
}

static void
refuse_any(void)
{
	static const enum problem problems[] = {PROBLEM_STALE,
		PROBLEM_FORBIDDEN, PROBLEM_TAKEN, PROBLEM_UNPROCESSABLE,
		PROBLEM_NOT_FOUND};
	static const char *const pointers[] = {
		"", "/name", "/number", "/role", "/nowhere"};

	clerk_refuse(&s, "", problems[roll(5)], pointers[roll(5)],
		roll(2) == 0 ? "" : "It is wrong.");
}

static void
answer_any(void)
{
	struct fake_request *request = clerk_asked(&s);

	if (request == NULL)
		return;
	if (strstr(request->url, "/v1/token") != NULL)
		world_answer_session(&s.world);
	else if (roll(5) == 0)
		refuse_any();
	else if (roll(9) == 0)
		fake_transport_fail(&s.world.transport, request,
			TRANSPORT_UNREACHABLE, "refused");
	else if (strstr(request->url, "limit=") != NULL)
		clerk_answer(&s, "", any_items(request->url));
	else
		clerk_answer_one(&s, "",
			roll(2) == 0
				? CLERK_CODE(1, "03-100", "Concrete", "true")
				: CLERK_ROLES);
}

static void
nothing_breaks(void **state)
{
	clerk_stage_open(&s, PERMISSION_ALL);
	dice = 1;
	for (int i = 0; i < STORM_KEYS; i++) {
		press_any();
		if (roll(3) == 0)
			answer_any();
		if (roll(40) == 0)
			stage_resize(&s, 1 + (int)roll(70), 1 + (int)roll(220));
		if (s.tui->depth == 1 || roll(500) == 0)
			stage_reopen(&s);
	}
	stage_resize(&s, 24, 80);
	stage_reopen(&s);
	stage_wants(&s, "· Manage");
	stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_breaks),
	};

	return cmocka_run_group_tests_name("manage_storm", tests, NULL, NULL);
}
