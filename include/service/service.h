#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

/*
 * The Connect service as a function: request in, reply out. It has never seen
 * a socket. Many threads may call service_handle at once; one writer thread of
 * its own owns the ledger's transactions and commits many requests together.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/password.h"
#include "db/db.h"
#include "port/mailer.h"
#include "service/desk/reply.h"
#include "service/desk/request.h"

struct zone;

struct service_options {
	struct db_source database;
	/* Serve although db_check_durable says no: it is logged. */
	bool unsafe_database;
	/* For tests and figures: no quota, no delay after wrong passwords. */
	bool no_limits;
	bool feed;    /* what leaves the house follows, on a thread of its own
			 (service/card/feed.h) */
	bool metrics; /* GET /metrics is answered to who asks on this machine */
	int readers;  /* reading connections, >= 1 */
	int hashers;  /* password hashes at once, >= 1 */
	struct password_cost cost;
	int64_t (*now_ms)(void *ctx); /* Unix time */
	void *now_ctx;
	/* Without one, mails wait. With it, the sender's address and the
	 * service's own, without a slash at its end. */
	struct mailer mailer;
	const char *mail_from;
	const char *public_url; /* or NULL */
	/* Test hook of the fault harness: called by the writer between the
	 * insert and the commit (0) and between commit and answer (1). NULL. */
	void (*on_commit)(void *ctx, int when);
	void *on_commit_ctx;
	/* The zone of an IANA name, yours to free; called for each company's
	 * zone once. */
	int (*zone)(const char *name, struct zone **zone_out, struct err *err);
};

struct service;

/*
 * Opens connections and starts the writer. The schema must be current, and the
 * database server one that loses nothing (ERR_CONFIG).
 */
int service_open(const struct service_options *options,
	struct service **service_out, struct err *err);

/* Finishes what is queued, stops the writer, closes. NULL is fine. */
void service_close(struct service **service);

/* Answers one request; never fails: what goes wrong is a problem document. */
void service_handle(struct service *service, const struct request *request,
	struct reply *reply);

#endif
