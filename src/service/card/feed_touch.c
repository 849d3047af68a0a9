#include "feed_touch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "calendar/date.h"
#include "feed_chain_rows.h"

void
feed_touch_add(struct feed_touches *touches, const struct feed_touch *touch)
{
	touches->list = mem_grow(touches->list, &touches->cap,
		touches->count + 1, sizeof(*touches->list));
	touches->list[touches->count++] = *touch;
}

static int
compare(const void *a, const void *b)
{
	const struct feed_touch *x = a, *y = b;

	return id_compare(&x->employee, &y->employee);
}

void
feed_touch_sort(struct feed_touches *touches)
{
	struct feed_touch *list = touches->list;
	size_t n = 0;

	if (touches->count == 0)
		return;
	qsort(list, touches->count, sizeof(*list), compare);
	for (size_t i = 1; i < touches->count; i++) {
		if (!id_equal(&list[n].employee, &list[i].employee)) {
			list[++n] = list[i];
			continue;
		}
		if (list[i].from_ms < list[n].from_ms)
			list[n].from_ms = list[i].from_ms;
		if (list[i].to_ms > list[n].to_ms)
			list[n].to_ms = list[i].to_ms;
	}
	touches->count = n + 1;
}

/* --- changes that somebody made ------------------------------------------- */

static bool
begins(const char *what, const char *with)
{
	return strncmp(what, with, strlen(with)) == 0;
}

/* The first date that stands in a JSON text as a value of its own; `otherwise`
 * where there is none. */
static int32_t
first_date(const char *json, int32_t otherwise)
{
	char text[DATE_BYTES];
	struct err err;
	int32_t date;

	for (const char *at = strchr(json, '"'); at != NULL;
		at = strchr(at + 1, '"')) {
		if (strlen(at + 1) < DATE_BYTES || at[DATE_BYTES] != '"')
			continue;
		memcpy(text, at + 1, DATE_BYTES - 1);
		text[DATE_BYTES - 1] = '\0';
		if (date_parse(text, &date, &err) == 0)
			return date;
	}
	return otherwise;
}

/* From the date on that the change names, else since ever. */
static int64_t
since(const struct feed_slice *slice, const struct feed_chain_change *change)
{
	const char *json = change->new[0] != '\0' ? change->new : change->old;
	int32_t date = first_date(json, INT32_MIN);

	return date == INT32_MIN ? 0 : zone_date_start_ms(slice->zone, date);
}

/* Whether a setting of the company has part in what its records are. */
static bool
is_of_time(const char *what)
{
	return begins(what, "company.week_start") ||
	       begins(what, "company.zone") || begins(what, "company.approve_");
}

static int
touch_change(struct db *db, const struct feed_slice *slice,
	const struct feed_chain_change *change, struct feed_touches *touches,
	struct err *err)
{
	const char *what = change->what;
	struct feed_touch touch = {change->subject, 0, INT64_MAX};

	if (begins(what, "punch."))
		return feed_chain_rows_corrected(
			db, slice, change->seq, touches, err);
	if (begins(what, "quarantine."))
		return feed_chain_rows_decided(
			db, slice, change->seq, touches, err);
	if (begins(what, "company.max_record"))
		return feed_chain_rows_everybody(
			db, slice, change->at_ms, touches, err);
	if (is_of_time(what))
		return feed_chain_rows_everybody(db, slice, 0, touches, err);
	if (begins(what, "period.") || begins(what, "policy_group.from"))
		return feed_chain_rows_everybody(
			db, slice, since(slice, change), touches, err);
	if (begins(what, "employee.from") || begins(what, "card.")) {
		touch.from_ms = since(slice, change);
		feed_touch_add(touches, &touch);
	}
	return 0;
}

/* Read whole first: what each touches is asked on the same connection. */
static int
touch_changes(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err)
{
	struct feed_chain_change *changes = NULL;
	size_t count = 0;
	int rc = feed_chain_rows_changes(db, slice, &changes, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = touch_change(db, slice, &changes[i], touches, err);
	for (size_t i = 0; i < count; i++) {
		free(changes[i].what);
		free(changes[i].old);
		free(changes[i].new);
	}
	free(changes);
	return rc;
}

int
feed_touch_slice(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err)
{
	if (feed_chain_rows_presses(db, slice, touches, err) < 0 ||
		feed_chain_rows_shaken(db, slice, touches, err) < 0 ||
		touch_changes(db, slice, touches, err) < 0)
		return -1;
	feed_touch_sort(touches);
	return 0;
}

int
feed_touch_ended(struct db *db, const struct feed_slice *slice, int32_t first,
	int32_t last, struct feed_touches *touches, struct err *err)
{
	return feed_chain_rows_ended(db, slice, first, last, touches, err);
}
