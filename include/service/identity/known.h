#ifndef SERVICE_IDENTITY_KNOWN_H
#define SERVICE_IDENTITY_KNOWN_H

/*
 * Whose delivery credentials are, by heart: nothing of that changes once one
 * is made, but whether it is still good. Ask the database that before anything
 * is done for the caller; here a credential may be known for longer. A bounded
 * number of them; a newer one may take an older one's place. For all threads.
 */

#include <stdbool.h>

#include "service/desk/caller.h"

struct known;

/* Knows nobody yet. */
struct known *known_new(void);

/* NULL is fine. */
void known_free(struct known **known);

/* Whether the credential is known; then whose it is. */
bool
known_find(struct known *known, const char *token, struct caller *caller_out);

/* The caller has been identified by this delivery credential. */
void
known_add(struct known *known, const char *token, const struct caller *caller);

/* It was found to be good no more. */
void known_forget(struct known *known, const char *token);

#endif
