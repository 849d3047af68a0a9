#ifndef TESTS_UNIT_APP_NEWS_SCENE_H
#define TESTS_UNIT_APP_NEWS_SCENE_H

/* News over fake ports, and the answers to what is asked. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/deliver.h"
#include "app/press.h"
#include "fake/world.h"
#include "wire/wire.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)
#define OTHERS PERMISSION_SET(CLOCK_IN_FOR)

static struct world world;
static struct str body;

struct told {
	int times;
	struct err err;
};

static struct told told;

static inline int
setup(void **state)
{
	world_open(&world);
	world_sign_in(&world, OWN);
	str_init(&body, WIRE_ANSWER_BYTES);
	told = (struct told){0};
	return 0;
}

static inline int
teardown(void **state)
{
	str_release(&body);
	world_close(&world);
	return 0;
}

static inline void
on_done(void *ctx, const struct err *err)
{
	told.times++;
	told.err = *err;
}

static inline struct press
press_go(void)
{
	return (struct press){
		.kind = PUNCH_GO,
		.faces = world_look(&world, &world.dana),
		.count = 1,
		.location = world.elm,
		.cost_code = world.concrete,
	};
}

/* News are asked for after contact was made. */
static inline void
sync_begin(void)
{
	deliver_sync(world.app, false, on_done, NULL);
	world_answer_contact(&world);
}

static inline void
answer(struct fake_request *request)
{
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_clear(&body);
}

/* Whose numbers the service's word on a clock counts. */
static struct id told_of = {{0xee, 1}};

/* The session is renewed with this refresh token. */
static inline void
answer_renewal_of(const char *refresh)
{
	struct fake_request *request = world_request(&world, "/v1/token");
	struct wire_session session = {
		.expires_in_s = 900,
		.person = world.store.accounts[0].person,
	};

	assert_non_null(strstr(request->body.data, refresh));
	(void)secret_set(&session.access, "cca_new", 7);
	(void)secret_set(&session.refresh, "ccr_new", 7);
	wire_session_encode(&session, &body);
	wire_session_release(&session);
	answer(request);
}

/* With what the keyring held as the program began. */
static inline void
answer_renewal(void)
{
	answer_renewal_of("ccr_refresh");
}

static inline void
answer_me(permission_set permissions)
{
	struct person person = world.store.accounts[0].person;
	struct fake_request *request = world_request(&world, "/v1/me");

	assert_string_equal(request->bearer, "cca_new");
	person.permissions = permissions;
	wire_person_encode(&person, &body);
	answer(request);
}

static inline void
answer_clock_as(const struct id *employee, const struct clock_state *state,
	int64_t watermark)
{
	struct wire_clock clock = {
		.employee = *employee,
		.enrolment = told_of,
		.state = *state,
		.watermark = watermark,
		.now_ms = world_service_ms(&world),
	};
	char id[ID_TEXT_BYTES];
	struct fake_request *request =
		world_request(&world, "/v1/clock?employee=");

	assert_non_null(strstr(request->url, id_format(employee, id)));
	wire_clock_encode(&clock, &body);
	answer(request);
}

static inline void
answer_clock(const struct id *employee, enum clock_mode mode, int64_t watermark)
{
	struct clock_state state = {
		.mode = mode, .since_ms = world_service_ms(&world) - 3600000};

	if (mode != CLOCK_OUT) {
		state.location = world.oak;
		state.cost_code = world.framing;
	}
	answer_clock_as(employee, &state, watermark);
}

static inline void
answer_catalog(const char *name, const char *cursor, bool more)
{
	struct entry entry = {
		.kind = ENTRY_LOCATION,
		.id = {{0xee, (uint8_t)name[0]}},
		.active = true,
		.all_cost_codes = true,
	};
	struct wire_catalog page = {
		.entries = &entry, .count = 1, .more = more};

	(void)str_copy(entry.name, sizeof(entry.name), name);
	(void)str_copy(page.cursor, sizeof(page.cursor), cursor);
	wire_catalog_encode(&page, &body);
	answer(world_request(&world, "/v1/catalog?limit=1000"));
}

#endif
