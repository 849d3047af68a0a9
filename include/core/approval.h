#ifndef CORE_APPROVAL_H
#define CORE_APPROVAL_H

/* Who stands for a card, in the order in which they do. */

/* X(name, number on disk, name on the wire, title) */
#define APPROVALS(X)                                                           \
	X(EMPLOYEE, 0, "employee", "Employee")                                 \
	X(SUPERVISOR, 1, "supervisor", "Supervisor")                           \
	X(SIGN_OFF, 2, "sign-off", "Sign Off")

enum approval {
#define X(name, number, wire, title) APPROVAL_##name = (number),
	APPROVALS(X)
#undef X
};
#define APPROVAL_COUNT 3

#endif
