#ifndef SERVICE_IDENTITY_DEVICE_ROWS_H
#define SERVICE_IDENTITY_DEVICE_ROWS_H

/* Devices: what machines call themselves. */

#include "db/db.h"
#include "service/desk/caller.h"

struct device_row {
	struct id company;
	struct id id;
	const char *name; /* "": as it is */
	int64_t created_ms;
	struct id location; /* nil: it is no kiosk, or is as it is */
};

/* Adds it, or gives it the name if it has one, and locks it; a kiosk's name is
 * what its code says. *revoked_ms_out is 0 for one that was not revoked. */
int device_rows_put(struct db *db, const struct device_row *row,
	int64_t *revoked_ms_out, struct err *err);

/* The device of this enrolment runs this version; "": as it is. */
int device_rows_runs(struct db *db, const struct id *company,
	const struct id *enrolment, const char *version, struct err *err);

/* Revokes it; the first time counts. Whether there is one of this id. */
int device_rows_revoke(struct db *db, const struct id *company,
	const struct id *device, int64_t now_ms, bool *found_out,
	struct err *err);

/* Whether the caller sees everybody, or somebody who is enrolled on it; a kiosk
 * is everybody's. */
int device_rows_seen(struct db *db, const struct caller *caller,
	const struct id *device, bool *seen_out, struct err *err);

/* The last enrolment of the device's own, that of a kiosk; nil when it has
 * none. */
int device_rows_enrolment(struct db *db, const struct id *company,
	const struct id *device, struct id *enrolment_out, struct err *err);

#endif
