#include <string.h>

#include "app/card_lines.h"
#include "app/explain.h"
#include "app/words.h"
#include "base/text.h"
#include "card_words.h"

#define LINE_BYTES 8192

bool
card_is_explained(const struct hours_card *card)
{
	return card->wire.explained;
}

static const char *
button_word(enum punch_kind kind)
{
	static const char *const words[] = {
		[PUNCH_GO] = "GO",
		[PUNCH_STOP] = "STOP",
		[PUNCH_MEAL] = "Meal Break",
		[PUNCH_RESUME] = "End Break",
		[PUNCH_VOID] = "Undo",
	};

	return words[kind];
}

/* "GO 07:58:12, pressed by Tomasz Wiśniewski. "late bus"", and how its time was
 * found unless it was as nearly always. */
static void
add_press(const struct hours_card *card, const struct time_bound *bound,
	const struct wire_card_punch *punch, struct sheet *out)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	str_addf(&line, "%s ", button_word(bound->kind));
	card_words_time(card, bound->key.at_ms, true, &line);
	if (id_is_nil(&punch->enrolment)) {
		str_addz(&line, ", added by a correction");
	} else {
		str_addz(&line, ", pressed by ");
		hours_name(card->app, ENTRY_EMPLOYEE, &punch->by, &line);
		if (punch->method != RESTATE_SAME_BOOT)
			str_addf(&line, "; its time was found %s",
				explain_method(punch->method));
	}
	str_addc(&line, '.');
	if (punch->comment != NULL && punch->comment[0] != '\0') {
		str_addz(&line, " \"");
		text_clean(&line, punch->comment, strlen(punch->comment));
		str_addc(&line, '"');
	}
	sheet_add(out, SHEET_TEXT, NULL, line.data);
	str_release(&line);
}

static void
add_reasons(const struct hours_card *card, const struct id *record,
	struct sheet *out)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	for (size_t i = 0; i < card->wire.reason_count; i++) {
		const struct time_reason *reason = &card->wire.reasons[i];

		if (!id_equal(&reason->record, record))
			continue;
		str_clear(&line);
		card_words_reason(card, reason, &line);
		sheet_add(out, SHEET_TEXT, NULL, line.data);
	}
	str_release(&line);
}

static void
add_wrong(const struct hours_card *card, const struct id *record,
	struct sheet *out)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	for (size_t i = 0; i < card->wire.exception_count; i++) {
		const struct time_exception *wrong = &card->wire.exceptions[i];

		if (!id_equal(&wrong->record, record))
			continue;
		str_clear(&line);
		card_words_time(card, wrong->at_ms, true, &line);
		str_addf(&line, ": %s.", card_words_exception(wrong->kind));
		sheet_add(out, SHEET_WARNING, NULL, line.data);
	}
	str_release(&line);
}

static void
explain_one(const struct hours_card *card, const struct wire_card_record *it,
	struct sheet *out)
{
	add_wrong(card, &it->record.id, out);
	if (it->record.has_start)
		add_press(card, &it->record.start, &it->start, out);
	if (it->record.has_end)
		add_press(card, &it->record.end, &it->end, out);
	add_reasons(card, &it->record.id, out);
}

/* "Fri 21 Nov 07:58" */
static void
add_head(const struct hours_card *card, const struct time_record *record,
	struct sheet *out)
{
	struct str line;

	str_init(&line, LINE_BYTES);
	words_day(&line, record->date);
	str_addc(&line, ' ');
	if (record->kind == TIME_LUNCH)
		str_addz(&line, "lunch");
	else
		card_words_time(card,
			record->has_start ? record->shown_start_ms
					  : record->shown_end_ms,
			false, &line);
	str_addz(&line, "  ");
	hours_job(card->app, &record->location, &record->cost_code, &line);
	sheet_add(out, SHEET_STRONG, &record->id, line.data);
	str_release(&line);
}

void
card_explain(const struct hours_card *card, const struct id *record,
	struct sheet *out)
{
	const struct wire_card *wire = &card->wire;

	for (size_t i = 0; i < wire->record_count; i++) {
		const struct wire_card_record *it = &wire->records[i];

		if (id_is_nil(record))
			add_head(card, &it->record, out);
		if (id_is_nil(record) || id_equal(&it->record.id, record))
			explain_one(card, it, out);
	}
	if (id_is_nil(record)) {
		add_wrong(card, record, out);
		add_reasons(card, record, out);
	}
	if (!card->wire.explained)
		sheet_add(out, SHEET_DIM, NULL,
			"The reasons are not kept on this machine: they come "
			"with the next answer of the service.");
}
