#ifndef SERVICE_IDENTITY_COSTS_H
#define SERVICE_IDENTITY_COSTS_H

/*
 * Passwords are checked in the same time whoever they are said to be of. After
 * the cost of a hash was raised, those who have not signed in since have a
 * cheaper one: so every check does the work of each cost that there is, of
 * which one is of the real hash and the others of nobody's.
 */

#include <stdbool.h>
#include <stddef.h>

#include "crypto/password.h"
#include "service/desk/store.h"

struct costs;

/* Finds the costs that there are. Errors of password_hash and the store. */
int costs_open(struct store *store, const struct password_cost *current,
	struct costs **costs_out, struct err *err);
void costs_free(struct costs **costs);

/* Whether the password fits this hash, NULL: nobody's, which nothing fits. */
bool costs_fit(struct costs *costs, const char *password, size_t len,
	const char *hash);

/* Whether a new hash would have the same cost. */
bool costs_is_current(struct costs *costs, const char *hash);

#endif
