#include "lib/stage.h"

static void
open_panel(struct stage *stage)
{
	static const struct tui_options options = {
		.server = "", .company_id = "", .show_clock = true};

	stage->tui = tui_new(stage->world.app, &options);
}

void
stage_open(struct stage *stage, permission_set permissions)
{
	*stage = (struct stage){.rows = 24, .cols = 80};
	str_init(&stage->text, 1 << 16);
	canvas_init(&stage->canvas, false);
	world_open(&stage->world);
	if (permissions != 0)
		world_sign_in(&stage->world, permissions);
	open_panel(stage);
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
	open_panel(stage);
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
