#ifndef CTL_WAITING_H
#define CTL_WAITING_H

/* Lists of what waits for somebody's decision: accepted, or declined. */

#include "rows.h"

struct waiting {
	const char *noun; /* "punch" */
	const char *path; /* "/v1/quarantine", of one: with its id behind it */
	const char *list; /* the path of those that wait */
	const struct rows_view *view;
	size_t seq; /* columns of the view: the number in the list, */
	size_t employee;
	size_t id;
	bool tries; /* its decisions take CTL_DRY_RUN */
};

/* Prints what is at `path`. */
int waiting_list(struct ctl_call *call, const struct args *args,
	const struct waiting *waiting, const char *path, struct err *err);

/* Decides of the one that the first operand names, by its number or id:
 * `what` is "accept" or "decline". Says that it is `done`. */
int waiting_decide(struct ctl_call *call, const struct args *args,
	const struct waiting *waiting, const char *what, const char *done,
	struct err *err);

/* The option of why. */
#define WAITING_ACCEPT_REASON                                                  \
	{                                                                      \
		.name = "reason", .arg = "TEXT", .help = "why, for the audit"  \
	}
#define WAITING_DECLINE_REASON                                                 \
	{                                                                      \
		.name = "reason", .arg = "TEXT",                               \
		.help = "why, for the person", .required = true                \
	}

#endif
