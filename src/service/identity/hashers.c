#include "hashers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

#define LINE_PER_HASHER 4

struct hashers {
	pthread_mutex_t mutex;
	pthread_cond_t left;
	int count;
	int busy;
	int waiting;
	unsigned downs; /* of the database */
};

struct hashers *
hashers_new(int count)
{
	struct hashers *hashers = mem_new(1, sizeof(*hashers));

	pthread_mutex_init(&hashers->mutex, NULL);
	pthread_cond_init(&hashers->left, NULL);
	hashers->count = count;
	return hashers;
}

void
hashers_free(struct hashers **hashers)
{
	if (*hashers == NULL)
		return;
	pthread_mutex_destroy(&(*hashers)->mutex);
	pthread_cond_destroy(&(*hashers)->left);
	free(*hashers);
	*hashers = NULL;
}

bool
hashers_enter(struct hashers *hashers)
{
	bool entered = true;
	unsigned downs;

	pthread_mutex_lock(&hashers->mutex);
	downs = hashers->downs;
	if (hashers->busy == hashers->count &&
		hashers->waiting == hashers->count * LINE_PER_HASHER) {
		entered = false;
	} else {
		hashers->waiting++;
		while (hashers->busy == hashers->count &&
			hashers->downs == downs)
			pthread_cond_wait(&hashers->left, &hashers->mutex);
		hashers->waiting--;
		entered = hashers->downs == downs;
		hashers->busy += entered;
	}
	pthread_mutex_unlock(&hashers->mutex);
	return entered;
}

void
hashers_leave(struct hashers *hashers, bool database_down)
{
	pthread_mutex_lock(&hashers->mutex);
	hashers->busy--;
	hashers->downs += database_down;
	/* All look: those that a signal went to may be on their way out. */
	pthread_cond_broadcast(&hashers->left);
	pthread_mutex_unlock(&hashers->mutex);
}
