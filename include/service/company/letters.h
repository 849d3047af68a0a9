#ifndef SERVICE_COMPANY_LETTERS_H
#define SERVICE_COMPANY_LETTERS_H

/*
 * Mails that a person is to get: one is asked for in the transaction of the
 * change that it follows from, and sent afterwards (service/outbox). All but a
 * note carry a link and a code, of which the newest alone opens anything, once,
 * for 72 hours from its sending.
 */

#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "db/db.h"

#define LETTER_LIFE_MS (72LL * 60 * 60 * 1000)

/* Numbers of the database. */
enum letter_kind {
	LETTER_VERIFY = 1,    /* the first: sets a password */
	LETTER_MOVED = 2,     /* the address was changed: to the new one */
	LETTER_FORGOTTEN = 3, /* somebody asked for a new password */
	LETTER_NOTE = 4       /* to the old address: it was changed */
};

enum letter_state {
	LETTER_WAITING = 1,
	LETTER_SENT = 2,
	LETTER_BOUNCED = 3, /* refused for good */
	LETTER_DROPPED = 4  /* before it was sent: a newer one was asked for */
};

enum letter_end {
	LETTER_OPEN = 0,
	LETTER_USED = 1,
	LETTER_NEWER = 2 /* there is a newer one */
};

struct letter {
	struct id company;
	struct id employee;
	enum letter_kind kind;
	const char *email;
	int64_t now_ms;
};

/*
 * Asks for it inside a write transaction; the ones before it open nothing any
 * more. Whoever commits sets call->mails (service/desk/call.h).
 */
int letters_ask(struct db *db, const struct letter *letter, struct err *err);

#define LETTER_ASKED_MAX 3 /* within */
#define LETTER_ASKED_MS (15LL * 60 * 1000)

/*
 * The same where nobody who is known asks for it: only for somebody who works
 * here and may sign in once the address is proven, at their present address,
 * and so many at most. *asked_out says whether it was.
 */
int letters_ask_bounded(struct db *db, const struct letter *letter,
	bool *asked_out, struct err *err);

/* Of a code as people type it (crypto/code.h). It is one person's. False when
 * it can be none. */
bool letters_hash_code(
	const struct id *employee, const char *code, struct hash *hash_out);

#endif
