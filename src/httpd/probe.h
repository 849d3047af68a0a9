#ifndef HTTPD_PROBE_H
#define HTTPD_PROBE_H

#include "base/err.h"

/*
 * Asks the library that is installed, which may be newer than the one that
 * was tried: a plain request must come through the guard, and requests that
 * two readers could read differently must not. ERR_CONFIG when it is not so:
 * then nothing may be served with it.
 */
int probe_library(struct err *err);

#endif
