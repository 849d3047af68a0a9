#ifndef BASE_MEM_H
#define BASE_MEM_H

/*
 * Allocation that does not fail: out of memory ends the program (the journal
 * is safe against that by design). Whatever a peer can make large is bounded
 * by the caller first. Free with free(3).
 */

#include <stddef.h>

/* `count` zeroed objects of `size` bytes; never NULL; yours to free. */
void *mem_new(size_t count, size_t size);

/*
 * Makes room for `need` objects of `size` bytes in the array `items` whose
 * capacity stands in *cap (grown by doubling, new room not zeroed). Returns
 * the array, perhaps moved: `a = mem_grow(a, &cap, n + 1, sizeof(*a))`.
 */
void *mem_grow(void *items, size_t *cap, size_t need, size_t size);

/* A copy of `len` bytes with a NUL behind; yours to free. */
char *mem_dup(const char *bytes, size_t len);

/* A copy of a NUL-terminated text; yours to free. */
char *mem_dupz(const char *text);

#endif
