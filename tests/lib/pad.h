#ifndef TESTS_LIB_PAD_H
#define TESTS_LIB_PAD_H

/* A person on one of the devices of acme, and what is pressed there: each
 * press a second ago, one number after the other. */

#include "lib/acme.h"
#include "wire/wire.h"

struct pad {
	struct acme *acme;
	enum acme_person person;
	int device;
	struct acme_tokens tokens;
	int64_t seq; /* the last number */
	struct punch punches[32];
	size_t count; /* not delivered yet */
};

/* The clocks of the device so many milliseconds ago. */
struct stamp pad_stamp(const struct acme *acme, int64_t ago_ms);

/* Signs the person in. */
void pad_sign_in(struct pad *pad, enum acme_person person);

/* A GO of `presser` for `employee`, to be changed before it is delivered. */
struct punch *
pad_press(struct pad *pad, enum acme_person presser, enum acme_person employee);

/* The delivery of all that was pressed, in JSON; release it. */
void pad_pack(struct pad *pad, struct str *body);

/* Sends such a body; the status. */
int pad_send(struct acme *acme, const char *token, const char *body);

/* Delivers all that was pressed by this token; the status. */
int pad_deliver(struct pad *pad, const char *token);

/* What the last answer says of an item; `why`: the problem of a refusal, or the
 * first cause of a quarantine. */
void
pad_expect(struct acme *acme, int item, const char *result, const char *why);

/* Delivers one press, and expects this of it. */
void pad_expect_one(struct pad *pad, const char *token, const char *result,
	const char *why);

#endif
