#ifndef APP_HOURS_H
#define APP_HOURS_H

/*
 * Time cards, and the board of who is in, as the service works them out. Its
 * last answers are kept in the cache: what is shown is what is kept, with its
 * age, so offline is as online.
 */

#include "app/app.h"
#include "app/sheet.h"
#include "calendar/period.h"
#include "core/entry.h"

enum hours_what {
	HOURS_BOARD,
	HOURS_WEEK,   /* the work week that holds dates.first */
	HOURS_PERIOD, /* the pay period likewise; the week where there is none
		       */
	HOURS_DATES   /* these dates, 31 at most */
};

struct hours_ask {
	enum hours_what what;
	struct id employee; /* whose card */
	struct period dates;
	bool explain; /* with the reasons of its figures */
};

/* The local date of a moment by the company's calendar. */
int32_t hours_date(const struct app *app, int64_t now_ms);

/*
 * Asks the service and keeps its answer; on_answer is told once, with ERR_NONE
 * or why there is none, perhaps at once. One at a time: another one takes the
 * place, and the one before is not told.
 */
typedef void hours_on_answer(void *ctx, const struct err *err);
void hours_ask(struct app *app, const struct hours_ask *ask,
	hours_on_answer *on_answer, void *ctx);

/* Nobody is told any more. */
void hours_ask_no_more(struct app *app);

/*
 * What is kept of it. hours_card takes one without reasons where none with
 * them is kept. ERR_NOT_FOUND: nothing is.
 */
struct hours_card;
struct hours_board;
int hours_card(struct app *app, const struct hours_ask *ask,
	struct hours_card **card_out, struct err *err);
int
hours_board(struct app *app, struct hours_board **board_out, struct err *err);
/* From its first date to its last. */
struct period hours_card_range(const struct hours_card *card);

/*
 * Who else knows what people and jobs are called: asked before the catalogue,
 * which has only what may be chosen. It fills in what it knows, or says no.
 */
typedef bool hours_on_entry(void *ctx, enum entry_kind kind,
	const struct id *id, struct entry *entry_out);
void hours_names_by(struct app *app, hours_on_entry *on_entry, void *ctx);

/* Frees. NULL is fine. */
void hours_card_free(struct hours_card **card);
void hours_board_free(struct hours_board **board);

#endif
