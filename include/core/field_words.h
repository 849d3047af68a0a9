#ifndef CORE_FIELD_WORDS_H
#define CORE_FIELD_WORDS_H

/*
 * A field as people write and read it, in a file, on a command line or in a
 * form: "yes" and "no" ("on" and "off" are read too), numbers ("30 minutes"
 * is read too), words, other
 * records by number or name, lists with a ';' between ("01-100; 01-740"),
 * levels ("board=view; clock-in-for").
 */

#include "base/str.h"
#include "core/field.h"

/* Where other records are looked up. */
struct field_names {
	/* The one that is meant. ERR_DATA says why there is none. */
	int (*find)(void *ctx, const struct description *of, const char *words,
		struct id *id_out, struct err *err);
	/* Appends its number, else its name: what find() takes. */
	void (*show)(void *ctx, const struct description *of,
		const struct id *id, struct str *out);
	void *ctx;
};

/*
 * Sets the field from what was written; nothing is "" for what may be empty
 * and leaves a yes or no as it is. ERR_DATA says what is wrong with it.
 */
int field_words_read(const struct field *field, void *record, const char *words,
	const struct field_names *names, struct err *err);

/* Appends what field_words_read takes: for a file, and to be changed. */
void field_words_write(const struct field *field, const void *record,
	const struct field_names *names, struct str *out);

/* Appends the same to be read alone, a number with its unit: "30 minutes". */
void field_words_show(const struct field *field, const void *record,
	const struct field_names *names, struct str *out);

#endif
