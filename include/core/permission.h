#ifndef CORE_PERMISSION_H
#define CORE_PERMISSION_H

/*
 * What a role allows, and whom an employee may see. A switch is given or not;
 * an area is seen (view) or changed too (edit, which is never without view).
 * Administrators have everything, and the switch of their name, which no other
 * role can be given: company settings and roles are for them alone.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(bit, name, name on the wire and in rows, title on the screen). The bits
 * stand in the client's journal: they are chosen, and never given anew. */
#define PERMISSION_SWITCHES(X)                                                 \
	X(0, CLOCK_IN_OUT, "connect-clock-in-out", "Connect Clock In/Out")     \
	X(1, CLOCK_IN_FOR, "clock-in-for", "Clock In For")                     \
	X(2, CLOCK_IN_FOR_EDIT_TIME, "clock-in-for-edit-time",                 \
		"Clock In For: edit time")                                     \
	X(3, REQUEST_MISSED_PUNCH, "request-missed-punch",                     \
		"Request Missed Punch")                                        \
	X(4, APPROVE_OWN, "approve-own", "Approve: own time card")             \
	X(5, APPROVE_SUPERVISOR, "approve-supervisor", "Approve: supervisor")  \
	X(6, APPROVE_SIGN_OFF, "approve-sign-off", "Approve: sign off")        \
	X(7, CLOSE_PERIODS, "close-periods", "Close Pay Periods")              \
	X(8, EXPORT, "export", "Export")                                       \
	X(9, ADMINISTRATOR, "administrator", "Administrator")

/* The same; the bit is that of view, the next one that of edit. */
#define PERMISSION_AREAS(X)                                                    \
	X(16, MY_TIME_CARD, "my-time-card", "My Time Card")                    \
	X(18, TIME_CARDS, "time-cards", "Time Cards")                          \
	X(20, BOARD, "board", "Board")                                         \
	X(22, QUARANTINE, "quarantine", "Quarantine")                          \
	X(24, EMPLOYEES, "employees", "Employees")                             \
	X(26, LOCATIONS, "locations", "Locations")                             \
	X(28, COST_CODES, "cost-codes", "Cost Codes")                          \
	X(30, GROUPS, "groups", "Groups")                                      \
	X(32, POLICIES, "policies", "Policies")                                \
	X(34, DEVICES, "devices", "Devices")                                   \
	X(36, BUDGETS, "budgets", "Budgets")                                   \
	X(38, WAGES, "wages", "Wages")                                         \
	X(40, AUDIT, "audit", "Audit")

/* PERMISSION_CLOCK_IN_FOR; PERMISSION_BOARD_VIEW, PERMISSION_BOARD_EDIT. */
enum permission {
#define X(bit, name, wire, title) PERMISSION_##name = (bit),
	PERMISSION_SWITCHES(X)
#undef X
#define X(bit, name, wire, title)                                              \
	PERMISSION_##name##_VIEW = (bit), PERMISSION_##name##_EDIT = (bit) + 1,
	PERMISSION_AREAS(X)
#undef X
};

/* A set of permissions: bit (1 << permission). */
typedef uint64_t permission_set;

/* The set of a switch or of a view; the set of an area's edit. */
#define PERMISSION_SET(name) ((permission_set)1 << PERMISSION_##name)
#define PERMISSION_SET_EDIT(area)                                              \
	((permission_set)3 << PERMISSION_##area##_VIEW)

/* Everything that there is. */
#define PERMISSION_ALL                                                         \
	(PERMISSION_SWITCHES(PERMISSION_ONE) PERMISSION_AREAS(PERMISSION_TWO) 0)
#define PERMISSION_ONE(bit, name, wire, title) (permission_set)1 << (bit) |
#define PERMISSION_TWO(bit, name, wire, title) (permission_set)3 << (bit) |

/* X(name, number on disk, name on the wire) */
#define VIEWSETS(X)                                                            \
	X(SELF, 0, "self")                                                     \
	X(ALL, 1, "all")                                                       \
	X(SELECTED, 2, "selected")                                             \
	X(GROUPS, 3, "groups")

enum viewset {
#define X(name, number, wire) VIEWSET_##name = (number),
	VIEWSETS(X)
#undef X
};

struct permission_row {
	int bit;
	bool is_area;
	const char *name; /* on the wire and in rows */
	const char *title;
};

/* Switches, then areas; *count_out is their number. */
const struct permission_row *permission_table(size_t *count_out);

/* The row of this name, NULL when there is none. */
const struct permission_row *permission_find(const char *name);

/* "none", "access" of a switch, "view" or "edit" of an area. */
const char *
permission_level(permission_set set, const struct permission_row *row);

/*
 * Adds a switch (level "access") or an area ("view", "edit") to the set, and
 * takes it out with "none". False when there is no such name or level.
 */
bool permission_grant(permission_set *set, const char *name, const char *level);

/* What people call it. */
const char *permission_title(enum permission permission);

/* Whether the set holds it. */
bool permission_has(permission_set set, enum permission permission);

#endif
