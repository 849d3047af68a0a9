#include <string.h>

#include "calendar/date.h"
#include "card_read.h"
#include "crypto/hash.h"
#include "service/card/seen.h"
#include "wire/card.h"

static int
read_date(const struct query_argument *argument, int32_t *date_out,
	struct err *err)
{
	if (date_parse(argument->value, date_out, err) == 0)
		return 0;
	return err_set(err, ERR_DATA,
		"the argument %s: not a date like "
		"2026-11-21",
		argument->name);
}

static int
read_span(const struct query_argument arguments[CARD_RANGE_COUNT],
	struct period *range_out, struct err *err)
{
	struct period range;

	if (read_date(&arguments[2], &range.first, err) < 0 ||
		read_date(&arguments[3], &range.last, err) < 0)
		return -1;
	if (range.last < range.first)
		return err_set(err, ERR_DATA,
			"the argument to: is before the argument from");
	if ((int64_t)range.last - range.first >= CARD_RANGE_DAYS)
		return err_set(err, ERR_DATA,
			"the argument to: a card is of %d days at most",
			CARD_RANGE_DAYS);
	*range_out = range;
	return 0;
}

int
card_range_parse(const struct query_argument arguments[CARD_RANGE_COUNT],
	const struct hours *hours, int32_t today, struct period *range_out,
	struct err *err)
{
	int32_t date = today;

	if (arguments[2].value[0] != '\0' || arguments[3].value[0] != '\0')
		return read_span(arguments, range_out, err);
	if (arguments[1].value[0] != '\0') {
		if (read_date(&arguments[1], &date, err) < 0)
			return -1;
		*range_out = period_week(hours->week_start, date);
		return 0;
	}
	if (arguments[0].value[0] != '\0' &&
		read_date(&arguments[0], &date, err) < 0)
		return -1;
	*range_out = hours_period(hours, date);
	return 0;
}

/* --- the tag -------------------------------------------------------------- */

void
card_tag_of(const struct str *body, char tag_out[CARD_TAG_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	struct hash hash;
	char *at = tag_out;

	hash_bytes(body->data, body->len, &hash);
	*at++ = '"';
	for (size_t i = 0; i < HASH_BYTES; i++) {
		*at++ = digits[hash.bytes[i] >> 4];
		*at++ = digits[hash.bytes[i] & 15];
	}
	*at++ = '"';
	*at = '\0';
}

int
card_tag(struct db *db, const struct call *call, const struct id *employee,
	const struct period *range, char tag_out[CARD_TAG_BYTES],
	struct err *err)
{
	const struct card_query query = {
		.employee = *employee, .range = *range, .now_ms = call->now_ms};
	struct hours hours;
	struct str body;
	int rc = hours_load(
		db, call->desk->zones, &call->caller.company, &hours, err);

	str_init(&body, WIRE_CARD_BYTES);
	if (rc == 0)
		rc = card_read(db, &hours, &query, &body, err);
	card_tag_of(&body, tag_out);
	str_release(&body);
	hours_release(&hours);
	return rc;
}

bool
card_tag_fits(const char *if_match, const char *tag)
{
	const char *at = if_match;

	if (strcmp(if_match, "*") == 0)
		return true;
	while (*at != '\0') {
		const size_t item = strcspn(at, ", ");

		if (item == strlen(tag) && memcmp(at, tag, item) == 0)
			return true;
		at += item + strspn(at + item, ", ");
	}
	return false;
}
