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

/* "Mon 16 Nov 16:30  missed STOP: declined: seen at five" */
void card_words_request(const struct hours_card *card,
	const struct wire_card_request *request, struct str *out);

/* All of a card, as the member "requests" of an open object. */
void card_json_requests(struct jsonout *json, const struct hours_card *card);

/* "07:58:12", as pressed; "07:58", as shown. */
void card_words_time(
	const struct hours_card *card, int64_t ms, bool raw, struct str *out);

#endif
