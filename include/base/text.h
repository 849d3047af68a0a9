#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * The one place that sanitises and measures foreign text. Whatever came from
 * outside reaches a terminal, a log or an error text only through text_clean.
 * Works the same in every locale; text is UTF-8.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Decodes one code point at text[0..len) into *rune_out and returns its bytes
 * (1..4); an invalid byte gives U+FFFD and 1. len > 0.
 */
size_t text_decode(const char *text, size_t len, uint32_t *rune_out);

/* Whether all of it is valid UTF-8 (no surrogates, no overlong forms). */
bool text_is_utf8(const char *text, size_t len);

/*
 * Appends `text` made harmless: C0/C1 controls, DEL, line and paragraph
 * separators, bidirectional controls and other invisible format characters,
 * private characters, marks that sit on nothing or are the fifth of a letter,
 * and invalid bytes stand as visible escapes such as \x1b or \u202e. A joiner
 * stays between letters of a script that is written with it (Persian).
 */
void text_clean(struct str *out, const char *text, size_t len);

/* Whether text_clean would escape this code point: it shows nothing, or turns
 * the line round. */
bool text_is_harmful(uint32_t rune);

/* Cells one code point takes on a terminal: 0 (combining), 1 or 2. */
int text_rune_cells(uint32_t rune);

/* Cells that a clean text takes. */
size_t text_cells(const char *text);

/*
 * Appends the longest head of a clean text that fits into `cells`, with "…"
 * (or "~" when ascii) as its last cell if something was cut, then pads with
 * spaces to exactly `cells` when pad.
 */
void
text_fit(struct str *out, const char *text, size_t cells, bool pad, bool ascii);

/*
 * Copies a text into size > 3 bytes; of one that does not fit as many whole
 * characters as do, with "…" behind them.
 */
void text_shorten(char *buf_out, size_t size, const char *text);

/* So many marks on one letter are shown. */
#define TEXT_MARKS_MAX 4

/*
 * Appends text folded for matching: lower case, accents and joiners off (also
 * ł→l, ø→o, đ→d, ß→ss, æ→ae, œ→oe, þ→th), other bytes unchanged. Folding twice
 * changes nothing.
 */
void text_fold(struct str *out, const char *text, size_t len);

/* The same, with ä ö ü å ø spelt ae oe ue aa oe, as their bearers do it. */
void text_spell(struct str *out, const char *text, size_t len);

/* Appends clean text with everything outside ASCII folded or shown as '?'. */
void text_ascii(struct str *out, const char *text);

/* Appends clean text as one word of a command that people copy: in quotes
 * unless a shell takes each of its characters for itself. */
void text_shell(struct str *out, const char *text);

#endif
