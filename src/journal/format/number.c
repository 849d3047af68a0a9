#include "journal/format/number.h"

#include <assert.h>

#include "journal/format/schema.h"
#include "port/store.h"

#define MAP(table)                                                             \
	{                                                                      \
		table, sizeof(table) / sizeof((table)[0])                      \
	}

static const unsigned char kinds[] = {
	[PUNCH_GO] = 1,
	[PUNCH_STOP] = 2,
	[PUNCH_MEAL] = 3,
	[PUNCH_RESUME] = 4,
	[PUNCH_VOID] = 5,
};
const struct number_map number_kinds = MAP(kinds);

/* The state alone moves, so no proof covers it: two of these differ in two
 * bits at least, and one that flips makes none of the others. */
static const unsigned char states[] = {
	[KEPT_WAITING] = SCHEMA_WAITING,
	[KEPT_ANSWERED] = SCHEMA_ANSWERED,
	[KEPT_SET_ASIDE] = SCHEMA_SET_ASIDE,
	[KEPT_CLOSED] = SCHEMA_CLOSED,
	[KEPT_DAMAGED] = SCHEMA_DAMAGED,
};
const struct number_map number_states = MAP(states);

static const unsigned char verdicts[] = {
	[VERDICT_RECORDED] = 1,
	[VERDICT_QUARANTINED] = 2,
	[VERDICT_DUPLICATE] = 3,
	[VERDICT_REFUSED] = 4,
};
const struct number_map number_verdicts = MAP(verdicts);

static const unsigned char modes[] = {
	[CLOCK_OUT] = 1,
	[CLOCK_IN] = 2,
	[CLOCK_MEAL] = 3,
};
const struct number_map number_modes = MAP(modes);

static const unsigned char viewsets[] = {
	[VIEWSET_SELF] = 1,
	[VIEWSET_ALL] = 2,
	[VIEWSET_SELECTED] = 3,
};
const struct number_map number_viewsets = MAP(viewsets);

static const unsigned char early[] = {
	[MEAL_EARLY_WARN] = 1,
	[MEAL_EARLY_BLOCK] = 2,
};
const struct number_map number_early = MAP(early);

int
number_put(const struct number_map *map, int value)
{
	assert(value >= 0 && (size_t)value < map->count);
	assert(map->disk[value] != 0);
	return map->disk[value];
}

bool
number_take(const struct number_map *map, int64_t disk, int *value_out)
{
	size_t i;

	for (i = 0; i < map->count; i++) {
		if (disk == 0 || map->disk[i] != disk)
			continue;
		*value_out = (int)i;
		return true;
	}
	return false;
}
