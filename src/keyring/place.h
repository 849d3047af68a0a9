#ifndef SRC_KEYRING_PLACE_H
#define SRC_KEYRING_PLACE_H

/* What each kind of place is made of. */

#include "keyring/keyring.h"

/* What a person can do when a place is not to be had; ends a sentence. */
#define PLACE_OTHERS                                                           \
	"or choose another place (connect-clock login --store file)"

struct place_ops {
	struct keyring_ops keyring;
	/* Whatever keyring_settings says; never NULL. */
	void *(*make)(const struct keyring_settings *settings);
	void (*unmake)(void *self);
};

/* The desktop's Secret Service, through libsecret. */
extern const struct place_ops place_secret_service;
/* What a command prints. */
extern const struct place_ops place_command;
/* A file of mode 0600, or a credential of systemd. */
extern const struct place_ops place_file;
/* The kernel's keyring of the user. */
extern const struct place_ops place_kernel;
/* Memory. */
extern const struct place_ops place_session;

/* Whether two labels are of the same secret. */
bool
place_same_label(const struct keyring_label *a, const struct keyring_label *b);

/* ERR_NOT_FOUND: nothing is stored at `where` for this label. */
int place_nothing(
	const struct keyring_label *label, const char *where, struct err *err);

#endif
