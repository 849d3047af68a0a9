#include "panel_draw.h"

#include <stdio.h>
#include <string.h>

#include "app/today.h"
#include "app/words.h"
#include "base/text.h"
#include "tui/wrap.h"

#define MINUTE_MS 60000
#define ROOMY_ROWS 20 /* from here on there is air between the parts */
#define TALL_ROWS 23  /* from here on the state is three rows high */
#define WIDE_COLS 60  /* from here on fields are indented */
#define REMINDER_ROWS 3
#define QUEUE_ROWS 3
#define LINE_BYTES 2048

/* How the looks of the panel follow from the size of the window. */
struct layout {
	bool roomy, tall, wide;
	int margin; /* the first column of what is inside */
	int right;  /* the column behind the last */
};

static const struct mode_looks {
	const char *word;
	enum sign sign;
	enum role badge;
} mode_looks[] = {
	[CLOCK_OUT] = {"OUT", SIGN_OUT, ROLE_BADGE_OUT},
	[CLOCK_IN] = {"IN", SIGN_IN, ROLE_BADGE_IN},
	[CLOCK_MEAL] = {"MEAL", SIGN_MEAL, ROLE_BADGE_MEAL},
};

static struct layout
layout_of(const struct canvas *canvas)
{
	bool wide = canvas->cols >= WIDE_COLS;

	return (struct layout){.roomy = canvas->rows >= ROOMY_ROWS,
		.tall = canvas->rows >= TALL_ROWS,
		.wide = wide,
		.margin = wide ? 4 : 2,
		.right = canvas->cols - (wide ? 4 : 1)};
}

static int64_t
minute_of(int64_t ms)
{
	return ms / MINUTE_MS;
}

/* A time, with its date when that is not today. */
static void
add_when(struct str *out, const struct tui *tui, int64_t ms)
{
	const struct zone *zone = app_zone(tui->app);
	struct str today, day;

	str_init(&today, LINE_BYTES);
	str_init(&day, LINE_BYTES);
	words_date(&today, zone, tui->now_ms);
	words_date(&day, zone, ms);
	if (strcmp(today.data, day.data) != 0)
		str_addf(out, "%s ", day.data);
	words_time(out, zone, ms);
	str_release(&today);
	str_release(&day);
}

/* Whole minutes of the break that are left, rounded up; below 0: over. */
static int
meal_left(const struct tui *tui)
{
	const struct face *face = &panel_of(tui)->face;
	int64_t left_ms = face->state.since_ms - tui->now_ms +
			  (int64_t)face->meal.length_minutes * MINUTE_MS;

	if (left_ms > 0)
		left_ms += MINUTE_MS - 1;
	return (int)(left_ms / MINUTE_MS);
}

/* Amber, not green, where somebody has forgotten to stop. */
static enum role
state_role(const struct tui *tui)
{
	const struct face *face = &panel_of(tui)->face;
	enum role role = mode_looks[face->state.mode].badge;
	struct str forgotten;

	str_init(&forgotten, LINE_BYTES);
	words_forgotten(&forgotten, face, app_zone(tui->app), tui->now_ms);
	if (forgotten.len > 0)
		role = ROLE_BADGE_MEAL;
	str_release(&forgotten);
	return role;
}

/* "since 07:58                  0 h 04 m" in one row. Where there is no room
 * for all of it the word goes, then the duration. */
static void
draw_since(const struct tui *tui, struct canvas *canvas, const struct area *at,
	enum role role)
{
	static const char word[] = "since ";
	const struct face *face = &panel_of(tui)->face;
	int64_t since_ms = face->state.since_ms;
	int64_t minutes = minute_of(tui->now_ms) - minute_of(since_ms);
	struct str text, length;
	const char *shown;
	int behind = 0, gap = 1;

	str_init(&text, LINE_BYTES);
	str_init(&length, LINE_BYTES);
	str_addz(&text, word);
	add_when(&text, tui, since_ms);
	words_age(&text, face, app_zone(tui->app));
	if (tui->options.show_clock && face->state.mode != CLOCK_OUT) {
		words_duration(&length, minutes > 0 ? minutes * MINUTE_MS : 0);
		behind = (int)text_cells(length.data) + 1;
		gap = 2;
	}
	shown = text.data;
	if ((int)text_cells(shown) + gap + behind > at->cols)
		shown += strlen(word);
	canvas_put(canvas, at->row, at->col, at->cols, role, shown);
	if (behind > 0 && (int)text_cells(shown) + gap + behind <= at->cols)
		canvas_put(canvas, at->row, at->col + at->cols - behind, behind,
			role, length.data);
	str_release(&text);
	str_release(&length);
}

