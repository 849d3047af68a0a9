#include "world.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/press.h"
#include "lib/cmocka_all.h"
#include "wire/wire.h"

void
world_open(struct world *world)
{
	struct err err = {0};
	int rc;

	*world = (struct world){0};
	fake_store_init(&world->store);
	fake_time_init(&world->time);
	rc = loop_new(&world->loop, &err);
	assert(rc == 0);
	world->dana = fake_catalog_add(
		&world->catalog, ENTRY_EMPLOYEE, 1, "101", "Dana Whitfield");
	world->colleague = fake_catalog_add(
		&world->catalog, ENTRY_EMPLOYEE, 2, "102", "Luis Muñoz");
	world->elm = fake_catalog_add(
		&world->catalog, ENTRY_LOCATION, 1, "", "Elm St Tower");
	world->oak = fake_catalog_add(
		&world->catalog, ENTRY_LOCATION, 2, "", "Oak Ave Depot");
	world->concrete = fake_catalog_add(
		&world->catalog, ENTRY_COST_CODE, 1, "03-100", "Concrete");
	world->framing = fake_catalog_add(
		&world->catalog, ENTRY_COST_CODE, 2, "06-110", "Framing");
	world_reopen(world);
}

void
world_reopen(struct world *world)
{
	const struct app_ports ports = {
		.store = fake_store_port(&world->store),
		.catalog = fake_catalog_port(&world->catalog),
		.transport = fake_transport_port(&world->transport),
		.keyring = fake_keyring_port(&world->keyring),
		.chooser = fake_keyring_chooser(&world->keyring),
		.time = fake_time_port(&world->time),
		.loop = world->loop,
	};
	struct err err = {0};
	int rc;

	app_close(&world->app);
	rc = app_open(&ports, &world->app, &err);
	assert(rc == 0);
}

static void
keep_secret(struct world *world, const struct account *account,
	const char *username, const char *purpose, const char *value)
{
	struct keyring port = fake_keyring_port(&world->keyring);
	struct keyring_label label = {
		.server = account->server,
		.company_id = account->person.company_id,
		.username = username,
		.purpose = purpose,
	};
	struct secret secret = {0};
	struct err err = {0};

	(void)secret_set(&secret, value, strlen(value));
	(void)port.ops->save(port.self, &label, &secret, &err);
	secret_release(&secret);
}

struct id
world_enrol(struct world *world, uint8_t number, const char *key)
{
	struct store store = fake_store_port(&world->store);
	const struct account *account = &world->store.accounts[0];
	struct enrolment enrolment = {.account = account->number,
		.id = {{0xee, number}},
		.person = world->dana,
		.username = "dana"};
	char id[ID_TEXT_BYTES];
	struct err err = {0};
	int rc = store.ops->enrolment_save(store.self, &enrolment, &err);

	assert(rc == 0);
	keep_secret(
		world, account, id_format(&enrolment.id, id), "delivery", key);
	return enrolment.id;
}

void
world_sign_in(struct world *world, permission_set permissions)
{
	struct store store = fake_store_port(&world->store);
	struct account account = {
		.server = "https://time.example.com",
		.username = "dana",
		.device = {{0xdd, 1}},
		.signed_in = true,
		.person = {.id = world->dana,
			.name = "Dana Whitfield",
			.permissions = permissions,
			.viewset = VIEWSET_ALL,
			.meal = {.tracked = true,
				.length_minutes = 30,
				.due_after_minutes = 240,
				.early = world->meals_blocked
						 ? MEAL_EARLY_BLOCK
						 : MEAL_EARLY_WARN},
			.company_id = "acme",
			.company_name = "Acme Roofing",
			.company_zone = "America/New_York",
			.clock_enabled = !world->clock_disabled,
			.max_record_minutes = CLOCK_RECORD_MAX_MINUTES},
	};
	struct err err = {0};
	int rc = store.ops->account_save(store.self, &account, &err);

	assert(rc == 0);
	keep_secret(world, &account, "dana", "session", "ccr_refresh");
	(void)world_enrol(world, 1, "cce_delivery");
	world_reopen(world);
}

static void
look(struct world *world, const struct id *employee, struct face *face_out)
{
	struct err err = {0};
	struct stamp now;
	int rc = app_now(world->app, &now, &err);

	assert(rc == 0);
	/* A test of a world without an account looks at nothing. */
	if (face_of(world->app, employee, &now, face_out, &err) < 0)
		*face_out = (struct face){.employee = *employee, .now = now};
}

const struct face *
world_look(struct world *world, const struct id *employee)
{
	look(world, employee, &world->faces[0]);
	return &world->faces[0];
}

const struct face *
world_look_at_both(struct world *world)
{
	look(world, &world->dana, &world->faces[0]);
	look(world, &world->colleague, &world->faces[1]);
	return world->faces;
}

