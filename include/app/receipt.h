#ifndef APP_RECEIPT_H
#define APP_RECEIPT_H

/* What became of a press, for the person who pressed. */

#include "app/face.h"
#include "core/punch.h"
#include "core/verdict.h"

#define RECEIPT_LABEL_BYTES (ENTRY_NUMBER_BYTES + ENTRY_NAME_BYTES)

/* How far a punch has come. */
enum receipt_stage {
	RECEIPT_KEPT,
	RECEIPT_SENT,
	RECEIPT_SET_ASIDE,
	RECEIPT_CLOSED /* set aside, and done with */
};

/* The press that a void took back. */
struct undone {
	struct id id; /* nil: not known here */
	enum punch_kind kind;
	int64_t at_ms; /* when it counted */
	char location[RECEIPT_LABEL_BYTES];
	char cost_code[RECEIPT_LABEL_BYTES];
};

struct receipt {
	struct punch punch;
	int64_t at_ms;      /* when it counts, as far as is known */
	int64_t pressed_ms; /* by the service's time */
	enum receipt_stage stage;
	struct verdict verdict;                   /* SENT, SET_ASIDE */
	char employee_number[ENTRY_NUMBER_BYTES]; /* of somebody else */
	char employee[ENTRY_NAME_BYTES];          /* names are foreign text */
	char employee_username[ENTRY_USERNAME_BYTES]; /* as in the face */
	char location[RECEIPT_LABEL_BYTES];
	char cost_code[RECEIPT_LABEL_BYTES];
	uint8_t location_number_len; /* so much of it is the number */
	uint8_t cost_code_number_len;
	struct id back_location; /* RESUME, VOID: the job it leads back to */
	struct id back_cost_code;
	enum clock_mode mode; /* the state after it */
	int64_t since_ms;     /* of that state; 0: unknown */
	bool is_fresh;        /* just pressed, by whoever reads it */
	bool is_idle;         /* then: the state is as it was before */
	struct undone undone; /* VOID: what it took back, where that is known */
};

/*
 * The receipt of a punch as it stands now. ERR_NOT_FOUND. `face`: where one is
 * at hand, so that the clock is not folded again; NULL else.
 */
int receipt_of(struct app *app, const struct id *punch, const struct face *face,
	struct receipt *receipt_out, struct err *err);

/* The last press of this device, whoever made it. Likewise. */
int receipt_last(struct app *app, const struct face *face,
	struct receipt *receipt_out, struct err *err);

/* Brings a receipt up to date when its punch has come further. */
int receipt_refresh(struct app *app, struct receipt *receipt, struct err *err);

/* The receipt of a punch just recorded, from the face before it. */
void receipt_of_press(struct app *app, const struct punch *punch,
	const struct face *before, struct receipt *receipt_out);

#endif
