#ifndef TESTS_LIB_TRUST_WORLD_H
#define TESTS_LIB_TRUST_WORLD_H

/*
 * A world of honest machines, made from a seed: people press, machines boot,
 * sleep, stop and are copied, the network and the service are slow or gone. The
 * clients do what the client does: they read the clocks and the highest number
 * when a message leaves, drop late answers, take a new enrolment when their
 * journal turns out not to be the only one, and send until it is answered.
 */

#include "lib/trust_service.h"

#define TRUST_ENROLMENTS 12
#define TRUST_MACHINES 2
#define TRUST_PEOPLE 2
#define TRUST_PENDING 64

/* What happens in a world, apart from presses and contacts. */
enum trust_trait {
	TRUST_FROZEN = 1 << 0,    /* the service stops for up to four minutes */
	TRUST_SLOW = 1 << 1,      /* messages take up to a minute */
	TRUST_PAUSED = 1 << 2,    /* machines stop, their boot clock too */
	TRUST_OFFLINE = 1 << 3,   /* months without a network */
	TRUST_DEAD = 1 << 4,      /* boots begin in 1970 */
	TRUST_FAST = 1 << 5,      /* boots begin days ahead */
	TRUST_STEPS = 1 << 6,     /* somebody sets the wall clock */
	TRUST_REBOOTS = 1 << 7,   /* often */
	TRUST_MANY = 1 << 8,      /* several processes send at once */
	TRUST_CREW = 1 << 9,      /* a supervisor presses for many */
	TRUST_SHARED = 1 << 10,   /* two people use one machine in turn */
	TRUST_CLONED = 1 << 11,   /* a second machine with a copied journal */
	TRUST_RESTORED = 1 << 12, /* a journal put back from a copy */
	TRUST_DRIFT = 1 << 13,    /* clocks that nobody disciplines */
};
#define TRUST_TRAITS 14

struct trust_kept {
	struct trust_press *press;
	int enrolment;
	bool is_done; /* answered */
};

/* One person's, on one machine. */
struct trust_journal {
	int current; /* enrolment */
	int64_t last[TRUST_ENROLMENTS];
	struct trust_kept kept[TRUST_PRESSES];
	size_t count;
	int restored; /* how often */
};

struct trust_machine {
	struct id boot;
	int64_t booted_ms;
	int64_t stopped_ms; /* of its boot, the clock stood still */
	int drift_ppm;
	bool is_disciplined; /* its wall clock is right */
	int64_t wall_off_ms; /* else */
	struct trust_journal journals[TRUST_PEOPLE], copies[TRUST_PEOPLE];
	bool is_copied; /* there are such copies */
	int user;       /* who uses it now */
};

struct trust_message {
	struct contact contact;
	struct trust_contact truth;
	int machine, person, enrolment;
	int restored;
	struct trust_press *items[TRUST_PRESSES];
	size_t count;
	bool is_answer_lost;
};

struct trust_world {
	const struct trust_watch *watch; /* of all enrolments; NULL: nobody */
	uint64_t random;
	unsigned traits;
	bool forgets; /* set it: of all enrolments */
	int64_t now_ms;
	int64_t frozen_until_ms;
	int boots;
	struct trust_machine machines[TRUST_MACHINES];
	int machine_count;
	struct trust_enrolment enrolments[TRUST_ENROLMENTS];
	int enrolment_count;
	struct trust_press presses[TRUST_PRESSES];
	size_t press_count;
	struct trust_message pending[TRUST_PENDING];
	size_t pending_count;
};

/* Runs the world of this seed to its end: all is delivered, and read. */
void trust_world_run(struct trust_world *world, uint64_t seed);

/* A number from 0 up to, not including, the limit. */
int64_t trust_random(uint64_t *random, int64_t limit);

#endif
