#ifndef CTL_CTL_H
#define CTL_CTL_H

/*
 * The command line of connectctl: the administrator's door to the office. The
 * commands of a kind are made from its description (core/field.h). Data goes
 * to stdout, talk to stderr; nothing asks without a terminal.
 */

#include "app/app.h"

/* What the composition root lends. */
struct ctl_host {
	/* Opens everything over the configuration; a second call gives the
	 * same app. `interactive`: a person may be asked (keyring). */
	int (*open)(void *ctx, bool interactive, struct app **app_out,
		struct err *err);
	void *ctx;
};

/* Runs argv; returns the exit code (base/err.h). Prints its own errors. */
int ctl_run(const struct ctl_host *host, int argc, char **argv);

#endif
