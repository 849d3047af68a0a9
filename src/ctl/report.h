#ifndef CTL_REPORT_H
#define CTL_REPORT_H

/* What became of each line of a file, and how far it is. */

#include "base/jsonout.h"
#include "command/args.h"
#include "core/field.h"

enum report_outcome {
	REPORT_CREATE,
	REPORT_UPDATE,
	REPORT_UNCHANGED,
	REPORT_ERROR
};

struct report {
	const struct description *of;
	bool as_json;
	bool dry_run;
	struct str out;
	struct jsonout json;
	size_t line;
	size_t rows; /* in all */
	size_t counts[REPORT_ERROR + 1];
};

/* As the options --json and --dry-run have it. */
void report_init(struct report *report, const struct description *of,
	const struct args *args);
void report_release(struct report *report);

/* So many lines are to come. */
void report_expect(struct report *report, size_t rows);

/* This one is next. */
void report_at(struct report *report, size_t line);

/* What became of it; the note may be "". */
void report_line(struct report *report, enum report_outcome outcome,
	const void *record, const char *note);

/* It is wrong. */
void report_wrong(struct report *report, const char *why);

/* Prints it: each line that is not unchanged, or as JSON every line. */
int report_print(struct report *report, struct err *err);

#endif
