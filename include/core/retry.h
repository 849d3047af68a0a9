#ifndef CORE_RETRY_H
#define CORE_RETRY_H

/*
 * When to try again, and when that something still waits is no longer normal.
 */

#include <stdbool.h>
#include <stdint.h>

#define RETRY_BASE_MS 1000
#define RETRY_CAP_MS 60000 /* what is kept arrives within a minute */
#define RETRY_AFTER_CAP_MS (60 * 60 * 1000) /* a server may be wrong */

/*
 * Milliseconds to wait before the next attempt, after `attempt` failures in a
 * row (from 1): exponential back-off with full jitter, so from 0 up to
 * min(RETRY_CAP_MS, RETRY_BASE_MS * 2^(attempt - 1)). `random` is a fresh
 * random number. A server's Retry-After (0: none) is waited out first, up to
 * RETRY_AFTER_CAP_MS, the jitter comes on top.
 */
int64_t retry_delay_ms(int attempt, uint64_t random, int64_t retry_after_ms);

/* Whether somebody must deal with it: the oldest kept punch is a day old. */
bool retry_is_overdue(int64_t oldest_kept_age_ms);

#endif
