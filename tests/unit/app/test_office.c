/* The office's records over the API: loaded, found, added, changed. */

#include "app/office.h"

#include <stdlib.h>
#include <string.h>

#include "core/cost_code.h"
#include "core/employee.h"
#include "core/group.h"
#include "core/location.h"
#include "core/policy_group.h"
#include "core/role.h"
#include "fake/world.h"
#include "lib/cmocka_all.h"
#include "wire/record.h"
#include "wire/wire.h"

#define PATIENCE_MS 20000 /* only a failure waits so long */

struct told {
	int times;
	struct err err;
	const struct field *field;
	int64_t version;
	char text[64];
	char next[64];
	char etag[96];
};

static struct world world;
static struct office *office;
static struct told told;

static int
setup(void **state)
{
	world_open(&world);
	world_sign_in(&world, PERMISSION_SET(CLOCK_IN_OUT));
	office = office_new(world.app);
	told = (struct told){0};
	return 0;
}

static int
teardown(void **state)
{
	office_free(&office);
	world_close(&world);
	return 0;
}

static void
on_answer(void *ctx, const struct office_answer *answer)
{
	const struct record *record = answer->record;

	(void)ctx;
	told.times++;
	told.err = answer->err;
	told.field = answer->field;
	told.version = record != NULL ? record->version : 0;
	if (answer->body != NULL)
		(void)str_copy(told.text, sizeof(told.text), answer->body);
	(void)str_copy(told.next, sizeof(told.next), answer->next);
	(void)str_copy(told.etag, sizeof(told.etag), answer->etag);
}

static struct fake_request *
answer(const char *path, int status, const char *body)
{
	struct fake_request *request = world_request(&world, path);

	fake_transport_answer(&world.transport, request, status, body);
	return request;
}

/* {"items": [...]} of one record each, at "00…0N". */
static void
answer_items(const char *path, const char *items)
{
	struct str body;

	str_init(&body, 65536);
	str_addf(&body, "{\"items\":[%s]}", items);
	answer(path, 200, body.data);
	str_release(&body);
}

static void
problem(const char *path, enum problem of, const char *detail,
	const char *pointer)
{
	struct wire_problem it = {.status = problem_status(of)};
	struct str body;

	(void)str_copy(it.type, sizeof(it.type), problem_type(of));
	(void)str_copy(it.title, sizeof(it.title), problem_title(of));
	(void)str_copy(it.detail, sizeof(it.detail), detail);
	(void)str_copy(it.pointer, sizeof(it.pointer), pointer);
	str_init(&body, 65536);
	wire_problem_encode(&it, &body);
	answer(path, it.status, body.data);
	str_release(&body);
}

#define ID(n) "00000000-0000-7000-8000-00000000000" #n
#define CODE(n, version, number, name)                                         \
	"{\"id\":\"" ID(n) "\",\"version\":" #version ",\"number\":\"" number  \
			   "\",\"name\":\"" name                               \
			   "\",\"active\":true,\"later\":[1]}"

static void
load_codes(void)
{
	office_load(office, &cost_code_description, false, on_answer, NULL);
	world_answer_session(&world);
	strcpy(world.transport.link,
		"</v1/cost-codes?cursor=x&limit=2>; rel=\"next\"");
	answer_items("/v1/cost-codes?limit=1000",
		CODE(1, 3, "01-100", "Supervision") "," CODE(
			2, 4, "03-100", "Concrete"));
	assert_int_equal(office_loading(office), 2);
	assert_int_equal(told.times, 0);
	world.transport.link[0] = '\0';
	answer_items("/v1/cost-codes?cursor=x&limit=2",
		CODE(3, 5, "", "Clean-up") "," CODE(4, 5, "", "Cleaning"));
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
}

static void
test_all_pages_are_loaded(void **state)
{
	load_codes();
	assert_int_equal(office_count(office, &cost_code_description), 4);
	assert_true(office_has(office, &cost_code_description));
	assert_false(office_is_busy(office));
	assert_int_equal(
		office_seen(office, &cost_code_description), 7); /* all three */
}

