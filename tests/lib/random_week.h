#ifndef TESTS_LIB_RANDOM_WEEK_H
#define TESTS_LIB_RANDOM_WEEK_H

/* Weeks of punches and rules by chance, always the same ones. */

#include <stdbool.h>

#include "core/card.h"
#include "core/time_fold.h"

#define RANDOM_PUNCHES_MAX 40
#define RANDOM_SPANS_MAX 3
#define RANDOM_MONDAY 20759 /* 2026-11-02 */
#define RANDOM_DAYS 24      /* that are looked at */

struct random_week {
	struct time_fact facts[RANDOM_PUNCHES_MAX];
	size_t count;
	struct time_span spans[RANDOM_SPANS_MAX];
	struct time_rules rules;
	struct id excluded;
};

/* A number from 0 on, below this one. */
int random_below(int limit);

/* The next week. Plain: one policy that holds for ever, one grid, without
 * ranges and lunch. */
void random_week_make(struct random_week *week, bool plain);

/* Its card. */
void random_week_run(
	const struct random_week *week, bool explain, struct time_records *out);

#endif
