#ifndef APP_EVENTS_H
#define APP_EVENTS_H

/*
 * This device's last punches of one employee, as the clock's rules see them:
 * set-aside ones left out, at the service's time where it told one, never
 * before the punch pressed before (a device's own order is a fact).
 */

#include "core/clock.h"
#include "inside.h"

#define EVENTS_MAX 64 /* days of punches; state follows from the last few */

struct events {
	struct clock_event items[EVENTS_MAX];
	size_t count;
};

/* The events of this employee, oldest first; errors are the store's. */
int events_load(struct app *app, const struct id *employee,
	struct events *events_out, struct err *err);

/* One punch as an event; `kept` gives the service's time if it told one. */
struct clock_event event_of(const struct kept_punch *kept);

#endif
