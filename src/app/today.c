#include "app/today.h"

#include <string.h>

#include "app/day_bar.h"
#include "app/words.h"
#include "base/text.h"
#include "core/card.h"
#include "core/time_fold.h"
#include "events.h"
#include "fold.h"
#include "hours_inside.h"

#define HOUR_MS INT64_C(3600000)
#define PRESSES_MAX 3
#define LINE_BYTES 2048
#define LABEL_COLS 8 /* "Today   " */
#define NARROW_COLS 50

struct press_seen {
	int64_t at_ms;
	enum punch_kind kind;
	struct id by; /* nil: oneself */
};

struct day {
	struct app *app;
	const struct face *face;
	const struct wire_card *wire;
	int32_t date;
	int64_t day_ms;
	int minutes;             /* of today, that have ended */
	int week_minutes;        /* likewise */
	struct time_records own; /* behind what the card knows */
	bool goes_on;            /* the card's open record is among those */
	struct press_seen presses[PRESSES_MAX];
	size_t press_count;
};

/* The last instant that the card knows a press of. */
static int64_t
known_ms(const struct wire_card *wire)
{
	int64_t ms = 0;

	for (size_t i = 0; i < wire->record_count; i++) {
		const struct time_record *record = &wire->records[i].record;

		if (record->has_start && record->start.key.at_ms > ms)
			ms = record->start.key.at_ms;
		if (record->has_end && record->end.key.at_ms > ms)
			ms = record->end.key.at_ms;
	}
	return ms;
}

/* The state that the card leaves behind. */
static void
state_of(const struct wire_card *wire, struct clock_state *state_out)
{
	const struct time_record *last =
		wire->record_count > 0
			? &wire->records[wire->record_count - 1].record
			: NULL;

	*state_out = (struct clock_state){.mode = CLOCK_OUT};
	if (last == NULL || !last->open || !last->has_start)
		return;
	*state_out = (struct clock_state){
		.mode = last->kind == TIME_MEAL ? CLOCK_MEAL : CLOCK_IN,
		.since_ms = last->start.key.at_ms,
		.location = last->location,
		.cost_code = last->cost_code,
		.last = last->start.key.id,
		.start = {.number = last->start.key.number,
			.enrolment = last->start.key.enrolment,
			.kind = last->start.kind},
		.folded = last->start.key,
	};
}

/* What this device pressed since, as records of its own. */
static void
fold_own(struct day *day)
{
	const struct clock_rules clock = fold_rules(day->app, &day->face->meal);
	const struct time_span span = {
		.policy = {.meal = day->face->meal},
		.max_record_minutes = clock.max_record_minutes,
	};
	const struct time_rules rules = {
		.zone = day->app->zone, .spans = &span, .span_count = 1};
	const int64_t after_ms = known_ms(day->wire);
	const struct events *events;
	struct time_fact facts[EVENTS_MAX];
	struct clock_state from;
	struct time_facts all = {
		.from = &from, .facts = facts, .now_ms = day->face->now_ms};
	struct err ignored = {0};

	events = events_get(day->app, &day->face->employee, &ignored);
	for (size_t i = 0; events != NULL && i < events->count; i++) {
		const struct clock_event *event = &events->items[i];

		if (event->at_ms > after_ms)
			facts[all.count++] = (struct time_fact){
				.event = *event,
				.claimed_ms = event->at_ms,
				.restated_ms = event->at_ms,
				.ordered_ms = event->at_ms,
			};
	}
	if (all.count == 0)
		return;
	state_of(day->wire, &from);
	day->goes_on = from.mode != CLOCK_OUT;
	time_fold(&rules, &all, false, &day->own);
	card_run(&rules, &day->own);
}

/* The card's, then one's own, without what went on. */
static bool
each_record(const struct day *day, size_t i, const struct time_record **out)
{
	const size_t told = day->wire->record_count - (day->goes_on ? 1 : 0);

	if (i < told)
		*out = &day->wire->records[i].record;
	else if (i - told < day->own.count)
		*out = &day->own.records[i - told];
	else
		return false;
	return true;
}

static void
add_press(struct day *day, int64_t at_ms, enum punch_kind kind,
	const struct id *by)
{
	struct press_seen *last = day->press_count > 0
					  ? &day->presses[day->press_count - 1]
					  : NULL;

	if (last != NULL && last->at_ms == at_ms)
		return; /* it ended one record and began the next */
	if (day->press_count == PRESSES_MAX) {
		memmove(day->presses, day->presses + 1,
			(PRESSES_MAX - 1) * sizeof(day->presses[0]));
		day->press_count--;
	}
	day->presses[day->press_count++] =
		(struct press_seen){.at_ms = at_ms, .kind = kind, .by = *by};
}

static void
see_presses(struct day *day)
{
	static const struct wire_card_punch own;
	const size_t told = day->wire->record_count - (day->goes_on ? 1 : 0);
	const struct time_record *record;

	for (size_t i = 0; each_record(day, i, &record); i++) {
		/* what goes on began on the card, and ended here */
		bool began = i < told || (i == told && day->goes_on);
		const struct wire_card_record *it =
			began ? &day->wire->records[i] : NULL;

		if (record->date != day->date || record->kind == TIME_LUNCH)
			continue;
		if (record->has_start)
			add_press(day, record->start.key.at_ms,
				record->start.kind,
				began ? &it->start.by : &own.by);
		if (record->has_end)
			add_press(day, record->end.key.at_ms, record->end.kind,
				i < told ? &it->end.by : &own.by);
	}
}

