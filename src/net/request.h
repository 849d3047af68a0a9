#ifndef SRC_NET_REQUEST_H
#define SRC_NET_REQUEST_H

/* One exchange: what is asked, what has arrived, how it ended. */

#include <stdbool.h>

#include "curl_api.h"
#include "loop/loop.h"
#include "net/net.h"
#include "port/transport.h"

/* What all requests of a transport have in common. */
struct request_setting {
	const struct curl_api *curl;
	CURLSH *share; /* TLS sessions, to be resumed */
	struct net_options options;
};

struct request {
	struct request *next;
	struct net *net;
	int ticket;
	struct loop_timer deadline;
	int64_t deadline_ms;
	transport_on_answer *on_answer;
	void *ctx;

	/* What is asked; curl reads it until the end. */
	CURL *easy;
	CURLU *url;
	struct curl_slist *headers;
	char *body;
	size_t body_bytes;
	char site[160]; /* "host:port", for what people read */

	/* What has arrived. */
	struct str answer;
	size_t header_bytes;
	bool head_whole; /* the empty line behind the headers was seen */
	bool too_large;
	char etag[128];
	char link[512];

	/* How it ended, if not with an answer. */
	bool failed;
	enum transport_end end;
	char why[ERR_TEXT_BYTES];
};

/*
 * Readies request->easy. Where that cannot be done it is failed, with `end` and
 * `why` set; it is to be released all the same.
 */
void request_init(struct request *request, const struct request_setting *with,
	const struct transport_request *of);

/* Wipes the body and the headers, frees all but the request itself. */
void request_release(struct request *request, const struct curl_api *curl);

/* The request has failed: sets end and why. */
void request_fail(struct request *request, enum transport_end end,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Parses `text` into *url_out (yours to clean up, on success alone) and says
 * by *local_out whether it is http to this very computer. What is not https
 * otherwise is refused: request_fail and false.
 */
bool url_check(struct request *request, const struct curl_api *curl,
	const char *text, bool *local_out);

/*
 * What a transfer that ended with `code` means. The answer borrows from the
 * request, which keeps it until its release.
 */
void outcome_of(struct request *request, const struct curl_api *curl,
	CURLcode code, struct transport_answer *answer_out);

#endif
