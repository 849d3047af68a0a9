#include "app/card_lines.h"

#include <string.h>

#include "app/day_bar.h"
#include "app/words.h"
#include "base/text.h"
#include "calendar/date.h"
#include "card_words.h"

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS 60000
#define LINE_BYTES 4096
#define DAY_COLS 12 /* " Fri 21 Nov " */
#define SUM_COLS 8  /* "   12:30" */
#define FROM_HOUR 6 /* of the day that a bar shows at least */
#define TO_HOUR 18
#define COLS_MAX 120 /* no eye follows a longer line */
#define WIDE_COLS 60 /* from here on nothing is left out */

/* What the lines of one card share. */
struct drawing {
	const struct hours_card *card;
	const struct card_look *look;
	struct sheet *out;
	int span_cols; /* of "07:58-10:32" */
	int from_hour; /* of each bar, from the beginning of its day */
	int to_hour;
};

static void
add_line(const struct drawing *d, enum sheet_kind kind, const struct id *of,
	const char *text)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	text_fit(&line, text, (size_t)d->look->cols, false, false);
	sheet_add(d->out, kind, of, line.data);
	str_release(&line);
}

static int64_t
day_start_ms(const struct drawing *d, int32_t date)
{
	const struct zone *zone = d->card->app->zone;

	return zone != NULL ? zone_date_start_ms(zone, date)
			    : date * 24 * HOUR_MS;
}

/* --- times ---------------------------------------------------------------- */

static int64_t
start_ms(const struct drawing *d, const struct time_record *record)
{
	return d->look->raw ? record->start.key.at_ms : record->shown_start_ms;
}

static int64_t
end_ms(const struct drawing *d, const struct time_record *record)
{
	return d->look->raw ? record->end.key.at_ms : record->shown_end_ms;
}

/* "07:58-10:32", "07:58-?", "?-17:04", "07:58-now" */
static void
add_span(const struct drawing *d, const struct time_record *record,
	struct str *out)
{
	if (record->kind == TIME_LUNCH)
		return;
	if (record->has_start)
		card_words_time(
			d->card, start_ms(d, record), d->look->raw, out);
	else
		str_addc(out, '?');
	str_addc(out, '-');
	if (record->has_end)
		card_words_time(d->card, end_ms(d, record), d->look->raw, out);
	else
		str_addz(out, record->open ? "now" : "?");
}

/* "2:34"; "2:33:28" where seconds are shown */
static void
add_length(const struct drawing *d, const struct time_record *record,
	struct str *out)
{
	int64_t s = (record->end.key.at_ms - record->start.key.at_ms) / 1000;

	if (record->kind == TIME_LUNCH) {
		str_addc(out, '-');
		words_minutes(out, record->minutes);
	} else if (record->has_start && record->has_end && d->look->raw) {
		str_addf(out, "%d:%02d:%02d", (int)(s / 3600),
			(int)(s / 60 % 60), (int)(s % 60));
	} else if (record->has_start && record->has_end) {
		words_minutes(out, record->minutes);
	}
}

/* --- a record ------------------------------------------------------------- */

static const struct time_exception *
exception_of(const struct drawing *d, const struct id *record)
{
	const struct wire_card *wire = &d->card->wire;

	for (size_t i = 0; i < wire->exception_count; i++)
		if (id_equal(&wire->exceptions[i].record, record))
			return &wire->exceptions[i];
	return NULL;
}

static bool
is_corrected(const struct wire_card_record *it)
{
	return (it->record.has_start && !id_is_nil(&it->start.correction)) ||
	       (it->record.has_end && !id_is_nil(&it->end.correction));
}

/* " · by Tomasz Wiśniewski" where it was not oneself. */
static void
add_presser(const struct drawing *d, const struct wire_card_record *it,
	struct str *out)
{
	const struct id *self = &d->card->wire.employee;
	const struct wire_card_punch *by = NULL;

	if (it->record.has_end && !id_is_nil(&it->end.by) &&
		!id_equal(&it->end.by, self))
		by = &it->end;
	if (it->record.has_start && !id_is_nil(&it->start.by) &&
		!id_equal(&it->start.by, self))
		by = &it->start;
	if (by == NULL)
		return;
	str_addz(out, " · by ");
	hours_name(d->card->app, ENTRY_EMPLOYEE, &by->by, out);
}

static void
add_what(const struct drawing *d, const struct wire_card_record *it,
	struct str *out)
{
	const struct time_record *record = &it->record;
	const struct time_exception *wrong = exception_of(d, &record->id);

