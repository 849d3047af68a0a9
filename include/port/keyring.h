#ifndef PORT_KEYRING_H
#define PORT_KEYRING_H

/*
 * Where secrets live. Calls block (a person may be asked to unlock): from the
 * loop's worker, or before there is a screen. Punching needs no secret, only
 * delivering does.
 */

#include <stdbool.h>

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
	/*
	 * Whether this place is to be had, before anybody types a password for
	 * it; where it may ask, the person is asked to unlock it now.
	 * *keeps_out: whether a sign-in outlasts this program there.
	 */
	int (*check)(void *self, bool *keeps_out, struct err *err);
};

struct keyring {
	const struct keyring_ops *ops;
	void *self;
};

/* Another place, for a person to choose where there is no keyring. */
enum keyring_choice {
	KEYRING_CHOICE_FILE,   /* a file of mode 0600 */
	KEYRING_CHOICE_KERNEL, /* the kernel's memory, until a restart */
	KEYRING_CHOICES
};

/* Who can change the place; ops NULL: nobody. */
struct keyring_chooser {
	const struct keyring_chooser_ops {
		/*
		 * Secrets live there from now on, in this program. The old
		 * place may still be used.
		 */
		void (*choose)(void *self, enum keyring_choice choice,
			struct keyring *keyring_out);
		/*
		 * In those to come, too: what was chosen, if anything was, is
		 * written into the configuration. ERR_DISK, ERR_CONFIG: it
		 * could not be, nothing is changed.
		 */
		int (*keep)(void *self, struct err *err);
		/* The path of the file; borrowed. */
		const char *(*file)(void *self);
	} * ops;
	void *self;
};

#endif
