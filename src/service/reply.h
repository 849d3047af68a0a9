#ifndef SERVICE_REPLY_H
#define SERVICE_REPLY_H

/* Ways of answering. */

#include "core/problem.h"
#include "service/service.h"

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

/* Sets the ETag of a state that these bytes stand for. */
void reply_tag(struct reply *reply, const void *bytes, size_t len);

/*
 * Whether If-None-Match (RFC 9110, 13.1.2) holds reply->etag; then the reply
 * becomes 304 without a body.
 */
bool reply_not_modified(struct reply *reply, const char *if_none_match);

#endif
