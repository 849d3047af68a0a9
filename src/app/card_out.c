#include "app/card_out.h"

#include <stdlib.h>
#include <string.h>

#include "app/timeclock.h"
#include "app/words.h"
#include "base/csv.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "calendar/date.h"
#include "card_words.h"

/* --- JSON ----------------------------------------------------------------- */

static void
json_date(struct jsonout *json, const char *key, int32_t date)
{
	char text[DATE_BYTES];

	jsonout_text(json, key, date_format(date, text));
}

static void
json_time(struct jsonout *json, const char *key, int64_t ms)
{
	char text[CIVIL_RFC3339_BYTES];

	jsonout_text(json, key, civil_format_rfc3339(ms, text));
}

static void
json_paid(struct jsonout *json, const int *paid)
{
	static const char *const names[] = {
#define X(name, number, wire, title) [PAY_##name] = (wire),
		PAYS(X)
#undef X
	};

	for (int pay = 0; pay < PAY_COUNT; pay++)
		jsonout_int(json, names[pay], paid[pay]);
}

static void
json_end(struct jsonout *json, const char *key, struct app *app,
	const struct time_bound *bound, const struct wire_card_punch *punch)
{
	jsonout_object(json, key);
	json_time(json, "at", bound->key.at_ms);
	jsonout_id(json, "punch", &bound->key.id);
	hours_json_entry(json, "by", app, ENTRY_EMPLOYEE, &punch->by);
	jsonout_id(json, "correction", &punch->correction);
	if (punch->comment != NULL)
		jsonout_text(json, "comment", punch->comment);
	jsonout_object_end(json);
}

static void
json_record(struct jsonout *json, struct app *app,
	const struct wire_card_record *it)
{
	const struct time_record *record = &it->record;

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &record->id);
	jsonout_text(json, "kind", time_record_kind_name(record->kind));
	json_date(json, "date", record->date);
	jsonout_bool(json, "open", record->open);
	if (record->has_start) {
		json_time(json, "shown_start", record->shown_start_ms);
		json_end(json, "start", app, &record->start, &it->start);
	}
	if (record->has_end) {
		json_time(json, "shown_end", record->shown_end_ms);
		json_end(json, "end", app, &record->end, &it->end);
	}
	hours_json_entry(
		json, "location", app, ENTRY_LOCATION, &record->location);
	hours_json_entry(
		json, "cost_code", app, ENTRY_COST_CODE, &record->cost_code);
	jsonout_int(json, "minutes", record->minutes);
	json_paid(json, record->paid);
	jsonout_object_end(json);
}

static void
json_sum(struct jsonout *json, const char *key, const struct period *span,
	const struct card_sum *sum)
{
	jsonout_object(json, key);
	json_date(json, "from", span->first);
	json_date(json, "to", span->last);
	jsonout_int(json, "minutes", sum->minutes);
	json_paid(json, sum->paid);
	jsonout_int(json, "meal_minutes", sum->meal_minutes);
	jsonout_int(json, "lunch_minutes", sum->lunch_minutes);
	jsonout_int(json, "open", sum->open);
	jsonout_int(json, "exceptions", sum->exceptions);
	jsonout_object_end(json);
}