static void
add_up(struct day *day)
{
	for (size_t i = 0; i < day->wire->day_count; i++)
		if (day->wire->days[i].span.first == day->date)
			day->minutes = day->wire->days[i].sum.minutes -
				       day->wire->days[i].sum.lunch_minutes;
	day->week_minutes =
		day->wire->totals.minutes - day->wire->totals.lunch_minutes;
	for (size_t i = 0; i < day->own.count; i++) {
		const struct time_record *record = &day->own.records[i];

		if (record->kind != TIME_WORK)
			continue;
		day->week_minutes += record->minutes;
		if (record->date == day->date)
			day->minutes += record->minutes;
	}
}

/* --- words ---------------------------------------------------------------- */

/* The hours from 6 to 18, and those that anything lies in. */
static void
find_hours(const struct day *day, int64_t *from_ms_out, int64_t *to_ms_out)
{
	int64_t from_ms = day->day_ms + 6 * HOUR_MS;
	int64_t to_ms = day->day_ms + 18 * HOUR_MS;
	const struct time_record *record;

	for (size_t i = 0; each_record(day, i, &record); i++) {
		if (record->date != day->date || !record->has_start)
			continue;
		while (record->shown_start_ms < from_ms)
			from_ms -= HOUR_MS;
		while (record->has_end && record->shown_end_ms > to_ms)
			to_ms += HOUR_MS;
	}
	while (day->face->now_ms > to_ms &&
		day->face->now_ms < day->day_ms + 36 * HOUR_MS)
		to_ms += HOUR_MS;
	*from_ms_out = from_ms;
	*to_ms_out = to_ms;
}

static void
add_bar(const struct day *day, int cells, bool ascii, struct str *out)
{
	const struct time_record *record;
	int64_t from_ms, to_ms;
	struct day_bar bar;

	find_hours(day, &from_ms, &to_ms);
	day_bar_init(&bar, from_ms, to_ms, cells, ascii);
	for (size_t i = 0; each_record(day, i, &record); i++)
		if (record->date == day->date && record->has_start)
			day_bar_mark(&bar, record->shown_start_ms,
				record->has_end ? record->shown_end_ms
				: record->open  ? day->face->now_ms
						: record->shown_start_ms,
				record->kind == TIME_MEAL ? DAY_BAR_MEAL
				: record->has_end         ? DAY_BAR_WORK
							  : DAY_BAR_OPEN);
	day_bar_print(&bar, out);
}

/* "Today   ████▒▒██░░   4:35   week 31:20" */
static void
add_day(const struct day *day, int cols, bool ascii, struct sheet *out)
{
	struct str line, sums;

	str_init(&line, LINE_BYTES);
	str_init(&sums, LINE_BYTES);
	str_addz(&sums, "  ");
	words_minutes(&sums, day->minutes);
	str_addz(&sums, cols < NARROW_COLS ? "  week " : "   week ");
	words_minutes(&sums, day->week_minutes);
	text_fit(&line, "Today", LABEL_COLS, true, false);
	add_bar(day, cols - LABEL_COLS - (int)sums.len, ascii, &line);
	str_addz(&line, sums.data);
	sheet_add(out, SHEET_TEXT, NULL, line.data);
	str_release(&line);
	str_release(&sums);
}

/* "Last    12:25:40 End Break · 16:20:10 STOP by Luis Muñoz": as receipts have
 * them, so that they and a card never seem to differ. */
static void
add_presses(const struct day *day, int cols, struct sheet *out)
{
	static const char *const buttons[] = {
		[PUNCH_GO] = "GO",
		[PUNCH_STOP] = "STOP",
		[PUNCH_MEAL] = "Meal Break",
		[PUNCH_RESUME] = "End Break",
		[PUNCH_VOID] = "Undo",
	};
	struct str line, fit;

	if (day->press_count == 0)
		return;
	str_init(&line, LINE_BYTES);
	str_init(&fit, LINE_BYTES);
	text_fit(&line, "Last", LABEL_COLS, true, false);
	for (size_t i = 0; i < day->press_count; i++) {
		const struct press_seen *press = &day->presses[i];

		if (i > 0)
			str_addz(&line, " · ");
		words_moment(&line, day->app->zone, press->at_ms, press->at_ms);
		str_addf(&line, " %s", buttons[press->kind]);
		if (id_is_nil(&press->by) ||
			id_equal(&press->by, &day->face->employee))
			continue;
		str_addz(&line, " by ");
		hours_name(day->app, ENTRY_EMPLOYEE, &press->by, &line);
	}
	text_fit(&fit, line.data, (size_t)cols, false, false);
	sheet_add(out, SHEET_DIM, NULL, fit.data);
	str_release(&line);
	str_release(&fit);
}

void
today_lines(struct app *app, const struct face *face, int cols, bool ascii,
	struct sheet *out)
{
	struct day day = {.app = app, .face = face};
	struct hours_ask ask = {.what = HOURS_WEEK, .employee = face->employee};
	struct hours_card *card;
	struct err ignored = {0};

	day.date = hours_date(app, face->now_ms);
	ask.dates.first = ask.dates.last = day.date;
	if (hours_card(app, &ask, &card, &ignored) < 0)
		return;
	day.wire = &card->wire;
	day.day_ms = app->zone != NULL ? zone_date_start_ms(app->zone, day.date)
				       : day.date * 24 * HOUR_MS;
	fold_own(&day);
	see_presses(&day);
	add_up(&day);
	add_day(&day, cols, ascii, out);
	add_presses(&day, cols, out);
	time_records_release(&day.own);
	hours_card_free(&card);
}
