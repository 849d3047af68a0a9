#ifndef SERVICE_IDENTITY_IDENTITY_H
#define SERVICE_IDENTITY_IDENTITY_H

/* What knowing people needs while the service runs. */

#include "base/err.h"
#include "crypto/password.h"

struct hashers;
struct known;

struct identity {
	struct hashers *hashers;
	struct known *known; /* who delivers */
	/* A hash of nobody's password, as dear as a real one. */
	char nobody_hash[PASSWORD_HASH_BYTES];
};

/* Room for so many password hashes at once. Errors of password_hash; then
 * there is nothing to release. */
int identity_init(struct identity *identity, int hashers,
	const struct password_cost *cost, struct err *err);

/* Nobody may be signing in. A zeroed one is fine. */
void identity_release(struct identity *identity);

#endif
