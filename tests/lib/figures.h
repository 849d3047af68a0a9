#ifndef TESTS_LIB_FIGURES_H
#define TESTS_LIB_FIGURES_H

/* What benches need of time and statistics. */

#include <stddef.h>

struct figures {
	double *values;
	size_t count;
	size_t room;
};

/* Milliseconds since some moment. */
double figures_now_ms(void);

/* One more value. */
void figures_add(struct figures *figures, double value);

/* The smallest for 0, the median for 50, the largest for 100; 0 of none. */
double figures_at(struct figures *figures, unsigned percent);

/* Frees the values; *figures is empty then. */
void figures_release(struct figures *figures);

#endif
