#include "service/identity/known.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/token.h"

#define PLACES 4096

/* Each credential has one place, by its hash, which nobody can choose. */
struct place {
	struct hash hash;
	struct caller caller; /* of no credential: the place is free */
};

struct known {
	pthread_mutex_t mutex; /* places */
	struct place places[PLACES];
};

struct known *
known_new(void)
{
	struct known *known = mem_new(1, sizeof(*known));

	pthread_mutex_init(&known->mutex, NULL);
	return known;
}

void
known_free(struct known **known)
{
	if (*known == NULL)
		return;
	pthread_mutex_destroy(&(*known)->mutex);
	free(*known);
	*known = NULL;
}

/* Its place. */
static struct place *
place_of(struct known *known, const char *token, struct hash *hash_out)
{
	token_hash(token, strlen(token), hash_out);
	return &known->places[(hash_out->bytes[0] << 8 | hash_out->bytes[1]) %
			      PLACES];
}

static bool
holds(const struct place *place, const struct hash *hash)
{
	return place->caller.credential != CREDENTIAL_NONE &&
	       hash_equal(&place->hash, hash);
}

bool
known_find(struct known *known, const char *token, struct caller *caller_out)
{
	struct hash hash;
	const struct place *place = place_of(known, token, &hash);
	bool found;

	pthread_mutex_lock(&known->mutex);
	found = holds(place, &hash);
	if (found)
		*caller_out = place->caller;
	pthread_mutex_unlock(&known->mutex);
	return found;
}

void
known_add(struct known *known, const char *token, const struct caller *caller)
{
	struct hash hash;
	struct place *place = place_of(known, token, &hash);

	pthread_mutex_lock(&known->mutex);
	*place = (struct place){.hash = hash, .caller = *caller};
	pthread_mutex_unlock(&known->mutex);
}

void
known_forget(struct known *known, const char *token)
{
	struct hash hash;
	struct place *place = place_of(known, token, &hash);

	pthread_mutex_lock(&known->mutex);
	if (holds(place, &hash))
		*place = (struct place){.caller.credential = CREDENTIAL_NONE};
	pthread_mutex_unlock(&known->mutex);
}