/* The loudest thing here: "IN  since 07:58                  0 h 04 m" */
static void
draw_state(const struct tui *tui, struct canvas *canvas, const struct layout *l,
	const struct area *band)
{
	const struct face *face = &panel_of(tui)->face;
	const struct mode_looks *looks = &mode_looks[face->state.mode];
	int row = band->row + band->rows / 2, col = l->margin + 3;
	enum role role = state_role(tui);

	for (int i = 0; i < band->rows; i++)
		canvas_blank(
			canvas, band->row + i, band->col, band->cols, role);
	canvas_sign(canvas, row, l->margin + 1, 1, role, looks->sign);
	col += canvas_put(canvas, row, col, l->right - col, role, looks->word);
	col += l->wide ? 3 : 2;
	if (face->state.since_ms != 0)
		draw_since(tui, canvas,
			&(struct area){
				.row = row, .col = col, .cols = l->right - col},
			role);
	else if (!face->known)
		canvas_put(canvas, row, col, l->right - col, role,
			"no news from the service yet");
}

/* The job that runs, or that a break returns to; OUT: what to do. */
static void
draw_job(const struct tui *tui, struct canvas *canvas, const struct layout *l,
	int row)
{
	const struct panel *panel = panel_of(tui);
	enum role role = ROLE_STRONG;
	struct str text;

	str_init(&text, LINE_BYTES);
	if (panel->face.state.mode == CLOCK_OUT) {
		role = ROLE_DIM;
		if (id_is_nil(&panel->choices[PANEL_LOCATION].id))
			str_addz(&text, "Choose a job below, then press G.");
		else if (id_is_nil(&panel->choices[PANEL_COST_CODE].id))
			str_addz(&text,
				"Choose a cost code below, then press G.");
		else
			str_addz(&text, "Press G to clock in.");
	} else {
		if (panel->face.state.mode == CLOCK_MEAL)
			str_addz(&text, "then back to ");
		words_job(&text, &panel->face.location, &panel->face.cost_code);
	}
	canvas_put(
		canvas, row, l->margin, l->right - l->margin, role, text.data);
	str_release(&text);
}

/* How much of the break is over. */
static void
draw_meal_bar(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, int row)
{
	int length = panel_of(tui)->face.meal.length_minutes;
	int left = meal_left(tui), cells = l->wide ? 30 : 12, full;
	char text[64];

	full = length > 0 && left > 0 ? cells * (length - left) / length
				      : cells;
	canvas_sign(canvas, row, l->margin, cells, ROLE_DIM, SIGN_EMPTY);
	canvas_sign(canvas, row, l->margin, full, ROLE_WARNING, SIGN_FULL);
	if (left > 0)
		snprintf(text, sizeof(text), "%d of %d min left", left, length);
	else if (left == 0)
		snprintf(text, sizeof(text), "The break is over");
	else
		snprintf(text, sizeof(text), "The break is %d min over", -left);
	canvas_put(canvas, row, l->margin + cells + 2, canvas->cols,
		left > 0 ? ROLE_TEXT : ROLE_WARNING, text);
}

/* Forgotten to stop, or when the next meal break is due. */
static enum role
say_reminder(const struct tui *tui, struct str *out)
{
	const struct face *face = &panel_of(tui)->face;
	const struct clock_due *due = &face->meal_due;
	bool past = due->at_ms <= tui->now_ms;

	words_forgotten(out, face, app_zone(tui->app), tui->now_ms);
	if (out->len > 0 || face->state.mode != CLOCK_IN || due->at_ms == 0)
		return ROLE_WARNING;
	str_addz(out, past ? "Meal break was due " : "Meal break due ");
	if (due->before)
		str_addz(out, "before ");
	add_when(out, tui, due->at_ms);
	return past ? ROLE_WARNING : ROLE_DIM;
}

