#ifndef ENTRIES_H
#define ENTRIES_H

#include "inside.h"

/*
 * An entry of the catalogue for who is signed in; looked for once in a moment
 * of reading. ERR_NOT_FOUND.
 */
int entries_find(struct app *app, enum entry_kind kind, const struct id *id,
	struct entry *entry_out, struct err *err);

#endif
