#ifndef CTL_STALE_H
#define CTL_STALE_H

/* A change that somebody else's change came before. */

#include "edit.h"

/*
 * Says behind the error, field by field, what was read, what stands now and
 * what was wanted. What was read is left out where the change is of a version
 * that this command did not read itself. Nothing where the service does not
 * tell what stands now.
 */
void stale_say(const struct edit *edit, const void *before);

#endif
