/* Lists that are only shown, over the API: all pages, and what is decided. */

#include "app/office_rows.h"

#include <string.h>

#include "fake/world.h"
#include "lib/cmocka_all.h"

static const char *const members[] = {"id", "why", NULL};
static const struct office_rows_source source = {"/v1/things", "items"};

static struct world world;
static struct office *office;
static struct office_rows *rows;
static struct err told;
static int times;

static int
setup(void **state)
{
	world_open(&world);
	world_sign_in(&world, PERMISSION_SET(CLOCK_IN_OUT));
	office = office_new(world.app);
	rows = office_rows_new(members);
	times = 0;
	return 0;
}

static int
teardown(void **state)
{
	office_free(&office);
	office_rows_free(&rows);
	world_close(&world);
	return 0;
}

static void
on_answer(void *ctx, const struct office_answer *answer)
{
	(void)ctx;
	times++;
	told = answer->err;
}

static void
answer(const char *path, int status, const char *link, const char *body)
{
	struct fake_request *request = world_request(&world, path);

	strcpy(world.transport.link, link);
	fake_transport_answer(&world.transport, request, status, body);
}

static void
load(void)
{
	office_rows_load(office, rows, &source, on_answer, NULL);
	world_answer_session(&world);
	answer("/v1/things", 200, "</v1/things?cursor=2>; rel=\"next\"",
		"{\"items\":[{\"id\":\"a\",\"why\":[\"x\",\"y\"]}]}");
	assert_int_equal(times, 0);
	answer("/v1/things?cursor=2", 200, "", "{\"items\":[{\"id\":\"b\"}]}");
	assert_int_equal(times, 1);
	assert_int_equal(told.kind, ERR_NONE);
}

static void
all_pages_are_loaded(void **state)
{
	load();
	assert_int_equal(office_rows_count(rows), 2);
	assert_string_equal(office_rows_cell(rows, 0, 1), "x, y");
	assert_string_equal(office_rows_cell(rows, 1, 0), "b");
}

static void
what_breaks_off_leaves_what_was_there(void **state)
{
	load();
	office_rows_load(office, rows, &source, on_answer, NULL);
	answer("/v1/things", 200, "</v1/things?cursor=2>; rel=\"next\"",
		"{\"items\":[{\"id\":\"c\"}]}");
	answer("/v1/things?cursor=2", 200, "", "{\"items\":7}");
	assert_int_equal(times, 2);
	assert_int_equal(told.kind, ERR_UNAVAILABLE);
	assert_int_equal(office_rows_count(rows), 2);
	office_rows_load(office, rows, &source, on_answer, NULL);
	answer("/v1/things", 200, "", "{\"items\":[]}");
	assert_int_equal(office_rows_count(rows), 0);
}

static void
decided(const char *method, const char *path, const char *body)
{
	struct fake_request *request = world_request(&world, path);

	assert_string_equal(request->method, method);
	assert_string_equal(request->body.data, body);
	fake_transport_answer(&world.transport, request, 200, "{}");
}

static void
what_is_decided_is_sent(void **state)
{
	load();
	office_decide(office,
		&(struct office_decision){"/v1/quarantine/", "a", "accept", ""},
		on_answer, NULL);
	decided("POST", "/v1/quarantine/a/accept", "{}");
	office_decide(office,
		&(struct office_decision){
			"/v1/quarantine/", "b", "decline", "no \"work\""},
		on_answer, NULL);
	decided("POST", "/v1/quarantine/b/decline",
		"{\"reason\":\"no \\\"work\\\"\"}");
	office_end(office, "/v1/devices/", "c", on_answer, NULL);
	decided("DELETE", "/v1/devices/c", "");
	assert_int_equal(times, 4);
}

static void
nobody_is_told_of_what_is_cancelled(void **state)
{
	load();
	office_rows_load(office, rows, &source, on_answer, NULL);
	office_cancel(office);
	assert_null(fake_transport_next(&world.transport));
	assert_int_equal(times, 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(all_pages_are_loaded),
		T(what_breaks_off_leaves_what_was_there),
		T(what_is_decided_is_sent),
		T(nobody_is_told_of_what_is_cancelled),
	};

	return cmocka_run_group_tests_name("office_rows", tests, NULL, NULL);
}
