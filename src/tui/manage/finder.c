#include "finder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/match.h"
#include "finder_row.h"
#include "tui/tui.h"

#define FINDER_TEXT_BYTES 200
#define FINDER_COUNT_CELLS 24 /* "99980-99999 of 100000" */

/* --- as people look them up ----------------------------------------------- */

struct sorted {
	char *key;
	uint32_t place;
};

/* Active ones before the others; people by their family name. */
static char *
sort_key(const struct description *of, const void *record)
{
	const struct field *family = field_find(of, "family_name");
	struct str words, key;
	char *taken;

	str_init(&words, SIZE_MAX / 2);
	str_init(&key, SIZE_MAX / 2);
	str_addc(&key, finder_row_is_active(of, record) ? '0' : '1');
	if (family != NULL)
		str_addf(&words, "%s ", field_text(family, record));
	office_label(of, record, &words);
	text_fold(&key, words.data, words.len);
	str_release(&words);
	taken = str_take(&key);
	str_release(&key);
	return taken;
}

static int
compare(const void *one, const void *other)
{
	const struct sorted *a = one, *b = other;
	int by_key = strcmp(a->key, b->key);

	return by_key != 0 ? by_key
			   : (a->place > b->place) - (a->place < b->place);
}

static void
sort(struct finder *finder)
{
	const struct office *office = finder->office;
	size_t all = office_count(office, finder->of);
	struct sorted *sorted = mem_new(all + 1, sizeof(*sorted));

	for (size_t i = 0; i < all; i++)
		sorted[i] = (struct sorted){
			.key = sort_key(
				finder->of, office_at(office, finder->of, i)),
			.place = (uint32_t)i};
	qsort(sorted, all, sizeof(*sorted), compare);
	free(finder->order);
	finder->order = mem_new(all + 1, sizeof(*finder->order));
	finder->all = all;
	for (size_t i = 0; i < all; i++) {
		finder->order[i] = sorted[i].place;
		free(sorted[i].key);
	}
	free(sorted);
}

/* --- finding -------------------------------------------------------------- */

static struct id
id_at(const struct finder *finder, uint32_t place)
{
	const struct record *record =
		office_at(finder->office, finder->of, place);

	return record->id;
}

/* So many hits from one on. */
static size_t
hits_from(struct finder *finder, size_t from, size_t max, uint32_t *hits_out)
{
	size_t n;

	finder->is_near = false;
	if (finder->text.len > 0) {
		struct match_query *query =
			office_query(finder->office, finder->of);

		n = match_find(query, finder->text.text, from, max, hits_out,
			&finder->count);
		finder->is_near = match_is_near(query);
		return n;
	}
	finder->count = finder->all;
	n = from < finder->all ? finder->all - from : 0;
	if (n > max)
		n = max;
	if (n > 0)
		memcpy(hits_out, finder->order + from, n * sizeof(*hits_out));
	return n;
}

/* Finds the hits for what is typed, the selected one among those shown. */
static void
find(struct finder *finder)
{
	if (finder->rows == 0)
		finder->rows = 1;
	if (finder->at < finder->top)
		finder->top = finder->at;
	if (finder->at >= finder->top + finder->rows)
		finder->top = finder->at - finder->rows + 1;
	finder->shown =
		hits_from(finder, finder->top, finder->rows, finder->hits);
	if (finder->shown > finder->at - finder->top)
		finder->selected =
			id_at(finder, finder->hits[finder->at - finder->top]);
}

/* Looks for the selected one among all hits; the first when it is not there. */
static void
find_selected(struct finder *finder)
{
	uint32_t *all = mem_new(finder->all + 1, sizeof(*all));
	size_t n = hits_from(finder, 0, finder->all, all);

	finder->at = 0;
	for (size_t i = 0; i < n; i++) {
		struct id id = id_at(finder, all[i]);

		if (id_equal(&id, &finder->selected))
			finder->at = i;
	}
	free(all);
	find(finder);
}

void
finder_refresh(struct finder *finder)
{
	sort(finder);
	find_selected(finder);
}

void
finder_put_first(struct finder *finder, const struct finder_marks *marks)
{
	uint32_t *order = mem_new(finder->all + 1, sizeof(*order));
	size_t n = 0;

	for (int picked = 1; picked >= 0; picked--)
		for (size_t i = 0; i < finder->all; i++) {
			struct id id = id_at(finder, finder->order[i]);

			if (marks->is_picked(marks->ctx, &id) == (picked == 1))
				order[n++] = finder->order[i];
		}
	free(finder->order);
	finder->order = order;
	finder->at = finder->top = 0;
	find(finder);
}

void
finder_select(struct finder *finder, const struct id *id)
{
	edit_set(&finder->text, "");
	finder->selected = *id;
	finder_refresh(finder);
}

void
finder_init(struct finder *finder, struct office *office,
	const struct description *of)
{
	*finder = (struct finder){.office = office, .of = of};
	edit_init(&finder->text, FINDER_TEXT_BYTES);
	finder_refresh(finder);
}

void
finder_release(struct finder *finder)
{
	free(finder->order);
	*finder = (struct finder){0};
}