/* The rows that the reminder, or the countdown of a break, took. */
static int
draw_reminder(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, int row)
{
	struct area area = {.row = row,
		.col = l->margin,
		.rows = REMINDER_ROWS,
		.cols = l->right - l->margin};
	struct str text;
	enum role role;
	int rows;

	str_init(&text, LINE_BYTES);
	role = say_reminder(tui, &text);
	rows = wrap_put(canvas, &area, role, text.data);
	str_release(&text);
	if (rows > 0 || panel_of(tui)->face.state.mode != CLOCK_MEAL ||
		!tui->options.show_clock)
		return rows;
	draw_meal_bar(tui, canvas, l, row);
	return 1;
}

/* Whose clock it is: what tells them from a namesake is seen in any width. */
static void
draw_person(const struct tui *tui, struct canvas *canvas,
	const struct area *area, enum role role, const char *behind)
{
	const struct face *face = &panel_of(tui)->face;
	struct str text, tail;

	str_init(&text, LINE_BYTES);
	str_init(&tail, LINE_BYTES);
	words_label(&text, face->number, face->name);
	words_person(&tail, "", "", face->username);
	str_addz(&tail, behind);
	wrap_put_tail(canvas, area, role, text.data, tail.data);
	str_release(&text);
	str_release(&tail);
}

/* The state of the clock: word, mark and colour. Returns the row behind. */
static int
draw_card(const struct tui *tui, struct canvas *canvas, const struct layout *l,
	int row)
{
	struct area band = {.row = row + l->roomy,
		.col = l->margin,
		.rows = l->tall ? 3 : 1,
		.cols = l->right - l->margin};
	int last = band.row + band.rows + 2;

	if (l->roomy)
		draw_person(tui, canvas,
			&(struct area){.row = row,
				.col = l->margin,
				.cols = band.cols},
			ROLE_STRONG, "");
	draw_state(tui, canvas, l, &band);
	row = band.row + band.rows;
	draw_job(tui, canvas, l, row++);
	row += draw_reminder(tui, canvas, l, row);
	return l->roomy && row < last ? last : row; /* nothing below jumps */
}

static void
draw_choice(const struct tui *tui, struct canvas *canvas,
	enum panel_field field, int row, const struct layout *l)
{
	const struct panel_choice *choice = &panel_of(tui)->choices[field];
	bool focused = panel_of(tui)->focus == field;
	struct id reader = tui_reader(tui);
	int col = l->margin + 11, cells = l->right - col;
	struct area area = {.row = row, .col = col, .cols = cells - 2};

	if (id_is_nil(&choice->id))
		canvas_put(
			canvas, row, col, area.cols, ROLE_DIM, "(none chosen)");
	else if (field == PANEL_EMPLOYEE)
		draw_person(tui, canvas, &area, ROLE_TEXT,
			id_equal(&choice->id, &reader) ? " (me)" : "");
	else
		canvas_put(
			canvas, row, col, area.cols, ROLE_TEXT, choice->label);
	if (focused) {
		canvas_tint(canvas, row, col, cells, ROLE_SELECTED);
		canvas_sign(
			canvas, row, l->right - 1, 1, ROLE_SELECTED, SIGN_DOWN);
		canvas_cursor(canvas, row, col);
	}
}

/* Returns the row behind the fields. */
static int
draw_fields(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, int row)
{
	static const char *const labels[] = {
		[PANEL_EMPLOYEE] = "Employee",
		[PANEL_LOCATION] = "Location",
		[PANEL_COST_CODE] = "Cost code",
		[PANEL_COMMENT] = "Comment",
	};
	int first = panel_has_employee(tui) ? PANEL_EMPLOYEE : PANEL_LOCATION;

	for (int field = first; field < PANEL_ACTIONS; field++, row++) {
		bool focused = (int)panel_of(tui)->focus == field;
		int col = l->margin + 11;

		if (field == PANEL_COMMENT && !focused && !l->roomy &&
			panel_of(tui)->comment.len == 0)
			break; /* it comes when one moves there */
		if (focused)
			canvas_put(
				canvas, row, l->margin - 2, 1, ROLE_KEY, ">");
		canvas_put(canvas, row, l->margin, 10,
			focused ? ROLE_STRONG : ROLE_DIM, labels[field]);
		if (field == PANEL_COMMENT)
			edit_draw(&panel_of(tui)->comment, canvas, row, col,
				l->right - col, focused);
		else
			draw_choice(
				tui, canvas, (enum panel_field)field, row, l);
	}
	return row;
}

/*
 * A button at a place; returns the column behind it. Its letter is lit while it
 * presses it.
 */
