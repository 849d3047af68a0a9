#ifndef CTL_EDIT_H
#define CTL_EDIT_H

/* A record on its way from words to the service. */

#include "call.h"

struct edit {
	struct ctl_call *call;
	const struct args *args;
	const struct description *of;
	void *record; /* as it is to be */
	field_set given;
	bool is_new;
	bool dry_run;
};

/* A cleared record; ends with edit_end. */
void edit_begin(struct edit *edit, struct ctl_call *call,
	const struct description *of, const struct args *args);
void edit_end(struct edit *edit);

/* Takes over what is there. */
void edit_take(struct edit *edit, const void *record);

/* Something was said of this field. */
void edit_give(struct edit *edit, const struct field *field);

/* Sends it, and prints what came of it. `before`: as it was; NULL: it is new.
 * Behind ERR_BUSY it is said what somebody else made of it (stale.h). */
int edit_send(struct edit *edit, const void *before, struct err *err);

#endif
