#ifndef CTL_RENAME_H
#define CTL_RENAME_H

/* A new name, or number, is one of the records of the past, too. */

#include "kinds.h"

/* Asks whether to go on, where what a record is called becomes another and
 * stands on records. ERR_USAGE, as words_confirm. */
int rename_confirm(struct ctl_call *call, const struct args *args,
	const void *before, const void *after, struct err *err);

#endif
