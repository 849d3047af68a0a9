#include "app/board_lines.h"

#include <stdlib.h>
#include <string.h>

#include "app/words.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "hours_inside.h"

#define LINE_BYTES 4096
#define WIDE_COLS 60 /* from here on nothing is left out */
#define NAME_COLS 24
#define NARROW_NAME_COLS 14
#define MODE_COLS 5
#define SINCE_COLS 6

/* One of the board, as it is shown. */
struct place {
	const struct wire_board_row *row;
	char *name;  /* shown */
	char *sort;  /* folded, the family name first */
	char *where; /* of the location; "" */
	char *job;
};

struct places {
	struct place *items;
	size_t count;
};

static char *
fold(const char *text)
{
	struct str folded;
	char *taken;

	str_init(&folded, SIZE_MAX / 2);
	text_fold(&folded, text, strlen(text));
	taken = str_take(&folded);
	str_release(&folded);
	return taken;
}

static void
name_place(struct app *app, struct place *place)
{
	const struct wire_board_row *row = place->row;
	struct entry entry;
	struct str text;

	str_init(&text, SIZE_MAX / 2);
	if (hours_entry(app, ENTRY_EMPLOYEE, &row->employee, &entry))
		name_sorted(&text, entry.name, entry.given_len);
	place->sort = fold(text.data);
	str_clear(&text);
	hours_name(app, ENTRY_EMPLOYEE, &row->employee, &text);
	place->name = str_take(&text);
	hours_name(app, ENTRY_LOCATION, &row->location, &text);
	place->where = str_take(&text);
	hours_job(app, &row->location, &row->cost_code, &text);
	place->job = str_take(&text);
	str_release(&text);
}

static void
release_place(struct place *place)
{
	free(place->name);
	free(place->sort);
	free(place->where);
	free(place->job);
}

static void
release_places(struct places *places)
{
	for (size_t i = 0; i < places->count; i++)
		release_place(&places->items[i]);
	free(places->items);
}

static const char *
mode_word(enum clock_mode mode)
{
	static const char *const words[] = {
		[CLOCK_OUT] = "out",
		[CLOCK_IN] = "IN",
		[CLOCK_MEAL] = "MEAL",
	};

	return words[mode];
}

static bool
is_wanted(const struct board_look *look, const struct place *place)
{
	struct str line;
	bool fits;

	if (!id_is_nil(&look->location) &&
		!id_equal(&look->location, &place->row->location))
		return false;
	if (look->filter == NULL || look->filter[0] == '\0')
		return true;
	str_init(&line, LINE_BYTES);
	str_addf(&line, "%s %s %s", mode_word(place->row->mode), place->name,
		place->job);
	fits = sheet_fits(line.data, look->filter);
	str_release(&line);
	return fits;
}

static int
rank(const struct place *place)
{
	static const int ranks[] = {
		[CLOCK_IN] = 0, [CLOCK_MEAL] = 1, [CLOCK_OUT] = 2};

	return ranks[place->row->mode];
}

/* In, break, out; by name. */
static int
by_mode(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = rank(x) - rank(y);

	return order != 0 ? order : strcmp(x->sort, y->sort);
}

static int
by_where(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->where, y->where);

	return order != 0 ? order : strcmp(x->sort, y->sort);
}

static void
find_places(const struct hours_board *board, const struct board_look *look,
	bool is_out_too, struct places *places_out)
{
	struct places places = {
		.items = mem_new(board->wire.count + 1, sizeof(*places.items)),
	};

	app_begin_read(board->app);
	for (size_t i = 0; i < board->wire.count; i++) {
		struct place place = {.row = &board->wire.rows[i]};

		if (!is_out_too && place.row->mode == CLOCK_OUT)
			continue;
		name_place(board->app, &place);
		if (is_wanted(look, &place))
			places.items[places.count++] = place;
		else
			release_place(&place);
	}
	app_end_read(board->app);
	*places_out = places;
}

static void
add_line(const struct board_look *look, enum sheet_kind kind,
	const struct id *of, const char *text, struct sheet *out)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	text_fit(&line, text, (size_t)look->cols, false, false);
	sheet_add(out, kind, of, line.data);
	str_release(&line);
}

/* "07:58"; of another day only that */
static void
add_since(const struct hours_board *board, const struct board_look *look,
	int64_t since_ms, struct str *out)
{
	int32_t date;

	if (since_ms == 0)
		return;
	date = hours_date(board->app, since_ms);
	if (date != hours_date(board->app, look->now_ms)) {
		words_day(out, date);
		return;
	}
	words_time(out, board->app->zone, since_ms);
}

static int
since_cols(const struct hours_board *board, const struct board_look *look,
	const struct places *places)
{
	struct str text;
	int cols = SINCE_COLS - 1;

	str_init(&text, LINE_BYTES);
	for (size_t i = 0; i < places->count; i++) {
		str_clear(&text);
		add_since(board, look, places->items[i].row->since_ms, &text);
		if ((look->cols >= WIDE_COLS ||
			    places->items[i].row->mode != CLOCK_OUT) &&
			(int)text_cells(text.data) > cols)
			cols = (int)text_cells(text.data);
	}
	str_release(&text);
	return cols;
}

