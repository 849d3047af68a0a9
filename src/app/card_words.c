#include "card_words.h"

#include "app/words.h"
#include "calendar/date.h"
#include "calendar/zone.h"

const char *
card_words_exception(enum time_exception_kind kind)
{
	switch (kind) {
	case TIME_MISSING_START:
		return "a STOP, but no start";
	case TIME_MISSING_STOP:
		return "no end: forgot to stop?";
	case TIME_SHORT_MEAL:
		return "short meal break";
	case TIME_MISSING_MEAL:
		return "no meal break";
	case TIME_LATE_MEAL:
		return "late meal break";
	case TIME_UNEXPECTED:
		return "a press without effect";
	case TIME_UNTRUSTED:
		return "its time is in doubt";
	case TIME_HELD:
		return "held for review";
	}
	return "";
}

const char *
card_words_mark(enum time_exception_kind kind)
{
	switch (kind) {
	case TIME_MISSING_START:
		return "no start";
	case TIME_MISSING_STOP:
		return "no end";
	case TIME_SHORT_MEAL:
		return "too short";
	case TIME_MISSING_MEAL:
		return "no meal break";
	case TIME_LATE_MEAL:
		return "late";
	case TIME_UNEXPECTED:
		return "unexpected";
	case TIME_UNTRUSTED:
		return "time doubted";
	case TIME_HELD:
		return "held";
	}
	return "";
}

void
card_words_time(
	const struct hours_card *card, int64_t ms, bool raw, struct str *out)
{
	if (raw)
		words_moment(out, card->app->zone, ms, ms);
	else
		words_time(out, card->app->zone, ms);
}

/* A sentence of a reason: how it begins, what stands between its two figures,
 * how it ends. */
struct phrase {
	void (*say)(const struct hours_card *card,
		const struct time_reason *reason, const struct phrase *phrase,
		struct str *out);
	const char *before;
	const char *between;
	const char *after;
};

/* Two instants. */
static void
say_change(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	str_addz(out, phrase->before);
	card_words_time(card, reason->from, true, out);
	str_addz(out, phrase->between);
	words_moment(out, card->app->zone, reason->to, reason->from);
	str_addz(out, phrase->after);
}

/* One that stands where it stood was added, or is of another job. */
static void
say_correction(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	if (reason->from != reason->to)
		say_change(card, reason, phrase, out);
	else if (id_is_nil(&reason->punch.enrolment))
		str_addz(out, "A correction added it.");
	else
		str_addz(out, "A correction changed what it is for.");
}

/* Two instants, the minutes that they are measured by. */
static void
say_measure(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	const struct phrase change = {
		.before = phrase->before,
		.between = phrase->between,
		.after = reason->kind == TIME_BY_MEAL_SHORT
				 ? " is shorter than "
				 : " is longer than ",
	};

	say_change(card, reason, &change, out);
	words_minutes(out, reason->minutes);
	str_addz(out, phrase->after);
}

/* The press alone. */
static void
say_press(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	str_addz(out, phrase->before);
	card_words_time(card, reason->punch.at_ms, true, out);
	str_addz(out, phrase->after);
}

static void
say_due(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	str_addz(out, phrase->before);
	words_minutes(out, reason->minutes);
	str_addz(out, phrase->between);
	card_words_time(card, reason->to, true, out);
	str_addz(out, phrase->after);
}

/* Minutes that became others. */
static void
say_minutes(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	(void)card;
	str_addz(out, phrase->before);
	words_minutes(out, (int)reason->from);
	str_addz(out, phrase->between);
	words_minutes(out, (int)reason->to);
	str_addz(out, phrase->after);
}

static void
say_excluded(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	(void)card;
	words_minutes(out, reason->minutes);
	str_addz(out, phrase->after);
}

/* "0:30 of it are OT1" */
static void
add_pay(const struct time_reason *reason, struct str *out)
{
	static const char *const pays[] = {
#define X(name, number, wire, title) [PAY_##name] = (title),
		PAYS(X)
#undef X
	};

	words_minutes(out, reason->minutes);
	str_addf(out, " of it are %s", pays[reason->pay]);
}

static void
say_threshold(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	(void)card;
	add_pay(reason, out);
	str_addz(out, phrase->before);
	words_minutes(out, (int)reason->from);
	str_addz(out, phrase->after);
}

static void
say_weekday(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	static const char *const days[] = {"Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday"};
	int64_t day = reason->from >= 1 && reason->from <= 7 ? reason->from : 1;

	(void)card;
	add_pay(reason, out);
	str_addf(out, "%s%s%s", phrase->before, days[day - 1], phrase->after);
}

static void
say_in_a_row(const struct hours_card *card, const struct time_reason *reason,
	const struct phrase *phrase, struct str *out)
{
	(void)card;
	add_pay(reason, out);
	str_addf(out, "%s%lld%s", phrase->before, (long long)reason->from,
		phrase->after);
}

static const struct phrase phrases[] = {
	[TIME_BY_RESTATED] = {say_change, "The device's clock said ",
		"; by what the service knows of that clock it was ", "."},
	[TIME_BY_LIFTED] = {say_change, "It was moved forward from ", " to ",
		": it cannot have been pressed earlier."},
	[TIME_BY_CLAMPED] = {say_change, "It was moved back from ", " to ",
		": it cannot have been pressed later."},
	[TIME_BY_CHOSEN] = {say_change, "Pressed at ",
		", a time was chosen: ", "."},
	[TIME_BY_CORRECTED] = {say_correction, "A correction moved it from ",
		" to ", "."},
	[TIME_BY_VOIDED] = {say_press, "The press of ", NULL, " was undone."},
	[TIME_BY_TAKEN] = {say_press, "The press of ", NULL,
		" was taken away by a correction."},
	[TIME_BY_ENDED_BY] = {say_change, "It lasted from ", " to ", "."},
	[TIME_BY_OVER_MAXIMUM] = {say_measure, "From ", " to ",
		", the longest that a record may be: it counts nothing until "
		"somebody corrects it."},
	[TIME_BY_MEAL_SHORT] = {say_measure, "The break from ", " to ",
		", which it should have had."},
	[TIME_BY_MEAL_DUE] = {say_due, "After ",
		" of work a meal break fell due at ", "."},
	[TIME_BY_ROUNDED] = {say_change, "", " is shown as ", "."},
	[TIME_BY_LUNCH_OFF] = {say_minutes,
		"Lunch is taken off, as nobody pressed Meal Break: of ",
		" of work ", " are paid."},
	[TIME_BY_WEEKLY] = {say_threshold, ": beyond ", NULL, " of the week."},
	[TIME_BY_DAILY] = {say_threshold, ": beyond ", NULL, " of the day."},
	[TIME_BY_WEEKDAY] = {say_weekday, ": so is all work on a ", NULL, "."},
	[TIME_BY_CONSECUTIVE] = {say_in_a_row, ": so is work from day ", NULL,
		" in a row on."},
	[TIME_BY_EXCLUDED] = {say_excluded, NULL, NULL,
		" of it count towards no overtime: this cost code is left "
		"out."},
};

void
card_words_reason(const struct hours_card *card,
	const struct time_reason *reason, struct str *out)
{
	const struct phrase *phrase = &phrases[reason->kind];

	phrase->say(card, reason, phrase, out);
}
