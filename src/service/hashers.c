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

	pthread_mutex_lock(&hashers->mutex);
	if (hashers->busy == hashers->count &&
		hashers->waiting == hashers->count * LINE_PER_HASHER) {
		entered = false;
	} else {
		hashers->waiting++;
		while (hashers->busy == hashers->count)
			pthread_cond_wait(&hashers->left, &hashers->mutex);
		hashers->waiting--;
		hashers->busy++;
	}
	pthread_mutex_unlock(&hashers->mutex);
	return entered;
}

void
hashers_leave(struct hashers *hashers)
{
	pthread_mutex_lock(&hashers->mutex);
	hashers->busy--;
	pthread_cond_signal(&hashers->left);
	pthread_mutex_unlock(&hashers->mutex);
}
