#ifndef CORE_FIELD_H
#define CORE_FIELD_H

/*
 * What the office manages is described once, as a table of fields; JSON, CSV,
 * SQL and what people read come from it.
 *
 * The table of a kind is a macro of lines
 * X(type, name, limit, flags, see, change, title, help), from which
 * FIELD_MEMBER makes the members of its struct and FIELD_ROW the rows of its
 * description. The limit is, by its type, the bytes of a text, the greatest
 * number, the words, or the description of the kind that is referred to. `name`
 * is the member everywhere: in C, in JSON, in CSV and in SQL.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "core/permission.h"

enum field_type {
	FIELD_TEXT, /* as rule_text wants it */
	FIELD_BOOL,
	FIELD_INT,   /* from 0 */
	FIELD_WORD,  /* one of a few words; its number is what is kept */
	FIELD_REF,   /* another record, or none */
	FIELD_LIST,  /* other records, each once, by their ids */
	FIELD_LEVELS /* what a role allows */
};

enum field_flag {
	FIELD_PLAIN = 0,
	FIELD_NEEDED = 1 << 0,   /* not without it */
	FIELD_UNIQUE = 1 << 1,   /* where not empty, once in the company */
	FIELD_ON = 1 << 2,       /* true when nothing is said */
	FIELD_DISTINCT = 1 << 3, /* unique however it is written; few records */
	FIELD_FOLDED = 1 << 4,   /* is kept in lower case */
	FIELD_UNSET = 1 << 5,    /* where empty, there is none */
	FIELD_GATE = 1 << 6,     /* record.since_ms says since when it is so */
	FIELD_TOLD = 1 << 7,     /* the service's own: in answers alone */
	FIELD_PART = 1 << 8, /* on a long form another part begins with it */
};

/* How many a list may hold. */
#define FIELD_LIST_MAX 20000

/* Other records; `ids` is the record's own, in their order. */
struct field_list {
	struct id *ids;
	size_t count;
};

/* The words of a field, each at its number. */
struct field_words {
	const char *const *words;
	size_t count;
};

struct description;

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	enum permission see; /* what it takes */
	enum permission change;
	const char *title; /* beside it on a screen */
	const char *help;  /* one line, for whoever fills it in */
	size_t offset;     /* in the record */
	size_t max;        /* TEXT: bytes; INT: the greatest; LIST: how many */
	const struct field_words *words; /* WORD */
	const struct description *of;    /* REF, LIST: of which kind */
};

/* How every record begins. */
struct record {
	struct id id;
	int64_t version;  /* grows with every change */
	int64_t since_ms; /* since when its FIELD_GATE is as it is */
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

#define FIELD_MEMBER(type, name, limit, flags, see, change, title, help)       \
	FIELD_MEMBER_##type(name, limit)
#define FIELD_MEMBER_TEXT(name, limit) char name[(limit) + 1];
#define FIELD_MEMBER_BOOL(name, limit) bool name;
#define FIELD_MEMBER_INT(name, limit) int64_t name;
#define FIELD_MEMBER_WORD(name, limit) int64_t name;
#define FIELD_MEMBER_REF(name, limit) struct id name;
#define FIELD_MEMBER_LIST(name, limit) struct field_list name;
#define FIELD_MEMBER_LEVELS(name, limit) permission_set name;

/* FIELD_OF is the struct of the record. */
#define FIELD_ROW(type, name, limit, flags, see, change, title, help)          \
	{#name, FIELD_##type, (flags), PERMISSION_##see, PERMISSION_##change,  \
		(title), (help), offsetof(FIELD_OF, name),                     \
		FIELD_LIMIT_##type(limit)},
#define FIELD_LIMIT_TEXT(limit) .max = (limit)
#define FIELD_LIMIT_BOOL(limit) .max = 1
#define FIELD_LIMIT_INT(limit) .max = (limit)
#define FIELD_LIMIT_WORD(limit) .words = &(limit)
#define FIELD_LIMIT_REF(limit) .of = &(limit)
#define FIELD_LIMIT_LIST(limit) .of = &(limit), .max = FIELD_LIST_MAX
#define FIELD_LIMIT_LEVELS(limit) .max = 0

/* "minutes", "days": what a number counts, by the last word of its name; ""
 * where that is none. */
const char *field_unit(const struct field *field);

/* The value of a field, to read or to change, by its type: of a text, a bool,
 * an int or a word, a reference, a list, levels. */
char *field_text(const struct field *field, const void *record);
bool *field_bool(const struct field *field, const void *record);
int64_t *field_int(const struct field *field, const void *record);
struct id *field_ref(const struct field *field, const void *record);
struct field_list *field_list(const struct field *field, const void *record);
permission_set *field_levels(const struct field *field, const void *record);

/* The field of this name, NULL when there is none. */
const struct field *
field_find(const struct description *description, const char *name);

/* Everything as it is when nothing is said of it. Whatever lists were in the
 * record are forgotten: field_release them first. */
void field_clear(const struct description *description, void *record);

/* Frees what the record holds; it is cleared to zeroes. */
void field_release(const struct description *description, void *record);

/* Sets a text field; one that is kept folded is folded. ERR_DATA says what is
 * wrong with the text. */
int field_set_text(const struct field *field, void *record, const char *text,
	struct err *err);

/* Sets a number. ERR_DATA when it is out of reach. */
int field_set_int(const struct field *field, void *record, int64_t number,
	struct err *err);

/* Sets a field of words. ERR_DATA names those that there are. */
int field_set_word(const struct field *field, void *record, const char *word,
	struct err *err);

/* The word that stands there; "" for a number that has none. */
const char *field_word(const struct field *field, const void *record);

/* Sets a list from n ids in any order. ERR_DATA when one is there twice, or
 * they are too many. */
int field_set_list(const struct field *field, void *record,
	const struct id *ids, size_t n, struct err *err);

/* Whether the id is in the list. */
bool field_list_has(const struct field_list *list, const struct id *id);

/* Sets the level of one permission. ERR_DATA when there is no such permission,
 * or level of it, naming those that there are, or no role may be given it. */
int field_set_level(const struct field *field, void *record, const char *name,
	const char *level, struct err *err);

/* The first field that a record may not be without, and is; or NULL. */
const struct field *
field_missing(const struct description *description, const void *record);

/* Whether a field has the same value in both. */
bool field_equal(const struct field *field, const void *one, const void *other);

/* Copies the fields of the set; which of them were different. */
field_set field_copy(const struct description *description, void *to,
	const void *from, field_set set);

#endif