static void
json_exceptions(struct jsonout *json, const struct wire_card *wire)
{
	jsonout_array(json, "exceptions");
	for (size_t i = 0; i < wire->exception_count; i++) {
		const struct time_exception *wrong = &wire->exceptions[i];

		jsonout_object(json, NULL);
		jsonout_text(json, "kind", time_exception_name(wrong->kind));
		json_date(json, "date", wrong->date);
		json_time(json, "at", wrong->at_ms);
		jsonout_id(json, "record", &wrong->record);
		jsonout_text(json, "words", card_words_exception(wrong->kind));
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
json_reasons(struct jsonout *json, const struct hours_card *card)
{
	struct str words;

	str_init(&words, 8192);
	jsonout_array(json, "reasons");
	for (size_t i = 0; i < card->wire.reason_count; i++) {
		const struct time_reason *reason = &card->wire.reasons[i];

		str_clear(&words);
		card_words_reason(card, reason, &words);
		jsonout_object(json, NULL);
		jsonout_text(json, "kind", time_reason_name(reason->kind));
		jsonout_id(json, "record", &reason->record);
		jsonout_text(json, "words", words.data);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
	str_release(&words);
}

static void
json_spans(struct jsonout *json, const char *key,
	const struct wire_card_span *spans, size_t n)
{
	jsonout_array(json, key);
	for (size_t i = 0; i < n; i++)
		json_sum(json, NULL, &spans[i].span, &spans[i].sum);
	jsonout_array_end(json);
}

void
card_json(const struct hours_card *card, struct str *out)
{
	const struct wire_card *wire = &card->wire;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	json_time(&json, "as_of", card->told_ms);
	hours_json_entry(
		&json, "employee", card->app, ENTRY_EMPLOYEE, &wire->employee);
	jsonout_text(&json, "zone", wire->zone);
	jsonout_bool(&json, "closed", wire->closed);
	json_sum(&json, "totals", &wire->range, &wire->totals);
	json_exceptions(&json, wire);
	card_json_requests(&json, card);
	jsonout_array(&json, "records");
	for (size_t i = 0; i < wire->record_count; i++)
		json_record(&json, card->app, &wire->records[i]);
	jsonout_array_end(&json);
	json_spans(&json, "days", wire->days, wire->day_count);
	json_spans(&json, "weeks", wire->weeks, wire->week_count);
	if (wire->explained)
		json_reasons(&json, card);
	jsonout_object_end(&json);
	str_addc(out, '\n');
}

/* --- CSV ------------------------------------------------------------------ */

static void
csv_time(struct str *out, const struct hours_card *card, bool has, int64_t ms)
{
	struct str text;

	str_init(&text, 64);
	if (has)
		words_time(&text, card->app->zone, ms);
	csv_add(out, false, text.data);
	str_release(&text);
}

static void
csv_entry(struct str *out, const struct hours_card *card, enum entry_kind kind,
	const struct id *id)
{
	struct entry entry = {.kind = kind};

	if (!id_is_nil(id))
		(void)hours_entry(card->app, kind, id, &entry);
	csv_add(out, false, entry.number);
	csv_add(out, false, entry.name);
}

static void
csv_minutes(struct str *out, int minutes)
{
	struct str text;

	str_init(&text, 64);
	words_minutes(&text, minutes);
	csv_add(out, false, text.data);
	str_release(&text);
}

static void
csv_record(struct str *out, const struct hours_card *card,
	const struct wire_card_record *it)
{
	const struct time_record *record = &it->record;
	char date[DATE_BYTES];

	csv_add(out, true, date_format(record->date, date));
	csv_add(out, false, time_record_kind_name(record->kind));
	csv_time(out, card, record->has_start, record->shown_start_ms);
	csv_time(out, card, record->has_end, record->shown_end_ms);
	csv_entry(out, card, ENTRY_LOCATION, &record->location);
	csv_entry(out, card, ENTRY_COST_CODE, &record->cost_code);
	csv_minutes(out, record->minutes);
	for (int pay = 0; pay < PAY_COUNT; pay++)
		csv_minutes(out, record->paid[pay]);
	csv_end(out);
}

void
card_csv(const struct hours_card *card, struct str *out)
{
	static const char *const names[] = {"date", "kind", "start", "end",
		"location_number", "location", "cost_code_number", "cost_code",
		"time", "reg", "ot1", "ot2"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		csv_add(out, i == 0, names[i]);
	csv_end(out);
	for (size_t i = 0; i < card->wire.record_count; i++)
		csv_record(out, card, &card->wire.records[i]);
}

/* --- timeclock ------------------------------------------------------------ */

static void
name_of(void *ctx, const struct id *id, struct str *out)
{
	const struct hours_card *card = ctx;
	struct entry entry;

	if (!hours_entry(card->app, ENTRY_LOCATION, id, &entry))
		(void)hours_entry(card->app, ENTRY_COST_CODE, id, &entry);
	if (entry.name[0] != '\0' || entry.number[0] != '\0')
		words_label(out, entry.number, entry.name);
	else
		str_addz(out, "unknown");
}

void
card_timeclock(const struct hours_card *card, struct str *out)
{
	const struct wire_card *wire = &card->wire;
	struct time_records records = {.count = wire->record_count};
	struct hours_card named = *card;
	struct zone *utc = zone_new_utc();
	const struct timeclock timeclock = {
		.records = &records,
		.zone = card->app->zone != NULL ? card->app->zone : utc,
		.first = wire->range.first,
		.last = wire->range.last,
		.name = name_of,
		.ctx = &named,
	};

	records.records =
		mem_new(wire->record_count + 1, sizeof(*records.records));
	for (size_t i = 0; i < wire->record_count; i++)
		records.records[i] = wire->records[i].record;
	timeclock_write(&timeclock, out);
	free(records.records);
	zone_free(&utc);
}
