#ifndef SERVICE_IDENTITY_BEARER_H
#define SERVICE_IDENTITY_BEARER_H

/* Who holds a token, and what the kinds of tokens look like. */

#include <stdint.h>

#include "db/db.h"
#include "service/desk/caller.h"

/* What the tokens of this kind begin with, before the "_"; "" for none. */
const char *bearer_prefix(enum credential credential);

/*
 * Who holds this bearer token. ERR_AUTH when nobody does: unknown, expired,
 * revoked, or a person who may no longer sign in. Its text is a sentence for
 * whoever sent it: that the device was revoked, else "".
 */
int bearer_identify(struct db *db, const char *token, int64_t now_ms,
	struct caller *caller_out, struct err *err);

#endif
