#ifndef FAKE_KEYRING_H
#define FAKE_KEYRING_H

/* A keyring in memory that can be told to fail. */

#include "port/keyring.h"

struct fake_keyring {
	struct {
		char label[1200];
		struct secret secret;
	} items[8];
	enum err_kind fail; /* ERR_NONE: works */
	bool missing;       /* it is not to be had: a check says so */
	bool provided;      /* it only hands out: a sign-in does not last */
	int checks;
	int chosen[KEYRING_CHOICES]; /* each mends what is missing */
	int kept;   /* so often the configuration was to say so */
	bool stuck; /* it cannot be written */
};

/* It as a port; begin with a zeroed fake, release wipes what it holds. */
struct keyring fake_keyring_port(struct fake_keyring *fake);
struct keyring_chooser fake_keyring_chooser(struct fake_keyring *fake);
void fake_keyring_release(struct fake_keyring *fake);

#endif
