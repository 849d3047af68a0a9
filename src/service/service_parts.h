#ifndef SERVICE_SERVICE_PARTS_H
#define SERVICE_SERVICE_PARTS_H

/* What a running service is made of, for its handlers. */

#include "hashers.h"
#include "ledger.h"
#include "service/service.h"
#include "store.h"
#include "zones.h"

struct service {
	struct service_options options;
	struct store *store;
	struct ledger *ledger;
	struct hashers *hashers;
	struct zones *zones;
	/* A hash of nobody's password, as dear as a real one. */
	char dummy_hash[PASSWORD_HASH_BYTES];
};

#endif
