#ifndef SERVICE_COMPANY_LETTER_ROWS_H
#define SERVICE_COMPANY_LETTER_ROWS_H

/* Mails that were asked for. */

#include "service/company/letters.h"

struct letter_row {
	const struct letter *letter;
	struct id id;
	/* "" and nothing, of one that opens nothing */
	const char *token;
	const char *code;
	const struct hash *token_hash;
	const struct hash *code_hash;
};

/* Locks the person until the commit: of two that ask, one is the newest. */
int letter_rows_lock(struct db *db, const struct id *company,
	const struct id *employee, struct err *err);

/* What the person has opens nothing any more, and is not sent. */
int
letter_rows_end(struct db *db, const struct letter *letter, struct err *err);

/* Deletes a few, more than are added, of those from before then that are not
 * the last of their person and do not wait. */
int letter_rows_forget(struct db *db, int64_t before_ms, struct err *err);

/* Adds it, to be sent. */
int
letter_rows_add(struct db *db, const struct letter_row *row, struct err *err);

/* Whether letters_ask_bounded asks for it. */
int letter_rows_may_ask(struct db *db, const struct letter *letter,
	bool *may_out, struct err *err);

struct letter_last {
	struct id id;
	enum letter_kind kind;
	enum letter_state state;
	enum letter_end ended;
	int64_t asked_ms;
	int64_t sent_ms;
	char email[256];
	char said[256];
};

/* The newest that opens something, or did; id is nil when there is none. */
int letter_rows_last(struct db *db, const struct id *company,
	const struct id *employee, struct letter_last *last_out,
	struct err *err);

#endif
