#ifndef TESTS_LIB_CLERK_H
#define TESTS_LIB_CLERK_H

/* Somebody who keeps the office of acme through the API. Bodies are written
 * with ' for ", since they are full of them. */

#include "lib/acme.h"

struct clerk {
	struct acme *acme;
	struct acme_tokens tokens;
};

/* Signed in, without a device. */
struct clerk clerk_sign_in(struct acme *acme, enum acme_person person);

/* The id of a record that a test makes, by a number of its own; an id in text.
 * Both last for eight more calls. */
const char *clerk_id(int number);
const char *clerk_text(const struct id *id);

/* POST, PATCH (of what is there, whatever its version), GET; the status. The
 * path of one record is that of its kind, and its id. */
int clerk_post(struct clerk *clerk, const char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int clerk_patch(struct clerk *clerk, const char *path, const char *id,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
int clerk_get(struct clerk *clerk, const char *path, const char *query);
int clerk_get_one(struct clerk *clerk, const char *path, const char *id);

/* That the last answer is this problem, of this member ("" for none). */
void clerk_expect_problem(
	struct clerk *clerk, int status, const char *type, const char *pointer);

#endif
