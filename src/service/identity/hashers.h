#ifndef SERVICE_IDENTITY_HASHERS_H
#define SERVICE_IDENTITY_HASHERS_H

/*
 * Who may compute a password hash now: few at once, a short line, and nobody
 * waits behind that. One hash takes a core and many megabytes on purpose.
 */

#include <stdbool.h>

struct hashers;

/* `count` at once; the line is four times as long. */
struct hashers *hashers_new(int count);

/* Nobody may hold one. NULL is fine. */
void hashers_free(struct hashers **hashers);

/*
 * Waits for a turn; false at once when the line is full, or as soon as
 * somebody leaves because the database is down: whoever stands in line would
 * find that out too late.
 */
bool hashers_enter(struct hashers *hashers);
void hashers_leave(struct hashers *hashers, bool database_down);

#endif
