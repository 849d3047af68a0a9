#ifndef CORE_FIELD_H
#define CORE_FIELD_H

/*
 * What the office manages is described once, as a table of fields; JSON, CSV,
 * SQL and what people read come from it.
 *
 * The table of a kind is a macro of lines
 * X(type, name, max, flags, see, change, title, help), from which FIELD_MEMBER
 * makes the members of its struct and FIELD_ROW the rows of its description.
 * `name` is the member everywhere: in C, in JSON, in CSV and in SQL.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "core/permission.h"

enum field_type {
	FIELD_TEXT, /* as rule_text wants it */
	FIELD_BOOL
};

enum field_flag {
	FIELD_PLAIN = 0,
	FIELD_NEEDED = 1 << 0, /* not without it: a text is not empty */
	FIELD_UNIQUE = 1 << 1, /* where it is not empty, once in the company */
	FIELD_ON = 1 << 2,     /* true when nothing is said */
};

struct field {
	const char *name;
	enum field_type type;
	size_t max; /* bytes of a text */
	unsigned flags;
	enum permission see; /* what it takes */
	enum permission change;
	const char *title; /* beside it on a screen */
	const char *help;  /* one line, for whoever fills it in */
	size_t offset;     /* in the record */
};

/* How every record begins. */
struct record {
	struct id id;
	int64_t version;  /* grows with every change */
	int64_t since_ms; /* since when `active` is as it is */
};

struct description {
	const char *title; /* "cost code" */
	const char *path;  /* of the API */
	const struct field *fields;
	size_t count;
	size_t bytes; /* of a record */
};

/* A set of fields: bit (1 << place in the description). */
typedef uint64_t field_set;

#define FIELD_MEMBER(type, name, max, flags, see, change, title, help)         \
	FIELD_MEMBER_##type(name, max)
#define FIELD_MEMBER_TEXT(name, max) char name[(max) + 1];
#define FIELD_MEMBER_BOOL(name, max) bool name;

/* FIELD_OF is the struct of the record. */
#define FIELD_ROW(type, name, max, flags, see, change, title, help)            \
	{#name, FIELD_##type, (max), (flags), PERMISSION_##see,                \
		PERMISSION_##change, (title), (help),                          \
		offsetof(FIELD_OF, name)},

/* The value of a text field, to read or to change; of a bool. */
char *field_text(const struct field *field, const void *record);
bool *field_bool(const struct field *field, const void *record);

/* Everything as it is when nothing is said of it. */
void field_clear(const struct description *description, void *record);

/* Sets a text field. ERR_DATA says what is wrong with the text. */
int field_set_text(const struct field *field, void *record, const char *text,
	struct err *err);

/* The first field that a record may not be without, and is; or NULL. */
const struct field *
field_missing(const struct description *description, const void *record);

/* Copies the fields of the set; whether one of them was different. */
bool field_copy(const struct description *description, void *to,
	const void *from, field_set set);

#endif
