/* The own card of a period that is over is approved by a key. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/card_scene.h"
#include "lib/stage.h"
#include "tui/card/card.h"

#define DAY (24 * 60 * 60 * 1000)
#define LEVELS "\"approves\":[]"
#define GIVEN "\"approvals\":[]"

static struct stage s;

/* The request of this method and path; a session is renewed for it, whatever
 * else is asked gets no answer. */
static struct fake_request *
asked(const char *method, const char *path)
{
	for (;;) {
		struct fake_request *request;

		world_settle(&s.world);
		request = fake_transport_next(&s.world.transport);
		assert_non_null(request);
		if (strstr(request->url, path) != NULL &&
			strcmp(request->method, method) == 0)
			return request;
		if (strstr(request->url, "/v1/token") != NULL)
			world_answer_session(&s.world);
		else
			fake_transport_fail(&s.world.transport, request,
				TRANSPORT_UNREACHABLE, "no network");
	}
}

/* Appends the text with what stands there replaced. */
static void
add_with(struct str *out, const char *text, const char *there, const char *with)
{
	const char *at = strstr(text, there);

	assert_non_null(at);
	str_add(out, text, (size_t)(at - text));
	str_addz(out, with);
	str_addz(out, at + strlen(there));
}

static void
answer_card(const char *given)
{
	struct str body, levels, all;

	str_init(&body, 1 << 20);
	str_init(&levels, 1 << 20);
	str_init(&all, 1 << 20);
	card_scene_body(&s.world, true, &body);
	add_with(&levels, body.data, LEVELS, "\"approves\":[\"employee\"]");
	add_with(&all, levels.data, GIVEN, given);
	fake_transport_answer(&s.world.transport,
		asked("GET", "period=2026-11-21"), 200, all.data);
	stage_pass(&s, 0);
	str_release(&body);
	str_release(&levels);
	str_release(&all);
}

static void
open_period(permission_set permissions, int days)
{
	stage_open(&s, TUI_CARD, &card_screen, STAGE_SELF | permissions);
	stage_pass(&s, (int64_t)days * DAY);
	stage_key(&s, KEY_IS_TAB);
	answer_card(GIVEN);
}

static void
one_key_and_enter(void **state)
{
	(void)state;
	open_period(PERMISSION_SET(APPROVE_OWN), 3);
	stage_wants(&s, "^A Approve");
	stage_ctrl(&s, 'a');
	stage_wants(&s, "Approve your card?");
	stage_key(&s, KEY_IS_ENTER);
	fake_transport_answer(&s.world.transport,
		asked("POST", "/approvals/employee?period=2026-11-16"), 200,
		"{}");
	answer_card("\"approvals\":[{\"level\":\"employee\",\"author\":"
		    "\"01000000-0000-0000-0000-000000000000\","
		    "\"at\":\"2026-11-24T13:00:00.000Z\"}]");
	stage_wants(&s, "approved: Employee");
	stage_wants(&s, "^A Approve no more");
	stage_ctrl(&s, 'a');
	stage_key(&s, KEY_IS_ENTER);
	assert_non_null(
		asked("DELETE", "/approvals/employee?period=2026-11-16"));
	stage_close(&s);
}

static void
not_before_it_is_over(void **state)
{
	(void)state;
	open_period(PERMISSION_SET(APPROVE_OWN), 0);
	stage_misses(&s, "Approve");
	stage_close(&s);
}

static void
not_by_whoever_may_not(void **state)
{
	(void)state;
	open_period(0, 3);
	stage_misses(&s, "Approve");
	stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_key_and_enter),
		cmocka_unit_test(not_before_it_is_over),
		cmocka_unit_test(not_by_whoever_may_not),
	};

	return cmocka_run_group_tests_name("card_approve", tests, NULL, NULL);
}
