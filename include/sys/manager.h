#ifndef SYS_MANAGER_H
#define SYS_MANAGER_H

/* systemd, or who speaks as it does: sd_notify(3) and sd_listen_fds(3). */

#include "port/manager.h"

/* For the service that this process is. */
extern const struct manager_ops manager_ops;

#endif
