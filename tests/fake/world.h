#ifndef FAKE_WORLD_H
#define FAKE_WORLD_H

/*
 * The app with every port in the test's hands, and a small company: Dana
 * Whitfield (meals tracked, 30 minutes after 4 hours), two locations, two
 * cost codes, one colleague.
 */

#include "app/face.h"
#include "fake_catalog.h"
#include "fake_keyring.h"
#include "fake_store.h"
#include "fake_time.h"
#include "fake_transport.h"

struct world {
	struct fake_store store;
	struct fake_catalog catalog;
	struct fake_transport transport;
	struct fake_keyring keyring;
	struct fake_time time;
	struct loop *loop;
	struct app *app;
	/* set before world_sign_in */
	bool clock_disabled;
	bool meals_blocked; /* a break cannot be ended early */
	struct id dana;
	struct id colleague;
	struct id elm, oak;          /* locations */
	struct id concrete, framing; /* cost codes */
	struct face faces[2];        /* as last looked at */
	int64_t ahead_ms; /* the service's clock, less this device's */
};

/* Everything there, nobody signed in. */
void world_open(struct world *world);

/* The app opened anew over what there is, as after a restart. */
void world_reopen(struct world *world);

/* Dana is signed in with these permissions, her tokens in the keyring. */
void world_sign_in(struct world *world, permission_set permissions);

/* Dana's next enrolment {{0xee, number}} is current, its key in the keyring. */
struct id world_enrol(struct world *world, uint8_t number, const char *key);

/* Closes the app and frees everything. */
void world_close(struct world *world);

/* The request that waits next, which must be to this path, or the test fails.
 */
struct fake_request *world_request(struct world *world, const char *path);

/* Dana presses GO, a second later; so often, while nobody can be reached. */
void world_go(struct world *world);
void world_keep_go(struct world *world, size_t n);

/*
 * Answers mere contact, which must be what is asked next: the service has all
 * that was told, and nothing to say. Its bearer and URL are checked by nobody.
 */
void world_answer_contact(struct world *world);

/* The same, but the enrolment has ended: a twin took another one. So does this
 * one, and it is made. */
void world_is_copied(struct world *world);

/* Answers the renewal of the session, or the question for a clock, which must
 * be what is asked next. */
void world_answer_session(struct world *world);
void world_answer_clock(struct world *world, const struct id *employee,
	const struct clock_state *state);

/* The clock of somebody now; borrowed, until the next look at the same. */
const struct face *world_look(struct world *world, const struct id *employee);

/* The clock of both, oneself first. */
const struct face *world_look_at_both(struct world *world);

/* At the same again: a press of them is now. */
void world_look_again(struct world *world);

/* What the service's clock says now. */
int64_t world_service_ms(const struct world *world);

/* Lets the loop turn until everything that is due has happened. */
void world_settle(struct world *world);

#endif
