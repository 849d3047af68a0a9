#ifndef BASE_SECRET_H
#define BASE_SECRET_H

/*
 * A secret: wiped on release, never printed, never in argv, environment, logs,
 * errors or the journal. Moves by pointer; there is no copy by accident.
 */

#include <stdbool.h>
#include <stddef.h>

#define SECRET_MAX_BYTES 4096

struct secret {
	char *data; /* NUL-terminated; NULL until it is set */
	size_t len;
};

/* An empty secret, which is not set. */
void secret_init(struct secret *secret);

/* Takes a copy of len bytes (at most SECRET_MAX_BYTES; false if more). Of no
 * bytes it is "", which a stranger may send where a token belongs. */
bool secret_set(struct secret *secret, const char *bytes, size_t len);

/* Wipes and frees; empty after. */
void secret_release(struct secret *secret);

/* `from` moves into `to` (whose old value is wiped); `from` is empty after. */
void secret_move(struct secret *to, struct secret *from);

/* Overwrites memory so that the compiler cannot leave it out. */
void secret_wipe(void *bytes, size_t len);

#endif
