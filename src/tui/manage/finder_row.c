#include "finder_row.h"

#include <string.h>

#include "base/text.h"
#include "value.h"

#define ROW_BYTES 2048
#define ROW_WIDE 110 /* cells from which on there are columns */
#define ROW_LABEL_CELLS 40
#define ROW_MARK_CELLS 14
#define ROW_GAP 2

static bool
flag(const struct description *of, const void *record, const char *name)
{
	const struct field *field = field_find(of, name);

	return field == NULL || field->type != FIELD_BOOL ||
	       *field_bool(field, record);
}

bool
finder_row_is_active(const struct description *of, const void *record)
{
	return flag(of, record, "active");
}

/* --- columns -------------------------------------------------------------- */

/* 0: it is in the label, or at the end, or there is no telling it shortly. */
static int
column_cells(const struct field *field)
{
	static const char *const elsewhere[] = {"number", "name", "given_name",
		"family_name", "active", "verified"};

	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if (strcmp(field->name, elsewhere[i]) == 0)
			return 0;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_REF:
		return 22;
	case FIELD_LIST:
	case FIELD_LEVELS:
		return 0;
	case FIELD_BOOL:
	case FIELD_INT:
	case FIELD_WORD:
		return (int)text_cells(field->title) < 10 ? 10 : 16;
	}
	return 0;
}

/* The next column from a field on, and where it stands; NULL: no more. */
static const struct field *
next_column(const struct finder_row *row, size_t *from, int *col)
{
	field_set seen = office_seen(row->office, row->of);
	int end = row->at.col + row->at.cols - ROW_MARK_CELLS;

	for (; *from < row->of->count; (*from)++) {
		const struct field *field = &row->of->fields[*from];
		int cells = column_cells(field);

		if (cells > 0 && (seen >> *from & 1) != 0 &&
			*col + cells <= end) {
			(*from)++;
			*col += cells + ROW_GAP;
			return field;
		}
	}
	return NULL;
}

static int
label_cells(const struct finder_row *row)
{
	return row->at.cols < ROW_WIDE ? row->at.cols - ROW_MARK_CELLS
				       : ROW_LABEL_CELLS;
}

/* Puts into the columns what `say` says of their fields. */
static void
put_columns(
	struct canvas *canvas, const struct finder_row *row, int at, bool heads)
{
	int col = row->at.col + label_cells(row) + ROW_GAP, before = col;
	const struct field *field;
	struct str text;
	size_t from = 0;

	if (row->at.cols < ROW_WIDE)
		return;
	str_init(&text, ROW_BYTES);
	while ((field = next_column(row, &from, &col)) != NULL) {
		str_clear(&text);
		if (heads)
			str_addz(&text, field->title);
		else
			manage_value(row->office, field, row->record, &text);
		canvas_put(canvas, at, before, col - before - ROW_GAP, ROLE_DIM,
			text.data);
		before = col;
	}
	str_release(&text);
}

void
finder_row_draw_heads(
	struct canvas *canvas, const struct finder_row *row, int at)
{
	put_columns(canvas, row, at, true);
}

/* --- the row -------------------------------------------------------------- */

static const char *
mark_of(const struct finder_row *row)
{
	if (!finder_row_is_active(row->of, row->record))
		return "inactive";
	if (!flag(row->of, row->record, "verified"))
		return "not verified";
	return "";
}

void
finder_row_draw(struct canvas *canvas, const struct finder_row *row)
{
	const char *mark = mark_of(row);
	int end = row->at.col + row->at.cols;
	bool active = finder_row_is_active(row->of, row->record);
	struct str label;

	str_init(&label, ROW_BYTES);
	office_label(row->of, row->record, &label);
	canvas_put(canvas, row->at.row, row->at.col, label_cells(row),
		active ? ROLE_TEXT : ROLE_DIM, label.data);
	put_columns(canvas, row, row->at.row, false);
	canvas_put(canvas, row->at.row, end - (int)strlen(mark),
		(int)strlen(mark), ROLE_DIM, mark);
	str_release(&label);
}
