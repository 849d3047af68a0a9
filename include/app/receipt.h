#ifndef APP_RECEIPT_H
#define APP_RECEIPT_H

/* What became of a press, for the person who pressed. */

#include "app/app.h"
#include "core/entry.h"
#include "core/punch.h"
#include "core/verdict.h"

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

/* The receipt of a punch as it stands now. ERR_NOT_FOUND. */
int receipt_of(struct app *app, const struct id *punch,
	struct receipt *receipt_out, struct err *err);

/* The last press of this device, whoever made it. ERR_NOT_FOUND. */
int receipt_last(struct app *app, struct receipt *receipt_out, struct err *err);

#endif