static void
test_what_a_page_breaks_off_at_stays_as_it_was(void **state)
{
	load_codes();
	office_load(office, &cost_code_description, false, on_answer, NULL);
	problem("/v1/cost-codes?limit=1000", PROBLEM_FORBIDDEN, "", "");
	assert_int_equal(told.err.kind, ERR_PERMISSION);
	assert_int_equal(office_count(office, &cost_code_description), 4);
	office_load(office, &cost_code_description, false, on_answer, NULL);
	answer("/v1/cost-codes?limit=1000", 200, "{\"items\":7}");
	assert_int_equal(told.err.kind, ERR_UNAVAILABLE);
	assert_int_equal(office_count(office, &cost_code_description), 4);
}

static const char *
name_of(const void *record)
{
	return ((const struct cost_code *)record)->name;
}

static void
finds(const char *words, const char *name)
{
	const void *record;
	struct err err = {0};

	if (office_find(office, &cost_code_description, words, &record, &err) <
		0)
		fail_msg("%s: %s", words, err.text);
	assert_string_equal(name_of(record), name);
}

static void
test_they_are_found_as_people_say_it(void **state)
{
	const void *record;
	struct err err = {0};
	struct str text;

	load_codes();
	finds("03-100", "Concrete");
	finds("concrete", "Concrete");
	finds("conc", "Concrete");
	finds("cleaning", "Cleaning");
	finds(ID(3), "Clean-up");
	assert_int_equal(office_find(office, &cost_code_description, "clean",
				 &record, &err),
		-1);
	assert_int_equal(err.kind, ERR_AMBIGUOUS);
	assert_string_equal(err.text,
		"\"clean\" fits 2 of them; say which cost code is meant");
	assert_int_equal(office_find(office, &cost_code_description, "concrote",
				 &record, &err),
		-1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	assert_string_equal(
		err.text, "no cost code fits \"concrote\"; did you mean:");
	str_init(&text, 1024);
	office_candidates(office, &cost_code_description, "concrote", &text);
	assert_string_equal(text.data, "03-100 Concrete\n");
	str_release(&text);
}

static void
shows(int n, const char *words)
{
	struct field_names names = office_names(office);
	struct id id = {{0}};
	struct id found;
	struct err err;
	struct str text;

	assert_int_equal(id_parse(ID(0), &id, &err), 0);
	id.bytes[15] = (uint8_t)n;
	str_init(&text, 1024);
	names.show(names.ctx, &cost_code_description, &id, &text);
	assert_string_equal(text.data, words);
	assert_int_equal(names.find(names.ctx, &cost_code_description,
				 text.data, &found, &err),
		0);
	assert_true(id_equal(&found, &id));
	str_release(&text);
}

static void
test_what_is_shown_is_found_again(void **state)
{
	load_codes();
	shows(1, "01-100");
	shows(3, "Clean-up");
	shows(9, ID(9)); /* that one may not see */
}

/* A `;` parts the names of a list: one that holds it is shown by its id. */
static void
test_what_parts_a_list_is_in_no_name(void **state)
{
	office_load(office, &cost_code_description, false, on_answer, NULL);
	world_answer_session(&world);
	answer_items("/v1/cost-codes?limit=1000",
		CODE(1, 3, "", "Doors; windows") "," CODE(
			2, 3, "08;1", "Glass") "," CODE(3, 3, "", "Doors"));
	shows(1, ID(1));
	shows(2, ID(2));
	shows(3, "Doors");
}

/* Only the service itself is asked for what follows. */
static void
test_a_next_page_is_of_the_same_service(void **state)
{
	static const char *const elsewhere[] = {
		"<//evil.example/v1/cost-codes>; rel=\"next\"",
		"<https://evil.example/v1/cost-codes>; rel=\"next\"",
		"</v1/cost-codes?cursor=x; rel=\"next\"",
		"</v1/cost-codes?cursor=x>; rel=\"prev\"",
	};
	const struct office_request request = {
		.method = "GET", .path = "/v1/things"};

	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		office_load(
			office, &cost_code_description, false, on_answer, NULL);
		if (i == 0)
			world_answer_session(&world);
		strcpy(world.transport.link, elsewhere[i]);
		answer_items("/v1/cost-codes?limit=1000",
			CODE(1, 3, "01-100", "Supervision"));
		assert_int_equal(told.times, 2 * (int)i + 1);
		assert_null(fake_transport_next(&world.transport));
		office_ask(office, &request, on_answer, NULL);
		answer("/v1/things", 200, "{\"items\":[]}");
		assert_string_equal(told.next, "");
	}
}

