#ifndef SERVICE_DESK_ACCESS_H
#define SERVICE_DESK_ACCESS_H

/*
 * Who may do what: one table, deny by default. For each way into the service
 * it says which credentials open it, and what a caller needs for oneself (and
 * for what is nobody's, as a cost code), for an employee of the own viewset,
 * and for anybody else.
 */

#include <stdbool.h>

#include "core/permission.h"
#include "service/desk/caller.h"

/* X(name, credentials, for oneself, in the viewset, beyond it) */
#define ACCESS_TABLE(X)                                                        \
	X(OPEN, ANYBODY, NEVER, NEVER, NEVER)                                  \
	X(ME, PERSON, ALWAYS, NEVER, NEVER)                                    \
	X(CATALOG, PERSON, ALWAYS, IN_FOR, NEVER)                              \
	X(CLOCK, PERSON, ALWAYS, IN_FOR, NEVER)                                \
	X(PUNCH, DELIVERY, IN_OUT, IN_FOR, NEVER)                              \
	X(PUNCH_EDIT_TIME, DELIVERY, EDIT_TIME, EDIT_TIME, NEVER)              \
	X(ENROL, EITHER, ALWAYS, NEVER, NEVER)                                 \
	X(ACCOUNTS, PERSON, ALWAYS, SEE_DEVICES, NEVER)                        \
	X(REVOKE, PERSON, ALWAYS, EDIT_DEVICES, NEVER)                         \
	X(DEVICES, PERSON, SEE_DEVICES, SEE_DEVICES, NEVER)                    \
	X(REVOKE_DEVICE, PERSON, EDIT_DEVICES, EDIT_DEVICES, NEVER)            \
	X(KIOSKS, PERSON, EDIT_DEVICES, NEVER, NEVER)                          \
	X(COMPANY, PERSON, ADMINISTRATOR, NEVER, NEVER)                        \
	X(ROLES, PERSON, SEE_EMPLOYEES, NEVER, NEVER)                          \
	X(ROLES_EDIT, PERSON, ADMINISTRATOR, NEVER, NEVER)                     \
	X(EMPLOYEES, PERSON, SEE_EMPLOYEES, SEE_EMPLOYEES, NEVER)              \
	X(EMPLOYEES_EDIT, PERSON, EDIT_EMPLOYEES, EDIT_EMPLOYEES, NEVER)       \
	X(GROUPS, PERSON, SEE_GROUPS, NEVER, NEVER)                            \
	X(GROUPS_EDIT, PERSON, EDIT_GROUPS, NEVER, NEVER)                      \
	X(POLICY_GROUPS, PERSON, SEE_POLICIES, NEVER, NEVER)                   \
	X(POLICY_GROUPS_EDIT, PERSON, EDIT_POLICIES, NEVER, NEVER)             \
	X(LOCATIONS, PERSON, SEE_LOCATIONS, NEVER, NEVER)                      \
	X(LOCATIONS_EDIT, PERSON, EDIT_LOCATIONS, NEVER, NEVER)                \
	X(COST_CODES, PERSON, SEE_COST_CODES, NEVER, NEVER)                    \
	X(COST_CODES_EDIT, PERSON, EDIT_COST_CODES, NEVER, NEVER)              \
	X(FEED, PERSON, EXPORT, EXPORT, NEVER)                                 \
	X(AUDIT, PERSON, SEE_AUDIT, NEVER, NEVER)                              \
	X(QUARANTINE, PERSON, SEE_QUARANTINE, SEE_QUARANTINE, NEVER)           \
	X(QUARANTINE_EDIT, PERSON, EDIT_QUARANTINE, EDIT_QUARANTINE, NEVER)    \
	X(TIME_CARD, PERSON, SEE_MY_CARD, SEE_CARDS, NEVER)                    \
	X(TIME_CARDS, PERSON, SEE_CARDS, SEE_CARDS, NEVER)                     \
	X(BOARD, PERSON, SEE_BOARD, SEE_BOARD, NEVER)                          \
	X(CORRECT, PERSON, ADMINISTRATOR, EDIT_TIME_CARDS, NEVER)              \
	X(REQUEST, PERSON, REQUEST_MISSED_PUNCH, NEVER, NEVER)                 \
	X(REQUESTS, PERSON, ALWAYS, SEE_CARDS, NEVER)                          \
	X(REQUESTS_DECIDE, PERSON, ADMINISTRATOR, EDIT_TIME_CARDS, NEVER)      \
	X(APPROVE_OWN, PERSON, APPROVE_OWN, NEVER, NEVER)                      \
	X(APPROVE_SUPERVISOR, PERSON, NEVER, APPROVE_SUPERVISOR, NEVER)        \
	X(APPROVE_SIGN_OFF, PERSON, APPROVE_SIGN_OFF, APPROVE_SIGN_OFF, NEVER) \
	X(PERIODS, PERSON, ALWAYS, NEVER, NEVER)                               \
	X(PERIODS_CLOSE, PERSON, CLOSE_PERIODS, NEVER, NEVER)

enum access {
#define X(name, credentials, own, seen, foreign) ACCESS_##name,
	ACCESS_TABLE(X)
#undef X
};

/* Whom something is done to, as the caller sees them. */
enum access_subject {
	ACCESS_OWN,
	ACCESS_SEEN, /* in the viewset */
	ACCESS_FOREIGN
};

/* Whether this kind of credential opens the way at all. */
bool access_opens(enum access access, enum credential credential);

/* Whether someone with these permissions may do it to such a subject. */
bool access_allows(enum access access, permission_set permissions,
	enum access_subject subject);

#endif
