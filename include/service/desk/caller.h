#ifndef SERVICE_DESK_CALLER_H
#define SERVICE_DESK_CALLER_H

/* Who asks, as far as the service knows it. */

#include <stdint.h>

#include "base/id.h"
#include "core/permission.h"

/* X(name, prefix of its tokens) */
#define CREDENTIALS(X)                                                         \
	X(ACCESS, "cca")                                                       \
	X(REFRESH, "ccr")                                                      \
	X(DELIVERY, "cce")

enum credential {
	CREDENTIAL_NONE,
#define X(name, prefix) CREDENTIAL_##name,
	CREDENTIALS(X)
#undef X
};

struct caller {
	enum credential credential;
	struct id company;
	struct id employee;         /* whose token it is; nil: a kiosk's */
	struct id session;          /* nil for a delivery credential */
	permission_set permissions; /* 0 for a delivery credential */
	enum viewset viewset;       /* likewise; SELECTED for GROUPS too */
	int64_t change_seq;         /* the company's; likewise */
	/* The enrolment that it delivers under, or that the session is of;
	 * nil and 0 for a session without a device. */
	struct id enrolment;
	struct id device;
	int64_t begun_ms;
};

#endif
