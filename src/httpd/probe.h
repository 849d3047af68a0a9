#ifndef HTTPD_PROBE_H
#define HTTPD_PROBE_H

#include "base/err.h"
#include "guard.h"

/*
 * Asks the library that is installed, which may be newer than the one that
 * was tried: a plain request must come through the guard, and requests that
 * two readers could read differently must not. Whether it is the guard that
 * has to look at the lines goes into *lines_out. ERR_CONFIG when it cannot be
 * had: then nothing may be served with it.
 */
int probe_library(enum guard_lines *lines_out, struct err *err);

#endif
