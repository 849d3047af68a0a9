#include "card_parts.h"

#include "base/mem.h"
#include "calendar/date.h"
#include "parts.h"

#define MINUTES_MAX 1000000000

const struct reader_rules card_rules = {
	.limits = {.bytes = WIRE_CARD_BYTES, .members = 2500000},
};

const char *const card_request_states[REQUEST_STATE_COUNT] = {
#define X(name, number, wire) [REQUEST_##name] = (wire),
	REQUEST_STATES(X)
#undef X
};

void
card_write_text(struct jsonout *json, const char *key, const char *text)
{
	jsonout_text(json, key, text != NULL ? text : "");
}

char *
card_read_text(struct cursor *cursor, const char *key)
{
	const char *text = reader_string(cursor, key, READER_OPTIONAL);

	return text != NULL && text[0] != '\0' ? mem_dupz(text) : NULL;
}

void
card_write_time(struct jsonout *json, const char *key, bool there, int64_t ms)
{
	if (there)
		parts_write_time(json, key, ms);
	else
		jsonout_null(json, key);
}

void
card_write_date(struct jsonout *json, const char *key, int32_t date)
{
	char text[DATE_BYTES];

	jsonout_text(json, key, date_format(date, text));
}

void
card_read_date(struct cursor *cursor, const char *key, int32_t *date_out)
{
	const char *text = reader_string(cursor, key, READER_WANTED);
	struct err ignored;

	if (text != NULL && date_parse(text, date_out, &ignored) < 0)
		reader_fail(cursor, key, "not a date such as 2026-11-16");
}

void
card_write_range(struct jsonout *json, const char *from, const char *to,
	const struct period *range)
{
	card_write_date(json, from, range->first);
	card_write_date(json, to, range->last);
}

void
card_read_range(struct cursor *cursor, const char *from, const char *to,
	struct period *range_out)
{
	card_read_date(cursor, from, &range_out->first);
	card_read_date(cursor, to, &range_out->last);
	if (range_out->last < range_out->first)
		reader_fail(cursor, to, "lies before its beginning");
}

void
card_read_minutes(struct cursor *cursor, const char *key, int *out)
{
	int64_t minutes;

	if (reader_int(cursor, key, 0, MINUTES_MAX, &minutes))
		*out = (int)minutes;
}

bool
card_reason_counts(enum time_reason_kind kind)
{
	return kind > TIME_BY_ROUNDED;
}

void *
card_read_list(struct cursor *cursor, const char *key, size_t size,
	void (*read)(struct cursor *item, void *out), size_t *n_out)
{
	struct cursor list, item;
	size_t n = 0;
	char *items;

	if (!reader_array(cursor, key, READER_WANTED, CARD_ITEMS_MAX, &list))
		return NULL;
	items = mem_new(reader_count(&list) + 1, size);
	while (reader_more(&list) &&
		reader_object(&list, NULL, READER_WANTED, &item)) {
		read(&item, items + n * size);
		reader_end(&item);
		n++;
	}
	*n_out = n;
	return items;
}
