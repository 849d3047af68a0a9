#ifndef SERVICE_IDENTITY_VERIFICATION_ROWS_H
#define SERVICE_IDENTITY_VERIFICATION_ROWS_H

/* Links and codes, whose they are, and what is set by them. */

#include "verification.h"

/* As verification_find and verification_find_newest. */
int verification_rows_find(struct db *db, const struct hash *token,
	int64_t now_ms, struct verification *it_out, struct err *err);

/* The last mail with a link, of this Company ID and folded username. */
int verification_rows_newest(struct db *db, const char *company_id,
	const char *username, int64_t now_ms, struct verification *it_out,
	struct err *err);

/* The password of somebody who works here; whether there is such a one. */
int verification_rows_set_password(struct db *db, const struct verification *it,
	const char *hash, bool *set_out, struct err *err);

/* Uses it up; whether it was open. */
int verification_rows_use(struct db *db, const struct verification *it,
	int64_t now_ms, bool *used_out, struct err *err);

/* Ends all sessions of the person. */
int verification_rows_end_sessions(struct db *db, const struct verification *it,
	int64_t now_ms, struct err *err);

#endif
