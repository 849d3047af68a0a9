#ifndef TESTS_INTEGRATION_SERVICE_HONEST_SCENE_H
#define TESTS_INTEGRATION_SERVICE_HONEST_SCENE_H

/* Dana at a machine of her own, and the service. */

#include <stdlib.h>

#include "lib/worker.h"

/* Dana at a machine of her own. */
struct scene {
	struct acme *acme;
	struct machine machine;
	struct worker dana;
	struct message message;
};

static inline struct scene *
scene_new(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->acme = acme_open(*state);
	machine_boot(s->acme, &s->machine);
	worker_open(&s->dana, s->acme, &s->machine, ACME_DANA, 0);
	return s;
}

/* The worlds end as they should. */
static inline void
scene_end(struct scene *s)
{
	acme_check(s->acme);
	acme_close(&s->acme);
	free(s);
}

static inline void
pass(struct scene *s, int64_t ms)
{
	s->acme->now_ms += ms;
}

/* The message that left arrives, now. */
static inline void
arrive(struct scene *s)
{
	assert_int_equal(worker_arrive(&s->dana, &s->message), 200);
}

/* Since when Dana is in, as GET /v1/clock says. */
static inline int64_t
in_since_ms(struct scene *s)
{
	const struct acme_request ask = {
		.path = "/v1/clock", .token = s->dana.tokens.access};
	int64_t since_ms = 0;
	struct err err = {0};

	if (acme_ask(s->acme, &ask) == 401) {
		worker_sign_in(&s->dana);
		acme_ask(s->acme, &ask);
	}
	assert_string_equal(acme_text(s->acme, "state"), "in");
	if (civil_parse_rfc3339(acme_text(s->acme, "since"), &since_ms, &err) <
		0)
		fail_msg("%s", err.text);
	return since_ms;
}

#endif
