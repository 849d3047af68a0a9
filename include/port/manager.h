#ifndef PORT_MANAGER_H
#define PORT_MANAGER_H

/* Whoever started the service, keeps it running, and may have opened its
 * socket. */

#include <stdint.h>

#include "base/err.h"

enum manager_state {
	MANAGER_READY,
	MANAGER_RELOADING, /* until READY is said again */
	MANAGER_STOPPING,
	MANAGER_ALIVE
};

struct manager_ops {
	/* Tells how the service is; where nobody asked, nothing is said. */
	void (*tell)(enum manager_state state);
	/* MANAGER_ALIVE is wanted within so many ms each; 0: it is not. */
	int (*alive_ms)(void);
	/*
	 * The listening socket that was opened for the service, -1: none was.
	 * ERR_CONFIG when there are several.
	 */
	int (*socket)(int *fd_out, struct err *err);
};

#endif
