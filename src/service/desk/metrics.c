#include "service/desk/metrics.h"

const int metrics_bucket_ms[METRICS_BUCKETS] = {
	5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000};

void
metrics_answered(
	struct metrics *metrics, size_t route, int status, int64_t took_ms)
{
	struct metrics_route *it = &metrics->routes[route];
	size_t bucket = 0;

	/* The wall clock may have been set back meanwhile. */
	if (took_ms < 0)
		took_ms = 0;
	while (bucket < METRICS_BUCKETS && took_ms > metrics_bucket_ms[bucket])
		bucket++;
	it->answers[status >= 0 && status < METRICS_STATUSES ? status : 0]++;
	it->took[bucket]++;
	it->took_ms += took_ms;
}

void
metrics_punch(struct metrics *metrics, enum verdict_kind kind)
{
	metrics->punches[kind]++;
}
