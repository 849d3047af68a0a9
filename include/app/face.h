#ifndef APP_FACE_H
#define APP_FACE_H

/* The clock of one employee, as this device knows it. */

#include "app/app.h"
#include "core/clock.h"
#include "core/entry.h"

/* One employee's clock as this device knows it. */
struct face {
	struct stamp
		now;    /* the moment that it is of, by this device's clocks */
	int64_t now_ms; /* by the service's: what it is reckoned from */
	struct id employee;
	char number[ENTRY_NUMBER_BYTES]; /* of somebody else; may be empty */
	char name[ENTRY_NAME_BYTES];     /* foreign: clean it to show it */
	/* Of somebody else, where nothing but it tells them from a namesake. */
	char username[ENTRY_USERNAME_BYTES];
	struct clock_state state;
	struct entry location; /* of state.location; id nil when none */
	struct entry cost_code;
	struct meal_policy meal;
	struct clock_due meal_due;
	int max_record_minutes; /* the company's longest record; 0: none */
	int64_t told_ms;        /* when the service told of it last; 0: never */
	bool known;         /* the service or this device ever told anything */
	bool has_undo;      /* the last punch can still be undone */
	bool undo_is_again; /* and the press before this one was an undo */
	struct id undo;     /* then: that punch */
	int64_t undo_boottime_ms; /* and when it was pressed, on its boot */
};

/* The service's last word and this device's later punches, replayed. */
int face_of(struct app *app, const struct id *employee, const struct stamp *now,
	struct face *face_out, struct err *err);

/*
 * The job an employee was on last, from the punches of this device: what the
 * panel offers while they are OUT. Entries have nil ids where there is none,
 * or it may no longer be chosen. Reads two rows, not the catalogue.
 */
int face_last_job(struct app *app, const struct id *employee,
	struct entry *location_out, struct entry *cost_code_out,
	struct err *err);

#endif
