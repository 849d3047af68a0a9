#ifndef CORE_PERMISSION_H
#define CORE_PERMISSION_H

/* What a role allows, and whom one may see: connect-rules(7), Permissions. */

#include <stdbool.h>

/* X(name, name on the wire, title on the screen) */
#define PERMISSIONS(X)                                                         \
	X(CLOCK_IN_OUT, "connect-clock-in-out", "Connect Clock In/Out")        \
	X(CLOCK_IN_FOR, "clock-in-for", "Clock In For")                        \
	X(CLOCK_IN_FOR_EDIT_TIME, "clock-in-for-edit-time",                    \
		"Clock In For: edit time")

enum permission {
#define X(name, wire, title) PERMISSION_##name,
	PERMISSIONS(X)
#undef X
};
#define PERMISSION_COUNT 3

/* A set of permissions: bit (1 << permission). */
typedef unsigned permission_set;

#define VIEWSETS(X)                                                            \
	X(SELF, "self")                                                        \
	X(ALL, "all")                                                          \
	X(SELECTED, "selected")

enum viewset {
#define X(name, wire) VIEWSET_##name,
	VIEWSETS(X)
#undef X
};

/* The wire name. */
const char *permission_name(enum permission permission);

/* What people call it. */
const char *permission_title(enum permission permission);

/* Whether the set holds it. */
bool permission_has(permission_set set, enum permission permission);

#endif
