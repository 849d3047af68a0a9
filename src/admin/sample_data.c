/* connectd sample-data: a small believable company, or a large one. */
#include <stdlib.h>
#include <string.h>

#include "base/jsonout.h"
#include "base/mem.h"
#include "base/text.h"
#include "commands.h"
#include "crypto/token.h"
#include "sample.h"
#include "service/company/setup.h"

#define COMPANY "acme"

/* Twenty letters that nobody mixes up, in four groups: 100 bits. */
#define PASSWORD_LETTERS 20
#define PASSWORD_BYTES (PASSWORD_LETTERS + PASSWORD_LETTERS / 5)

struct sample {
	struct setup setup;
	struct id roles[SAMPLE_ROLE_COUNT];
	struct id plain; /* policy groups */
	struct id meals;
	struct id ids[SAMPLE_PEOPLE];
	char hashes[SAMPLE_PEOPLE][PASSWORD_HASH_BYTES];
	char passwords[SAMPLE_PEOPLE][PASSWORD_BYTES];
	struct sample_text text; /* of the item being made */
};

static int
make_password(char out[PASSWORD_BYTES], struct err *err)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char random[PASSWORD_LETTERS];
	size_t used = 0;

	if (token_random(random, sizeof(random), err) < 0)
		return -1;
	for (size_t i = 0; i < PASSWORD_LETTERS; i++) {
		if (i > 0 && i % 5 == 0)
			out[used++] = '-';
		out[used++] = letters[random[i] % 32];
	}
	out[used] = '\0';
	return 0;
}

static int
prepare(struct sample *sample, const struct password_cost *cost,
	struct err *err)
{
	for (size_t i = 0; i < SAMPLE_PEOPLE; i++) {
		char *password = sample->passwords[i];

		if (make_password(password, err) < 0 ||
			id_make(&sample->setup.ids, sample->setup.now_ms,
				&sample->ids[i], err) < 0 ||
			password_hash(password, strlen(password), cost,
				sample->hashes[i], err) < 0)
			return -1;
	}
	return 0;
}

static void
next_employee(void *ctx, size_t i, struct setup_employee *out)
{
	struct sample *sample = ctx;
	const struct sample_person *person;

	out->number = sample_employee_number(&sample->text, i);
	sample_employee_name(
		&sample->text, i, &out->given_name, &out->family_name);
	out->policy_group = i % 3 == 0 ? sample->plain : sample->meals;
	out->role = sample->roles[SAMPLE_EMPLOYEE];
	if (i >= SAMPLE_PEOPLE)
		return;
	person = &sample_people[i];
	out->id = sample->ids[i];
	out->username = person->username;
	out->email = person->email;
	out->password_hash = sample->hashes[i];
	out->role = sample->roles[person->role];
	out->viewset = person->viewset;
	out->policy_group = person->meals ? sample->meals : sample->plain;
}

static void
next_location(void *ctx, size_t i, struct setup_entry *out)
{
	struct sample *sample = ctx;

	out->number = sample_location_number(&sample->text, i);
	out->name = sample_location_name(&sample->text, i);
}

static void
next_cost_code(void *ctx, size_t i, struct setup_entry *out)
{
	struct sample *sample = ctx;

	out->number = sample_cost_code_number(&sample->text, i);
	out->name = sample_cost_code_name(&sample->text, i);
}

/* Whoever has a Selected viewset sees the crew. */
static int
select_crews(struct sample *sample, struct err *err)
{
	for (size_t viewer = 0; viewer < SAMPLE_PEOPLE; viewer++) {
		if (sample_people[viewer].viewset != VIEWSET_SELECTED)
			continue;
		for (size_t i = 0; i < SAMPLE_PEOPLE; i++) {
			if (sample_people[i].crew &&
				setup_viewset_member(&sample->setup,
					&sample->ids[viewer], &sample->ids[i],
					err) < 0)
				return -1;
		}
	}
	return 0;
}

struct sizes {
	long long employees;
	long long locations;
	long long cost_codes;
};

