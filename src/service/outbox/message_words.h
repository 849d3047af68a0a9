#ifndef SERVICE_OUTBOX_MESSAGE_WORDS_H
#define SERVICE_OUTBOX_MESSAGE_WORDS_H

/* What mails say, in the languages of core/company.h. */

#include "message.h"

/* Appends the subject, one line, and the body; lines end with LF. */
void message_words_subject(const struct outbox_mail *mail, struct str *out);
void message_words_body(const struct message *message, struct str *out);

/* "en" */
const char *message_words_language(const struct outbox_mail *mail);

/* Appends an instant as RFC 5322 writes it, in UTC. */
void message_words_date(int64_t utc_ms, struct str *out);

#endif
