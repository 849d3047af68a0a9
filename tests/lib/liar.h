#ifndef TESTS_LIB_LIAR_H
#define TESTS_LIB_LIAR_H

/*
 * An HTTP server that misbehaves by a script, on a port of its own at
 * 127.0.0.1, in a thread. It serves one connection at a time and follows the
 * script request by request; the last step repeats. What it was asked can be
 * read afterwards. Failures of the machinery itself end the test program.
 */

#include <stddef.h>

enum liar_manner {
	LIAR_ANSWERS, /* `answer`, then waits for the next request */
	LIAR_CLOSES,  /* the first `bytes` of `answer`, then closes */
	LIAR_RESETS,  /* the first `bytes` of `answer`, then resets */
	LIAR_DRIPS,   /* `answer`, a byte every `bytes` ms */
	LIAR_HANGS,   /* the first `bytes` of `answer`, then nothing */
	LIAR_FLOODS,  /* `answer`, then what is behind `bytes` without end */
};

struct liar_step {
	enum liar_manner manner;
	const char *answer;
	size_t bytes;
};

struct liar;

/* Copies the script (at least one step), which borrows its answers. */
struct liar *liar_start(const struct liar_step *steps, size_t count);

/* The same with a single step. */
struct liar *
liar_start_one(enum liar_manner manner, const char *answer, size_t bytes);

/* "http://127.0.0.1:<port>/"; borrowed. */
const char *liar_url(const struct liar *liar);

/* How many whole requests it has read. */
size_t liar_request_count(struct liar *liar);

/* Request `index` as it came, at most 8 KiB of it; borrowed. */
const char *liar_request(struct liar *liar, size_t index);

/* How many connections it has taken. */
size_t liar_connection_count(struct liar *liar);

/* Ends the thread, closes everything, frees. */
void liar_stop(struct liar **liar);

/* A port at 127.0.0.1 at which nothing listens. */
int liar_free_port(void);

#endif
