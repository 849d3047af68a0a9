#include <string.h>

#include "app/card_out.h"
#include "app/words.h"
#include "base/text.h"
#include "calendar/date.h"
#include "card_words.h"

/* A time card on paper: one page, whatever its length. */

#define PAGE_COLS 80
#define PAGE_LINES 60
#define SIGN_LINES 7 /* from the rule to the last line to sign */
#define LINE_BYTES 4096

struct page {
	const struct hours_card *card;
	struct str *out;
	bool ascii;
	int lines;
};

static void
put(struct page *page, const char *text)
{
	struct str line, plain;
	size_t len;

	str_init(&line, LINE_BYTES);
	str_init(&plain, LINE_BYTES);
	if (page->ascii)
		text_ascii(&plain, text);
	else
		str_addz(&plain, text);
	text_fit(&line, plain.data, PAGE_COLS, false, page->ascii);
	len = line.len;
	while (len > 0 && line.data[len - 1] == ' ')
		len--;
	str_add(page->out, line.data, len);
	str_addc(page->out, '\n');
	page->lines++;
	str_release(&line);
	str_release(&plain);
}

static void
rule(struct page *page)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	for (int i = 0; i < PAGE_COLS; i++)
		str_addz(&line, page->ascii ? "-" : "─");
	put(page, line.data);
	str_release(&line);
}

static void
put_head(struct page *page)
{
	static const char *const days[] = {"Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday"};
	const struct wire_card *wire = &page->card->wire;
	struct app *app = page->card->app;
	char first[DATE_BYTES], last[DATE_BYTES];
	struct entry employee;
	struct str line;

	str_init(&line, LINE_BYTES);
	text_clean(&line, app->account.person.company_name,
		strlen(app->account.person.company_name));
	str_addf(&line, " · time card %s to %s",
		date_format(wire->range.first, first),
		date_format(wire->range.last, last));
	put(page, line.data);
	str_clear(&line);
	if (hours_entry(app, ENTRY_EMPLOYEE, &wire->employee, &employee))
		words_person(&line, employee.number, employee.name,
			employee.username);
	else
		hours_name(app, ENTRY_EMPLOYEE, &wire->employee, &line);
	put(page, line.data);
	str_clear(&line);
	if (wire->week_count > 0)
		str_addf(&line, "The work week begins on %s at 00:00, ",
			days[date_weekday(wire->weeks[0].span.first) - 1]);
	str_addf(&line, "times of %s, ", wire->zone);
	words_as_of(&line, app->zone, page->card->told_ms, page->card->told_ms);
	put(page, line.data);
	str_release(&line);
}

static void
add_cell(struct str *out, int minutes, bool blank)
{
	struct str text;

	str_init(&text, 64);
	if (!blank || minutes != 0)
		words_minutes(&text, minutes);
	str_addf(out, "%8s", text.data);
	str_release(&text);
}

/* Label, work, REG, OT1, OT2, meals, and what is wrong. */
static void
put_sum(struct page *page, const char *label, const struct card_sum *sum)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	text_fit(&line, label, 32, true, page->ascii);
	add_cell(&line, sum->minutes - sum->lunch_minutes, false);
	for (int pay = 0; pay < PAY_COUNT; pay++)
		add_cell(&line, sum->paid[pay], pay != PAY_REG);
	add_cell(&line, sum->meal_minutes + sum->lunch_minutes, true);
	if (sum->exceptions > 0)
		str_addf(&line, "  ! %d", sum->exceptions);
	else if (sum->open > 0)
		str_addz(&line, "  open");
	put(page, line.data);
	str_release(&line);
}

