#ifndef NEWS_H
#define NEWS_H

/*
 * What is new at the service: the person, their clock and that of whom the
 * panel shows, the catalogue. Request by request: a failure ends it, and what
 * came before stays.
 */

#include "inside.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void news_open(struct app *app);
void news_close(struct app *app);

enum news_result {
	NEWS_TOLD,
	NEWS_FAILED,
	NEWS_LATER, /* what waits goes first, then all of it is asked again */
	NEWS_ANEW   /* somebody else signed in or out: it is theirs to ask */
};

struct news_end {
	enum news_result result;
	struct err err; /* NEWS_FAILED */
	int64_t retry_after_ms;
};

typedef void news_on_end(struct app *app, const struct news_end *end);

/* How much is asked for; each includes those before it. */
enum news_scope {
	NEWS_NONE,
	NEWS_OTHERS, /* the clocks of app->others */
	NEWS_CLOCKS, /* one's own too */
	NEWS_ALL
};

/*
 * Begins; ends with on_end, perhaps at once. The store's lead must be held.
 * may_wait: NEWS_LATER also for a press that waits while a long list is read.
 */
void news_begin(struct app *app, enum news_scope scope, bool may_wait,
	news_on_end *on_end);

/* Others were named: they are asked for from the first one on. */
void news_ask_others_again(struct app *app);

/* The next time that it gets so far, the catalogue from its beginning. */
void news_want_whole(struct app *app);

/* Drops it; nobody is told. */
void news_cancel(struct app *app);

#endif
