#ifndef CARD_WORDS_H
#define CARD_WORDS_H

/* What is said of a time card, in words. */

#include "hours_inside.h"

/* What is wrong, in lower case: as a line, as a mark in one. Every one has
 * some. */
const char *card_words_exception(enum time_exception_kind kind);
const char *card_words_mark(enum time_exception_kind kind);

/* A whole sentence: why a figure is what it is. */
void card_words_reason(const struct hours_card *card,
	const struct time_reason *reason, struct str *out);

/* "07:58:12", as pressed; "07:58", as shown. */
void card_words_time(
	const struct hours_card *card, int64_t ms, bool raw, struct str *out);

#endif
