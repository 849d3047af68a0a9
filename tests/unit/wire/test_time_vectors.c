/*
 * Hours: what must come of what is given, worked out by hand (tests/data/time).
 * VECTORS=folder or file below it narrows the run.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lib/cmocka_all.h"
#include "lib/vector.h"

#define FOLDER "tests/data/time"

static void
run_one_file(struct vector_run *run, const char *path)
{
	struct str text;
	struct err err;

	str_init(&text, (size_t)1 << 20);
	if (file_load(path, (size_t)1 << 20, &text, &err) < 0)
		fail_msg("%s", err.text);
	vector_file(run, path, text.data, text.len);
	str_release(&text);
}

static void
test_all(void **state)
{
	const char *only = getenv("VECTORS");
	struct vector_run run;

	vector_begin(&run);
	if (only == NULL)
		vector_folder(&run, FOLDER);
	else if (strstr(only, ".json") != NULL)
		run_one_file(&run, only);
	else
		vector_folder(&run, only);
	print_message("%zu vectors, %zu otherwise\n%s", run.count, run.failed,
		run.said.data);
	assert_true(run.count > 0);
	assert_int_equal(run.failed, 0);
	vector_end(&run);
}

/* The runner sees it when something is otherwise, and says what. */
static void
test_the_runner_can_fail(void **state)
{
	static const struct {
		const char *expect;
		const char *said; /* NULL: as expected */
	} cases[] = {
		{"{\"state\":{\"mode\":\"out\"}}", NULL},
		{"{\"state\":{\"since\":\"2026-11-16T12:00:00+00:00\"}}", NULL},
		{"{\"state\":{\"since\":\"2026-11-16 12:00\"}}", NULL},
		{"{\"records\":[{\"minutes\":240}]}", NULL},
		{"{\"reasons+\":[{\"kind\":\"ended-by\"}]}", NULL},
		{"{\"state\":{\"mode\":\"in\"}}",
			"/state/mode: expected \"in\", got \"out\""},
		{"{\"state\":{\"since\":\"2026-11-16 12:01\"}}",
			"/state/since: expected \"2026-11-16 12:01\", got "
			"\"2026-11-16T12:00:00Z\""},
		{"{\"records\":[{\"minutes\":241}]}",
			"/records/0/minutes: expected 241, got 240"},
		{"{\"records\":[]}", "/records/0: expected no more, got"},
		{"{\"records\":[{},{}]}",
			"/records/1: expected {}, got nothing"},
		{"{\"records\":[{\"open\":true}]}",
			"/records/0/open: expected true, got false"},
		{"{\"records\":[{\"end\":null}]}",
			"/records/0/end: expected null, got"},
		{"{\"recrods\":[]}", "/recrods: expected [], got nothing"},
		{"{\"reasons+\":[{\"kind\":\"voided\"}]}",
			"/reasons: expected {\"kind\":\"voided\"}, got ["},
		{"{\"error\":\"/events\"}", "expected to be refused, was not"},
		{"{}", "expects nothing"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct vector_run run;
		struct str file;

		str_init(&file, 4096);
		str_addf(&file,
			"{\"given\":{\"explain\":true},\"vectors\":[{\"name\":"
			"\"one\",\"given\":{\"events\":[[\"go\","
			"\"2026-11-16 08:00\",\"elm\",\"dig\"],[\"stop\","
			"\"2026-11-16 12:00\"]]},\"expect\":%s}]}",
			cases[i].expect);
		vector_begin(&run);
		vector_file(&run, "a.json", file.data, file.len);
		assert_int_equal(run.count, 1);
		if (cases[i].said == NULL)
			assert_string_equal(run.said.data, "");
		else if (strstr(run.said.data, cases[i].said) == NULL)
			fail_msg("%s: %s", cases[i].expect, run.said.data);
		assert_int_equal(run.failed, cases[i].said != NULL);
		vector_end(&run);
		str_release(&file);
	}
}

/* A file that is none, or holds none, is not passed over. */
static void
test_a_file_without_vectors_fails(void **state)
{
	static const char *const texts[] = {
		"", "[]", "{}", "{\"vectors\":[]}", "{\"vectors\":[{}]}"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct vector_run run;

		vector_begin(&run);
		vector_file(&run, "a.json", texts[i], strlen(texts[i]));
		assert_int_equal(run.failed, 1);
		vector_end(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_the_runner_can_fail),
		cmocka_unit_test(test_a_file_without_vectors_fails),
	};

	return cmocka_run_group_tests_name("time vectors", tests, NULL, NULL);
}