	if (record->kind == TIME_MEAL)
		str_addz(out, "meal break");
	else if (record->kind == TIME_LUNCH)
		str_addz(out, "lunch, taken off");
	else if (id_is_nil(&record->location))
		str_addz(out, "no job");
	else if (d->look->cols < WIDE_COLS)
		hours_name(
			d->card->app, ENTRY_COST_CODE, &record->cost_code, out);
	else
		hours_job(d->card->app, &record->location, &record->cost_code,
			out);
	if (wrong != NULL)
		str_addf(out, " · %s", card_words_mark(wrong->kind));
	add_presser(d, it, out);
	if (is_corrected(it))
		str_addz(out, " · corrected");
}

/* The span of a line, as wide as the widest, and what stands behind it. */
static void
compose(const struct drawing *d, const struct wire_card_record *it,
	struct str *out)
{
	struct str span, length;

	str_init(&span, LINE_BYTES);
	str_init(&length, LINE_BYTES);
	add_span(d, &it->record, &span);
	add_length(d, &it->record, &length);
	str_addz(out, exception_of(d, &it->record.id) != NULL ? " ! "
		      : is_corrected(it)                      ? " * "
							      : "   ");
	text_fit(out, span.data, (size_t)d->span_cols, true, false);
	str_addf(out, " %*s  ", d->look->raw ? 8 : 6, length.data);
	add_what(d, it, out);
	str_release(&span);
	str_release(&length);
}

static bool
is_wanted(const struct drawing *d, const struct wire_card_record *it)
{
	struct str line;
	bool wanted;

	if (d->look->filter == NULL || d->look->filter[0] == '\0')
		return true;
	str_init(&line, LINE_BYTES);
	words_day(&line, it->record.date);
	str_addc(&line, ' ');
	compose(d, it, &line);
	wanted = sheet_fits(line.data, d->look->filter);
	str_release(&line);
	return wanted;
}

static void
add_record(const struct drawing *d, const struct wire_card_record *it)
{
	const struct id *id = &it->record.id;
	struct str line;

	str_init(&line, LINE_BYTES);
	compose(d, it, &line);
	add_line(d,
		exception_of(d, id) != NULL    ? SHEET_WARNING
		: it->record.kind == TIME_WORK ? SHEET_TEXT
					       : SHEET_DIM,
		id, line.data);
	str_release(&line);
}

/* --- a day ---------------------------------------------------------------- */

static void
mark_record(const struct drawing *d, const struct time_record *record,
	struct day_bar *bar)
{
	int64_t from_ms = record->shown_start_ms, to_ms = record->shown_end_ms;
	enum day_bar_mark mark = record->kind == TIME_MEAL ? DAY_BAR_MEAL
				 : record->has_end         ? DAY_BAR_WORK
							   : DAY_BAR_OPEN;

	if (record->kind == TIME_LUNCH)
		return;
	if (!record->has_start)
		from_ms = to_ms;
	if (!record->has_end)
		to_ms = record->open && d->look->now_ms > from_ms
				? d->look->now_ms
				: from_ms;
	day_bar_mark(bar, from_ms, to_ms, mark);
}

static void
add_bar(const struct drawing *d, int32_t date, struct str *out)
{
	const struct wire_card *wire = &d->card->wire;
	int64_t start = day_start_ms(d, date);
	struct day_bar bar;

	day_bar_init(&bar, start + d->from_hour * HOUR_MS,
		start + d->to_hour * HOUR_MS,
		d->look->cols - DAY_COLS - SUM_COLS, d->look->ascii);
	for (size_t i = 0; i < wire->record_count; i++)
		if (wire->records[i].record.date == date)
			mark_record(d, &wire->records[i].record, &bar);
	day_bar_print(&bar, out);
}

static void
add_day(const struct drawing *d, const struct wire_card_span *day)
{
	struct str line, sum;

	str_init(&line, LINE_BYTES);
	str_init(&sum, LINE_BYTES);
	str_addc(&line, ' ');
	words_day(&line, day->span.first);
	str_addc(&line, ' ');
	add_bar(d, day->span.first, &line);
	words_minutes(&sum, day->sum.minutes - day->sum.lunch_minutes);
	str_addf(&line, "%*s", SUM_COLS, sum.data);
	add_line(d, SHEET_STRONG, NULL, line.data);
	str_release(&sum);
	str_release(&line);
}

