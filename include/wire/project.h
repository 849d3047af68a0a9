#ifndef WIRE_PROJECT_H
#define WIRE_PROJECT_H

/*
 * What `connect-clock project` reads and writes: connect-rules(7), The
 * projection as a program. Times and names are as people write them; names
 * become ids and back.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/jsonout.h"
#include "base/str.h"
#include "calendar/period.h"
#include "calendar/zone.h"
#include "core/project.h"

#define WIRE_PROJECT_BYTES ((size_t)64 << 20) /* of a document, at most */
#define WIRE_PROJECT_NAME_BYTES ID_TEXT_BYTES /* of a name in it */

/* Yours; wire_project_release. */
struct wire_project {
	struct project project;
	struct zone *zone;
	struct period_rule period;
	struct period range; /* what is shown */
	/* What the project points to: */
	struct time_span *spans;
	size_t span_cap;
	struct time_fact *events;
	struct project_enrolment *enrolments;
	struct project_press *presses;
	size_t press_cap;
	struct project_delivery *deliveries;
	struct correction *corrections;
};

/* Loads the zone of a name, yours to free; as zoneinfo_load. */
typedef int
wire_project_zone(const char *name, struct zone **zone_out, struct err *err);

/* ERR_DATA with the JSON pointer; then there is nothing to release. */
int wire_project_decode(const char *bytes, size_t len, wire_project_zone *zone,
	struct wire_project *in_out, struct err *err);
void wire_project_release(struct wire_project *in);

/* The answer: one line of JSON. */
void wire_project_encode(const struct wire_project *in,
	const struct project_outcome *outcome, struct str *out);

/* The name that an id stands for, into buf_out; returns buf_out. */
char *
wire_project_name(const struct id *id, char buf_out[WIRE_PROJECT_NAME_BYTES]);

/* A time as people write it, in the zone where it names no offset: RFC 3339,
 * or "2026-11-16 07:58:12". What is wrong with it; NULL: nothing. */
const char *
wire_project_time(const char *text, const struct zone *zone, int64_t *ms_out);

#endif
