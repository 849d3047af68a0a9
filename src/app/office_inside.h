#ifndef OFFICE_INSIDE_H
#define OFFICE_INSIDE_H

/* What the files of the office share. */

#include "app/office.h"
#include "call.h"
#include "kept.h"

#define OFFICE_KINDS_MAX 16

struct office {
	struct app *app;
	struct kept *kinds; /* up to one without `of` */

	/* What is under way. */
	bool busy;
	struct call call;
	struct loop_timer pause; /* the service asked to wait */
	int pauses;
	const char *method;
	struct str path;
	struct str body;
	char if_match[CALL_ETAG_BYTES];
	size_t answer_max;
	const struct description *of; /* whose record is answered; NULL: raw */
	bool dry_run;
	office_on_answer *on_answer;
	void *ctx;

	/* Of a load: these kinds, one after the other. */
	const struct description *queue[OFFICE_KINDS_MAX + 1];
	size_t queued;
	size_t next;
	struct kept fresh;
	struct str query; /* of a look for one: "number=2601" */
};

/* The kept records of a kind; empty while it was not loaded. */
struct kept *
office_kept(const struct office *office, const struct description *of);

#endif
