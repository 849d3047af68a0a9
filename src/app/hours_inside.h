#ifndef HOURS_INSIDE_H
#define HOURS_INSIDE_H

/* What the files of hours share. */

#include "app/hours.h"
#include "base/jsonout.h"
#include "inside.h"
#include "wire/card.h"

struct hours_card {
	struct app *app;
	int64_t told_ms;
	struct wire_card wire;
};

struct hours_board {
	struct app *app;
	struct wire_board wire;
};

/* With the app; what is under way is dropped. */
void hours_open(struct app *app);
void hours_close(struct app *app);

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
