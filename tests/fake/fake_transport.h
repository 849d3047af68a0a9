#ifndef FAKE_TRANSPORT_H
#define FAKE_TRANSPORT_H

/* A network in the test's hands: requests wait until the test answers. */

#include <stdbool.h>

#include "base/str.h"
#include "port/transport.h"

#define FAKE_REQUESTS_MAX 16

struct fake_request {
	int ticket; /* 0: free */
	char method[8];
	char url[1024];
	char bearer[256];
	char if_match[96];
	struct str body;
	transport_on_answer *on_answer;
	void *ctx;
};

struct fake_transport {
	struct fake_request pending[FAKE_REQUESTS_MAX];
	int last_ticket;
	int started; /* how many requests ever */
	const char *unreachable;
	int64_t retry_after_ms; /* what answers ask for (Retry-After) */
	char etag[96];          /* and of what they tell (ETag) */
	char link[256];         /* what they say of the next page (Link) */
};

/* It as a port; begin with a zeroed fake, release forgets what waits. */
struct transport fake_transport_port(struct fake_transport *fake);
void fake_transport_release(struct fake_transport *fake);

/* The oldest waiting request, or NULL. */
struct fake_request *fake_transport_next(struct fake_transport *fake);

/* Answers it with a status and a JSON body (problem+json from 400 on). */
void fake_transport_answer(struct fake_transport *fake,
	struct fake_request *request, int status, const char *body);

/* Ends it without an answer. */
void fake_transport_fail(struct fake_transport *fake,
	struct fake_request *request, enum transport_end end, const char *why);

#endif
