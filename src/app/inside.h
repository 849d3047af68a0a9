#ifndef APP_INSIDE_H
#define APP_INSIDE_H

/*
 * What the files of this folder share and nobody else sees: the app itself.
 * Each part keeps what it knows to itself; they call each other one way:
 *
 *   account press deliver ready   what a face asks for
 *   turn                       one after the other, with the store's lead:
 *   push  news                 deliver what waits, then ask what is new
 *   delivered refill enrol     what an answer means for what is kept
 *   call                       one request as whoever is signed in
 *   session keys               tokens, renewed; what delivers
 *   visit exchange lead        keyring, network, one process at a time
 *   office                     what the office manages, over call
 *   hours                      cards and the board, over call
 *   inquiry                    whether others were asked for in time
 *   state link heard           who is signed in, how it stands, how old it is
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "app/press.h"
#include "base/secret.h"
#include "base/str.h"

#define APP_WHY_BYTES 256
#define APP_REFILLS_MAX 32 /* enrolments, in one turn */

/* An entry of the catalogue, as found in this moment of reading. */
struct found {
	int64_t moment; /* 0: none */
	struct entry entry;
};

struct app {
	struct app_ports ports;
	struct account account;
	bool has_account;
	struct zone *zone;
	struct id_source ids;
	app_on_change *on_change;
	void *on_change_ctx;
	int reads;        /* begin_read without its end_read */
	int64_t moment;   /* counts the moments of reading */
	struct stamp now; /* as last read, at this monotonic time */
	int64_t now_monotonic_ms;
	struct reckoning told; /* what the service's clock said last */
	bool is_elsewhere;     /* by the local times of this machine */
	struct zone *here;     /* its zone, once it was asked for */
	enum app_link link;
	char why[APP_WHY_BYTES];
	bool keep;         /* at it until the app is closed */
	bool interrupted;  /* by a signal: nothing is waited for any more */
	struct id pressed; /* the last press of this process; nil: none */
	/* Whose clocks are asked for beside one's own (inquiry.c). */
	struct id others[PRESS_CREW_MAX];
	size_t other_count;
	bool others_asked; /* all of these, since they were named */
	int leads;         /* how many hold the store's lead (lead.c) */
	/* What the service lost waits again, of these rows in this turn, and
	 * is not sent yet (refill.c). */
	int64_t refilled[APP_REFILLS_MAX];
	size_t refilled_count;
	bool refill_waits;
	char place_why[ERR_TEXT_BYTES]; /* the last visit's complaint, or "" */
	bool copied; /* found out, and not said yet (copied.c) */

	/* Of the files of these names. */
	struct found found[ENTRY_KIND_COUNT]; /* entries.c */
	struct events *events;
	struct heard *heard;
	struct inquiry *inquiry;
	struct hours *hours; /* cards and the board that a face asked for */
	struct hours_news *hours_news;
	struct session *session;
	struct keys *keys;
	struct enrol *enrol;
	struct call *calls; /* under way */
	struct push *push;
	struct news *news;
	struct turn *turn;
	struct looks *looks;     /* before a sign-in (ready.c) */
	struct mailed *mailed;   /* of who cannot (mailed.c) */
	struct signing *signing; /* a sign-in or -out under way (account.c) */
};

/* Tells the face that something changed. */
void app_changed(struct app *app);

/* How it stands with the service now; why may be "". */
void app_set_link(struct app *app, enum app_link link, const char *why);

/* The same after a failure: a sign-in is needed, or nobody answers. */
void app_set_failed(struct app *app, const struct err *err);

/* Reads the current account again (another process may have signed in). */
int app_reload_account(struct app *app, struct err *err);

/*
 * Takes over what the service told about the person, saves it. ERR_NOT_FOUND
 * when that is not who is signed in, or no longer is.
 */
int
app_save_person(struct app *app, const struct person *person, struct err *err);

/* The service's time, good to a second: clocks are not read again so soon. */
int64_t app_service_ms(struct app *app);

/* An authenticated answer said that it is so late; looks at what any process
 * was told last. */
void app_told(struct app *app, int64_t service_ms);
void app_read_told(struct app *app);

/* Whether what was read in this moment of reading still stands. */
bool app_is_moment(const struct app *app, int64_t moment);

/* Milliseconds that only rise; no meaning but differences. */
int64_t app_monotonic_ms(struct app *app);

/* Whether any punch of this store waits to be delivered. */
bool app_has_waiting(struct app *app);

#endif
