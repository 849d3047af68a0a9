#ifndef HOURS_INSIDE_H
#define HOURS_INSIDE_H

/* What the files of hours share. */

#include "app/hours.h"
#include "base/jsonout.h"
#include "call.h"
#include "inside.h"
#include "wire/card.h"

#define HOURS_PATH_BYTES 256

/* What is asked for, and who knows names. */
struct hours {
	struct call call;
	char name[HOURS_PATH_BYTES]; /* of what is asked for */
	bool is_board;
	struct wire_board board; /* the pages so far */
	size_t board_cap;
	hours_on_answer *on_answer;
	void *ctx;
	hours_on_entry *on_entry; /* NULL: nobody */
	void *entry_ctx;
};

struct hours_card {
	struct app *app;
	int64_t told_ms;
	struct wire_card wire;
};

/* Whose card of this week comes with the news, and of what it was asked. */
struct hours_news {
	struct id followed;
	struct id asked;  /* who that was; nil: nobody yet */
	struct id last;   /* the last press that was known then */
	int32_t date;     /* the day that it was */
	int64_t asked_ms; /* monotonic */
};

struct hours_board {
	struct app *app;
	struct wire_board wire;
};

/* With the app; what is under way is dropped. */
void hours_open(struct app *app);
void hours_close(struct app *app);

/* What is asked for, which is what its answer is kept by. */
void hours_path(const struct hours_ask *ask, char path_out[HOURS_PATH_BYTES]);

/* Keeps an answer, told now; that it cannot be is in err. */
void hours_keep(struct app *app, const char *path, const struct str *body,
	struct err *err);

/*
 * Whether a card is to come with the news, of whom a face follows: another
 * press is known of them than when it was asked for last, it is another day, or
 * it is old; and its path. And its answer, whatever it is.
 */
struct call_answer;
bool hours_wants(struct app *app, char path_out[HOURS_PATH_BYTES]);
void hours_heard(
	struct app *app, const char *path, const struct call_answer *answer);

/* Appends how an entry is shown, cleaned; something also where it is not
 * known. Nothing for a nil id. */
void hours_name(struct app *app, enum entry_kind kind, const struct id *id,
	struct str *out);

/* Appends "Elm St Tower · 03-100 Concrete". */
void hours_job(struct app *app, const struct id *location,
	const struct id *cost_code, struct str *out);

/* An entry as an object of its id, number and name; null for a nil id. */
void hours_json_entry(struct jsonout *json, const char *key, struct app *app,
	enum entry_kind kind, const struct id *id);

/* The entry itself; what it is not known by is empty. False: not known. */
bool hours_entry(struct app *app, enum entry_kind kind, const struct id *id,
	struct entry *entry_out);

#endif
