#include "lib/sample_punch.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static struct id
sample_id(uint8_t what)
{
	return (struct id){{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, what}};
}

void
sample_account(struct account *account_out)
{
	struct person *person = &account_out->person;

	memset(account_out, 0, sizeof(*account_out));
	str_copy(account_out->server, sizeof(account_out->server),
		"https://connect.example.com");
	str_copy(account_out->username, sizeof(account_out->username), "dana");
	account_out->signed_in = true;
	person->id = sample_id(1);
	str_copy(person->name, sizeof(person->name), "Dana Whitfield");
	str_copy(person->company_id, sizeof(person->company_id), "acme");
	str_copy(person->company_name, sizeof(person->company_name),
		"Acme Roofing");
	str_copy(person->company_zone, sizeof(person->company_zone),
		"America/New_York");
	person->clock_enabled = true;
	person->permissions = PERMISSION_SET(CLOCK_IN_OUT);
}

int
sample_sign_in(struct store *store, struct account *account, struct err *err)
{
	struct enrolment enrolment = {0};
	struct id_source source = {0};

	if (store->ops->account_save(store->self, account, err) < 0 ||
		id_make(&source, 0, &enrolment.id, err) < 0)
		return -1;
	enrolment.account = account->number;
	enrolment.person = account->person.id;
	return store->ops->enrolment_save(store->self, &enrolment, err);
}

void
sample_go(struct sample *sample, const struct account *account,
	struct punch *punch_out)
{
	struct id_source source = {0};
	struct err err;

	if (id_is_nil(&sample->location)) {
		sample->employee = account->person.id;
		sample->location = sample_id(2);
		sample->cost_code = sample_id(3);
		sample->now_ms = INT64_C(1795000000000);
	}
	sample->made++;
	sample->now_ms += 1000;
	memset(punch_out, 0, sizeof(*punch_out));
	if (id_make(&source, sample->now_ms, &punch_out->id, &err) < 0)
		abort();
	punch_out->kind = PUNCH_GO;
	punch_out->employee = sample->employee;
	punch_out->pressed_by = account->person.id;
	punch_out->location = sample->location;
	punch_out->cost_code = sample->cost_code;
	punch_out->pressed.wall_ms = sample->now_ms;
	punch_out->pressed.boottime_ms = 5000 + sample->made * 1000;
	punch_out->pressed.boot = sample_id(4);
	punch_out->pressed.offset_s = -18000;
	str_copy(punch_out->pressed.zone, sizeof(punch_out->pressed.zone),
		"America/New_York");
}

bool
sample_equal(const struct punch *a, const struct punch *b)
{
	struct str one, two;
	bool equal;

	str_init(&one, PUNCH_CANONICAL_BYTES);
	str_init(&two, PUNCH_CANONICAL_BYTES);
	punch_canonical(a, &one);
	punch_canonical(b, &two);
	equal = one.len == two.len &&
		memcmp(one.data, two.data, one.len) == 0 &&
		strcmp(a->comment, b->comment) == 0 && a->number == b->number;
	str_release(&one);
	str_release(&two);
	return equal;
}
