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
#include "base/str.h"
#include "crypto/password.h"

struct zone;

#define REQUEST_QUERY_BYTES 1024
#define REQUEST_BODY_BYTES (1024 * 1024)

struct request {
	const char *method;        /* "GET" */
	const char *path;          /* "/v1/me", without the query */
	const char *query;         /* "since=…&limit=10" or "" */
	const char *authorization; /* value of the header or NULL */
	const char *if_none_match; /* or NULL */
	const char *content_type;  /* or NULL */
	const char *peer;          /* address of the client, without a port */
	const char *body;
	size_t body_bytes;
};

/* Zeroed and with `body` initialised by reply_init; released by the caller. */
struct reply {
	int status;
	const char *content_type; /* constant text */
	struct str body;
	char etag[72];     /* quoted, or empty */
	char link[768];    /* value of Link, or empty */
	int retry_after_s; /* 0: none */
	bool challenge;    /* 401 with WWW-Authenticate: Bearer */
	const char *allow; /* 405: value of Allow, else NULL */
};

/* Begins with an empty body; release frees it. */
void reply_init(struct reply *reply);
void reply_release(struct reply *reply);

/* Answers of the server itself, before a request reaches the service. */
void reply_malformed(struct reply *reply, const char *why);
void reply_too_large(struct reply *reply);
void reply_overloaded(struct reply *reply, int retry_after_s);

struct service_options {
	const char *database; /* as db_open wants it */
	/* Serve although db_check_durable says no: it is logged. */
	bool unsafe_database;
	int readers; /* reading connections, >= 1 */
	int hashers; /* password hashes at once, >= 1 */
	struct password_cost cost;
	int64_t (*now_ms)(void *ctx); /* Unix time */
	void *now_ctx;
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
