#ifndef SERVICE_IDENTITY_ENROLMENT_ROWS_H
#define SERVICE_IDENTITY_ENROLMENT_ROWS_H

/* Enrolments, and the hashes of their delivery credentials. */

#include "crypto/hash.h"
#include "service/identity/enrolment.h"
#include "wire/enrolment.h"

/* The enrolment of this id. */
int enrolment_rows_find(struct db *db, const struct id *company,
	const struct id *id, bool *found_out, struct enrolment *enrolment_out,
	struct err *err);

/* The enrolment of this delivery credential, ended and revoked ones too. */
int enrolment_rows_find_by_credential(struct db *db, const struct hash *hash,
	bool *found_out, struct enrolment *enrolment_out, struct err *err);

/* Adds a new one. */
int enrolment_rows_add(
	struct db *db, const struct enrolment *enrolment, struct err *err);

/*
 * Another takes its place: the first end counts, and the highest number that
 * was heard of then.
 */
int enrolment_rows_end(struct db *db, const struct enrolment *enrolment,
	int64_t now_ms, struct err *err);

/* The highest number that the ledger ever heard of, 0 for none. */
int enrolment_rows_highest(struct db *db, const struct enrolment *enrolment,
	int64_t *number_out, struct err *err);

/* How many began since then, of the person at all and on this device. */
int enrolment_rows_count(struct db *db, const struct enrolment *of,
	int64_t since_ms, int64_t *person_out, int64_t *device_out,
	struct err *err);

/* Adds a credential. */
int
enrolment_rows_add_credential(struct db *db, const struct enrolment *enrolment,
	const struct hash *hash, int64_t now_ms, struct err *err);

/* Forgets all credentials but the newest so many, and `shown` (or NULL). */
int enrolment_rows_keep_credentials(struct db *db,
	const struct enrolment *enrolment, int64_t newest,
	const struct hash *shown, struct err *err);

/* Revokes it; the first time counts. */
int enrolment_rows_revoke(struct db *db, const struct id *company,
	const struct id *id, int64_t now_ms, struct err *err);

/* Somebody's, the newest first, without `current`. */
int enrolment_rows_list(struct db *db, const struct id *company,
	const struct id *employee, struct wire_enrolment_items *items,
	struct err *err);

#endif
