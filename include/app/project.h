#ifndef APP_PROJECT_H
#define APP_PROJECT_H

/* The projection as a program: connect-rules(7). It knows no configuration, no
 * journal and no service: what it answers follows from the document. */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "calendar/zone.h"

struct app_project {
	/* Loads a zone, yours to free; as zoneinfo_load. */
	int (*zone)(const char *name, struct zone **zone_out, struct err *err);
	bool timeclock; /* the records in that format, else all as JSON */
	bool shown;     /* with the times that a card shows */
};

/* Reads a document and appends what it comes to. ERR_DATA with the JSON pointer
 * of what is wrong; then nothing is appended. */
int app_project(const struct app_project *how, const char *bytes, size_t len,
	struct str *out, struct err *err);

#endif
