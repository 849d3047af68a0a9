#ifndef PORT_KEPT_H
#define PORT_KEPT_H

/* What the client's store holds (port/store.h). */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "core/clock.h"
#include "core/person.h"
#include "core/punch.h"
#include "core/verdict.h"

/* A place that punches go to: one company on one service, one device id. */
struct account {
	int64_t number;   /* of this store, from 1; 0: not saved yet */
	char server[512]; /* URL without a final slash */
	char username[257];
	struct id device;
	struct person person; /* as the service last told; company inside */
	bool signed_in;
};

/*
 * One person of one account on this machine, as the service named it: what a
 * run of punch numbers belongs to (connect-rules(7), Enrolments).
 */
struct enrolment {
	int64_t row;     /* of this store, from 1; 0: not saved yet */
	int64_t account; /* its number */
	struct id id;
	struct id person;
	struct id previous;  /* the one before it; nil: none */
	char username[257];  /* that the person signed in with last */
	int64_t last_number; /* the highest recorded under it, 0: none */
	bool ended;          /* nothing new is recorded under it */
};

enum kept_state {
	KEPT_WAITING,   /* not answered yet */
	KEPT_ANSWERED,  /* recorded, quarantined or a duplicate of such */
	KEPT_SET_ASIDE, /* refused: visible until a person deals with it */
	KEPT_CLOSED,    /* set aside, and done with by its person */
	KEPT_DAMAGED    /* no longer as it was recorded: never delivered */
};

struct kept_punch {
	int64_t number; /* of this store, over all enrolments */
	int64_t account;
	struct punch punch;
	enum kept_state state;
	struct verdict verdict; /* once answered or set aside */
};

/* How the last exchange with the service went, whichever process had it. */
enum last_link {
	LAST_LINK_NONE,
	LAST_LINK_ANSWERED,
	LAST_LINK_FAILED,
	LAST_LINK_REFUSED /* it does not take the sign-in of here any more */
};

struct queue_counts {
	int64_t waiting;
	int64_t set_aside;
	struct stamp oldest;       /* the clocks at the first press that waits,
				      without their zone; all zero: none */
	int64_t oldest_waiting_ms; /* of that, as the app reckons; 0: none */
	int room_percent_used;     /* of the room for punches; 80: warn */
	enum last_link link;
	int64_t link_ms; /* Unix time of it; 0: none */
	/* Punches that are missing or damaged, and that no person has
	 * acknowledged. */
	int64_t lost;
};

/* Punches of this store that are gone, or not as they were recorded. */
struct store_loss {
	int64_t first; /* by their numbers in this store */
	int64_t last;
	bool altered;      /* they are there, but not as they were recorded */
	bool acknowledged; /* a person knows */
	/* Unix times of the presses around them; 0: there is none. */
	int64_t after_ms;
	int64_t before_ms;
};

/* What the service last said about somebody's clock. */
struct known_clock {
	struct id employee;
	struct clock_state state;
	/* The last punch of ours that `state` includes, by its enrolment and
	 * number, and all that was recorded before it; nil: none. */
	struct id enrolment;
	int64_t watermark;
	int64_t told_ms; /* Unix time of being told */
};

/* Return false to stop. The punch is borrowed for the call. */
typedef bool store_on_punch(void *ctx, const struct kept_punch *kept);

/* Return false to stop. */
typedef bool store_on_loss(void *ctx, const struct store_loss *loss);

#endif