static int
draw_button(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, const struct area *at, enum panel_button button)
{
	enum clock_answer answer =
		panel_of(tui)->offers[panel_kind(tui, button)].answer;
	bool lit = panel_of(tui)->focus == PANEL_ACTIONS &&
		   (answer == CLOCK_ALLOWED || answer == CLOCK_ASK);
	const char *label = panel_label(tui, button);
	const char letter[] = {" GSM"[button], '\0'};
	int row = at->row, col = at->col, gap = l->wide ? 2 : 1;

	canvas_put(canvas, row, col, 1, ROLE_DIM, "[");
	col += gap;
	col += canvas_put(
		canvas, row, col, 1, lit ? ROLE_KEY : ROLE_DIM, letter);
	col += gap;
	col += canvas_put(canvas, row, col, canvas->cols,
		lit ? ROLE_STRONG : ROLE_DIM, label);
	col += gap - 1;
	canvas_put(canvas, row, col, 1, ROLE_DIM, "]");
	return col + 1;
}

/* The mark and the cursor on the row of buttons, when they have the focus. */
static void
draw_actions_mark(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, int row)
{
	if (panel_of(tui)->focus != PANEL_ACTIONS)
		return;
	canvas_put(canvas, row, l->margin - 2, 1, ROLE_KEY, ">");
	canvas_cursor(canvas, row, l->margin);
}

/* The buttons of this state; returns the row behind them. */
static int
draw_buttons(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, int row)
{
	struct area at = {.row = row, .col = l->margin};

	draw_actions_mark(tui, canvas, l, row);
	for (int b = PANEL_GO; b <= PANEL_MEAL; b++) {
		enum panel_button button = (enum panel_button)b;
		enum punch_kind kind = panel_kind(tui, button);

		if (panel_of(tui)->offers[kind].answer != CLOCK_HIDDEN)
			at.col = draw_button(tui, canvas, l, &at, button) +
				 (l->wide ? 3 : 1);
	}
	return row + 1;
}

/* Why buttons do not work, in one line. */
static void
draw_reasons(const struct tui *tui, struct canvas *canvas,
	const struct layout *l, int row)
{
	struct str text;

	str_init(&text, LINE_BYTES);
	for (int b = PANEL_GO; b <= PANEL_MEAL; b++) {
		enum panel_button button = (enum panel_button)b;
		const struct clock_offer *offer =
			&panel_of(tui)->offers[panel_kind(tui, button)];

		if (offer->answer == CLOCK_DISABLED && offer->why[0] != '\0')
			str_addf(&text, "%s%s: %s", text.len > 0 ? " · " : "",
				panel_label(tui, button), offer->why);
	}
	canvas_put(canvas, row, l->margin, l->right - l->margin, ROLE_DIM,
		text.data);
	str_release(&text);
}

/* The sign and the role of a receipt. */
static enum sign
receipt_sign(const struct receipt *receipt, enum role *role_out)
{
	bool odd = receipt->stage == RECEIPT_SENT &&
		   receipt->verdict.kind == VERDICT_QUARANTINED;

	if (receipt->stage == RECEIPT_SET_ASIDE || odd) {
		*role_out = odd ? ROLE_WARNING : ROLE_ERROR;
		return SIGN_WARN;
	}
	*role_out = ROLE_GOOD;
	return receipt->stage == RECEIPT_SENT ? SIGN_DONE : SIGN_KEPT;
}

/* What is to be said below: a note, a trouble, or the last press. */
static enum sign
say_message(const struct tui *tui, struct str *out, enum role *role_out)
{
	const struct panel *panel = panel_of(tui);
	struct id reader = tui_reader(tui);

	if (tui->note.text[0] != '\0') {
		*role_out = tui->note.role;
		str_addz(out, tui->note.text);
		return tui->note.role == ROLE_ALARM ? SIGN_FAIL : SIGN_WARN;
	}
	if (panel->trouble[0] != '\0') {
		*role_out = ROLE_ERROR;
		str_addz(out, panel->trouble);
		return SIGN_WARN;
	}
	if (!panel->has_receipt) {
		*role_out = ROLE_DIM;
		return SIGN_KEPT;
	}
	if (panel->is_old_receipt)
		str_addz(out, "Last press: ");
	words_receipt(out, &panel->receipt, app_zone(tui->app), &reader);
	return receipt_sign(&panel->receipt, role_out);
}

