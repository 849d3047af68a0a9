#ifndef APP_WORDS_H
#define APP_WORDS_H

/*
 * Words for people, the same in the panel and on the command line. Foreign
 * text goes in raw and comes out clean (base/text.h). Times are of the
 * company's zone, with its abbreviation where the hour could be doubted.
 */

#include "app/deliver.h"
#include "app/press.h"
#include "base/str.h"

/* "08:02", or "01:30 EDT" where that hour repeats. */
void words_time(struct str *out, const struct zone *zone, int64_t utc_ms);

/* The same with seconds, as receipts have it: "08:02:17"; with its date, when
 * that is another one than at now_ms. */
void words_moment(struct str *out, const struct zone *zone, int64_t utc_ms,
	int64_t now_ms);

/* "Fri 21 Nov 2026" */
void words_date(struct str *out, const struct zone *zone, int64_t utc_ms);

/* "Fri 21 Nov", of a date (calendar/date.h) */
void words_day(struct str *out, int32_t date);

/* "as of 07:10", with its date when that is another one than at now_ms. */
void words_as_of(struct str *out, const struct zone *zone, int64_t told_ms,
	int64_t now_ms);

/* "7:05", as time cards have it; not below 0 */
void words_minutes(struct str *out, int64_t minutes);

/* "0 h 04 m" */
void words_duration(struct str *out, int64_t duration_ms);

/* "2601 Elm St Tower" */
void words_label(struct str *out, const char *number, const char *name);

/* "0113 Dana Whitfield", "Kim Park (kim)": of two of one name the number tells
 * who is who, or a username, which is "" where it need not. */
void words_person(struct str *out, const char *number, const char *name,
	const char *username);

/* "Elm St Tower · 03-100 Concrete" from entries; nothing for nil ids. */
void words_job(struct str *out, const struct entry *location,
	const struct entry *cost_code);

/*
 * " · as of 07:10" of what the service told longer ago than a panel that is
 * online ever waits; else nothing.
 */
void
words_age(struct str *out, const struct face *face, const struct zone *zone);

/* Milliseconds from now on until it says that; -1: it does, or never will. */
int64_t words_age_left(const struct face *face, int64_t now_ms);

/* "IN", "MEAL BREAK", "OUT" */
const char *words_mode(enum clock_mode mode);

/*
 * "IN 07:58:12 · Elm St Tower · 03-100 Concrete · sent", the employee's number
 * and name first when it is not `reader`'s own; "· kept on this machine"; a
 * set-aside or quarantined one says why and what to do. An undo names the press
 * that it took back, and where that leads; a fresh one that changed nothing now
 * (its time was chosen) says so.
 */
void words_receipt(struct str *out, const struct receipt *receipt,
	const struct zone *zone, const struct id *reader);

/* "online · 0 kept", "offline · 3 kept, oldest 14 min · 1 needs attention" */
void words_queue(struct str *out, enum app_link link, const char *why,
	const struct queue_counts *counts, int64_t now_ms);

/*
 * A line about a record that has been open for longer than one can be ("forgot
 * to stop?"), or nothing.
 */
void words_forgotten(struct str *out, const struct face *face,
	const struct zone *zone, int64_t now_ms);

#endif
