#include "service/desk/access.h"

/* Sets of credentials: bit (1 << credential). */
enum credential_set {
	ANYBODY = 1 << CREDENTIAL_NONE,
	PERSON = 1 << CREDENTIAL_ACCESS,
	DELIVERY = 1 << CREDENTIAL_DELIVERY,
	EITHER = PERSON | DELIVERY,
};

/* X(name, permission that it takes) */
#define RULES(X)                                                               \
	X(IN_OUT, CLOCK_IN_OUT)                                                \
	X(IN_FOR, CLOCK_IN_FOR)                                                \
	X(EDIT_TIME, CLOCK_IN_FOR_EDIT_TIME)                                   \
	X(SEE_DEVICES, DEVICES_VIEW)                                           \
	X(EDIT_DEVICES, DEVICES_EDIT)                                          \
	X(ADMINISTRATOR, ADMINISTRATOR)                                        \
	X(SEE_EMPLOYEES, EMPLOYEES_VIEW)                                       \
	X(EDIT_EMPLOYEES, EMPLOYEES_EDIT)                                      \
	X(SEE_GROUPS, GROUPS_VIEW)                                             \
	X(EDIT_GROUPS, GROUPS_EDIT)                                            \
	X(SEE_POLICIES, POLICIES_VIEW)                                         \
	X(EDIT_POLICIES, POLICIES_EDIT)                                        \
	X(SEE_LOCATIONS, LOCATIONS_VIEW)                                       \
	X(EDIT_LOCATIONS, LOCATIONS_EDIT)                                      \
	X(SEE_COST_CODES, COST_CODES_VIEW)                                     \
	X(EDIT_COST_CODES, COST_CODES_EDIT)                                    \
	X(EXPORT, EXPORT)                                                      \
	X(SEE_AUDIT, AUDIT_VIEW)                                               \
	X(SEE_QUARANTINE, QUARANTINE_VIEW)                                     \
	X(EDIT_QUARANTINE, QUARANTINE_EDIT)                                    \
	X(SEE_MY_CARD, MY_TIME_CARD_VIEW)                                      \
	X(SEE_CARDS, TIME_CARDS_VIEW)                                          \
	X(SEE_BOARD, BOARD_VIEW)                                               \
	X(EDIT_TIME_CARDS, TIME_CARDS_EDIT)                                    \
	X(CLOSE_PERIODS, CLOSE_PERIODS)                                        \
	X(REQUEST_MISSED_PUNCH, REQUEST_MISSED_PUNCH)                          \
	X(APPROVE_OWN, APPROVE_OWN)                                            \
	X(APPROVE_SUPERVISOR, APPROVE_SUPERVISOR)                              \
	X(APPROVE_SIGN_OFF, APPROVE_SIGN_OFF)

enum rule {
	NEVER,
	ALWAYS,
#define X(name, permission) name,
	RULES(X)
#undef X
};

static const struct {
	enum credential_set credentials;
	enum rule rules[ACCESS_FOREIGN + 1];
} table[] = {
#define X(name, credentials, own, seen, foreign)                               \
	[ACCESS_##name] = {credentials, {own, seen, foreign}},
	ACCESS_TABLE(X)
#undef X
};

bool
access_opens(enum access access, enum credential credential)
{
	return table[access].credentials == ANYBODY ||
	       (table[access].credentials & (1U << credential)) != 0;
}

bool
access_allows(enum access access, permission_set permissions,
	enum access_subject subject)
{
	switch (table[access].rules[subject]) {
	case NEVER:
		return false;
	case ALWAYS:
		return true;
#define X(name, permission)                                                    \
	case name:                                                             \
		return permission_has(permissions, PERMISSION_##permission);
		RULES(X)
#undef X
	}
	return false;
}
