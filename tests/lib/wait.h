#ifndef TESTS_LIB_WAIT_H
#define TESTS_LIB_WAIT_H

/*
 * Waiting for what a test wants to see, never for time to pass.
 *
 * Where the event has a descriptor (a pipe, a pty, a socket, a pidfd), wait
 * on that. Only for what has none, such as another program's file, use
 * wait_until: it is the one place in the tests that looks again and again,
 * and what ends it is the condition; the deadline only ends a failure.
 */

#include <stdbool.h>
#include <stdint.h>

/* The largest reasonable patience of a test; generous, since slow machines
 * and sanitizers only pass later. */
#define WAIT_LONG_MS 20000

/* CLOCK_MONOTONIC in ms, `timeout_ms` from now. */
int64_t wait_deadline(int timeout_ms);

/* What is left of a deadline, in ms for poll(2); 0 when it has passed. */
int wait_left_ms(int64_t deadline_ms);

/* Whether fd becomes readable (or ends) before the deadline. */
bool wait_readable(int fd, int64_t deadline_ms);

/* Whether done(context) becomes true within timeout_ms. */
bool wait_until(bool (*done)(void *context), void *context, int timeout_ms);

#endif
