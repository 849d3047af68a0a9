#ifndef SERVICE_IDENTITY_IDENTITY_H
#define SERVICE_IDENTITY_IDENTITY_H

/* What knowing people needs while the service runs. */

#include <pthread.h>

#include "base/err.h"
#include "crypto/password.h"

struct costs;
struct hashers;
struct known;
struct store;

struct identity {
	struct hashers *hashers;
	struct known *known;       /* who delivers */
	struct costs *costs;       /* of the passwords */
	struct password_cost cost; /* of new ones */
	pthread_mutex_t setting;   /* one by a mailed link at a time */
};

/* Room for so many password hashes at once. Errors of password_hash and of the
 * store; then there is nothing to release. */
int identity_init(struct identity *identity, struct store *store, int hashers,
	const struct password_cost *cost, struct err *err);

/* Nobody may be signing in. A zeroed one is fine. */
void identity_release(struct identity *identity);

#endif