/* Grows upwards from above `end`, over what is there, at most `most` rows. */
static int
draw_message(const struct tui *tui, struct canvas *canvas, int end, int most)
{
	struct area area = {.col = 3, .cols = canvas->cols - 4};
	enum role role = ROLE_TEXT;
	struct str text;
	enum sign sign;

	str_init(&text, LINE_BYTES);
	sign = say_message(tui, &text, &role);
	area.rows = wrap_rows(text.data, area.cols);
	if (area.rows > most)
		area.rows = most;
	area.row = end - area.rows;
	for (int i = 0; i < area.rows; i++)
		canvas_blank(canvas, area.row + i, 0, canvas->cols,
			role == ROLE_ALARM ? role : ROLE_TEXT);
	wrap_put(canvas, &area, role, text.data);
	if (area.rows > 0)
		canvas_sign(canvas, area.row, 1, 1, role, sign);
	str_release(&text);
	return area.row;
}

/* The truth about the queue, upwards from above `end`; the row it begins in. */
static int
draw_queue(const struct tui *tui, struct canvas *canvas, int end)
{
	const struct panel *panel = panel_of(tui);
	struct area area = {.col = 3, .cols = canvas->cols - 4};
	enum role role = ROLE_TEXT;
	struct str text;

	if (panel->line.counts.set_aside > 0)
		role = ROLE_ERROR;
	else if (panel->line.link == APP_LINK_ONLINE)
		role = ROLE_GOOD;
	else if (panel->line.link == APP_LINK_OFFLINE ||
		 panel->line.link == APP_LINK_SIGN_IN)
		role = ROLE_WARNING;
	str_init(&text, LINE_BYTES);
	link_line_say(tui, &panel->line, &text);
	area.rows = wrap_rows(text.data, area.cols);
	if (area.rows > QUEUE_ROWS)
		area.rows = QUEUE_ROWS;
	area.row = end - area.rows;
	for (int i = 0; i < area.rows; i++)
		canvas_blank(canvas, area.row + i, 0, canvas->cols, ROLE_TEXT);
	canvas_sign(canvas, area.row, 1, 1, role, SIGN_KEPT);
	wrap_put(
		canvas, &area, role == ROLE_GOOD ? ROLE_TEXT : role, text.data);
	str_release(&text);
	return area.row;
}

/* The day, from a row on where there is room for it; the row behind it. */
static int
draw_today(const struct tui *tui, struct canvas *canvas, const struct layout *l,
	const struct area *room)
{
	struct sheet lines;
	int row = room->row;

	sheet_init(&lines);
	today_lines(tui->app, &panel_of(tui)->face, l->right - l->margin,
		canvas->ascii, &lines);
	for (size_t i = 0; i < lines.count && row < room->row + room->rows; i++)
		canvas_put(canvas, row++, l->margin, l->right - l->margin,
			lines.lines[i].kind == SHEET_DIM ? ROLE_DIM : ROLE_TEXT,
			sheet_text(&lines, i));
	sheet_release(&lines);
	return row;
}

void
panel_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct layout l = layout_of(canvas);
	int row = top + l.roomy, message, queue;
	bool nobody = panel_has_nobody(tui);

	if (nobody)
		canvas_put(canvas, row++, l.margin, l.right - l.margin,
			ROLE_DIM, "Choose an employee below, then press G.");
	else if (panel_of(tui)->has_face)
		row = draw_card(tui, canvas, &l, row);
	if (nobody || panel_of(tui)->has_face) {
		row += l.roomy;
		row = draw_fields(tui, canvas, &l, row) + l.roomy;
		row = draw_buttons(tui, canvas, &l, row);
		if (l.roomy)
			draw_reasons(tui, canvas, &l, row++);
	}
	queue = draw_queue(tui, canvas, end);
	message = draw_message(tui, canvas, queue,
		tui->note.text[0] != '\0' || queue - row < 1 ? 6 : queue - row);
	if (panel_of(tui)->has_face && !nobody) {
		row += l.roomy;
		draw_today(tui, canvas, &l,
			&(struct area){
				.row = row, .rows = message - l.roomy - row});
	}
	if (l.roomy)
		canvas_sign(canvas, message - 1, 0, canvas->cols, ROLE_RULE,
			SIGN_RULE);
}
