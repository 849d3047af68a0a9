#ifndef SERVICE_LEDGER_DEVICE_LIST_ROWS_H
#define SERVICE_LEDGER_DEVICE_LIST_ROWS_H

/* Devices, and where the ledger stands with each of their people. */

#include "db/db.h"
#include "service/desk/caller.h"

/* Columns of a device and of one of its people, whom the caller sees; without
 * anybody the id of the person is nil, as it is of a kiosk's own enrolment. Of
 * each person, and of the kiosk, the last enrolment. */
enum device_column {
	DEVICE_ID,
	DEVICE_NAME,
	DEVICE_CREATED,
	DEVICE_REVOKED,
	DEVICE_LOCATION, /* of a kiosk, else nil */
	DEVICE_LOCATION_NUMBER,
	DEVICE_LOCATION_NAME,
	DEVICE_PERSON,
	DEVICE_PERSON_NUMBER,
	DEVICE_PERSON_NAME, /* and the family name */
	DEVICE_ENROLMENT = DEVICE_PERSON_NAME + 2,
	DEVICE_ENROLMENT_BEGUN,
	DEVICE_ENROLMENT_REVOKED,
	DEVICE_HIGHEST, /* number that was told of */
	DEVICE_WATERMARK,
	DEVICE_CONTACTS, /* as enrolment_state has them */
	DEVICE_VERSION,
};

/* The devices behind this one in the order of their ids, at most so many, each
 * with all its people. */
int device_list_rows_page(struct db *db, const struct caller *caller,
	const struct id *after, int64_t limit, struct db_stmt **stmt_out,
	struct err *err);

#endif
