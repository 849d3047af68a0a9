#include "lib/clerk_stage.h"

#include <string.h>

#include "lib/cmocka_all.h"
#include "tui/manage/manage.h"
#include "wire/wire.h"

void
clerk_stage_open(struct stage *stage, permission_set permissions)
{
	const struct screen *rooms[TUI_ROOMS] = {
		[TUI_MANAGE] = &manage_screen,
		[TUI_MANAGE_LIST] = &manage_list_screen,
		[TUI_MANAGE_FORM] = &manage_form_screen,
		[TUI_MANAGE_CHOOSE] = &manage_choose_screen,
		[TUI_MANAGE_LEVELS] = &manage_levels_screen,
		[TUI_MANAGE_ROWS] = &manage_rows_screen,
	};

	stage_open_rooms(stage, TUI_MANAGE, rooms, permissions);
}

struct fake_request *
clerk_asked(struct stage *stage)
{
	world_settle(&stage->world);
	return fake_transport_next(&stage->world.transport);
}

/* The first request of a sign-in renews it. */
static struct fake_request *
next(struct stage *stage, const char *path)
{
	struct fake_request *request = clerk_asked(stage);

	if (request != NULL && strstr(request->url, "/v1/token") != NULL &&
		strstr(path, "/v1/token") == NULL)
		world_answer_session(&stage->world);
	return world_request(&stage->world, path);
}

void
clerk_answer_one(struct stage *stage, const char *path, const char *record)
{
	fake_transport_answer(
		&stage->world.transport, next(stage, path), 200, record);
}

void
clerk_answer(struct stage *stage, const char *path, const char *items)
{
	struct str body;

	str_init(&body, 1 << 20);
	str_addf(&body, "{\"items\":[%s]}", items);
	clerk_answer_one(stage, path, body.data);
	str_release(&body);
}

void
clerk_refuse(struct stage *stage, const char *path, enum problem problem,
	const char *pointer, const char *detail)
{
	struct wire_problem it = {.status = problem_status(problem)};
	struct str body;

	assert_true(str_copy(it.type, sizeof(it.type), problem_type(problem)));
	assert_true(
		str_copy(it.title, sizeof(it.title), problem_title(problem)));
	assert_true(str_copy(it.detail, sizeof(it.detail), detail));
	assert_true(str_copy(it.pointer, sizeof(it.pointer), pointer));
	str_init(&body, 1 << 16);
	wire_problem_encode(&it, &body);
	fake_transport_answer(&stage->world.transport, next(stage, path),
		it.status, body.data);
	str_release(&body);
}
