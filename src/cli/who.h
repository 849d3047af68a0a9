#ifndef CLI_WHO_H
#define CLI_WHO_H

/* Who somebody is before they are signed in: server, Company ID, username. */

#include "ask_line.h"
#include "call.h"

struct who {
	char server[ASK_LINE_BYTES];
	char company[ASK_LINE_BYTES];
	char username[ASK_LINE_BYTES];
};

/* Its options. */
#define WHO_OPTIONS                                                            \
	{.name = "server",                                                     \
		.letter = 's',                                                 \
		.arg = "HOST",                                                 \
		.help = "the service's address"},                              \
		{.name = "company",                                            \
			.letter = 'c',                                         \
			.arg = "ID",                                           \
			.help = "the Company ID"},                             \
	{                                                                      \
		.name = "username", .letter = 'u', .arg = "NAME",              \
		.help = "the username"                                         \
	}

/*
 * Settles the three, one after the other: an option, else the configuration's
 * or the last sign-in's, else what is asked on a terminal, where each answer
 * is looked at before the next question. The app must be open. ERR_USAGE: one
 * is missing; what settings_check_server and ready_server say.
 */
int who_settle(struct cli_call *call, const struct args *args,
	struct who *who_out, struct err *err);

#endif
