#ifndef CTL_EMPLOYEES_H
#define CTL_EMPLOYEES_H

/* What is special about employees: the gates, and the mail that opens one. */

#include "call.h"

#define EMPLOYEES_TITLE_CELLS 16

/* Appends whether the person can clock in, and why not: lines, or the member
 * "clock" of an open object. */
int employees_more(struct ctl_call *call, const void *record, bool as_json,
	struct str *out, struct err *err);

/* Sends the link once more (a command_run). */
int employees_run_resend(void *ctx, const struct args *args, struct err *err);

/* Whoever may clock others in and sees nobody is told of so. */
void employees_note(struct ctl_call *call, const void *record);

#endif