static void
add_head(const struct hours_board *board, const struct board_look *look,
	const struct places *places, struct sheet *out)
{
	size_t counts[3] = {0};
	struct str line;

	for (size_t i = 0; i < places->count; i++)
		counts[rank(&places->items[i])]++;
	str_init(&line, LINE_BYTES);
	str_addf(&line, " %zu in · %zu meal · %zu out · ", counts[0], counts[1],
		counts[2]);
	words_as_of(
		&line, board->app->zone, board->wire.as_of_ms, look->now_ms);
	add_line(look, SHEET_STRONG, NULL, line.data, out);
	str_release(&line);
}

void
board_lines(const struct hours_board *board, const struct board_look *look,
	struct sheet *out)
{
	struct places places;
	struct str line, since;
	int cols, name_cols =
			  look->cols < WIDE_COLS ? NARROW_NAME_COLS : NAME_COLS;

	find_places(board, look, true, &places);
	qsort(places.items, places.count, sizeof(*places.items), by_mode);
	cols = since_cols(board, look, &places);
	add_head(board, look, &places, out);
	str_init(&line, LINE_BYTES);
	str_init(&since, LINE_BYTES);
	for (size_t i = 0; i < places.count; i++) {
		const struct place *place = &places.items[i];
		bool is_out = place->row->mode == CLOCK_OUT;

		str_clear(&line);
		str_clear(&since);
		str_addz(&line, place->row->missing_stop ? " ! " : "   ");
		text_fit(&line, mode_word(place->row->mode), MODE_COLS, true,
			false);
		text_fit(&line, place->name, (size_t)name_cols, true, false);
		str_addc(&line, ' ');
		add_since(board, look, place->row->since_ms, &since);
		if (is_out && look->cols < WIDE_COLS)
			str_addz(&line, since.data);
		else
			text_fit(&line, since.data, (size_t)cols, true, false);
		str_addf(&line, "  %s",
			look->cols < WIDE_COLS ? place->where : place->job);
		if (place->row->missing_stop)
			str_addz(&line, " · forgot to stop?");
		add_line(look,
			place->row->missing_stop ? SHEET_WARNING
			: is_out                 ? SHEET_DIM
						 : SHEET_TEXT,
			&place->row->employee, line.data, out);
	}
	if (places.count == 0)
		add_line(look, SHEET_DIM, NULL, " Nobody fits.", out);
	str_release(&since);
	str_release(&line);
	release_places(&places);
}

void
board_list(const struct hours_board *board, const struct board_look *look,
	struct sheet *out)
{
	struct places places;
	struct str line;
	const char *where = NULL;

	find_places(board, look, false, &places);
	qsort(places.items, places.count, sizeof(*places.items), by_where);
	str_init(&line, LINE_BYTES);
	str_addf(&line, " %zu to find · ", places.count);
	words_as_of(
		&line, board->app->zone, board->wire.as_of_ms, look->now_ms);
	add_line(look, SHEET_STRONG, NULL, line.data, out);
	for (size_t i = 0; i < places.count; i++) {
		const struct place *place = &places.items[i];

		if (where == NULL || strcmp(where, place->where) != 0) {
			add_line(look, SHEET_TEXT, NULL, "", out);
			add_line(look, SHEET_STRONG, NULL, place->where, out);
		}
		where = place->where;
		str_clear(&line);
		str_addz(&line, "  [ ]  ");
		text_fit(&line, place->name, NAME_COLS + 8, true, false);
		str_addf(&line, " %-5s", mode_word(place->row->mode));
		add_since(board, look, place->row->since_ms, &line);
		add_line(look, SHEET_TEXT, &place->row->employee, line.data,
			out);
	}
	str_release(&line);
	release_places(&places);
}

static void
json_place(struct jsonout *json, struct app *app, const struct place *place)
{
	static const char *const modes[] = {
#define X(name, number, wire) [CLOCK_##name] = (wire),
		CLOCK_MODES(X)
#undef X
	};
	const struct wire_board_row *row = place->row;
	char time[CIVIL_RFC3339_BYTES];

	jsonout_object(json, NULL);
	hours_json_entry(json, "employee", app, ENTRY_EMPLOYEE, &row->employee);
	jsonout_text(json, "state", modes[row->mode]);
	if (row->since_ms != 0)
		jsonout_text(json, "since",
			civil_format_rfc3339(row->since_ms, time));
	hours_json_entry(json, "location", app, ENTRY_LOCATION, &row->location);
	hours_json_entry(
		json, "cost_code", app, ENTRY_COST_CODE, &row->cost_code);
	jsonout_bool(json, "missing_stop", row->missing_stop);
	jsonout_object_end(json);
}

void
board_json(const struct hours_board *board, const struct board_look *look,
	struct str *out)
{
	char time[CIVIL_RFC3339_BYTES];
	struct places places;
	struct jsonout json;

	find_places(board, look, true, &places);
	qsort(places.items, places.count, sizeof(*places.items), by_mode);
	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "as_of",
		civil_format_rfc3339(board->wire.as_of_ms, time));
	jsonout_array(&json, "people");
	for (size_t i = 0; i < places.count; i++)
		json_place(&json, board->app, &places.items[i]);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	str_addc(out, '\n');
	release_places(&places);
}

int64_t
board_told_ms(const struct hours_board *board)
{
	return board->wire.as_of_ms;
}
