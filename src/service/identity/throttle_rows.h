#ifndef SERVICE_IDENTITY_THROTTLE_ROWS_H
#define SERVICE_IDENTITY_THROTTLE_ROWS_H

/* Failed sign-ins, by what they are counted for. */

#include "crypto/hash.h"
#include "db/db.h"

struct throttle_key {
	const char *scope;
	struct hash hash;
};

struct throttle_window {
	int64_t now_ms;
	int64_t since_ms; /* failures from before count no more */
};

/* One failure more: how many there are in the window, and until when there
 * may be no try. The row is locked until the commit. */
int throttle_rows_count(struct db *db, const struct throttle_key *key,
	const struct throttle_window *window, int64_t *failures_out,
	int64_t *until_ms_out, struct err *err);

/* Until when to wait; 0 where nobody failed. */
int throttle_rows_look(struct db *db, const struct throttle_key *key,
	int64_t *until_ms_out, struct err *err);

/* There may be no try until then. */
int throttle_rows_delay(struct db *db, const struct throttle_key *key,
	int64_t until_ms, struct err *err);

/* One failure less, or `all` of them; no delay. */
int throttle_rows_forgive(struct db *db, const struct throttle_key *key,
	bool all, struct err *err);

/* Deletes a few, more than a try adds, of those that began before window_ms
 * and delay nobody after until_ms. */
int throttle_rows_forget(
	struct db *db, int64_t window_ms, int64_t until_ms, struct err *err);

#endif
