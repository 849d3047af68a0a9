#include "costs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "sign_in_rows.h"

struct costs {
	pthread_mutex_t mutex; /* the rest */
	size_t count;
	/* Nobody's, one of each cost; the first is of the current one. */
	char hashes[SIGN_IN_COSTS_MAX][PASSWORD_HASH_BYTES];
};

static int
add(struct costs *costs, const struct password_cost *cost, struct err *err)
{
	static const char nobody[] = "nobody's password";

	if (password_hash(nobody, strlen(nobody), cost,
		    costs->hashes[costs->count], err) < 0)
		return -1;
	costs->count++;
	return 0;
}

static bool
knows(const struct costs *costs, const char *hash)
{
	for (size_t i = 0; i < costs->count; i++)
		if (password_same_cost(costs->hashes[i], hash))
			return true;
	return false;
}

/* The cost of this hash, where there is room and it can be read. */
static int
learn(struct costs *costs, const char *hash, struct err *err)
{
	struct password_cost cost;

	if (costs->count == SIGN_IN_COSTS_MAX || knows(costs, hash) ||
		!password_cost_of(hash, &cost))
		return 0;
	return add(costs, &cost, err);
}

static int
find_all(struct costs *costs, struct db *db, struct err *err)
{
	char hash[PASSWORD_HASH_BYTES];
	size_t before = 0;
	bool found = true;

	while (found && costs->count > before &&
		costs->count < SIGN_IN_COSTS_MAX) {
		before = costs->count;
		if (sign_in_rows_other_cost(
			    db, costs->hashes, before, hash, &found, err) < 0 ||
			(found && learn(costs, hash, err) < 0))
			return -1;
	}
	return 0;
}

int
costs_open(struct store *store, const struct password_cost *current,
	struct costs **costs_out, struct err *err)
{
	struct costs *costs = mem_new(1, sizeof(*costs));
	struct db *db;
	int rc = -1;

	pthread_mutex_init(&costs->mutex, NULL);
	if (add(costs, current, err) == 0 && store_take(store, &db, err) == 0) {
		rc = find_all(costs, db, err);
		store_give(store, db, rc < 0 ? err : NULL);
	}
	if (rc < 0) {
		costs_free(&costs);
		return -1;
	}
	*costs_out = costs;
	return 0;
}

void
costs_free(struct costs **costs)
{
	if (*costs == NULL)
		return;
	pthread_mutex_destroy(&(*costs)->mutex);
	free(*costs);
	*costs = NULL;
}

bool
costs_fit(
	struct costs *costs, const char *password, size_t len, const char *hash)
{
	struct costs known;
	struct err ignored;
	bool fits = false;
	bool real = false;

	pthread_mutex_lock(&costs->mutex);
	/* Somebody's whom another program gave a password. */
	if (hash != NULL)
		(void)learn(costs, hash, &ignored);
	known = (struct costs){.count = costs->count};
	memcpy(known.hashes, costs->hashes, sizeof(known.hashes));
	pthread_mutex_unlock(&costs->mutex);
	for (size_t i = 0; i < known.count; i++) {
		bool own = hash != NULL &&
			   password_same_cost(known.hashes[i], hash);
		bool it = password_fits(
			password, len, own ? hash : known.hashes[i]);

		real = real || own;
		fits = fits || (own && it);
	}
	if (hash != NULL && !real)
		fits = password_fits(password, len, hash);
	return fits;
}

bool
costs_is_current(struct costs *costs, const char *hash)
{
	/* The first never changes. */
	return password_same_cost(costs->hashes[0], hash);
}