/* The hours above the bars, as many as have room. */
static void
add_scale(const struct drawing *d)
{
	int cells = d->look->cols - DAY_COLS - SUM_COLS;
	int hours = d->to_hour - d->from_hour, step = 1, at = 0;
	struct str line;

	while (step < hours && cells * step / hours < 5)
		step++;
	str_init(&line, LINE_BYTES);
	str_addf(&line, "%*s", DAY_COLS, "");
	for (int hour = 0; hour < hours; hour += step) {
		int col = cells * hour / hours;

		if (col + 2 > cells)
			break;
		for (; at < col; at++)
			str_addc(&line, ' ');
		str_addf(&line, "%02d", (d->from_hour + hour) % 24);
		at += 2;
	}
	add_line(d, SHEET_DIM, NULL, line.data);
	str_release(&line);
}

/* The hours that every record lies in, and those of a usual day. */
static void
find_hours(struct drawing *d)
{
	const struct wire_card *wire = &d->card->wire;

	d->from_hour = FROM_HOUR;
	d->to_hour = TO_HOUR;
	for (size_t i = 0; i < wire->record_count; i++) {
		const struct time_record *record = &wire->records[i].record;
		int64_t day_ms = day_start_ms(d, record->date);
		int64_t from_ms = record->shown_start_ms - day_ms;
		int64_t to_ms = record->shown_end_ms - day_ms;

		if (record->kind == TIME_LUNCH)
			continue;
		if (!record->has_start)
			from_ms = to_ms;
		if (!record->has_end)
			to_ms = record->open ? d->look->now_ms - day_ms
					     : from_ms;
		if (from_ms / HOUR_MS < d->from_hour && from_ms >= 0)
			d->from_hour = (int)(from_ms / HOUR_MS);
		if (to_ms > d->to_hour * HOUR_MS && to_ms < 48 * HOUR_MS)
			d->to_hour = (int)((to_ms + HOUR_MS - 1) / HOUR_MS);
	}
}

static void
find_span_cols(struct drawing *d)
{
	const struct wire_card *wire = &d->card->wire;
	struct str span;

	str_init(&span, LINE_BYTES);
	d->span_cols = 11;
	for (size_t i = 0; i < wire->record_count; i++) {
		int cols;

		str_clear(&span);
		add_span(d, &wire->records[i].record, &span);
		cols = (int)text_cells(span.data);
		if (cols > d->span_cols)
			d->span_cols = cols;
	}
	str_release(&span);
}

/* Of a day as many records as are wanted; without any the day is not. */
static size_t
add_day_records(const struct drawing *d, const struct wire_card_span *day)
{
	const struct wire_card *wire = &d->card->wire;
	size_t added = 0;

	for (size_t i = 0; i < wire->record_count; i++) {
		if (wire->records[i].record.date != day->span.first ||
			!is_wanted(d, &wire->records[i]))
			continue;
		if (added++ == 0)
			add_day(d, day);
		add_record(d, &wire->records[i]);
	}
	return added;
}

/* --- around the days ------------------------------------------------------ */

static void
add_title(const struct drawing *d)
{
	const struct wire_card *wire = &d->card->wire;
	struct civil civil;
	struct str line;

	str_init(&line, LINE_BYTES);
	str_addc(&line, ' ');
	hours_name(d->card->app, ENTRY_EMPLOYEE, &wire->employee, &line);
	str_addz(&line, " · ");
	words_day(&line, wire->range.first);
	str_addz(&line, " to ");
	words_day(&line, wire->range.last);
	date_to_civil(wire->range.last, &civil);
	str_addf(&line, " %04d", civil.year);
	add_line(d, SHEET_STRONG, NULL, line.data);
	str_release(&line);
}

/* How old it is, and what became of it already. */
static void
add_standing(const struct drawing *d)
{
	static const char *const titles[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (title),
		APPROVALS(X)
#undef X
	};
	const struct wire_card *wire = &d->card->wire;
	struct str line;

	str_init(&line, LINE_BYTES);
	str_addc(&line, ' ');
	words_as_of(
		&line, d->card->app->zone, d->card->told_ms, d->look->now_ms);
	for (size_t i = 0; i < wire->approval_count; i++) {
		str_addf(&line, "%s%s by ", i == 0 ? " · approved: " : ", ",
			titles[wire->approvals[i].level]);
		hours_name(d->card->app, ENTRY_EMPLOYEE,
			&wire->approvals[i].author, &line);
	}
	if (wire->closed)
		str_addz(&line, " · closed");
	add_line(d, SHEET_DIM, NULL, line.data);
	str_release(&line);
}

static void
add_exception(const struct drawing *d, const struct time_exception *wrong)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	str_addz(&line, " ! ");
	words_day(&line, wrong->date);
	str_addc(&line, ' ');
	card_words_time(d->card, wrong->at_ms, d->look->raw, &line);
	str_addf(&line, "  %s", card_words_exception(wrong->kind));
	if (d->look->filter == NULL || sheet_fits(line.data, d->look->filter))
		add_line(d, SHEET_WARNING,
			id_is_nil(&wrong->record) ? NULL : &wrong->record,
			line.data);
	str_release(&line);
}

