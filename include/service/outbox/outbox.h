#ifndef SERVICE_OUTBOX_OUTBOX_H
#define SERVICE_OUTBOX_OUTBOX_H

/*
 * Sends the mails that were asked for (service/company/letters.h), one after
 * the other, on a thread of its own. What was asked for stands in the
 * database: it survives the service, and several services on one database
 * send each mail once. Only where the service dies between the mail server's
 * word and its own note of it does a mail go out twice, under one Message-ID.
 *
 * What is not taken is tried again, later each time; while the mail server is
 * away nothing is, but one mail from time to time. What is refused for good
 * has bounced. When it was sent its token is forgotten.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "port/mailer.h"

struct outbox;
struct store;
struct zones;

struct outbox_options {
	struct store *store;
	struct zones *zones;
	struct mailer mailer;
	const char *from;       /* the sender's address */
	const char *public_url; /* of the service, without a slash at its end */
	int64_t (*now_ms)(void *ctx);
	void *now_ctx;
};

/* All of the options must last. It does nothing before outbox_start. */
struct outbox *outbox_new(const struct outbox_options *options);

/* Begins the thread. ERR_INTERNAL. */
int outbox_start(struct outbox *outbox, struct err *err);

/* There may be something to send. NULL is fine; from any thread. */
void outbox_wake(struct outbox *outbox);

/* Ends the thread, and what it is sending; frees. NULL is fine. */
void outbox_free(struct outbox **outbox);

/*
 * What the thread does in one step: the oldest wish, or the next mail that is
 * due. *done_out is false when there is nothing to do now. Errors of the
 * store.
 */
int outbox_step(struct outbox *outbox, bool *done_out, struct err *err);

#endif
