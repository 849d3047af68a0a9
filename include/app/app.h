#ifndef APP_APP_H
#define APP_APP_H

/*
 * The client's use cases over its ports: sign in, press, deliver, refresh.
 * The panel and the command line are two faces of it; neither sees a store, a
 * socket or a keyring.
 *
 * Everything runs on the loop's thread. What changes by itself (an answer
 * came, another process punched) is told by on_change; the face then asks
 * again for what it shows.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "calendar/zone.h"
#include "core/stamp.h"
#include "loop/loop.h"
#include "port/catalog_cache.h"
#include "port/keyring.h"
#include "port/store.h"
#include "port/time_source.h"
#include "port/transport.h"

struct app;

struct app_ports {
	struct store store;
	struct catalog_cache catalog;
	struct transport transport;
	struct keyring keyring;
	struct keyring_chooser chooser;
	struct time_source time;
	struct loop *loop;
};

/* Opens over these ports (copied). Reads who is signed in; no network. */
int
app_open(const struct app_ports *ports, struct app **app_out, struct err *err);

/* Cancels what is under way; what is kept stays kept. NULL is fine. */
void app_close(struct app **app);

typedef void app_on_change(void *ctx);

/* Tells of changes that no call of the face made. */
void app_watch(struct app *app, app_on_change *on_change, void *ctx);

/*
 * The account signed in, or the last one signed out (signed_in false: punching
 * needs a sign-in first); NULL when there never was one. Borrowed, until the
 * next call that may change it.
 */
const struct account *app_account(const struct app *app);

/* The company's zone; NULL until it is known (then show UTC, or app_zone_here).
 */
const struct zone *app_zone(const struct app *app);

/*
 * All clocks now. They are read once for each press, command or picture, and
 * handed down: what is shown and what is judged is of the same moment.
 */
int app_now(struct app *app, struct stamp *stamp_out, struct err *err);

/*
 * The service's time at such a moment (core/reckon.h): what everything that is
 * shown or judged goes by. The stamp's own wall clock is only what a punch
 * claims.
 */
int64_t app_reckon(const struct app *app, const struct stamp *now);

/* Whether this machine shows other times than the company's zone does; every
 * time that is shown names its zone then. As of the last app_now. */
bool app_is_elsewhere(const struct app *app);

/* The zone of this machine then, or while the company's is not known; NULL when
 * it shows the same times, or is not known. Borrowed until the next app_now. */
const struct zone *app_zone_here(struct app *app);

/*
 * What is read of store and catalogue in between is of one moment, and
 * cheaper (port/store.h). Pairs nest; never across a wait.
 */
void app_begin_read(struct app *app);
void app_end_read(struct app *app);

enum app_link {
	APP_LINK_UNKNOWN, /* not tried yet in this process */
	APP_LINK_BUSY,    /* a delivery or refresh is under way */
	APP_LINK_ONLINE,
	APP_LINK_OFFLINE, /* `why` says why */
	/* The service wants a new sign-in, or its secrets are not to be had;
	 * punches stay. `why` says which. */
	APP_LINK_SIGN_IN,
};

/* How it stands with the service; *why_out (may be NULL) is "" or one line. */
enum app_link app_link(const struct app *app, const char **why_out);

/*
 * For a face without a loop of its own: turns the loop until is_done says so
 * or timeout_ms have passed. Returns whether it said so.
 */
typedef bool app_is_done(void *ctx);
bool app_run_until(
	struct app *app, app_is_done *is_done, void *ctx, int64_t timeout_ms);

/*
 * From now on SIGINT, SIGTERM and SIGHUP end the waiting of app_run_until, now
 * and later, not the program: what was done can still be told.
 */
int app_wait_on_signals(struct app *app, struct err *err);

#endif
