/* Finding in a list that is only shown, by any part of its lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rows.h"

#define FIND_COL 3
#define FIND_COUNT_CELLS 16
#define FIND_LINE_BYTES 4096

size_t
rows_count(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return rows->find.hits != NULL ? rows->find.count
				       : office_rows_count(rows->rows);
}

const char *
rows_cell(const struct tui *tui, size_t row, size_t column)
{
	const struct rows *rows = rows_of(tui);

	return office_rows_cell(rows->rows,
		rows->find.hits != NULL ? rows->find.hits[row] : row, column);
}

/* All of them, in their order. */
static void
forget(struct rows_find *find)
{
	match_query_free(&find->query);
	match_index_free(&find->index);
	free(find->hits);
	find->hits = NULL;
	find->count = 0;
}

/* By their lines as they are shown. */
static void
make_index(struct tui *tui)
{
	struct rows_find *find = &rows_of(tui)->find;
	size_t count = rows_count(tui);
	struct str line;

	str_init(&line, FIND_LINE_BYTES);
	find->index = match_index_new(count);
	for (size_t i = 0; i < count; i++) {
		str_clear(&line);
		rows_of(tui)->view->say(tui, i, &line);
		match_index_add(find->index, "", line.data, "");
	}
	find->query = match_query_new(find->index);
	str_release(&line);
}

static void
look(struct tui *tui)
{
	struct rows *rows = rows_of(tui);
	struct rows_find *find = &rows->find;
	size_t all = office_rows_count(rows->rows);

	if (find->text.len == 0) {
		forget(find);
		return;
	}
	if (find->index == NULL)
		make_index(tui);
	if (find->hits == NULL)
		find->hits = mem_new(all + 1, sizeof(*find->hits));
	(void)match_find(
		find->query, find->text.text, 0, all, find->hits, &find->count);
}

void
rows_find_refresh(struct tui *tui)
{
	struct rows *rows = rows_of(tui);

	forget(&rows->find);
	look(tui);
	if (rows->at >= rows_count(tui))
		rows->at = rows_count(tui) > 0 ? rows_count(tui) - 1 : 0;
}

void
rows_find_begin(struct tui *tui)
{
	rows_of(tui)->find.is_typing = true;
}

void
rows_find_end(struct tui *tui)
{
	struct rows *rows = rows_of(tui);

	edit_set(&rows->find.text, "");
	rows->find.is_typing = false;
	rows_find_refresh(tui);
}

bool
rows_find_key(struct tui *tui, const struct key_event *event)
{
	struct rows *rows = rows_of(tui);

	if (!rows->find.is_typing || !edit_key(&rows->find.text, event))
		return false;
	rows->at = rows->top = 0;
	look(tui);
	return true;
}

void
rows_find_draw(const struct tui *tui, struct canvas *canvas, int row)
{
	const struct rows *rows = rows_of(tui);
	int cells = canvas->cols - FIND_COL - 2;
	char text[48];

	(void)snprintf(text, sizeof(text), "%zu of %zu", rows_count(tui),
		office_rows_count(rows->rows));
	canvas_put(canvas, row, 1, 1, ROLE_KEY, "/");
	edit_draw(&rows->find.text, canvas, row, FIND_COL,
		cells - FIND_COUNT_CELLS, rows->find.is_typing);
	canvas_put(canvas, row, FIND_COL + cells - (int)strlen(text),
		(int)strlen(text), ROLE_DIM, text);
}