/* " ? Mon 16 Nov 16:30  missed STOP: waits · left early" */
static void
add_request(const struct drawing *d, const struct wire_card_request *request)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	str_addz(&line, request->state == REQUEST_WAITS ? " ? " : "   ");
	card_words_request(d->card, request, &line);
	if (d->look->filter == NULL || sheet_fits(line.data, d->look->filter))
		add_line(d,
			request->state == REQUEST_WAITS ? SHEET_WARNING
							: SHEET_TEXT,
			NULL, line.data);
	str_release(&line);
}

/* " Week of Mon 16 Nov     REG  40:00  OT1   2:00  OT2   0:00      42:00" */
static void
add_sum(const struct drawing *d, const char *label, const struct card_sum *sum)
{
	static const char *const titles[] = {
#define X(name, number, wire, title) [PAY_##name] = (title),
		PAYS(X)
#undef X
	};
	struct str line, pays, one;

	str_init(&line, LINE_BYTES);
	str_init(&pays, LINE_BYTES);
	str_init(&one, LINE_BYTES);
	for (int pay = 0; pay < PAY_COUNT; pay++) {
		if (pay > 0 && sum->paid[pay] == 0 && d->look->cols < WIDE_COLS)
			continue;
		str_clear(&one);
		words_minutes(&one, sum->paid[pay]);
		str_addf(&pays, "  %s %5s", titles[pay], one.data);
	}
	str_clear(&one);
	words_minutes(&one, sum->minutes - sum->lunch_minutes);
	str_addf(&pays, "%*s", SUM_COLS, one.data);
	text_fit(&line, label,
		(size_t)d->look->cols > pays.len
			? (size_t)d->look->cols - pays.len
			: 0,
		true, false);
	str_addz(&line, pays.data);
	add_line(d, SHEET_STRONG, NULL, line.data);
	str_release(&line);
	str_release(&pays);
	str_release(&one);
}

static void
add_week(const struct drawing *d, const struct wire_card_span *week)
{
	struct str label;

	str_init(&label, LINE_BYTES);
	str_addz(&label, d->look->cols < WIDE_COLS ? " Week" : " Week of ");
	if (d->look->cols >= WIDE_COLS)
		words_day(&label, week->span.first);
	add_sum(d, label.data, &week->sum);
	str_release(&label);
}

/* Beside what counts: what is open does not. */
static void
add_open(const struct drawing *d)
{
	struct str line;

	if (d->card->wire.totals.open == 0)
		return;
	str_init(&line, LINE_BYTES);
	str_addz(&line, " What has not ended yet counts in no sum.");
	add_line(d, SHEET_DIM, NULL, line.data);
	str_release(&line);
}

/* The days that end a week are followed by its sum. */
static void
add_days(const struct drawing *d)
{
	const struct wire_card *wire = &d->card->wire;
	size_t week = 0, added = 0;

	for (size_t i = 0; i < wire->day_count; i++) {
		while (week < wire->week_count &&
			wire->weeks[week].span.last < wire->days[i].span.first)
			add_week(d, &wire->weeks[week++]);
		added += add_day_records(d, &wire->days[i]);
	}
	if (added == 0)
		add_line(d, SHEET_DIM, NULL,
			d->look->filter != NULL && d->look->filter[0] != '\0'
				? " Nothing fits."
				: " Nobody pressed anything in these days.");
	while (week < wire->week_count)
		add_week(d, &wire->weeks[week++]);
}

void
card_lines(const struct hours_card *card, const struct card_look *look,
	struct sheet *out)
{
	struct card_look at = *look;
	struct drawing d = {.card = card, .look = &at, .out = out};
	const struct wire_card *wire = &card->wire;

	if (at.cols > COLS_MAX)
		at.cols = COLS_MAX;
	find_hours(&d);
	find_span_cols(&d);
	add_title(&d);
	add_standing(&d);
	for (size_t i = 0; i < wire->exception_count; i++)
		add_exception(&d, &wire->exceptions[i]);
	for (size_t i = 0; i < wire->request_count; i++)
		add_request(&d, &wire->requests[i]);
	add_scale(&d);
	add_days(&d);
	if (wire->week_count != 1 ||
		wire->weeks[0].sum.minutes != wire->totals.minutes)
		add_sum(&d, " Together", &wire->totals);
	add_open(&d);
}
