#ifndef SERVICE_LEDGER_MEMO_H
#define SERVICE_LEDGER_MEMO_H

/*
 * What the writer has read and may believe until somebody else writes to the
 * database (db/version.h): the facts that the next press of a person is judged
 * by as well. Of fixed size; what lies in its place is forgotten for a
 * newcomer.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMO_KEY_BYTES 96
#define MEMO_VALUE_BYTES 64

struct memo;

/* An empty one. */
struct memo *memo_new(void);

/* NULL is fine. */
void memo_free(struct memo **memo);

/* From here on this version of the database is seen: all that was kept of
 * another one is forgotten, and of DB_VERSION_UNKNOWN nothing is kept. */
void memo_begin(struct memo *memo, int64_t version);

/* Keeps a value under a key, of at most so many bytes each. */
void memo_keep(struct memo *memo, const void *key, size_t key_len,
	const void *value, size_t len);

/* Whether it is known what stands under the key; fills value_out. */
bool memo_find(const struct memo *memo, const void *key, size_t key_len,
	void *value_out, size_t len);

#endif