static int
make(struct sample *sample, const struct sizes *sizes, struct err *err)
{
	static const struct meal_policy none = {0};
	static const struct meal_policy half_hour = {
		.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240,
		.early = MEAL_EARLY_WARN,
	};
	struct setup *setup = &sample->setup;

	if (setup_company(setup, COMPANY, "Acme Roofing", "America/New_York",
		    err) < 0 ||
		setup_roles(setup, &sample->roles[SAMPLE_ADMINISTRATOR],
			&sample->roles[SAMPLE_SUPERVISOR],
			&sample->roles[SAMPLE_EMPLOYEE], err) < 0 ||
		setup_policy_group(
			setup, "Default", &none, &sample->plain, err) < 0 ||
		setup_policy_group(setup, "Field crew", &half_hour,
			&sample->meals, err) < 0 ||
		setup_employees(setup, (size_t)sizes->employees, next_employee,
			sample, err) < 0 ||
		select_crews(sample, err) < 0 ||
		setup_entries(setup, SETUP_LOCATION, (size_t)sizes->locations,
			next_location, sample, err) < 0 ||
		setup_entries(setup, SETUP_COST_CODE, (size_t)sizes->cost_codes,
			next_cost_code, sample, err) < 0)
		return -1;
	return setup_finish(setup, err);
}

static int
write_all(struct sample *sample, const struct sizes *sizes, struct err *err)
{
	struct db *db = sample->setup.db;

	if (db_begin(db, err) < 0)
		return -1;
	if (make(sample, sizes, err) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, err);
}

static void
say_json(const struct sample *sample, FILE *out)
{
	struct jsonout json;
	struct str text;

	str_init(&text, 65536);
	jsonout_init(&json, &text);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "company", COMPANY);
	jsonout_array(&json, "sign_ins");
	for (size_t i = 0; i < SAMPLE_PEOPLE; i++) {
		jsonout_object(&json, NULL);
		jsonout_text(&json, "username", sample_people[i].username);
		jsonout_text(&json, "password", sample->passwords[i]);
		jsonout_text(
			&json, "role", sample_role_name(sample_people[i].role));
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	fprintf(out, "%s\n", text.data);
	str_release(&text);
}

static void
say_text(const struct sample *sample, FILE *out)
{
	fprintf(out, "The company %s is ready. One may sign in as:\n\n",
		COMPANY);
	for (size_t i = 0; i < SAMPLE_PEOPLE; i++)
		fprintf(out, "  %-14s %s  %s\n", sample_people[i].username,
			sample->passwords[i],
			sample_role_name(sample_people[i].role));
	fprintf(out,
		"\n`connectd serve --listen 127.0.0.1:8080` with this database "
		"lets them in:\n"
		"`connect-clock login --server localhost:8080 "
		"--company " COMPANY "`\n");
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct sizes sizes = {
		.employees = args_number(args, "employees", SAMPLE_PEOPLE),
		.locations = args_number(args, "locations", SAMPLE_LOCATIONS),
		.cost_codes =
			args_number(args, "cost-codes", SAMPLE_COST_CODES),
	};
	struct sample *sample;
	int rc = -1;

	/* Those who sign in are always there. */
	if (sizes.employees < SAMPLE_PEOPLE)
		sizes.employees = SAMPLE_PEOPLE;
	sample = mem_new(1, sizeof(*sample));
	sample->setup.now_ms = host->now_ms(NULL);
	if (prepare(sample, commands_cost(args), err) == 0 &&
		commands_open(host, args, &sample->setup.db, err) == 0)
		rc = write_all(sample, &sizes, err);
	db_close(&sample->setup.db);
	if (rc == 0 && args_has(args, "json"))
		say_json(sample, host->out);
	else if (rc == 0)
		say_text(sample, host->out);
	free(sample);
	return rc;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	{.name = "json", .letter = 'j', .help = "say the sign-ins as JSON"},
	{.name = "employees",
		.letter = 'e',
		.arg = "N",
		.min = 1,
		.max = 10000000,
		.help = "so many employees"},
	{.name = "locations",
		.letter = 'l',
		.arg = "N",
		.min = 1,
		.max = 10000000,
		.help = "so many locations"},
	{.name = "cost-codes",
		.letter = 'k',
		.arg = "N",
		.min = 1,
		.max = 10000000,
		.help = "so many cost codes"},
	ADMIN_CHEAP,
	ADMIN_NO_MORE,
};

const struct command admin_sample_data = {
	.name = "sample-data",
	.help = "a made-up company, acme, and who may sign in",
	.options = options,
	.run = run,
};
