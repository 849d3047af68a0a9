#ifndef PORT_KEYRING_H
#define PORT_KEYRING_H

/*
 * Where secrets live. Calls block (a person may be asked to unlock): from the
 * loop's worker, or before there is a screen. Punching needs no secret, only
 * delivering does.
 */

#include "base/err.h"
#include "base/secret.h"

/* Whose secret. Not secret itself: stored in clear as attributes. */
struct keyring_label {
	const char *server;
	const char *company_id;
	/* Of a "session" whose it is; of a "delivery" the enrolment's id. */
	const char *username;
	const char *purpose;
};

/*
 * Errors: ERR_NOT_FOUND nothing stored; ERR_LOCKED there, but locked;
 * ERR_UNAVAILABLE no keyring service; ERR_CONFIG the configured alternative is
 * unusable or cannot store. Each text names the cause and the next step.
 */
struct keyring_ops {
	int (*load)(void *self, const struct keyring_label *label,
		struct secret *secret_out, struct err *err);
	int (*save)(void *self, const struct keyring_label *label,
		const struct secret *secret, struct err *err);
	/* Erasing what is not there is fine. */
	int (*erase)(
		void *self, const struct keyring_label *label, struct err *err);
};

struct keyring {
	const struct keyring_ops *ops;
	void *self;
};

#endif
