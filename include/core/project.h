#ifndef CORE_PROJECT_H
#define CORE_PROJECT_H

/*
 * The whole projection of one employee, from all that was ever pressed,
 * delivered and corrected to records: connect-rules(7), The projection as a
 * program. It is made of the rules that the service goes by, over everything
 * at once.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/correction.h"
#include "core/history.h"
#include "core/time_fold.h"

struct project_enrolment {
	struct id id;
	int64_t begun_ms; /* 0: not known */
	int64_t ended_ms; /* INT64_MAX: it goes on */
};

struct project_press {
	struct punch punch;
	bool held; /* in quarantine */
};

/* As the highest number of a contact: what was heard so far. */
#define PROJECT_HIGHEST_HEARD (-1)

/* A contact, and the presses that it brought: `count` from `first` on. */
struct project_delivery {
	struct id enrolment;
	struct contact contact;
	size_t first;
	size_t count;
};

struct project {
	struct time_rules rules;
	int64_t now_ms;
	bool explain;
	const struct time_fact *events; /* whose time is settled */
	size_t event_count;
	const struct project_enrolment *enrolments; /* those that need words */
	size_t enrolment_count;
	const struct project_press *presses;
	size_t press_count;
	const struct project_delivery *deliveries; /* in any order */
	size_t delivery_count;
	const struct correction *corrections; /* as they were made */
	size_t correction_count;
};

/* A punch, and what became of it. */
struct project_punch {
	struct time_fact fact;
	/* Where it was delivered; else all zero: settled, or added. */
	bool is_delivered;
	int64_t press_ms; /* in the order of its enrolment */
	struct restated restated;
	unsigned effects; /* enum clock_effect, where it counts */
};

/* Yours; project_release. */
struct project_outcome {
	struct project_punch *punches; /* in the order that counts */
	size_t count;
	struct time_records records;
};

/* Runs it. */
void
project_run(const struct project *project, struct project_outcome *outcome_out);

/* Frees what it holds. */
void project_release(struct project_outcome *outcome);

#endif
