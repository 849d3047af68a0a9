#ifndef SERVICE_IDENTITY_DEVICE_ROWS_H
#define SERVICE_IDENTITY_DEVICE_ROWS_H

/* Devices, and who has signed in on them. */

#include "db/db.h"

struct device_row {
	struct id company;
	struct id id;
	const char *name;
	int64_t created_ms;
};

/* Adds it or gives it the name, and locks it. *revoked_ms_out is 0 for one
 * that was not revoked. */
int device_rows_put(struct db *db, const struct device_row *row,
	int64_t *revoked_ms_out, struct err *err);

struct device_person_row {
	struct id company;
	struct id device;
	struct id employee;
	int64_t since_ms;
};

/* Adds the person, unless they are there. */
int device_rows_put_person(
	struct db *db, const struct device_person_row *row, struct err *err);

/* Whether the device has people and this person is none of them. */
int device_rows_is_others(struct db *db, const struct device_person_row *row,
	bool *others_out, struct err *err);

#endif
