#ifndef SODIUM_READY_H
#define SODIUM_READY_H

#include <assert.h>
#include <sodium.h>

/*
 * To be called before any function of libsodium: the first time it takes some
 * 40 µs, which a program that needs no crypto never pays. Thread-safe.
 */
static inline void
sodium_ready(void)
{
	int rc = sodium_init();

	assert(rc >= 0);
}

#endif
