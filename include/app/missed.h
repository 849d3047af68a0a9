#ifndef APP_MISSED_H
#define APP_MISSED_H

/*
 * Asking for a punch of one's own that is missing: core/request.h. It is no
 * press: nothing of it is kept on this machine, it stands once the service has
 * answered, and asked again it is the same request.
 */

#include "app/office.h"
#include "core/punch.h"
#include "core/request.h"

#define MISSED_PATH "/v1/requests"

struct missed {
	enum punch_kind press;
	int64_t at_ms;
	struct id location; /* of GO alone, else nil */
	struct id cost_code;
	const char *comment; /* NULL, "": none */
};

/* The body of POST MISSED_PATH, of whoever is signed in. ERR_AUTH; ERR_DATA: a
 * comment that is none. */
int missed_write(const struct app *app, const struct missed *missed,
	struct str *body_out, struct err *err);

/* What stands by its answer. ERR_DATA: it is none. */
int missed_read(
	const struct str *body, enum request_state *state_out, struct err *err);

/* "STOP", as people call the button. */
const char *missed_button(enum punch_kind press);

/* Appends "missed STOP 16:30:00", with its date where that is another one than
 * at now_ms. */
void missed_words(struct str *out, const struct app *app,
	const struct missed *missed, int64_t now_ms);

/* Appends what is to be said of it once it is answered: "missed STOP 16:30:00 ·
 * waits for your supervisor, counts no hours yet". */
void missed_say(struct str *out, const struct app *app,
	const struct missed *missed, enum request_state state, int64_t now_ms);

#endif
