#ifndef WIRE_READER_H
#define WIRE_READER_H

/*
 * Reading a message, for the codecs of this folder: cursors over objects and
 * arrays, typed access that checks, and the first error with its JSON pointer.
 *
 * After an error everything reads as absent and changes nothing, so a codec
 * is a straight list of members and asks once, by reader_close.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "wire/json.h"

#define READER_EXACT_MAX INT64_C(9007199254740991) /* 2^53 - 1, RFC 7493 */

enum reader_need {
	READER_WANTED,
	READER_OPTIONAL /* may be absent or null */
};

struct reader_rules {
	struct json_limits limits;
	bool strict; /* a request: unknown members are refused */
	bool secret; /* its texts are wiped when it is closed */
};

struct reader {
	cJSON *root;
	struct err *err;
	bool strict;
	bool secret;
	bool failed;
};

struct cursor {
	struct reader *reader;
	const struct cursor *parent; /* NULL: the outermost value */
	const char *key;             /* its name there, NULL in an array */
	size_t index;                /* its place there, from 0 */
	cJSON *node;                 /* NULL: nothing to read */
	cJSON *next;                 /* where the next look begins */
	size_t taken;                /* elements read of an array */
};

/*
 * Scans and parses a message whose outermost value is an object. Whatever
 * happens, end with reader_close.
 */
void reader_open(struct reader *reader, const char *bytes, size_t len,
	const struct reader_rules *rules, struct err *err);

/* The cursor over the outermost object. */
void reader_root(struct reader *reader, struct cursor *root_out);

/* Frees; -1 when anything was wrong (reader->err says what). */
int reader_close(struct reader *reader);

/* Marks the message as wrong at this member; key NULL: the value itself. */
void
reader_fail(const struct cursor *cursor, const char *key, const char *what);

/*
 * Takes back what went wrong in an object that was read: the rest of the
 * message is read on. Whether anything did; then what_out says what, with the
 * pointer from this object on ("kind: is missing").
 */
bool reader_forgive(const struct cursor *object, char *what_out, size_t size);

/*
 * Takes one member, or with key NULL the array's next element. NULL when it
 * is absent (an error if it is wanted) or null.
 */
cJSON *
reader_take(struct cursor *cursor, const char *key, enum reader_need need);

/* Whether an object has this member, be it null; it is not taken. */
bool reader_has(struct cursor *cursor, const char *key);

/*
 * A member or element that is an object, an array of at most `max`. Whether
 * it is there; if not, the new cursor is empty.
 */
bool reader_object(struct cursor *cursor, const char *key,
	enum reader_need need, struct cursor *object_out);
bool reader_array(struct cursor *cursor, const char *key, enum reader_need need,
	size_t max, struct cursor *array_out);

/* Elements of an array; whether some are left. */
size_t reader_count(const struct cursor *array);
bool reader_more(const struct cursor *array);

/* After the last member: refuses those that were not read, if strict. */
void reader_end(const struct cursor *object);

/*
 * Values. Key NULL is the array's next element. What is absent or wrong
 * leaves the output as it is and returns false (NULL, -1).
 */

/* A text, borrowed until reader_close. */
const char *
reader_string(struct cursor *cursor, const char *key, enum reader_need need);

/* A text that fits into buf_out with its NUL. */
bool reader_text(struct cursor *cursor, const char *key, enum reader_need need,
	char *buf_out, size_t size);

/* A text for people, when it is there: cut to what fits, at a character. */
bool reader_prose(
	struct cursor *cursor, const char *key, char *buf_out, size_t size);

/* A text that is secret, in a message with secret rules. */
bool reader_secret(struct cursor *cursor, const char *key,
	enum reader_need need, struct secret *secret_out);

/* An id in its 36 characters. */
bool reader_id(struct cursor *cursor, const char *key, enum reader_need need,
	struct id *id_out);

/* A whole number from min to max, within +-READER_EXACT_MAX. */
bool reader_int(struct cursor *cursor, const char *key, int64_t min,
	int64_t max, int64_t *value_out);

/* true or false. */
bool reader_bool(struct cursor *cursor, const char *key, enum reader_need need,
	bool *value_out);

/* A time in RFC 3339, in Unix time; from 1970 on. */
bool reader_time(struct cursor *cursor, const char *key, enum reader_need need,
	int64_t *ms_out);

/* The place of a text among these names. */
int reader_choice(struct cursor *cursor, const char *key, enum reader_need need,
	const char *const *names, size_t count);

/* A list of such names as a set of bits; unknown ones are passed over. */
bool reader_set(struct cursor *cursor, const char *key,
	const char *const *names, size_t count, unsigned *bits_out);

#endif
