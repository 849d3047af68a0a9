#ifndef SERVICE_CARD_FEED_CHAIN_ROWS_H
#define SERVICE_CARD_FEED_CHAIN_ROWS_H

/* What a slice of the chain touches, in the database. */

#include "feed_touch.h"

/* The punches that came: where they stand now, and what a void takes back. */
int feed_chain_rows_presses(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err);

/*
 * Enrolments whose order may have moved what stands: a press came late, or was
 * restated, or clamps the one before it, or the enrolment forks. Everybody who
 * was pressed for under one, from the earliest instant on that this can reach.
 */
int feed_chain_rows_shaken(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err);

/* The punch of a correction, wherever it ever stood. */
int feed_chain_rows_corrected(struct db *db, const struct feed_slice *slice,
	int64_t seq, struct feed_touches *touches, struct err *err);

/* The punch that was held, and was decided by this row. */
int feed_chain_rows_decided(struct db *db, const struct feed_slice *slice,
	int64_t seq, struct feed_touches *touches, struct err *err);

/* Everybody who was ever pressed for, from here on. */
int feed_chain_rows_everybody(struct db *db, const struct feed_slice *slice,
	int64_t from_ms, struct feed_touches *touches, struct err *err);

/* See feed_touch_ended. */
int feed_chain_rows_ended(struct db *db, const struct feed_slice *slice,
	int32_t first, int32_t last, struct feed_touches *touches,
	struct err *err);

/* A change that somebody made; its texts are to be freed. */
struct feed_chain_change {
	int64_t seq;
	int64_t at_ms;
	struct id subject;
	char *what;
	char *old;
	char *new;
};

/* All of the slice, in order; an array to be freed. */
int feed_chain_rows_changes(struct db *db, const struct feed_slice *slice,
	struct feed_chain_change **changes_out, size_t *count_out,
	struct err *err);

/* The end of the company's chain; 0: nothing stands in it. */
int feed_chain_rows_end(struct db *db, const struct id *company,
	int64_t *seq_out, struct err *err);

/* The next company behind *id; its zone's name. */
int feed_chain_rows_company(struct db *db, struct id *id,
	char zone_out[ZONE_NAME_BYTES], bool *found_out, struct err *err);

/* The next employee behind *id who was ever pressed for, or has a record. */
int feed_chain_rows_person(struct db *db, const struct id *company,
	struct id *id, bool *found_out, struct err *err);

#endif
