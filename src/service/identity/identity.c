#include "service/identity/identity.h"

#include "costs.h"
#include "hashers.h"
#include "service/identity/known.h"

int
identity_init(struct identity *identity, struct store *store, int hashers,
	const struct password_cost *cost, struct err *err)
{
	if (costs_open(store, cost, &identity->costs, err) < 0)
		return -1;
	identity->cost = *cost;
	identity->hashers = hashers_new(hashers);
	identity->known = known_new();
	pthread_mutex_init(&identity->setting, NULL);
	return 0;
}

void
identity_release(struct identity *identity)
{
	if (identity->hashers != NULL)
		pthread_mutex_destroy(&identity->setting);
	costs_free(&identity->costs);
	hashers_free(&identity->hashers);
	known_free(&identity->known);
}
