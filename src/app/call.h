#ifndef CALL_H
#define CALL_H

/*
 * One request as whoever is signed in. The call sees to the token: from the
 * keyring when first needed, renewed when its time is over, and once when the
 * service does not take it. One answer is told, checked.
 */

#include "inside.h"
#include "wire/wire.h"

/* A longer ETag is no one's here. */
#define CALL_ETAG_BYTES 96

struct call_answer {
	struct err err; /* ERR_NONE: status 200, and JSON of the service */
	/*
	 * Somebody else is signed in by now, or nobody: the answer is not
	 * theirs. Nothing else is told then.
	 */
	bool stranger;
	int status; /* 0: nobody answered */
	const char *body;
	size_t body_bytes;
	const char *etag;            /* of what it tells; "": none */
	const char *link;            /* what it says of others; "" */
	struct wire_problem problem; /* of the service; type "": none */
	int64_t retry_after_ms;      /* 0: none */
};

/* The answer is borrowed for the call. New calls may be begun in it. */
typedef void call_on_answer(void *ctx, const struct call_answer *answer);

/* Embedded in what uses it. Zero it to begin. */
struct call {
	struct app *app;
	struct call *next;
	enum call_stage {
		CALL_IDLE,
		CALL_WAITS, /* for the session */
		CALL_READY, /* the session has been seen to */
		CALL_SENT
	} stage;
	const char *method;
	struct str path;
	struct str body;                /* empty: none */
	int64_t account;                /* whose call it is */
	char if_match[CALL_ETAG_BYTES]; /* "": none */
	size_t answer_max;
	char username[257];
	struct secret access; /* that was sent */
	bool refused;         /* one was not taken */
	int ticket;
	call_on_answer *on_answer;
	void *ctx;
};

struct call_request {
	const char *method;     /* "GET", "POST", "PATCH"; lasts for ever */
	const char *path;       /* "/v1/…", query included */
	const struct str *body; /* NULL: none */
	const char *if_match;   /* the ETag that is changed; NULL: none */
	size_t answer_max;      /* bytes; 0: as one of the catalogue */
};

/* Starts it; on_answer is told once, perhaps at once. It must be idle. */
void call_begin(struct app *app, struct call *call,
	const struct call_request *request, call_on_answer *on_answer,
	void *ctx);

/* The path of the next page that an answer's Link names (RFC 8288), "" where
 * there is none. */
void call_next_page(const char *link, struct str *path_out);

/* Nobody is told. An idle call is fine. */
void call_cancel(struct call *call);

#endif
