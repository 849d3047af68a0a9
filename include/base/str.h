#ifndef BASE_STR_H
#define BASE_STR_H

/*
 * One growable string, always NUL-terminated, with a maximum.
 *
 * What does not fit is left out, with all that is added behind it, and `cut`
 * is set: the text stays a head of what was meant. Build first, then ask
 * str_is_cut() once. Adding never fails otherwise (mem.h). What is added must
 * not stand in the string itself.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
	char *data; /* NUL-terminated; never NULL after str_init */
	size_t len; /* bytes, without the NUL */
	size_t cap;
	size_t max; /* the largest len */
	bool cut;   /* something did not fit */
};

/* An empty string that grows up to max_bytes. Ends with str_release. */
void str_init(struct str *str, size_t max_bytes);

/* Frees; str_init makes it usable again. */
void str_release(struct str *str);

/* Empty again, room kept, `cut` forgotten. */
void str_clear(struct str *str);

/* Appends len bytes (may hold NULs), all or nothing. */
void str_add(struct str *str, const void *bytes, size_t len);

/* Appends a NUL-terminated text. */
void str_addz(struct str *str, const char *text);

/* Appends one byte. */
void str_addc(struct str *str, char c);

/* Appends printf-formatted text. */
void str_addf(struct str *str, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The text, now the caller's to free; str is empty and initialised after. */
char *str_take(struct str *str);

/* Whether something did not fit since init or clear. */
bool str_is_cut(const struct str *str);

/*
 * Copies a text into a fixed buffer of `size` bytes. Returns false, and
 * leaves an empty text, when it does not fit whole.
 */
bool str_copy(char *buf_out, size_t size, const char *text);

#endif
