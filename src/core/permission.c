#include "core/permission.h"

#include <string.h>

static const struct permission_row rows[] = {
#define X(bit, name, wire, title) {(bit), false, (wire), (title)},
	PERMISSION_SWITCHES(X)
#undef X
#define X(bit, name, wire, title) {(bit), true, (wire), (title)},
		PERMISSION_AREAS(X)
#undef X
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const struct permission_row *
permission_table(size_t *count_out)
{
	*count_out = ROW_COUNT;
	return rows;
}

bool
permission_has(permission_set set, enum permission permission)
{
	return (set >> permission & 1) != 0;
}

/* How many of the row's bits are there: 0, 1 or 2. */
static size_t
rank_of(permission_set set, const struct permission_row *row)
{
	permission_set bits = set >> row->bit;

	if (!row->is_area || (bits & 2) == 0)
		return bits & 1;
	return 2;
}

static const char *const levels[][3] = {
	{"none", "access", NULL},
	{"none", "view", "edit"},
};

const char *
permission_level(permission_set set, const struct permission_row *row)
{
	return levels[row->is_area][rank_of(set, row)];
}

const struct permission_row *
permission_find(const char *name)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

bool
permission_grant(permission_set *set, const char *name, const char *level)
{
	static const permission_set bits[] = {0, 1, 3};
	const struct permission_row *row = permission_find(name);

	if (row == NULL)
		return false;
	for (size_t rank = 0; rank < 3; rank++) {
		const char *word = levels[row->is_area][rank];

		if (word == NULL || strcmp(word, level) != 0)
			continue;
		*set &= ~(bits[row->is_area ? 2 : 1] << row->bit);
		*set |= bits[rank] << row->bit;
		return true;
	}
	return false;
}

const char *
permission_title(enum permission permission)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if ((int)permission == rows[i].bit ||
			(rows[i].is_area && (int)permission == rows[i].bit + 1))
			return rows[i].title;
	return "";
}
