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
	X(DEVICE, "ccd")

enum credential {
	CREDENTIAL_NONE,
#define X(name, prefix) CREDENTIAL_##name,
	CREDENTIALS(X)
#undef X
};

struct caller {
	enum credential credential;
	struct id company;
	struct id device;
	struct id employee;         /* nil for a device token */
	struct id session;          /* likewise */
	permission_set permissions; /* 0 for a device token */
	enum viewset viewset;
	int64_t change_seq; /* the company's, at this moment */
};

#endif
