#ifndef SERVICE_DESK_CALL_H
#define SERVICE_DESK_CALL_H

/* One request on its way through the service: who asks, what of, and where
 * the answer goes. */

#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "db/db.h"
#include "service/desk/caller.h"
#include "service/desk/reply.h"
#include "service/desk/request.h"

struct quota;
struct store;
struct zones;
struct identity;
struct ledger;
struct metrics;

/* What a handler finds at hand: the parts of the running service, each known
 * to its own room alone. */
struct desk {
	struct store *store;
	struct zones *zones;
	struct identity *identity;
	/* Who holds a token: bearer_identify (service/identity/bearer.h). */
	int (*identify)(struct db *db, const char *token, int64_t now_ms,
		struct caller *caller_out, struct err *err);
	struct ledger *ledger;
	struct quota *quota;
	const char *public_url; /* of the service, or NULL */
	struct hash seal;       /* the key of seal.h */
	struct metrics *metrics;
	bool tells_metrics;   /* GET /metrics is answered */
	bool has_mailer;      /* a mail server takes what people are sent */
	bool unsafe_database; /* serve though the server may lose punches */
	bool no_limits;       /* for tests: nobody is bounded, or throttled */
};

struct call {
	const struct desk *desk;
	const struct request *request;
	struct reply *reply;
	int64_t now_ms;
	struct id id;         /* in the path, where the route has one */
	struct caller caller; /* as far as the route wants one */
	/* Whoever was asked for a credential was looked up on this reading
	 * connection, which is the handler's until call_end_reading. Open
	 * routes begin with none. */
	struct db *db;
	bool moved; /* see service/company/judged.h */
	bool mails; /* it has asked for a mail, which can be sent now */
};

/* A reading connection in call->db, if there is none. Errors of db_open. */
int call_begin_reading(struct call *call, struct err *err);

/* Gives it back; `err` is what the last use of it ended in, or NULL. Handlers
 * give it back early; otherwise that is done when they return. */
void call_end_reading(struct call *call, const struct err *err);

/* The token of "Bearer <token>" (RFC 6750, 2.1), NULL when there is none. */
const char *call_bearer(const struct call *call);

/* The version of the connect-clock that asks, "" when it is none. */
#define CALL_VERSION_BYTES 32
void
call_version(const struct call *call, char version_out[CALL_VERSION_BYTES]);

/* Whether the body is of this media type, and in UTF-8 as far as it says. */
bool call_is_media(const struct call *call, const char *media);

/*
 * Answers a call whose route, method, media type and credential are right.
 * Returns -1 with err set when the database or the machine failed; then
 * service_handle makes the answer.
 */
typedef int call_handler(struct call *call, struct err *err);

#endif
