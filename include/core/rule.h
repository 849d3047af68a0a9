#ifndef CORE_RULE_H
#define CORE_RULE_H

/*
 * What a text of the office's data may be. An error says what is wrong with
 * it ("is longer than 64 bytes"), so that a name or a pointer stands before.
 */

#include <stddef.h>

#include "base/err.h"

/*
 * Of min to max bytes of UTF-8, nothing in it that has to be escaped to be
 * shown, no blank at either end. ERR_DATA.
 */
int rule_text(const char *text, size_t min, size_t max, struct err *err);

/* The two names of a person: one at least, each shorter than
 * NAME_PART_BYTES (core/name.h). ERR_DATA, naming the one that is wrong. */
int rule_name(const char *given, const char *family, struct err *err);

/*
 * An e-mail address that every mail server reads alike: letters, digits and
 * signs of ASCII around one @, no comment, no list, no quotes. ERR_DATA.
 */
int rule_address(const char *text, struct err *err);

#endif
