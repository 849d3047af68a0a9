#ifndef APP_EVENTS_H
#define APP_EVENTS_H

/*
 * This device's last punches of one employee, as the clock's rules see them:
 * set-aside ones left out, at the service's time where it told one, never
 * before the punch pressed before (a device's own order is a fact).
 */

#include "core/clock.h"
#include "inside.h"

#define EVENTS_MAX 32 /* a long day; state follows from the last few */

struct events {
	struct clock_event items[EVENTS_MAX]; /* oldest first */
	size_t count;
	size_t settled; /* of these, the first so many: none of them waits,
			   nor anything before them */
	bool waits;     /* something after them does */
	struct known_clock known; /* the service's last word, if is_told */
	bool is_told;
	/* Whose, and of which state of the store. */
	struct id employee;
	int64_t account;
	int64_t version;
	int64_t moment;
};

/*
 * The events of this employee; borrowed until the next call. Read again only
 * when the store changed. NULL with err set when it cannot be read.
 */
const struct events *
events_get(struct app *app, const struct id *employee, struct err *err);

/* Whether the last ones read are this employee's. */
bool events_at_hand(const struct app *app, const struct id *employee);

/* Something was written: what is at hand is not of this moment any more. */
void events_written(struct app *app);

/* How many of them, from the first on, the service's last word includes. */
size_t events_told(const struct events *events);

/* Adds a punch, the last one. */
void events_add(const struct app *app, struct events *events,
	const struct kept_punch *kept);

/* When a punch counts, as far as is known here: as the service told, else as
 * it was chosen, else the press by the service's time. */
int64_t events_time_ms(const struct app *app, const struct kept_punch *kept);

#endif