/* Whose record a line of a file is: "" for nobody's, "?" for several's. */
static void
is_twin(const char *number, const char *name, const char *want)
{
	struct cost_code code = {.active = true};
	const void *twin;
	bool several;

	(void)str_copy(code.number, sizeof(code.number), number);
	(void)str_copy(code.name, sizeof(code.name), name);
	twin = office_twin(office, &cost_code_description, &code, &several);
	assert_string_equal(twin != NULL ? name_of(twin)
			    : several    ? "?"
					 : "",
		want);
}

static void
test_a_record_from_elsewhere_is_known_again(void **state)
{
	const void *record;
	bool several;

	load_codes();
	is_twin("03-100", "Beton", "Concrete");
	is_twin("", "CONCRETE", "Concrete");
	is_twin("07-310", "Clean-up", "Clean-up"); /* that has no number */
	is_twin("07-310", "Concrete", "");         /* that has another one */
	is_twin("", "Conc", "");
	record = office_exact(office, &cost_code_description, "conc", &several);
	assert_null(record);
	assert_false(several);
	record = office_exact(
		office, &cost_code_description, "cleaning", &several);
	assert_string_equal(name_of(record), "Cleaning");
}

static void
change(int64_t version, const char *name)
{
	struct cost_code code = {.record = {.version = version}};
	const struct office_edit edit = {
		.of = &cost_code_description, .record = &code, .given = 2};
	struct err err;

	assert_int_equal(id_parse(ID(2), &code.record.id, &err), 0);
	(void)str_copy(code.name, sizeof(code.name), name);
	office_change(office, &edit, on_answer, NULL);
}

static void
test_a_change_says_what_it_is_of(void **state)
{
	struct fake_request *request;

	load_codes();
	change(4, "Beton");
	request = world_request(&world, "/v1/cost-codes/" ID(2));
	assert_string_equal(request->method, "PATCH");
	assert_string_equal(request->if_match, "\"4\"");
	assert_string_equal(request->body.data, "{\"name\":\"Beton\"}");
	fake_transport_answer(
		&world.transport, request, 200, CODE(2, 9, "03-100", "Beton"));
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(told.version, 9);
	finds("beton", "Beton");
	finds("03-100", "Beton");
	/* what it was called finds nobody now, nor keeps another one out */
	change(9, "Supervision");
	answer("/v1/cost-codes/" ID(2), 200,
		CODE(2, 10, "03-100", "Supervision"));
	change(10, "Concrete");
	answer("/v1/cost-codes/" ID(2), 200, CODE(2, 11, "03-100", "Concrete"));
	finds("supervision", "Supervision");
	finds("concrete", "Concrete");
}

