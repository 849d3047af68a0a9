#include "core/permission.h"

static const char *const names[] = {
#define X(name, wire, title) [PERMISSION_##name] = (wire),
	PERMISSIONS(X)
#undef X
};
_Static_assert(sizeof(names) / sizeof(*names) == PERMISSION_COUNT, "count");

const char *
permission_name(enum permission permission)
{
	return names[permission];
}

bool
permission_has(permission_set set, enum permission permission)
{
	return (set >> permission) & 1;
}

const char *
permission_title(enum permission permission)
{
	static const char *const titles[] = {
#define X(name, wire, title) [PERMISSION_##name] = (title),
		PERMISSIONS(X)
#undef X
	};

	return titles[permission];
}
