#ifndef SERVICE_IDENTITY_VERIFICATION_H
#define SERVICE_IDENTITY_VERIFICATION_H

/*
 * What a mailed link or code opens: once, for 72 hours from its sending, the
 * newest alone. Setting a password by it proves the address, and ends all
 * sessions of before.
 */

#include "base/secret.h"
#include "core/person.h"
#include "crypto/password.h"
#include "service/company/letters.h"
#include "service/desk/call.h"

enum verification_state {
	VERIFICATION_NONE, /* no such link */
	VERIFICATION_OPEN,
	VERIFICATION_USED,
	VERIFICATION_NEWER,
	VERIFICATION_EXPIRED /* or the person may not sign in any more */
};

struct verification {
	enum verification_state state; /* NONE: the rest is zero */
	struct id company;
	struct id employee;
	struct id letter;
	enum letter_kind kind;
	int64_t ended_ms;
	struct hash code_hash;
	bool verified; /* the person has a proven address */
	int language;  /* company_language_words */
	char company_id[COMPANY_ID_BYTES];
	char company_name[NAME_BYTES];
	char username[NAME_PART_BYTES];
	char given_name[NAME_PART_BYTES];
	char family_name[NAME_PART_BYTES];
	char email[NAME_BYTES];
};

/* By the token of a link; by Company ID and folded username, the newest. */
int verification_find(struct db *db, const char *token, int64_t now_ms,
	struct verification *it_out, struct err *err);
int verification_find_newest(struct db *db, const char *company_id,
	const char *username, int64_t now_ms, struct verification *it_out,
	struct err *err);

/* core/password_rule.h with the words of this person and company. */
int verification_rule(const struct verification *it,
	const struct secret *password, struct err *err);

/*
 * Sets the password, whose hash this is. *set_out is false when it was not
 * open any more by then. Errors of store_write.
 */
int verification_set(struct call *call, const struct verification *it,
	const char *hash, bool *set_out, struct err *err);

/* Asks for another mail to the address of the person, if they may be sent one
 * and were not sent too many of late. */
int verification_again(
	struct call *call, const struct verification *it, struct err *err);

#endif
