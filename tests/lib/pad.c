#include "lib/pad.h"

#include <stdio.h>
#include <string.h>

/* When the device was started. */
#define BOOT_MS (INT64_C(1795600000000) - 1000000000)

struct stamp
pad_stamp(const struct acme *acme, int64_t ago_ms)
{
	return (struct stamp){
		.wall_ms = acme->now_ms - ago_ms,
		.boottime_ms = acme->now_ms - BOOT_MS - ago_ms,
		.boot = {{0x42}},
		.zone = "America/New_York",
		.offset_s = -18000,
	};
}

void
pad_sign_in(struct pad *pad, enum acme_person person)
{
	pad->person = person;
	acme_sign_in(pad->acme, person, pad->device, &pad->tokens);
}

struct punch *
pad_press(struct pad *pad, enum acme_person presser, enum acme_person employee)
{
	struct acme *acme = pad->acme;
	struct punch *punch = &pad->punches[pad->count++];

	*punch = (struct punch){
		.id = {{0x01, 0x9b, [6] = 0x70, [8] = 0x80,
			[9] = (uint8_t)pad->device, [10] = (uint8_t)pad->person,
			[15] = (uint8_t)++pad->seq}},
		.employee = acme->people[employee],
		.pressed_by = acme->people[presser],
		.enrolment = pad->tokens.enrolment,
		.number = pad->seq,
		.kind = PUNCH_GO,
		.location = acme->locations[0],
		.cost_code = acme->cost_codes[0],
		.pressed = pad_stamp(acme, 1000),
	};
	return punch;
}

void
pad_pack(struct pad *pad, struct str *body)
{
	const struct wire_delivery delivery = {
		.enrolment = pad->tokens.enrolment,
		.now = pad_stamp(pad->acme, 0),
		.punches = pad->punches,
		.count = pad->count,
	};

	str_init(body, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&delivery, body);
	pad->count = 0;
}

int
pad_send(struct acme *acme, const char *token, const char *body)
{
	return acme_ask(acme,
		&(struct acme_request){
			.path = "/v1/punches", .token = token, .body = body});
}

int
pad_deliver(struct pad *pad, const char *token)
{
	struct str body;

	pad_pack(pad, &body);
	pad_send(pad->acme, token, body.data);
	str_release(&body);
	return pad->acme->reply.status;
}

void
pad_expect(struct acme *acme, int item, const char *result, const char *why)
{
	char member[64];

	snprintf(member, sizeof(member), "results.%d.result", item);
	assert_string_equal(acme_text(acme, member), result);
	snprintf(member, sizeof(member),
		strcmp(result, "quarantined") == 0 ? "results.%d.causes.0"
						   : "results.%d.problem",
		item);
	assert_string_equal(acme_text(acme, member), why);
}

void
pad_expect_one(struct pad *pad, const char *token, const char *result,
	const char *problem)
{
	assert_int_equal(pad_deliver(pad, token), 200);
	pad_expect(pad->acme, 0, result, problem);
}
