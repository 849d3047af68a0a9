#ifndef CLI_DEMO_H
#define CLI_DEMO_H

/* A private service for the demo: a child with a database of its own. */

#include <sys/types.h>

#include "base/err.h"

#define DEMO_BYTES 512

struct demo_service {
	char dir[DEMO_BYTES]; /* everything of the demo is in it */
	char url[DEMO_BYTES];
	char username[DEMO_BYTES];
	char password[DEMO_BYTES];
	pid_t pid;
};

/* Makes the directory, the sample company, and starts connectd. */
int demo_start(struct demo_service *demo, struct err *err);

/* Ends connectd and removes the directory; fine after a failed start. */
void demo_stop(struct demo_service *demo);

#endif
