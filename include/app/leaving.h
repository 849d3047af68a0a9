#ifndef APP_LEAVING_H
#define APP_LEAVING_H

/* Leaving has a receipt: what a person reads behind a screen that closed. */

#include "app/app.h"
#include "base/str.h"

/* So long an answer is waited for, at most. */
#define LEAVING_MS 2500

/* Whether a delivery of what waits here is under way now. */
bool leaving_is_sending(struct app *app);

/* Whether something waits here that only a process that stays can send. */
bool leaving_has_kept(struct app *app);

/*
 * Appends one line: the last press of this process as it stands now, and what
 * becomes of all that is kept; nothing when there is nothing to say. `handed`:
 * another process sends it.
 */
void leaving_words(struct app *app, bool handed, struct str *out);

#endif