void
world_look_again(struct world *world)
{
	for (int i = 0; i < 2; i++) {
		struct id employee = world->faces[i].employee;

		look(world, &employee, &world->faces[i]);
	}
}

void
world_close(struct world *world)
{
	app_close(&world->app);
	loop_free(&world->loop);
	fake_store_release(&world->store);
	fake_catalog_release(&world->catalog);
	fake_transport_release(&world->transport);
	fake_keyring_release(&world->keyring);
}

static void
stop(void *ctx)
{
	loop_stop(ctx);
}

static void
nothing(void *ctx)
{
	(void)ctx;
}

/*
 * The worker runs one call after the other: when a call queued now is done,
 * all before it are; what those queued is waited for in the next round.
 */
void
world_settle(struct world *world)
{
	struct err err = {0};

	for (int round = 0; round < 4; round++) {
		int rc = loop_defer(
			world->loop, nothing, stop, world->loop, &err);

		assert(rc == 0);
		rc = loop_run(world->loop, &err);
		assert(rc == 0);
	}
}

int64_t
world_service_ms(const struct world *world)
{
	return world->time.now.wall_ms + world->ahead_ms;
}

struct fake_request *
world_request(struct world *world, const char *path)
{
	struct fake_request *request;

	world_settle(world);
	request = fake_transport_next(&world->transport);
	if (request == NULL) {
		fail_msg("nothing was sent, %s was expected", path);
		abort(); /* for analysers, who cannot know */
	}
	if (strstr(request->url, path) == NULL)
		fail_msg("%s was sent, %s was expected", request->url, path);
	return request;
}

void
world_go(struct world *world)
{
	struct press press = {
		.kind = PUNCH_GO,
		.count = 1,
		.location = world->elm,
		.cost_code = world->concrete,
	};
	struct receipt receipt;
	struct err err = {0};

	fake_time_pass(&world->time, 1000);
	press.faces = world_look(world, &world->dana);
	if (press_record(world->app, &press, &receipt, &err) < 0)
		fail_msg("%s", err.text);
}

void
world_keep_go(struct world *world, size_t n)
{
	world->transport.unreachable = "no network";
	for (size_t i = 0; i < n; i++)
		world_go(world);
	world->transport.unreachable = NULL;
}

static void
answer_contact(struct world *world, bool ended)
{
	struct wire_verdicts answer = {
		.ended = ended, .now_ms = world_service_ms(world)};
	struct fake_request *request;
	struct wire_delivery delivery;
	struct verdict held = {.kind = VERDICT_DUPLICATE,
		.first = VERDICT_RECORDED,
		.ledger_seq = 1};
	struct err err = {0};
	struct str body;
	int rc;

	request = world_request(world, "/v1/punches");
	rc = wire_delivery_decode(
		request->body.data, request->body.len, &delivery, &err);
	assert(rc == 0 && delivery.count <= 1);
	if (delivery.count == 1) {
		held.punch = delivery.punches[0].id;
		held.at_ms = delivery.punches[0].pressed.wall_ms;
		answer.verdicts = &held;
		answer.count = 1;
	}
	answer.highest = answer.own.watermark = delivery.highest;
	wire_delivery_release(&delivery);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_verdicts_encode(&answer, &body);
	fake_transport_answer(&world->transport, request, 200, body.data);
	str_release(&body);
}

void
world_answer_contact(struct world *world)
{
	answer_contact(world, false);
}

void
world_is_copied(struct world *world)
{
	struct fake_request *request;

	answer_contact(world, true);
	request = world_request(world, "/v1/enrolments");
	fake_transport_answer(&world->transport, request, 201,
		"{\"id\":\"019b0000-0000-7000-8000-000000000007\","
		"\"credential\":\"cce_new\",\"highest\":0}");
	world_settle(world);
}

void
world_answer_session(struct world *world)
{
	struct fake_request *request = world_request(world, "/v1/token");
	struct wire_session session = {
		.expires_in_s = 900,
		.person = world->store.accounts[0].person,
	};
	struct str body;

	(void)secret_set(&session.access, "cca_new", 7);
	(void)secret_set(&session.refresh, "ccr_new", 7);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_session_encode(&session, &body);
	wire_session_release(&session);
	fake_transport_answer(&world->transport, request, 200, body.data);
	str_release(&body);
	world_settle(world);
}

void
world_answer_clock(struct world *world, const struct id *employee,
	const struct clock_state *state)
{
	struct fake_request *request =
		world_request(world, "/v1/clock?employee=");
	struct wire_clock clock = {
		.employee = *employee,
		.state = *state,
		.now_ms = world_service_ms(world),
	};
	char id[ID_TEXT_BYTES];
	struct str body;

	assert(strstr(request->url, id_format(employee, id)) != NULL);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_clock_encode(&clock, &body);
	fake_transport_answer(&world->transport, request, 200, body.data);
	str_release(&body);
	world_settle(world);
}
