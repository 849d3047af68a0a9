#include "lib/figures.h"

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"

double
figures_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

void
figures_add(struct figures *figures, double value)
{
	figures->values = mem_grow(figures->values, &figures->room,
		figures->count + 1, sizeof(double));
	figures->values[figures->count++] = value;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
figures_at(struct figures *figures, unsigned percent)
{
	size_t at = figures->count * percent / 100;

	if (figures->count == 0)
		return 0;
	qsort(figures->values, figures->count, sizeof(double), by_size);
	return figures->values[at < figures->count ? at : figures->count - 1];
}

void
figures_release(struct figures *figures)
{
	free(figures->values);
	*figures = (struct figures){0};
}
