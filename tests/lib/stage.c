#include "lib/stage.h"

#include "tui/panel/panel.h"
#include "tui/queue/queue.h"
#include "tui/sign_in/sign_in.h"

struct tui *
stage_panel(struct app *app, bool show_clock)
{
	return tui_new(app, &(struct tui_options){
				    .server = "",
				    .company_id = "",
				    .show_clock = show_clock,
				    .rooms = {[TUI_PANEL] = &panel_screen,
					    [TUI_QUEUE] = &queue_screen,
					    [TUI_SIGN_IN] = &sign_in_screen},
			    });
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
	stage->tui = stage_panel(stage->world.app, true);
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
	stage->tui = stage_panel(stage->world.app, true);
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
