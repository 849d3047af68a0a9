#ifndef ADMIN_SERVE_MAIL_H
#define ADMIN_SERVE_MAIL_H

/* The options of serve about mail. */

#include "commands.h"
#include "port/mailer.h"

#define SERVE_MAIL_URL_BYTES 512

struct serve_mail {
	struct mailer mailer;
	const char *public_url; /* without a slash at its end, or NULL */
	char url[SERVE_MAIL_URL_BYTES];
};

/* Reads the options and the password. ERR_USAGE, ERR_CONFIG; those of
 * mode_refuse and file_load. Without --smtp mails wait, which is logged. */
int serve_mail_open(const struct admin_host *host, const struct args *args,
	struct serve_mail *mail_out, struct err *err);

/* Nobody may be sending. */
void serve_mail_close(const struct admin_host *host, struct serve_mail *mail);

#define SERVE_MAIL_OPTIONS                                                     \
	{.name = "smtp",                                                       \
		.arg = "URL",                                                  \
		.help = "the mail server: smtp://HOST:PORT, smtps://..."},     \
		{.name = "smtp-user",                                          \
			.arg = "NAME",                                         \
			.help = "who signs in there"},                         \
		{.name = "smtp-password-file",                                 \
			.arg = "FILE",                                         \
			.completes = COMMAND_FILES,                            \
			.help = "a file that holds the password"},             \
		{.name = "smtp-ca",                                            \
			.arg = "FILE",                                         \
			.completes = COMMAND_FILES,                            \
			.help = "trust these certificates of it, PEM"},        \
		{.name = "mail-from",                                          \
			.arg = "ADDRESS",                                      \
			.help = "the sender of mails"},                        \
		{.name = "public-url",                                         \
			.arg = "URL",                                          \
			.help = "of this service, as links in mails have it"}, \
	{                                                                      \
		.name = "smtp-plain",                                          \
		.help = "for tests: a mail server without TLS"                 \
	}

#endif
