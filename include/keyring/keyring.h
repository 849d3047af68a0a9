#ifndef KEYRING_KEYRING_H
#define KEYRING_KEYRING_H

/*
 * The places where secrets may live. One of them is chosen by the
 * configuration and used, never silently another.
 *
 * keyring: the Secret Service of the desktop (GNOME Keyring, KWallet,
 *   KeePassXC) through libsecret, which is loaded at the first use. Locked,
 *   absent, no service and no D-Bus are told apart.
 * command: a program prints the device's secret. It is run without a shell,
 *   without a terminal, for 10 s at most. It cannot store.
 * file: one file of mode 0600, replaced whole. One that systemd provides, below
 *   $CREDENTIALS_DIRECTORY, cannot store.
 * kernel: the kernel's keyring of the user, until the last of their processes
 *   ends or the machine restarts.
 * session: memory, until the program ends.
 */

#include <stdbool.h>

#include "port/keyring.h"

enum keyring_kind {
	KEYRING_SECRET_SERVICE,
	KEYRING_COMMAND,
	KEYRING_FILE,
	KEYRING_KERNEL,
	KEYRING_SESSION,
};

struct keyring_settings {
	enum keyring_kind kind;
	const char *const *argv; /* COMMAND: the words, NULL-terminated */
	int limit_ms;            /* COMMAND: 0: KEYRING_COMMAND_LIMIT_MS */
	const char *path;        /* FILE: absolute */
	bool may_ask; /* SECRET_SERVICE: let the desktop ask to unlock */
};

#define KEYRING_COMMAND_LIMIT_MS 10000

struct keyring_place;

/*
 * The place and the operations on it; copies the settings, touches nothing
 * yet. What is wrong with them is an ERR_CONFIG of each operation. One thread
 * at a time may use it. Ends with keyring_free, after the keyring's last use.
 */
struct keyring_place *keyring_new(
	const struct keyring_settings *settings, struct keyring *keyring_out);

/* Wipes what is in memory, frees; a NULL place is fine. */
void keyring_free(struct keyring_place **place);

#endif
