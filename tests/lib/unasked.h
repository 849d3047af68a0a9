#ifndef TESTS_LIB_UNASKED_H
#define TESTS_LIB_UNASKED_H

/*
 * What comes from a terminal though nobody pressed a command: answers to what
 * another program asked, reports of mouse and focus, keys that mean nothing,
 * and the keys of its description, which can be cut anywhere.
 */

#include <stdbool.h>
#include <stddef.h>

#define UNASKED_BYTES 96
#define UNASKED_MAX 1200

struct unasked {
	char bytes[UNASKED_BYTES];
	size_t len;
	bool key; /* a key of the terminal: it may mean something, as a whole */
};

/* Where tests look for terminals that are everywhere. */
extern const char *const unasked_terminals[];

/* Curses is about this terminal from here on; NULL: about none. */
void unasked_terminal(const char *name);

/* All kinds; how many there are. The list is yours to free. */
size_t unasked_list(struct unasked **list_out);

/* For a message: what of it can be seen, escapes as "^[". */
const char *unasked_show(const struct unasked *unasked);

#endif
