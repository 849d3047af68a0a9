#ifndef CORE_CAUSE_H
#define CORE_CAUSE_H

/*
 * Why a press is held for review (connect-rules(7), Quarantine): it stands in
 * the ledger and counts when every cause is gone.
 */

#include <stddef.h>

/* X(name, bit, name on the wire and in the ledger, in words for people) */
#define CAUSES(X)                                                              \
	X(CLOCK_OFF, 0, "clock-off",                                           \
		"Clock In/Out was switched off for the company.")              \
	X(NO_PERMISSION, 1, "no-permission",                                   \
		"The role of the person who pressed does not allow it.")       \
	X(NOT_IN_VIEWSET, 2, "not-in-viewset",                                 \
		"The employee is not in the viewset of the person who "        \
		"pressed.")                                                    \
	X(LEFT, 3, "left",                                                     \
		"The employee, or the person who pressed, is not active.")     \
	X(INACTIVE, 4, "inactive",                                             \
		"The location or the cost code is not active.")                \
	X(NOT_LISTED, 5, "not-listed",                                         \
		"The location does not take this cost code.")                  \
	X(UNKNOWN, 6, "unknown",                                               \
		"It names an employee, location or cost code that the "        \
		"service does not know.")                                      \
	X(BROUGHT, 7, "brought",                                               \
		"It was pressed under an enrolment that is lost, and brought " \
		"by another one.")                                             \
	X(CLOSED_PERIOD, 8, "closed-period", "Its pay period is closed.")      \
	X(APPROVED_CARD, 9, "approved-card",                                   \
		"The time card that it would change is approved.")

/* A set of bits. */
enum cause {
#define X(name, bit, wire, words) CAUSE_##name = 1 << (bit),
	CAUSES(X)
#undef X
};

/* The wire name of one cause (one bit), NULL when it is none. */
const char *cause_name(enum cause cause);

/* Its words, a whole sentence; NULL when it is none. */
const char *cause_words(enum cause cause);

/* The bit of a wire name; 0 when there is none. */
unsigned cause_parse(const char *name);

#endif
