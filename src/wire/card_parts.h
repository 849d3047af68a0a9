#ifndef WIRE_CARD_PARTS_H
#define WIRE_CARD_PARTS_H

/* What cards, summaries and boards have in common. */

#include "base/jsonout.h"
#include "reader.h"
#include "wire/card.h"

#define CARD_ITEMS_MAX 1000000 /* of a list; the bytes bound it before */

/* How a message of these is read. */
extern const struct reader_rules card_rules;

/* A time, null where there is none. */
void
card_write_time(struct jsonout *json, const char *key, bool there, int64_t ms);

/* A date, such as "2026-11-16". */
void card_write_date(struct jsonout *json, const char *key, int32_t date);
void card_read_date(struct cursor *cursor, const char *key, int32_t *date_out);

/* Two dates, as members of an open object. */
void card_write_range(struct jsonout *json, const char *from, const char *to,
	const struct period *range);
void card_read_range(struct cursor *cursor, const char *from, const char *to,
	struct period *range_out);

/* "reg", "ot1", "ot2", by enum pay; as members of an open object. */
extern const char *const card_pays[PAY_COUNT];
void card_write_paid(struct jsonout *json, const int *paid);
void card_read_paid(struct cursor *cursor, int *paid_out);

/* By enum request_state. */
extern const char *const card_request_states[REQUEST_STATE_COUNT];

/* A text, "" for NULL; read again, it is yours to free. */
void card_write_text(struct jsonout *json, const char *key, const char *text);
char *card_read_text(struct cursor *cursor, const char *key);

/* Sums, as members of an open object. */
void card_write_sum(struct jsonout *json, const struct card_sum *sum);
void card_read_sum(struct cursor *cursor, struct card_sum *sum_out);

/* Minutes: whole, and not below zero. */
void card_read_minutes(struct cursor *cursor, const char *key, int *out);

/* "approves": levels as bits, 1 << level. */
void card_write_approves(struct jsonout *json, unsigned levels);
void card_read_approves(struct cursor *cursor, unsigned *levels_out);

/* "approvals" and "closed" of an open object; max approvals are read. */
void card_write_standing(struct jsonout *json,
	const struct wire_approval *approvals, size_t n, bool closed);
void card_read_standing(struct cursor *cursor, struct wire_approval *approvals,
	size_t max, size_t *n_out, bool *closed_out);

/* Whether `from` and `to` of such a reason are numbers, and no instants. */
bool card_reason_counts(enum time_reason_kind kind);

/* A list of `size`-byte items, read by `read` into a new array, yours to free.
 */
void *card_read_list(struct cursor *cursor, const char *key, size_t size,
	void (*read)(struct cursor *item, void *out), size_t *n_out);

#endif