static void
test_what_is_wrong_is_told_with_its_field(void **state)
{
	static const struct {
		enum problem problem;
		const char *detail;
		const char *pointer;
		enum err_kind kind;
		const char *field;
		const char *text;
	} cases[] = {
		{PROBLEM_STALE, "", "", ERR_BUSY, NULL,
			"somebody changed it since you read it"},
		{PROBLEM_TAKEN, "Choose another one.", "/number", ERR_DATA,
			"number", "there is a cost code of that number"},
		{PROBLEM_UNPROCESSABLE, "It is off.", "/name/7", ERR_DATA,
			"name", "it is off"},
		{PROBLEM_FORBIDDEN, "You may not.", "", ERR_PERMISSION, NULL,
			"you may not"},
		{PROBLEM_NOT_FOUND, "", "", ERR_NOT_FOUND, NULL,
			"Nothing there. Check the address."},
	};

	load_codes();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		change(4, "Beton");
		problem("/v1/cost-codes/" ID(2), cases[i].problem,
			cases[i].detail, cases[i].pointer);
		assert_int_equal(told.err.kind, cases[i].kind);
		assert_string_equal(told.err.text, cases[i].text);
		assert_string_equal(
			told.field != NULL ? told.field->name : "none",
			cases[i].field != NULL ? cases[i].field : "none");
	}
	finds("03-100", "Concrete");
}

static void
test_a_trial_changes_nothing(void **state)
{
	struct cost_code code = {.active = true};
	const struct office_edit edit = {.of = &cost_code_description,
		.record = &code,
		.given = 3,
		.dry_run = true};
	struct fake_request *request;
	struct err err;

	load_codes();
	assert_int_equal(office_make_id(office, &code.record.id, &err), 0);
	strcpy(code.name, "Roofing");
	office_add(office, &edit, on_answer, NULL);
	request = world_request(&world, "/v1/cost-codes?dry_run=true");
	assert_string_equal(request->method, "POST");
	assert_string_equal(request->if_match, "");
	assert_non_null(strstr(request->body.data,
		"\",\"number\":\"\",\"name\":\"Roofing\"}"));
	fake_transport_answer(
		&world.transport, request, 200, CODE(5, 12, "", "Roofing"));
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(office_count(office, &cost_code_description), 4);
}

static bool
was_asked_again(void *ctx)
{
	return world.transport.started > *(int *)ctx;
}

static void
test_it_waits_as_the_service_asks(void **state)
{
	int started;

	load_codes();
	change(4, "Beton");
	world.transport.retry_after_ms = 1;
	problem("/v1/cost-codes/" ID(2), PROBLEM_THROTTLED, "", "");
	started = world.transport.started;
	assert_int_equal(told.times, 1);
	assert_true(app_run_until(
		world.app, was_asked_again, &started, PATIENCE_MS));
	answer("/v1/cost-codes/" ID(2), 200, CODE(2, 9, "03-100", "Beton"));
	assert_int_equal(told.times, 2);
	assert_int_equal(told.version, 9);
}

static void
test_kinds_that_are_named_come_before(void **state)
{
	office_load(office, &employee_description, true, on_answer, NULL);
	world_answer_session(&world);
	answer_items("/v1/roles?limit=1000",
		"{\"id\":\"" ID(1) "\",\"version\":1,\"name\":\"Crew\","
				   "\"permissions\":{\"board\":\"view\","
				   "\"administrator\":\"access\","
				   "\"teleport\":\"access\"},"
				   "\"is_administrator\":true}");
	problem("/v1/groups?limit=100", PROBLEM_FORBIDDEN, "", "");
	answer_items("/v1/policy-groups?limit=100", "");
	answer_items("/v1/employees?limit=100",
		"{\"id\":\"" ID(2) "\",\"version\":1,\"given_name\":\"Dana\","
				   "\"family_name\":\"Whitfield\","
				   "\"viewset\":\"telepathic\","
				   "\"role\":\"" ID(1) "\"}");
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(office_count(office, &group_description), 0);
	assert_int_equal(office_count(office, &employee_description), 1);
	{
		const struct employee *dana =
			office_at(office, &employee_description, 0);
		const struct role *role =
			office_record(office, &role_description, &dana->role);
		const struct field *viewset =
			field_find(&employee_description, "viewset");

		assert_string_equal(role->name, "Crew");
		assert_true(role->is_administrator);
		assert_int_equal(role->permissions,
			PERMISSION_SET(ADMINISTRATOR) |
				(permission_set)1 << PERMISSION_BOARD_VIEW);
		assert_string_equal(field_word(viewset, dana), "");
	}
}

