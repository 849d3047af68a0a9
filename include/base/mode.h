#ifndef BASE_MODE_H
#define BASE_MODE_H

/* Who else on this machine may read or change a file. */

#include <sys/types.h>

#include "base/err.h"

/*
 * Bits that must not be set: of a secret, of what only its owner and group may
 * look at, of a directory where others must not put anything in its place.
 */
#define MODE_SECRET 0037
#define MODE_OWN 0027
#define MODE_DIR 0002

/*
 * ERR_CONFIG, with the way out, when the path has one of these bits; a
 * directory that is sticky, as /tmp is, may be anybody's. What is not there is
 * fine: opening it says that better.
 */
int mode_refuse(const char *path, mode_t bits, struct err *err);

#endif
