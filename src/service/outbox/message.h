#ifndef SERVICE_OUTBOX_MESSAGE_H
#define SERVICE_OUTBOX_MESSAGE_H

/*
 * A mail as it goes out: RFC 5322, one part of plain text in UTF-8
 * (quoted-printable), in the language of the person. Whatever people wrote
 * stands in it as text alone: it can begin no header and end none.
 */

#include "base/str.h"
#include "outbox_rows.h"

#define MESSAGE_BYTES (32 * 1024)

struct zones;

struct message {
	const struct outbox_mail *mail;
	struct zones *zones;
	const char *from;       /* address */
	const char *public_url; /* without a slash at its end */
	int64_t now_ms;         /* its life begins */
};

/* Appends it. Its Message-ID is that of the letter, at every try. Wipe it:
 * the token stands in it. */
void message_write(const struct message *message, struct str *out);

/* Appends the value of a header: as it is, or (RFC 2047) as encoded words,
 * folded. */
void message_add_header_text(const char *text, struct str *out);

/* Appends a text as quoted-printable (RFC 2045, 6.7), lines ended by CR LF. */
void message_add_quoted(const char *text, size_t len, struct str *out);

#endif
