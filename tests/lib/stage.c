#include "lib/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lib/cmocka_all.h"

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
stage_key(struct stage *stage, enum key key)
{
	stage_look(stage);
	tui_key(stage->tui, &(struct key_event){.key = key});
}

void
stage_ctrl(struct stage *stage, char letter)
{
	stage_look(stage);
	tui_key(stage->tui, &(struct key_event){.key = KEY_IS_CTRL,
				    .rune = (unsigned char)letter});
}

void
stage_type(struct stage *stage, const char *text)
{
	size_t len = strlen(text), bytes = 0;

	for (size_t i = 0; i < len; i += bytes) {
		struct key_event event = {.key = KEY_IS_RUNE};

		stage_look(stage);
		bytes = text_decode(text + i, len - i, &event.rune);
		tui_key(stage->tui, &event);
	}
}

void
stage_paste(struct stage *stage, const char *bytes, size_t len)
{
	stage_look(stage);
	tui_key(stage->tui, &(struct key_event){.key = KEY_IS_PASTE,
				    .paste = bytes,
				    .paste_bytes = len});
}

void
stage_pass(struct stage *stage, int64_t ms)
{
	fake_time_pass(&stage->world.time, ms);
	world_settle(&stage->world);
	tui_tick(stage->tui);
}

const char *
stage_look(struct stage *stage)
{
	canvas_begin(&stage->canvas, stage->rows, stage->cols);
	tui_draw(stage->tui, &stage->canvas);
	str_clear(&stage->text);
	canvas_text(&stage->canvas, &stage->text);
	return stage->text.data;
}

/* cmocka cuts long messages: the picture goes before it. */
static _Noreturn void
fail_with(const struct stage *stage, const char *what, const char *text)
{
	fprintf(stderr, "%s", stage->text.data);
	fail_msg("%s \"%.80s\"", what, text);
	abort();
}

void
stage_wants(struct stage *stage, const char *text)
{
	if (strstr(stage_look(stage), text) == NULL)
		fail_with(stage, "does not show", text);
}

void
stage_misses(struct stage *stage, const char *text)
{
	if (strstr(stage_look(stage), text) != NULL)
		fail_with(stage, "must not show", text);
}

void
stage_shows(struct stage *stage, const char *picture)
{
	if (strcmp(stage_look(stage), picture) != 0)
		fail_with(stage, "is not the picture", picture);
}

enum role
stage_role(struct stage *stage, const char *text)
{
	const struct canvas *canvas = &stage->canvas;

	stage_wants(stage, text);
	for (int row = 0; row < canvas->rows; row++)
		for (int col = 0; col < canvas->cols; col++) {
			struct canvas rest = {.rows = 1,
				.cols = canvas->cols - col,
				.cells = canvas->cells + row * canvas->cols +
					 col};
			struct str line;
			bool here;

			str_init(&line, 4096);
			canvas_text(&rest, &line);
			here = strncmp(line.data, text, strlen(text)) == 0;
			str_release(&line);
			if (here)
				return (enum role)rest.cells[0].role;
		}
	fail_with(stage, "is not in one line:", text);
}

const char *
stage_at_cursor(struct stage *stage)
{
	const struct canvas *canvas = &stage->canvas;
	struct canvas rest = {.rows = 1};

	stage_look(stage);
	rest.cols = canvas->cols - canvas->cursor_col;
	rest.cells = canvas->cells + canvas->cursor_row * canvas->cols +
		     canvas->cursor_col;
	str_clear(&stage->text);
	canvas_text(&rest, &stage->text);
	return stage->text.data;
}
