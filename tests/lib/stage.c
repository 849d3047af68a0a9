#include "lib/stage.h"

#include <string.h>

#include "tui/screen.h"

static void
bare_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	if (top < end)
		canvas_put(canvas, top, 0, canvas->cols, ROLE_TEXT,
			tui_at(tui, 0)->title);
	if (top + 1 < end)
		canvas_put(canvas, top + 1, 0, canvas->cols, tui->note.role,
			tui->note.text);
}

/* Where another room of the panel would be. */
#define BARE_ROOM(words)                                                       \
	{                                                                      \
		.title = words, .binds = bare_binds, .draw = bare_draw         \
	}
static const struct bind bare_binds[] = {{0}};
static const struct screen bare_rooms[TUI_ROOMS] = {
	[TUI_PANEL] = BARE_ROOM("(panel)"),
	[TUI_QUEUE] = BARE_ROOM("(queue)"),
	[TUI_SIGN_IN] = BARE_ROOM("(sign in)"),
	[TUI_MANAGE] = BARE_ROOM("(manage)"),
	[TUI_MANAGE_LIST] = BARE_ROOM("(list)"),
	[TUI_MANAGE_FORM] = BARE_ROOM("(form)"),
	[TUI_MANAGE_CHOOSE] = BARE_ROOM("(choose)"),
	[TUI_MANAGE_LEVELS] = BARE_ROOM("(levels)"),
	[TUI_MANAGE_ROWS] = BARE_ROOM("(rows)"),
	[TUI_CARD] = BARE_ROOM("(card)"),
	[TUI_BOARD] = BARE_ROOM("(board)"),
};

struct tui *
stage_tui(struct stage *stage, bool show_clock)
{
	struct tui_options options = {
		.server = "", .company_id = "", .show_clock = show_clock};
	struct tui *tui;

	for (int i = 0; i < TUI_ROOMS; i++)
		options.rooms[i] = stage->rooms[i] != NULL ? stage->rooms[i]
							   : &bare_rooms[i];
	tui = tui_new(stage->world.app, &options);
	if (tui_at(tui, 0) != stage->rooms[stage->name])
		tui_open(tui, stage->name);
	return tui;
}

void
stage_open(struct stage *stage, enum tui_screen name, const struct screen *room,
	permission_set permissions)
{
	const struct screen *rooms[TUI_ROOMS] = {NULL};

	rooms[name] = room;
	stage_open_rooms(stage, name, rooms, permissions);
}

void
stage_open_rooms(struct stage *stage, enum tui_screen name,
	const struct screen *const *rooms, permission_set permissions)
{
	*stage = (struct stage){.rows = 24, .cols = 80, .name = name};
	memcpy(stage->rooms, rooms, sizeof(stage->rooms));
	str_init(&stage->text, 1 << 16);
	canvas_init(&stage->canvas, false);
	world_open(&stage->world);
	if (permissions != 0)
		world_sign_in(&stage->world, permissions);
	stage->tui = stage_tui(stage, true);
}

void
stage_close(struct stage *stage)
{
	tui_free(&stage->tui);
	world_close(&stage->world);
	canvas_release(&stage->canvas);
	str_release(&stage->text);
}

void
stage_reopen(struct stage *stage)
{
	tui_free(&stage->tui);
	stage->tui = stage_tui(stage, true);
}

void
stage_resize(struct stage *stage, int rows, int cols)
{
	stage->rows = rows;
	stage->cols = cols;
	stage_look(stage);
}

void
stage_ascii(struct stage *stage)
{
	stage->canvas.ascii = true;
}

void
stage_pass(struct stage *stage, int64_t ms)
{
	fake_time_pass(&stage->world.time, ms);
	world_settle(&stage->world);
	tui_tick(stage->tui);
}
