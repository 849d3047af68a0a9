#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

/*
 * The configuration file, strictly read: one table in settings.c, and
 * connect-clock.conf(5) for people. No secret ever stands in it, only where
 * secrets are.
 */

#include <stdbool.h>

#include "base/err.h"

enum secret_store {
	SECRET_STORE_KEYRING, /* Secret Service, the default */
	SECRET_STORE_COMMAND, /* password_command */
	SECRET_STORE_FILE,    /* token_file */
	SECRET_STORE_KERNEL,
	SECRET_STORE_SESSION, /* memory only */
};

/* The terminal's own. */
enum background {
	BACKGROUND_UNTOLD, /* what the terminal says of itself counts */
	BACKGROUND_DARK,
	BACKGROUND_LIGHT
};

#define SETTINGS_ARGV_MAX 16

struct settings {
	char server[512];    /* [service] server: default for sign-in */
	char company_id[64]; /* [service] company */
	char ca_file[512];   /* [service] ca_file: private authority, PEM */
	char pin[512];       /* [service] pin: sha256//… */
	enum secret_store secret_store;                /* [secrets] store */
	char *password_command[SETTINGS_ARGV_MAX + 1]; /* [secrets], NULL-
							  terminated */
	char token_file[512];       /* [secrets] token_file, or its default */
	bool colour;                /* [screen] colour = yes | no */
	enum background background; /* [screen] background = dark | light */
	bool ascii;                 /* [screen] ascii = no | yes */
	bool clock;                 /* [screen] clock: show the time */
	/* Files that are named and not there, "file:line: why", a line each. */
	char doubts[1024];
};

/*
 * Defaults, then the file's values; no file is fine. ERR_CONFIG file:line. A
 * file that a value names may come back: it is only doubted.
 */
int
settings_load(const char *path, struct settings *settings_out, struct err *err);
void settings_release(struct settings *settings);

/* As it stands in the file: "keyring". */
const char *settings_store_word(enum secret_store store);

/*
 * Writes this store into the configuration, which is made when there is none;
 * everything else in it stays as it is.
 */
int
settings_save_store(const char *path, enum secret_store store, struct err *err);

/*
 * The server's URL as it is used, from what was typed: https, or http to a
 * loopback host; a bare host gets the one of them that it needs. Capitals,
 * blanks and slashes at the ends do not count. ERR_CONFIG with what is wrong.
 */
int
settings_check_server(const char *typed, char url_out[512], struct err *err);

#endif
