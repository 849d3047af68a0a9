#ifndef SERVICE_DESK_SEAL_H
#define SERVICE_DESK_SEAL_H

/* What the service gives out and wants back as it was, for one person alone:
 * a tag that only its own key makes. */

#include <stdbool.h>

#include "base/err.h"
#include "service/desk/call.h"

#define SEAL_TEXT_BYTES 17 /* 96 bits in base64url, and the NUL */

/* The key of the service, the same in all its processes, made where there is
 * none. Errors of the store. */
int seal_load(struct store *store, struct hash *key_out, struct err *err);

/* The tag of these bytes for the caller. */
void seal_make(const struct call *call, const char *bytes, size_t len,
	char text_out[SEAL_TEXT_BYTES]);

/* Whether it is that one. */
bool seal_fits(const struct call *call, const char *bytes, size_t len,
	const char *text);

#endif
