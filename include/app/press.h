#ifndef APP_PRESS_H
#define APP_PRESS_H

/* The press: what a button would do, and doing it. */

#include "app/app.h"
#include "core/clock.h"
#include "core/punch.h"

#define PRESS_CREW_MAX 64

/* One employee's clock as this device knows it. */
struct face {
	struct id employee;
	char name[ENTRY_NAME_BYTES]; /* foreign: clean it to show it */
	struct clock_state state;
	struct entry location; /* of state.location; id nil when none */
	struct entry cost_code;
	struct meal_policy meal;
	int64_t meal_due_ms; /* 0: none coming */
	bool known;          /* the service or this device ever told anything */
	bool has_undo;       /* the last punch can still be undone */
	struct id undo;      /* then: that punch */
};

/* The service's last word and this device's later punches, replayed. */
int face_of(struct app *app, const struct id *employee, struct face *face_out,
	struct err *err);

/* What the button would do now (core/clock.h). */
int press_offer(struct app *app, const struct face *face, enum punch_kind kind,
	struct clock_offer *offer_out, struct err *err);

struct press {
	enum punch_kind kind;
	struct id employees[PRESS_CREW_MAX]; /* one, or a crew */
	size_t count;
	struct id location;  /* GO */
	struct id cost_code; /* GO */
	struct id target;    /* VOID */
	bool forced;         /* STOP while OUT, after it was said */
	bool confirmed;      /* the question of CLOCK_ASK was answered yes */
	bool has_chosen;     /* "edit time" */
	int64_t chosen_ms;
	const char *comment; /* "" or NULL: none */
};

/* How far a punch has come. */
enum receipt_stage {
	RECEIPT_KEPT,
	RECEIPT_SENT,
	RECEIPT_SET_ASIDE
};

struct receipt {
	struct punch punch;
	enum receipt_stage stage;
	struct verdict verdict;          /* SENT, SET_ASIDE */
	char employee[ENTRY_NAME_BYTES]; /* names are foreign text */
	char location[ENTRY_NUMBER_BYTES + ENTRY_NAME_BYTES];
	char cost_code[ENTRY_NUMBER_BYTES + ENTRY_NAME_BYTES];
	struct id back_location; /* RESUME, VOID: the job it leads back to */
	struct id back_cost_code;
	enum clock_mode mode; /* the state after it */
};

/*
 * Records the press durably (all punches or none) and begins to deliver at
 * once. When 0 is returned it is on disk; otherwise it is NOT RECORDED and the
 * text says so, why, and what to do. receipts_out has room for press->count.
 * ERR_USAGE when the rules do not offer the button (the text says why),
 * ERR_AUTH when nobody is signed in, ERR_PERMISSION.
 */
int press_record(struct app *app, const struct press *press,
	struct receipt *receipts_out, struct err *err);

/* The receipt of a punch as it stands now. ERR_NOT_FOUND. */
int receipt_of(struct app *app, const struct id *punch,
	struct receipt *receipt_out, struct err *err);

/* The last press of this device, whoever made it (Q3). ERR_NOT_FOUND. */
int receipt_last(struct app *app, struct receipt *receipt_out, struct err *err);

#endif
