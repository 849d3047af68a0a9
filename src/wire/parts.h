#ifndef WIRE_PARTS_H
#define WIRE_PARTS_H

/* Parts that several messages share: each is written and read here. */

#include "base/jsonout.h"
#include "core/person.h"
#include "core/policy.h"
#include "core/punch.h"
#include "core/stamp.h"
#include "reader.h"
#include "wire/enrolment.h"

/* The members of a stamp, into an object that is open. */
void parts_write_stamp(struct jsonout *json, const struct stamp *stamp);
void parts_read_stamp(struct cursor *cursor, struct stamp *stamp_out);

/* {"tracked", "length_minutes", "due_after_minutes", "early"} */
void parts_write_meal(
	struct jsonout *json, const char *key, const struct meal_policy *meal);
void parts_read_meal(struct cursor *cursor, const char *key,
	enum reader_need need, struct meal_policy *meal_out);

/* {"id", "given_name", "family_name", "permissions", "viewset", "meal",
 * "company": {…}} */
void parts_write_person(
	struct jsonout *json, const char *key, const struct person *person);
void parts_read_person(struct cursor *cursor, struct person *person_out);

/* The two names of a person, as members of an open object. */
void
parts_write_name(struct jsonout *json, const char *name, uint8_t given_len);
void parts_read_name(struct cursor *cursor, char name_out[NAME_BYTES],
	uint8_t *given_len_out);

/* The Company ID, as somebody typed it. */
void parts_read_company_id(
	struct cursor *cursor, char company_id_out[COMPANY_ID_BYTES]);

/* A time in RFC 3339. */
void parts_write_time(struct jsonout *json, const char *key, int64_t ms);

/* "press": a button, no Undo. */
void parts_read_press(struct cursor *cursor, enum punch_kind *press_out);

/* A text of people's, which may be missing. */
void
parts_read_line(struct cursor *cursor, const char *key, char *out, size_t size);

/* The members of an enrolment with its credential, into an open object. The
 * reader's rules must be secret. */
void parts_write_enrolment(
	struct jsonout *json, const struct wire_enrolment *enrolment);
void parts_read_enrolment(
	struct cursor *cursor, struct wire_enrolment *enrolment_out);

/* A set of bits as the list of its names. */
void parts_write_set(struct jsonout *json, const char *key,
	const char *const *names, size_t count, unsigned bits);

#endif
