#include "enrol.h"

#include <string.h>

#include "base/id.h"
#include "crypto/token.h"
#include "device_rows.h"
#include "enrolment_rows.h"
#include "service/identity/bearer.h"

#define DAY_MS INT64_C(86400000)

int
enrol_prove(struct db *db, const struct enrol *who, const char *token,
	bool *proven_out, struct enrolment *enrolment_out, struct err *err)
{
	struct hash hash;
	bool found;

	*proven_out = false;
	if (token == NULL)
		return 0;
	token_hash(token, strlen(token), &hash);
	if (enrolment_rows_find_by_credential(
		    db, &hash, &found, enrolment_out, err) < 0)
		return -1;
	*proven_out = found &&
		      id_equal(&enrolment_out->company, &who->company) &&
		      id_equal(&enrolment_out->employee, &who->employee) &&
		      id_equal(&enrolment_out->device, &who->device) &&
		      enrolment_out->revoked_ms == 0;
	return 0;
}

/* The device where it is new, and its name; its row is locked. */
static int
put_device(struct db *db, const struct enrol *who, struct err *err)
{
	const struct device_row device = {
		.company = who->company,
		.id = who->device,
		.name = who->device_name,
		.created_ms = who->now_ms,
		.location = who->location,
	};
	int64_t revoked_ms;

	if (device_rows_put(db, &device, &revoked_ms, err) < 0)
		return -1;
	if (revoked_ms != 0)
		return err_set(err, ERR_PERMISSION, "the device was revoked");
	return 0;
}

/* Another credential, and the older ones deliver on. `shown` may be NULL. */
static int
add_credential(struct db *db, const struct enrolment *enrolment,
	const char *shown, int64_t now_ms, struct secret *credential_out,
	struct err *err)
{
	struct hash hash, shown_hash;

	if (shown != NULL)
		token_hash(shown, strlen(shown), &shown_hash);
	if (enrolment_rows_keep_credentials(db, enrolment,
		    ENROL_CREDENTIALS_MAX - 1,
		    shown != NULL ? &shown_hash : NULL, err) < 0 ||
		token_make(bearer_prefix(CREDENTIAL_DELIVERY), credential_out,
			err) < 0)
		return -1;
	token_hash(credential_out->data, credential_out->len, &hash);
	return enrolment_rows_add_credential(db, enrolment, &hash, now_ms, err);
}

static int
check_count(struct db *db, const struct enrolment *enrolment, bool *too_many,
	struct err *err)
{
	int64_t of_person, on_device;

	*too_many = false;

	if (enrolment_rows_count(db, enrolment, enrolment->begun_ms - DAY_MS,
		    &of_person, &on_device, err) < 0)
		return -1;
	*too_many =
		of_person >= ENROL_PERSON_MAX || on_device >= ENROL_DEVICE_MAX;
	if (*too_many)
		return err_set(err, ERR_PERMISSION, "too many new enrolments");
	return 0;
}

static int
begin(struct db *db, struct enrol *who, const struct id *previous,
	struct wire_enrolment *out, struct err *err)
{
	struct enrolment enrolment = {
		.company = who->company,
		.device = who->device,
		.employee = who->employee,
		.previous = *previous,
		.begun_ms = who->now_ms,
	};
	struct id_source source = {0};

	if (id_make(&source, who->now_ms, &enrolment.id, err) < 0 ||
		check_count(db, &enrolment, &who->too_many, err) < 0 ||
		enrolment_rows_add(db, &enrolment, err) < 0 ||
		add_credential(db, &enrolment, NULL, who->now_ms,
			&out->credential, err) < 0)
		return -1;
	out->id = enrolment.id;
	out->previous = *previous;
	out->highest = 0;
	who->begun = true;
	return 0;
}

int
enrol_sign_in(struct db *db, struct enrol *who, const char *token,
	struct wire_enrolment *enrolment_out, struct err *err)
{
	static const struct id none = {{0}};
	struct enrolment enrolment;
	bool proven;

	if (put_device(db, who, err) < 0 ||
		enrol_prove(db, who, token, &proven, &enrolment, err) < 0)
		return -1;
	if (!proven || enrolment.ended_ms != 0)
		return begin(db, who, &none, enrolment_out, err);
	enrolment_out->id = enrolment.id;
	enrolment_out->previous = enrolment.previous;
	if (enrolment_rows_highest(
		    db, &enrolment, &enrolment_out->highest, err) < 0)
		return -1;
	return add_credential(db, &enrolment, token, who->now_ms,
		&enrolment_out->credential, err);
}

int
enrol_instead(struct db *db, struct enrol *who, const struct id *old,
	struct wire_enrolment *enrolment_out, struct err *err)
{
	const struct enrolment before = {.company = who->company, .id = *old};

	if (put_device(db, who, err) < 0 ||
		begin(db, who, old, enrolment_out, err) < 0)
		return -1;
	return enrolment_rows_end(db, &before, who->now_ms, err);
}

int
enrol_kiosk(struct db *db, struct enrol *who,
	struct wire_enrolment *enrolment_out, struct err *err)
{
	struct enrolment before = {.company = who->company};

	if (put_device(db, who, err) < 0 ||
		device_rows_enrolment(
			db, &who->company, &who->device, &before.id, err) < 0 ||
		begin(db, who, &before.id, enrolment_out, err) < 0)
		return -1;
	return enrolment_rows_end(db, &before, who->now_ms, err);
}

int
enrolment_find(struct db *db, const struct id *company, const struct id *id,
	bool *found_out, struct enrolment *enrolment_out, struct err *err)
{
	return enrolment_rows_find(
		db, company, id, found_out, enrolment_out, err);
}
