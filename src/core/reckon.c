#include "core/reckon.h"

#define UNSET_MS                                                               \
	(2 * INT64_C(86400000)) /* no clock that was set is so wrong           \
				 */
#define SAME_MS 1000

struct reckoning
reckon_told(int64_t service_ms, const struct stamp *now)
{
	return (struct reckoning){
		.service_ms = service_ms,
		.wall_ms = now->wall_ms,
		.boottime_ms = now->boottime_ms,
		.boot = now->boot,
	};
}

static int64_t
reckon_distance(int64_t a_ms, int64_t b_ms)
{
	return a_ms > b_ms ? a_ms - b_ms : b_ms - a_ms;
}

/* By the wall clock of another boot: the same clock, or one that was set since.
 */
static int64_t
reckon_wall(const struct reckoning *told, int64_t wall_ms)
{
	int64_t behind_ms = told->service_ms - told->wall_ms;

	if (reckon_distance(told->service_ms, told->wall_ms) > UNSET_MS &&
		reckon_distance(wall_ms, told->service_ms) <
			reckon_distance(wall_ms, told->wall_ms))
		return wall_ms;
	return wall_ms + behind_ms;
}

int64_t
reckon_press(const struct reckoning *told, const struct stamp *pressed)
{
	if (told->service_ms == 0)
		return pressed->wall_ms;
	if (id_equal(&told->boot, &pressed->boot))
		return told->service_ms +
		       (pressed->boottime_ms - told->boottime_ms);
	return reckon_wall(told, pressed->wall_ms);
}

int64_t
reckon_now(const struct reckoning *told, const struct stamp *now)
{
	int64_t now_ms = reckon_press(told, now);
	int64_t least_ms = told->service_ms + now->boottime_ms;

	if (told->service_ms == 0 || id_equal(&told->boot, &now->boot))
		return now_ms;
	return now_ms > least_ms ? now_ms : least_ms;
}

static bool
reckon_is_far(int64_t a_ms, int64_t b_ms)
{
	return reckon_distance(a_ms, b_ms) >= SAME_MS;
}

bool
reckon_is_news(const struct reckoning *before, const struct reckoning *told)
{
	int64_t passed_ms = told->boottime_ms - before->boottime_ms;

	if (before->service_ms == 0 || !id_equal(&before->boot, &told->boot))
		return true;
	return reckon_is_far(
		       before->service_ms + passed_ms, told->service_ms) ||
	       reckon_is_far(before->wall_ms + passed_ms, told->wall_ms);
}
