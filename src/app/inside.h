#ifndef APP_INSIDE_H
#define APP_INSIDE_H

/*
 * What the files of this folder share and nobody else sees: the app itself.
 *
 * Everything that speaks with the service happens in a "turn" (turn.c), which
 * holds the store's lead from its first to its last request: deliver what
 * waits, then ask for news. A sign-in is the one exchange outside a turn.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "app/deliver.h"
#include "base/secret.h"
#include "base/str.h"

#define APP_REFRESH_MS (5 * 60 * 1000)
#define APP_LEAD_RETRY_MS 100
#define APP_LEAD_PATIENCE_MS 10000
#define APP_WHY_BYTES 256
#define TURN_ACCOUNTS_MAX 16

/* The tokens of one account, in memory. All empty until loaded. */
struct tokens {
	int64_t account;
	char username[257]; /* whose session; several may use one account */
	struct secret access;
	int64_t access_until_ms; /* monotonic */
	struct secret refresh;
	struct secret device;
};

/* The turn under way; see turn.c. */
struct turn {
	bool running;
	bool ended; /* one ran before, with this result */
	struct err result;
	/* Asked for once more while it ran, and how. */
	bool again;
	bool again_refresh;
	bool again_whole;
	bool whole;   /* load the catalogue from its beginning */
	bool refresh; /* ask for news after delivering */
	int ticket;   /* of the request under way, 0: none */
	int64_t lead_since_ms;
	int64_t accounts[TURN_ACCOUNTS_MAX]; /* that have waiting punches */
	size_t account_count;
	size_t account_index;
	struct err failure; /* the first of an account in this turn */
	bool own_failed;    /* the account signed in now had one */
	bool refilled;      /* what the service lost waits again; once a turn */
	struct account account; /* whose punches are on their way */
	struct punch *batch;    /* what was sent and is not answered */
	size_t batch_count;
	int news_step;           /* news.c */
	struct loop_timer timer; /* lead retry, back-off, refresh */
	int attempt;
	int64_t retry_after_ms;
	struct {
		deliver_on_done *on_done;
		void *ctx;
	} waiters[8];
	size_t waiter_count;
};

struct app {
	struct app_ports ports;
	struct account account;
	bool has_account;
	struct zone *zone;
	struct id_source ids;
	app_on_change *on_change;
	void *on_change_ctx;
	enum app_link link;
	char why[APP_WHY_BYTES];
	struct tokens tokens;
	struct visit *visit; /* tokens.c: whose end is waited for */
	struct turn turn;
	bool keep;
	int64_t refreshed_ms;  /* monotonic, of the last whole refresh; 0 */
	struct events *events; /* events.c: the last ones read */
	struct id other; /* whose clock is asked for beside one's own; nil */
	struct signing *signing; /* a sign-in or -out under way (account.c) */
};

/* Tells the face that something changed. */
void app_changed(struct app *app);

/* How it stands with the service now; why may be "". */
void app_set_link(struct app *app, enum app_link link, const char *why);

/* Reads the current account again (another process may have signed in). */
int app_reload_account(struct app *app, struct err *err);

/*
 * Takes over what the service told about the person, saves it. ERR_NOT_FOUND
 * when that is not who is signed in, or no longer is.
 */
int
app_save_person(struct app *app, const struct person *person, struct err *err);

/* A new id for something made now. */
int app_make_id(struct app *app, struct id *id_out, struct err *err);

#endif
