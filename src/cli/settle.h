#ifndef CLI_SETTLE_H
#define CLI_SETTLE_H

/* Who, where, on what and when: from the words of a call into its press. */

#include "call.h"

/* A press on its way from words, and whose clocks it is about. */
struct settled {
	struct id employees[PRESS_CREW_MAX];
	struct face faces[PRESS_CREW_MAX]; /* as last looked at */
	struct press press;
	struct stamp key; /* the moment of the press, however long it takes */
	bool is_old;      /* there may be news: to be looked at again */
	bool is_answered; /* a question was, and that is the moment now */
};

/* This is the moment of the press. */
int settle_key(struct cli_call *call, struct settled *settled, struct err *err);

/*
 * Whose punch: the employees that were named, each once, or oneself. ERR_AUTH
 * when nobody is signed in; ERR_NOT_FOUND and ERR_USAGE name what was not
 * found, or fits several.
 */
int settle_employees(
	struct cli_call *call, struct settled *settled, struct err *err);

/* Looks at their clocks, as they are at the moment of the press. */
int
settle_look(struct cli_call *call, struct settled *settled, struct err *err);

/*
 * News before judgement: the service is asked for the clocks of others first.
 * Where it cannot be had, how old is what this machine knows is said.
 */
int
settle_news(struct cli_call *call, struct settled *settled, struct err *err);

/*
 * Where and on what: what was said, else the job now, else the one used last,
 * else the only one there is. ERR_PERMISSION before that: nobody is asked for a
 * job that they may not press.
 */
int settle_job(struct cli_call *call, struct settled *settled, struct err *err);

/*
 * True, with the question that GO brings up, when the i-th is on that very job
 * already and no time was chosen.
 */
bool settle_say_again(struct cli_call *call, const struct settled *settled,
	size_t i, struct str *out);

#endif
