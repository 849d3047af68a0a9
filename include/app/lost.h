#ifndef APP_LOST_H
#define APP_LOST_H

/*
 * What this machine's journal lost: it stays told until a person says that
 * they know, and is listed for ever.
 */

#include "app/app.h"
#include "port/store.h"

/* Every loss, in the order of number; borrowed for the call. */
int
lost_list(struct app *app, store_on_loss *on_loss, void *ctx, struct err *err);

/* A person knows of all of them; *count_out: so many punches were new. */
int lost_acknowledge(struct app *app, int64_t *count_out, struct err *err);

/*
 * Appends one in words: which numbers, missing or altered, between which
 * presses, in the company's zone.
 */
void lost_words(struct str *out, const struct store_loss *loss,
	const struct zone *zone);

#endif
