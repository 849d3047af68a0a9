#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

/*
 * What the office manages, as JSON: one codec for every kind that is described
 * (core/field.h). A record is {"id", "version", its fields}.
 */

#include "base/jsonout.h"
#include "base/str.h"
#include "core/field.h"

/* The record with the fields that `may` lets one see. */
void wire_record_encode(const struct description *description,
	const void *record, permission_set may, struct str *out);

/* The fields that these permissions let one see. */
field_set
wire_record_seen(const struct description *description, permission_set may);

/* Id, version and these fields, as members of an open object. */
void wire_record_encode_members(const struct description *description,
	const void *record, field_set fields, struct jsonout *json);

/* The value of one field alone, whoever may see it. */
void wire_record_encode_field(
	const struct field *field, const void *record, struct str *out);

/* {"items": [...]} of `count` records, one behind the other. */
void wire_records_encode(const struct description *description,
	const void *records, size_t count, permission_set may, struct str *out);

/* What a request does with a record. */
enum wire_record_use {
	WIRE_RECORD_NEW,   /* its id, and all that it may not be without */
	WIRE_RECORD_CHANGE /* some fields, no id */
};

/* A request: these fields of the record; before them the id of a new one. */
void wire_record_encode_request(const struct description *description,
	const void *record, enum wire_record_use use, field_set given,
	struct str *out);

struct wire_record {
	void *record;    /* the caller's, of the description's size; to be
			  * released (core/field.h), also after an error */
	field_set given; /* the fields that were there */
};

/*
 * Reads a request into out->record, which is cleared before. Strict. ERR_DATA
 * with the pointer of what is wrong.
 */
int wire_record_decode(const char *bytes, size_t len,
	const struct description *description, enum wire_record_use use,
	struct wire_record *out, struct err *err);

/*
 * Reads an answer: one record, with its id and version. `given` are the fields
 * that one may see. What a newer service tells is passed over: members, words
 * (field_word gives "" for them), levels. ERR_DATA.
 */
int wire_record_read(const char *bytes, size_t len,
	const struct description *description, struct wire_record *out,
	struct err *err);

/* The most that a page may have, and its bytes. */
#define WIRE_RECORDS_MAX 1000
#define WIRE_RECORDS_BYTES ((size_t)96 * 1024 * 1024)

struct wire_records {
	void *records; /* one behind the other; see wire_records_release */
	size_t count;
	field_set seen; /* the fields that any of them had */
};

/* Reads a page of them. ERR_DATA; nothing is to be released then. */
int wire_records_read(const char *bytes, size_t len,
	const struct description *description, struct wire_records *out,
	struct err *err);
void wire_records_release(
	const struct description *description, struct wire_records *records);

#endif
