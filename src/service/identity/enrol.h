#ifndef SERVICE_IDENTITY_ENROL_H
#define SERVICE_IDENTITY_ENROL_H

/* Making enrolments. All of it inside a write transaction. */

#include "db/db.h"
#include "service/identity/enrolment.h"
#include "wire/enrolment.h"

/* New ones within 24 hours: of a person, and of a person on one device. What
 * makes one is a sign-in by password, or the credential of the one before. */
#define ENROL_PERSON_MAX 1000
#define ENROL_DEVICE_MAX 100

/* Credentials of an enrolment that deliver: the newest, and the one that was
 * shown when the newest was made. */
#define ENROL_CREDENTIALS_MAX 8

struct enrol {
	struct id company;
	struct id employee; /* nil: the device is a kiosk */
	struct id device;
	const char *device_name; /* "": as it is */
	struct id location;      /* of a kiosk */
	int64_t now_ms;
	/* out, with ERR_PERMISSION: not because the device was revoked, but
	 * since there were too many new ones of late */
	bool too_many;
	bool begun; /* out: a new one was made */
};

/*
 * Whose the delivery credential in `token` is, if it is of this company,
 * person and device and was not revoked; it may have ended. NULL and other
 * tokens prove nothing.
 */
int enrol_prove(struct db *db, const struct enrol *who, const char *token,
	bool *proven_out, struct enrolment *enrolment_out, struct err *err);

/*
 * At a sign-in: goes on with the enrolment of the credential in `token`, with
 * a new credential, when that proves it and it has not ended; otherwise begins
 * a new one. ERR_PERMISSION when the device was revoked, or who->too_many.
 */
int enrol_sign_in(struct db *db, struct enrol *who, const char *token,
	struct wire_enrolment *enrolment_out, struct err *err);

/* A new enrolment in the place of `old`, which ends. Errors as above. */
int enrol_instead(struct db *db, struct enrol *who, const struct id *old,
	struct wire_enrolment *enrolment_out, struct err *err);

/* A new enrolment of a kiosk, and the device where it is new; the one that it
 * had ends. ERR_PERMISSION when the device was revoked. */
int enrol_kiosk(struct db *db, struct enrol *who,
	struct wire_enrolment *enrolment_out, struct err *err);

#endif
