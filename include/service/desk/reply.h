#ifndef SERVICE_DESK_REPLY_H
#define SERVICE_DESK_REPLY_H

/* What the service answers, and the ways of answering. */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "core/problem.h"

#define REPLY_ALLOW_BYTES 32

/* Zeroed and with `body` initialised by reply_init; released by the caller. */
struct reply {
	int status;
	const char *content_type; /* constant text */
	struct str body;
	char etag[72];                 /* quoted, or empty */
	char link[768];                /* value of Link, or empty */
	int retry_after_s;             /* 0: none */
	bool challenge;                /* 401 with WWW-Authenticate: Bearer */
	char allow[REPLY_ALLOW_BYTES]; /* 405: value of Allow, else "" */
	char location[96];             /* value of Location, or empty */
	/* Of a page for people: value of Content-Security-Policy, constant
	 * text; no address is told on from it. NULL: it is none. */
	const char *policy;
};

/* Begins with an empty body; release frees it. */
void reply_init(struct reply *reply);
void reply_release(struct reply *reply);

/* Answers of the server itself, before a request reaches a handler. */
void reply_malformed(struct reply *reply, const char *why);
void reply_too_large(struct reply *reply);
void reply_overloaded(struct reply *reply, int retry_after_s);

/* A problem document; detail may be "" (the title says it all). */
void
reply_problem(struct reply *reply, enum problem problem, const char *detail);

/* The same, and which member is wrong, as a JSON pointer. */
void reply_problem_at(struct reply *reply, enum problem problem,
	const char *detail, const char *pointer);

/*
 * 422 from the error of a wire decoder, whose text begins with the pointer of
 * the member that is wrong; 400 when it is not JSON at all.
 */
void reply_undecoded(struct reply *reply, const struct err *err);

/* PROBLEM_THROTTLED or PROBLEM_OVERLOADED: come back after so many seconds. */
void reply_later(struct reply *reply, enum problem problem, int retry_after_s);

/*
 * What an error of the layers below becomes: out of reach, out of room or busy
 * is 503, the rest 500. The words go to the log, not to the peer.
 */
void reply_error(struct reply *reply, const struct err *err);

/* 200 and JSON: the body has been written already. */
void reply_json(struct reply *reply);

/* 200 and a plain text for programs: the body has been written already. */
void reply_text(struct reply *reply);

/* 200 and JSON, but 201: something was made. */
void reply_created(struct reply *reply);

/* A page for people, of this status: the body has been written already. */
void reply_page(struct reply *reply, int status, const char *policy);

/* 303, to this address. */
void reply_see_other(struct reply *reply, const char *location);

/* 200 and nothing to tell. */
void reply_done(struct reply *reply);

/* Sets the ETag of a state that these bytes stand for. */
void reply_tag(struct reply *reply, const void *bytes, size_t len);

/*
 * Whether If-None-Match (RFC 9110, 13.1.2) holds reply->etag; then the reply
 * becomes 304 without a body.
 */
bool reply_not_modified(struct reply *reply, const char *if_none_match);

#endif
