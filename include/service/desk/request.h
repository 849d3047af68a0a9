#ifndef SERVICE_DESK_REQUEST_H
#define SERVICE_DESK_REQUEST_H

/* What is asked of the service, as the server read it. */

#include <stddef.h>

#define REQUEST_QUERY_BYTES 1024
#define REQUEST_BODY_BYTES (1024 * 1024)

struct request {
	const char *method;          /* "GET" */
	const char *path;            /* "/v1/me", without the query */
	const char *query;           /* "since=…&limit=10" or "" */
	const char *authorization;   /* value of the header or NULL */
	const char *if_match;        /* or NULL */
	const char *if_none_match;   /* or NULL */
	const char *content_type;    /* or NULL */
	const char *user_agent;      /* or NULL */
	const char *accept_language; /* or NULL */
	const char *peer;            /* address of the client, without a port */
	const char *body;
	size_t body_bytes;
};

#endif
