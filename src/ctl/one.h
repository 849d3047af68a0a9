#ifndef CTL_ONE_H
#define CTL_ONE_H

/* The one record that a command is about. */

#include "call.h"

/*
 * Finds the record that the first operand means, and loads what is needed to
 * read and to show it: only that one where the operand is the whole number (of
 * what has none: the whole name), else all of the kind. A copy into record_out,
 * which is cleared and the caller's to release. Opens the call. Errors are
 * those of words_find.
 */
int one_find(struct ctl_call *call, const struct args *args,
	const struct description *of, void *record_out, struct err *err);

/* Loads the kinds that a record, or the options, name, to show it. Whoever may
 * not see one of them does without. */
int one_load_named(struct ctl_call *call, const struct args *args,
	const struct description *of, const void *record, struct err *err);

#endif
