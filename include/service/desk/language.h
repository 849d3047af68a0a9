#ifndef SERVICE_DESK_LANGUAGE_H
#define SERVICE_DESK_LANGUAGE_H

/* The language of a page for somebody whom nobody knows. */

#include <stddef.h>

/*
 * Which of the n languages ("en") a browser wants most, by the value of its
 * Accept-Language (RFC 9110, 12.5.4); the first of them where it wants none, or
 * says nothing (NULL).
 */
size_t
language_wanted(const char *accept, const char *const *languages, size_t n);

#endif
