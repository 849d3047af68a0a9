#ifndef SERVICE_DESK_QUOTA_H
#define SERVICE_DESK_QUOTA_H

/*
 * What one may ask for, by address, by token and by company: so many requests
 * and so many bytes, of which more come with time. Kept in memory, and bounded
 * in it: who was forgotten begins anew. Each process counts for itself.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* X(name, requests a second, at once, KiB a second, at once) */
#define QUOTAS(X)                                                              \
	X(ADDRESS, 500, 10000, 32768, 262144)                                  \
	X(TOKEN, 50, 2000, 2048, 65536)                                        \
	X(COMPANY, 2000, 20000, 65536, 524288)                                 \
	X(FAMILY, 1, 100, 64, 1024) /* of refresh tokens */                    \
	X(LINES, 1, 20, 64, 1024)   /* of the log, of a kind, for an address */

enum quota_scope {
#define X(name, per_s, at_once, kib_per_s, kib_at_once) QUOTA_##name,
	QUOTAS(X)
#undef X
};

struct quota;

/* An empty one; NULL is fine to free. */
struct quota *quota_new(void);
void quota_free(struct quota **quota);

/* Whose it is, within a scope. */
struct quota_key {
	enum quota_scope scope;
	const void *bytes;
	size_t len;
};

/*
 * Takes one request of so many bytes, at this Unix time. Returns 0, or the
 * seconds to wait: then nothing was taken. *told_out says whether somebody was
 * refused under this key less than a minute ago.
 */
int quota_take(struct quota *quota, const struct quota_key *key,
	size_t request_bytes, int64_t now_ms, bool *told_out);

/* Appends whom an address stands for: one with IPv6 has 2^64 of them at will,
 * and is known by its network. */
void quota_peer(const char *address, struct str *out);

#endif
