#ifndef REFILL_H
#define REFILL_H

#include "inside.h"

/*
 * The service told what it has of an account's device: what it had and lost
 * waits again. At most once a turn, whatever a service says.
 */
int refill(struct app *app, int64_t account, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err);

#endif
