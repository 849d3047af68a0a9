#ifndef SYS_HOST_H
#define SYS_HOST_H

/*
 * The clocks of this machine as a port/time_source.h: CLOCK_REALTIME,
 * CLOCK_BOOTTIME, the kernel's boot id, and the local IANA zone: TZ if it
 * names one, else what /etc/localtime links to, else /etc/timezone, else UTC.
 * The zone is looked up at each stamp: laptops travel. For one thread.
 */

#include "base/err.h"
#include "port/time_source.h"

struct host_clock;

#define HOST_BOOT_ID_PATH "/proc/sys/kernel/random/boot_id"

/*
 * A clock that reads the boot id from this file (HOST_BOOT_ID_PATH), once.
 * Yours to free. ERR_INTERNAL when the boot id cannot be read.
 */
int host_clock_new(const char *boot_id_path, struct host_clock **clock_out,
	struct err *err);

/* Frees *clock, which may be NULL, and sets it to NULL. */
void host_clock_free(struct host_clock **clock);

/* The clock as the app sees it; lasts as long as the clock. */
struct time_source host_clock_source(struct host_clock *clock);

#endif
