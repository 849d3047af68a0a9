#ifndef PORT_MAILER_H
#define PORT_MAILER_H

/* The way out for mails: one message to one address at a time. */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* One attempt ends within this. */
#define MAILER_MS 30000

struct mailer_mail {
	const char *from; /* addresses, without brackets */
	const char *to;
	const char *message; /* RFC 5322, lines end with CR LF */
	size_t bytes;
};

enum mailer_end {
	MAILER_TAKEN,  /* the server answers for it from now on */
	MAILER_LATER,  /* not now: greylisted */
	MAILER_AWAY,   /* nor any other: out of reach, it hangs, no TLS */
	MAILER_REFUSED /* never: "550 no such user" */
};

struct mailer_answer {
	enum mailer_end end;
	char said[256]; /* one line, why it was not taken; foreign text */
};

struct mailer_ops {
	/* Blocks for MAILER_MS at most, or until stop. */
	void (*send)(void *self, const struct mailer_mail *mail,
		struct mailer_answer *answer_out);
	/* From another thread: what is under way ends soon, as LATER, and so
	 * does all that comes. */
	void (*stop)(void *self);
};

struct mailer {
	const struct mailer_ops *ops; /* NULL: there is none */
	void *self;
};

struct mailer_options {
	/* "smtp://HOST:PORT", "smtps://HOST:PORT" */
	const char *url;
	const char *user;     /* NULL: nobody signs in */
	const char *password; /* with user */
	const char *ca_file;  /* PEM: trust these, not the system's; NULL */
	bool plain;           /* TLS is not asked for: a test, this machine */
};

/* A way out, and its end. */
struct mailer_maker {
	/* ERR_USAGE when the options are not valid. */
	int (*open)(const struct mailer_options *options,
		struct mailer *mailer_out, struct err *err);
	void (*close)(struct mailer *mailer);
};

#endif
