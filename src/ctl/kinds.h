#ifndef CTL_KINDS_H
#define CTL_KINDS_H

/* The kinds of records that have commands of their own. */

#include "call.h"

struct kind {
	const char *name; /* of its command: "cost-code" */
	const char *list; /* of its files, as in the API: "cost-codes" */
	const char *help;
	const struct description *of;
	/* Fields that `add` takes without an option, in this order. */
	const char *const *operands;
	/* Fields of a list for people. */
	const char *const *columns;
	/* Whether records of the past show what it is called now. */
	bool on_records;
	/* What there is to say of a record as it is now; NULL: nothing. */
	void (*note)(struct ctl_call *call, const void *record);
	/* Appends what else is shown of one, as lines or as members of an open
	 * object; NULL: nothing. */
	int (*more)(struct ctl_call *call, const void *record, bool as_json,
		struct str *out, struct err *err);
};

/* The words of their files, up to NULL. */
extern const char *const kinds_lists[];

/* The kinds; *count_out is their number. */
const struct kind *kinds_table(size_t *count_out);

/* The kind of a list's word, NULL when there is none. */
const struct kind *kinds_find(const char *list);

/* The kind that a command is of. */
const struct kind *kinds_named(const struct command *command);

/* Their commands; kinds_count() of them. */
const struct command *kinds_command(size_t n);

/* What their commands run (command_run). */
int list_run(void *ctx, const struct args *args, struct err *err);
int list_run_show(void *ctx, const struct args *args, struct err *err);
int edit_run_add(void *ctx, const struct args *args, struct err *err);
int edit_run(void *ctx, const struct args *args, struct err *err);
int edit_run_activate(void *ctx, const struct args *args, struct err *err);
int edit_run_deactivate(void *ctx, const struct args *args, struct err *err);

#endif
