#ifndef APP_EXCHANGE_H
#define APP_EXCHANGE_H

/* One request to the service, and what its answer means. */

#include "inside.h"

struct exchange {
	const char *method;
	const char *server; /* without a final slash */
	const char *path;   /* "/v1/…", query included */
	const struct secret *bearer;
	const struct str *body; /* NULL: none */
	const char *if_match;   /* NULL: none */
	size_t answer_max;      /* bytes; 0: as one of the catalogue */
};

/* Starts it; returns the ticket. */
int exchange_start(struct app *app, const struct exchange *exchange,
	transport_on_answer *on_answer, void *ctx);

/* Ends it without an answer, and sets the ticket to 0. 0 is fine. */
void exchange_cancel(struct app *app, int *ticket);

/*
 * One line why nobody can answer there right now, when that is plain without
 * trying; else NULL.
 */
const char *exchange_unreachable(struct app *app, const char *server);

/*
 * 0 when this is a JSON answer of the service with status 200 or 201. Otherwise
 * -1: ERR_UNAVAILABLE nobody, or somebody else, answered, or it is busy (try
 * again); ERR_AUTH the token or sign-in was not taken; ERR_PERMISSION;
 * ERR_DATA the service finds the request wrong. The text is for the person.
 */
int exchange_check(const struct transport_answer *answer, struct err *err);

/* The problem that the service answered with; false: none. */
struct wire_problem;
bool exchange_problem(const struct transport_answer *answer,
	struct wire_problem *problem_out);

#endif
