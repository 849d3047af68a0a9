#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cmocka_all.h"
#include "lib/stage.h"

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