static void
test_any_other_request(void **state)
{
	const struct office_request request = {
		.method = "GET", .path = "/v1/things?limit=7"};

	office_ask(office, &request, on_answer, NULL);
	world_answer_session(&world);
	strcpy(world.transport.link, "</v1/things?cursor=2>; rel=\"next\"");
	answer("/v1/things?limit=7", 200, "{\"items\":[]}");
	assert_string_equal(told.text, "{\"items\":[]}");
	assert_string_equal(told.next, "/v1/things?cursor=2");
	assert_string_equal(told.etag, "");
	office_ask(office, &request, on_answer, NULL);
	office_cancel(office);
	assert_null(fake_transport_next(&world.transport));
	assert_int_equal(told.times, 1);
}

/* What is read has a sign, by which a change of it goes. */
static void
test_a_request_goes_by_what_was_read(void **state)
{
	const char *sign = "\"0123456789abcdef0123456789abcdef0123456789abcdef"
			   "0123456789abcdef\"";
	struct office_request request = {.method = "GET", .path = "/v1/things"};
	struct fake_request *sent;

	office_ask(office, &request, on_answer, NULL);
	world_answer_session(&world);
	strcpy(world.transport.etag, sign);
	answer("/v1/things", 200, "{}");
	assert_string_equal(told.etag, sign);
	request.method = "POST";
	request.if_match = told.etag;
	office_ask(office, &request, on_answer, NULL);
	sent = world_request(&world, "/v1/things");
	assert_string_equal(sent->if_match, sign);
	request.if_match = NULL;
	fake_transport_answer(&world.transport, sent, 200, "{}");
	office_ask(office, &request, on_answer, NULL);
	assert_string_equal(world_request(&world, "/v1/things")->if_match, "");
}

/* By its number, whatever that is, without the others. */
static void
test_one_is_looked_up_alone(void **state)
{
	const void *record;
	bool several;

	office_look(office, &cost_code_description, "3/1 \xc3\xbc", on_answer,
		NULL);
	world_answer_session(&world);
	answer_items("/v1/cost-codes?number=3%2F1%20%C3%BC",
		CODE(2, 4, "3/1 \xc3\xbc", "Concrete"));
	assert_int_equal(told.times, 1);
	assert_false(office_has(office, &cost_code_description));
	assert_int_equal(office_count(office, &cost_code_description), 1);
	record = office_exact(
		office, &cost_code_description, "3/1 \xc3\xbc", &several);
	assert_non_null(record);
	office_look(office, &role_description, "Clerk", on_answer, NULL);
	answer_items("/v1/roles?name=Clerk", "");
	assert_int_equal(office_count(office, &role_description), 0);
	office_load(office, &cost_code_description, false, on_answer, NULL);
	answer_items("/v1/cost-codes?limit=1000",
		CODE(1, 3, "01-100", "Supervision"));
	assert_true(office_has(office, &cost_code_description));
	assert_null(office_exact(
		office, &cost_code_description, "3/1 \xc3\xbc", &several));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_all_pages_are_loaded),
		T(test_what_a_page_breaks_off_at_stays_as_it_was),
		T(test_they_are_found_as_people_say_it),
		T(test_what_is_shown_is_found_again),
		T(test_what_parts_a_list_is_in_no_name),
		T(test_a_next_page_is_of_the_same_service),
		T(test_a_record_from_elsewhere_is_known_again),
		T(test_a_change_says_what_it_is_of),
		T(test_what_is_wrong_is_told_with_its_field),
		T(test_a_trial_changes_nothing),
		T(test_it_waits_as_the_service_asks),
		T(test_kinds_that_are_named_come_before),
		T(test_any_other_request),
		T(test_a_request_goes_by_what_was_read),
		T(test_one_is_looked_up_alone),
	};

	return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
