#ifndef NET_SMTP_H
#define NET_SMTP_H

/*
 * Mail through an SMTP server, by libcurl, which is loaded with the first
 * mail. Without TLS nothing is sent unless the options say plain; the server's
 * certificate must be good. A text with a line end never reaches the server
 * as an address.
 */

#include "port/mailer.h"

/* A way out; copies the options. ERR_USAGE when the URL is none of SMTP. */
int smtp_open(const struct mailer_options *options, struct mailer *mailer_out,
	struct err *err);

/* Nobody may be sending. A mailer without operations is fine. */
void smtp_close(struct mailer *mailer);

/* Whether an address can be given to a server: visible ASCII, one "@", no
 * brackets. */
bool smtp_is_address(const char *text);

#endif