/* "Mon 16 Nov  07:58-17:04": from the first start to the last end. */
static void
add_day_label(const struct page *page, int32_t date, struct str *out)
{
	const struct wire_card *wire = &page->card->wire;
	const struct time_record *first = NULL, *last = NULL;

	words_day(out, date);
	for (size_t i = 0; i < wire->record_count; i++) {
		const struct time_record *record = &wire->records[i].record;

		if (record->date != date || record->kind == TIME_LUNCH)
			continue;
		if (first == NULL)
			first = record;
		last = record;
	}
	if (first == NULL)
		return;
	str_addz(out, "  ");
	if (first->has_start)
		words_time(out, page->card->app->zone, first->shown_start_ms);
	str_addc(out, '-');
	if (last->has_end)
		words_time(out, page->card->app->zone, last->shown_end_ms);
}

static void
put_week(struct page *page, const struct wire_card_span *week)
{
	struct str label;

	str_init(&label, LINE_BYTES);
	str_addz(&label, "  week of ");
	words_day(&label, week->span.first);
	put_sum(page, label.data, &week->sum);
	str_release(&label);
}

static void
put_days(struct page *page)
{
	const struct wire_card *wire = &page->card->wire;
	struct str label;
	size_t week = 0;

	str_init(&label, LINE_BYTES);
	put(page,
		"Day                                 Work     REG     OT1     "
		"OT2   Meals");
	for (size_t i = 0; i < wire->day_count; i++) {
		while (week < wire->week_count &&
			wire->weeks[week].span.last < wire->days[i].span.first)
			put_week(page, &wire->weeks[week++]);
		str_clear(&label);
		add_day_label(page, wire->days[i].span.first, &label);
		put_sum(page, label.data, &wire->days[i].sum);
	}
	while (week < wire->week_count)
		put_week(page, &wire->weeks[week++]);
	put_sum(page, "Together", &wire->totals);
	str_release(&label);
}

/* As many as the page has room for; the last line says how many more. */
static void
put_jobs(struct page *page)
{
	const struct wire_card *wire = &page->card->wire;
	int room = PAGE_LINES - SIGN_LINES - 1 - page->lines;
	struct str line, label;
	size_t shown = wire->job_count;

	if (room < 1 || wire->job_count == 0)
		return;
	if (shown > (size_t)room)
		shown = (size_t)room - 1;
	str_init(&line, LINE_BYTES);
	str_init(&label, LINE_BYTES);
	put(page, "");
	for (size_t i = 0; i < shown; i++) {
		const struct card_job *job = &wire->jobs[i];

		str_clear(&line);
		str_clear(&label);
		hours_job(page->card->app, &job->location, &job->cost_code,
			&label);
		text_fit(&line, label.data, 60, true, page->ascii);
		add_cell(&line, job->minutes, false);
		put(page, line.data);
	}
	if (shown < wire->job_count) {
		str_clear(&line);
		str_addf(&line, "and %zu more jobs", wire->job_count - shown);
		put(page, line.data);
	}
	str_release(&line);
	str_release(&label);
}

static void
put_exceptions(struct page *page)
{
	const struct wire_card *wire = &page->card->wire;
	size_t room = (size_t)(PAGE_LINES - SIGN_LINES - page->lines);
	struct str line;

	str_init(&line, LINE_BYTES);
	for (size_t i = 0; i < wire->exception_count && i < room; i++) {
		const struct time_exception *wrong = &wire->exceptions[i];

		str_clear(&line);
		str_addz(&line, "! ");
		words_day(&line, wrong->date);
		str_addc(&line, ' ');
		card_words_time(page->card, wrong->at_ms, false, &line);
		str_addf(&line, "  %s", card_words_exception(wrong->kind));
		put(page, line.data);
	}
	str_release(&line);
}

void
card_page(const struct hours_card *card, bool ascii, struct str *out)
{
	struct page page = {.card = card, .out = out, .ascii = ascii};

	put_head(&page);
	rule(&page);
	put_days(&page);
	if (page.lines + SIGN_LINES < PAGE_LINES)
		put_exceptions(&page);
	put_jobs(&page);
	rule(&page);
	put(&page, "This is what I worked.");
	put(&page, "");
	put(&page, "Employee   ______________________________________  Date "
		   "____________________");
	put(&page, "");
	put(&page, "Supervisor ______________________________________  Date "
		   "____________________");
}
