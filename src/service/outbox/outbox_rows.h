#ifndef SERVICE_OUTBOX_OUTBOX_ROWS_H
#define SERVICE_OUTBOX_OUTBOX_ROWS_H

/* Mails that wait, and wishes for one. */

#include "core/person.h"
#include "service/company/letters.h"

/* A mail to send now. */
struct outbox_mail {
	struct id company;
	struct id id;
	struct id employee;
	enum letter_kind kind;
	int64_t tries; /* this one too */
	int language;  /* company_language_words */
	bool wanted;   /* its person may have it still */
	char email[NAME_BYTES];
	char token[64];
	char code[32];
	char company_id[COMPANY_ID_BYTES];
	char company_name[NAME_BYTES];
	char zone[64];
	char username[NAME_PART_BYTES];
	char name[NAME_BYTES];
};

/* Takes the next that is due for this process alone, until `until_ms`: whoever
 * dies meanwhile leaves it to others. */
int outbox_rows_claim(struct db *db, int64_t now_ms, int64_t until_ms,
	struct outbox_mail *mail_out, bool *found_out, struct err *err);

struct outbox_result {
	const struct outbox_mail *mail;
	enum letter_state state;
	int64_t due_ms;  /* while it waits */
	int64_t sent_ms; /* 0: it was not */
	const char *said;
};

/* What became of it; the token is forgotten unless it waits. */
int outbox_rows_finish(
	struct db *db, const struct outbox_result *result, struct err *err);

/* Why those wait that nobody has tried yet, nor will for a while. */
int outbox_rows_say(struct db *db, const char *said, struct err *err);

/* When the next one is due; *found_out false: none waits. */
int outbox_rows_next(
	struct db *db, int64_t *due_ms_out, bool *found_out, struct err *err);

/*
 * Takes the oldest wish out, if there is one; letter_out is what to ask for,
 * *known_out whether it was of somebody who may sign in. The address is copied
 * into email_out.
 */
int outbox_rows_take_wish(struct db *db, struct letter *letter_out,
	char email_out[NAME_BYTES], bool *found_out, bool *known_out,
	struct err *err);

#endif