const void *
finder_at(const struct finder *finder)
{
	size_t n = finder->at - finder->top;

	return n < finder->shown
		       ? office_at(finder->office, finder->of, finder->hits[n])
		       : NULL;
}

/* --- keys ----------------------------------------------------------------- */

static void
move(struct finder *finder, bool up, size_t step)
{
	if (up)
		finder->at -= step < finder->at ? step : finder->at;
	else
		finder->at += step;
	if (finder->at >= finder->count)
		finder->at = finder->count > 0 ? finder->count - 1 : 0;
	find(finder);
}

static bool
move_key(struct finder *finder, enum key key)
{
	if (key == KEY_IS_UP || key == KEY_IS_BACKTAB)
		move(finder, true, 1);
	else if (key == KEY_IS_DOWN || key == KEY_IS_TAB)
		move(finder, false, 1);
	else if (key == KEY_IS_PAGE_UP)
		move(finder, true, finder->rows);
	else if (key == KEY_IS_PAGE_DOWN)
		move(finder, false, finder->rows);
	else
		return false;
	return true;
}

bool
finder_key(struct finder *finder, const struct key_event *event)
{
	struct edit *text = &finder->text;
	bool types = event->key == KEY_IS_RUNE || event->key == KEY_IS_PASTE;
	size_t len;

	if (move_key(finder, event->key))
		return true;
	if (types && finder->is_fresh)
		edit_set(text, "");
	if (types)
		finder->is_fresh = false;
	len = text->len;
	if (!edit_key(text, event))
		return false;
	if (text->len != len || types) {
		finder->at = finder->top = 0;
		find(finder);
	}
	return true;
}

/* --- drawing -------------------------------------------------------------- */

/* "3 of 1204" fit; "1-19 of 20" when not all of those are seen. */
static void
draw_count(const struct finder *finder, struct canvas *canvas, int row, int end)
{
	char text[64];

	if (finder->shown > 0 && finder->shown < finder->count)
		snprintf(text, sizeof(text), "%zu-%zu of %zu", finder->top + 1,
			finder->top + finder->shown, finder->count);
	else if (finder->is_near)
		snprintf(text, sizeof(text), "%zu nearly", finder->count);
	else if (finder->count == finder->all)
		snprintf(text, sizeof(text), "%zu", finder->all);
	else
		snprintf(text, sizeof(text), "%zu of %zu", finder->count,
			finder->all);
	canvas_put(canvas, row, end - (int)strlen(text), (int)strlen(text),
		ROLE_DIM, text);
}

static void
draw_hit(struct finder *finder, struct canvas *canvas,
	const struct finder_row *row, const struct finder_marks *marks)
{
	const struct record *record = row->record;
	struct finder_row inner = *row;

	if (marks->is_picked != NULL) {
		bool picked = marks->is_picked(marks->ctx, &record->id);

		canvas_put(canvas, row->at.row, row->at.col, 3,
			picked ? ROLE_STRONG : ROLE_DIM,
			picked ? "[x]" : "[ ]");
		inner.at.col += 4;
		inner.at.cols -= 4;
	}
	finder_row_draw(canvas, &inner);
	if (!id_equal(&record->id, &finder->selected))
		return;
	canvas_put(canvas, row->at.row, row->at.col - 2, 1, ROLE_KEY, ">");
	canvas_tint(
		canvas, row->at.row, row->at.col, row->at.cols, ROLE_SELECTED);
	canvas_cursor(canvas, row->at.row, row->at.col);
}

/* At the edge of the list, where it goes on. */
static void
draw_more(const struct finder *finder, struct canvas *canvas, int first)
{
	int col = canvas->cols - 1;

	if (finder->top > 0)
		canvas_sign(canvas, first, col, 1, ROLE_DIM, SIGN_UP);
	if (finder->top + finder->shown < finder->count)
		canvas_sign(canvas, first + (int)finder->shown - 1, col, 1,
			ROLE_DIM, SIGN_DOWN);
}

void
finder_draw(struct finder *finder, struct canvas *canvas,
	const struct area *area, const struct finder_marks *marks)
{
	struct finder_row row = {
		.office = finder->office, .of = finder->of, .at = *area};
	int first = area->row + 1 + (area->rows > TUI_ROWS_MIN);
	int rows = area->row + area->rows - first;

	if (first > area->row + 1)
		finder_row_draw_heads(canvas, &row, first - 1);
	finder->rows = rows < FINDER_ROWS_MAX ? (size_t)rows : FINDER_ROWS_MAX;
	find(finder);
	canvas_put(canvas, area->row, area->col - 2, 1, ROLE_KEY, "/");
	edit_draw(&finder->text, canvas, area->row, area->col,
		area->cols - FINDER_COUNT_CELLS, true);
	draw_count(finder, canvas, area->row, area->col + area->cols);
	for (size_t i = 0; i < finder->shown; i++) {
		row.record =
			office_at(finder->office, finder->of, finder->hits[i]);
		row.at.row = first + (int)i;
		draw_hit(finder, canvas, &row, marks);
	}
	draw_more(finder, canvas, first);
}
