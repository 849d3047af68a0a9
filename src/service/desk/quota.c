#include "service/desk/quota.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "crypto/token.h"

#define SETS 2048
#define WAYS 4
#define TOLD_MS 60000

/* Requests and bytes are kept as the time that it takes to earn them, in µs. */
struct place {
	struct hash hash;
	int64_t at_ms;   /* when it was used last; 0: free */
	int64_t told_ms; /* when somebody was refused last */
	int64_t spent_us[2];
};

struct quota {
	pthread_mutex_t mutex; /* places */
	struct hash secret;    /* nobody can choose a place */
	struct place places[SETS][WAYS];
};

enum {
	REQUESTS,
	KIBS
};

static const struct {
	int64_t per_s[2];
	int64_t at_once[2];
} rates[] = {
#define X(name, requests, requests_at_once, kibs, kibs_at_once)                \
	[QUOTA_##name] = {{requests, kibs}, {requests_at_once, kibs_at_once}},
	QUOTAS(X)
#undef X
};

struct quota *
quota_new(void)
{
	struct quota *quota = mem_new(1, sizeof(*quota));
	struct err ignored;

	pthread_mutex_init(&quota->mutex, NULL);
	/* Without, places can be chosen, and the rest holds. */
	(void)token_random(
		quota->secret.bytes, sizeof(quota->secret.bytes), &ignored);
	return quota;
}

void
quota_free(struct quota **quota)
{
	if (*quota == NULL)
		return;
	pthread_mutex_destroy(&(*quota)->mutex);
	free(*quota);
	*quota = NULL;
}

/* The place of this hash, or the one of its set that rested longest, emptied.
 */
static struct place *
place_of(struct quota *quota, const struct hash *hash)
{
	struct place *set =
		quota->places[(hash->bytes[0] << 8 | hash->bytes[1]) % SETS];
	struct place *oldest = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].at_ms != 0 && hash_equal(&set[i].hash, hash))
			return &set[i];
		if (set[i].at_ms < oldest->at_ms)
			oldest = &set[i];
	}
	*oldest = (struct place){.hash = *hash};
	return oldest;
}

/* What time has earned back since then. */
static void
earn(struct place *place, int64_t now_ms)
{
	int64_t passed_us = (now_ms - place->at_ms) * 1000;

	for (int i = 0; i < 2; i++) {
		if (passed_us > 0)
			place->spent_us[i] -= passed_us;
		if (place->spent_us[i] < 0)
			place->spent_us[i] = 0;
	}
	place->at_ms = now_ms;
}

/* How long until this much more would fit, in µs. */
static int64_t
wait_us(const struct place *place, enum quota_scope scope,
	const int64_t cost_us[2])
{
	int64_t longest = 0;

	for (int i = 0; i < 2; i++) {
		int64_t most = rates[scope].at_once[i] * 1000000 /
			       rates[scope].per_s[i];
		int64_t wait = place->spent_us[i] + cost_us[i] - most;

		if (wait > longest)
			longest = wait;
	}
	return longest;
}

int
quota_take(struct quota *quota, const struct quota_key *key,
	size_t request_bytes, int64_t now_ms, bool *told_out)
{
	const int64_t cost_us[2] = {
		1000000 / rates[key->scope].per_s[REQUESTS],
		(int64_t)request_bytes * 1000000 / 1024 /
			rates[key->scope].per_s[KIBS],
	};
	struct hash hash = quota->secret;
	struct place *place;
	int64_t wait;

	hash.bytes[0] ^= (uint8_t)key->scope;
	hash_chain(&hash, key->bytes, key->len, &hash);
	pthread_mutex_lock(&quota->mutex);
	place = place_of(quota, &hash);
	earn(place, now_ms);
	*told_out = place->told_ms != 0 && now_ms - place->told_ms < TOLD_MS;
	wait = wait_us(place, key->scope, cost_us);
	if (wait > 0 && !*told_out)
		place->told_ms = now_ms;
	for (int i = 0; wait == 0 && i < 2; i++)
		place->spent_us[i] += cost_us[i];
	pthread_mutex_unlock(&quota->mutex);
	return (int)((wait + 999999) / 1000000);
}

void
quota_peer(const char *address, struct str *out)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET6, address, bytes) == 1)
		str_add(out, bytes, 8);
	else
		str_addz(out, address);
}
