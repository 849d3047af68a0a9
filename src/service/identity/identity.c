#include "service/identity/identity.h"

#include <string.h>

#include "hashers.h"
#include "service/identity/known.h"

int
identity_init(struct identity *identity, int hashers,
	const struct password_cost *cost, struct err *err)
{
	static const char nobody[] = "nobody's password";

	if (password_hash(nobody, strlen(nobody), cost, identity->nobody_hash,
		    err) < 0)
		return -1;
	identity->hashers = hashers_new(hashers);
	identity->known = known_new();
	return 0;
}

void
identity_release(struct identity *identity)
{
	hashers_free(&identity->hashers);
	known_free(&identity->known);
}
