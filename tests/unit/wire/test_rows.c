/* Lists that are only shown: what is asked for as text, all of it as JSON. */

#include "wire/rows.h"

#include <string.h>

#include "lib/cmocka_all.h"

static const char *const members[] = {"seq", "why", "old", "gone", NULL};

static int
read_page(struct wire_rows *rows, const char *page, struct err *err)
{
	return wire_rows_read(rows, page, strlen(page), "items", err);
}

static void
test_pages_behind_each_other(void **state)
{
	struct wire_rows rows;
	struct err err;

	wire_rows_init(&rows, members);
	assert_int_equal(wire_rows_count(&rows), 0);
	assert_int_equal(
		read_page(&rows,
			"{\"items\":[{\"seq\":9007199254740991,"
			"\"why\":[\"a\",\"b\"],\"old\":true,\"new\":{\"x\":[]}}"
			"],\"more\":1}",
			&err),
		0);
	assert_int_equal(read_page(&rows,
				 "{\"items\":[{\"seq\":2,\"why\":\"x\","
				 "\"old\":null},{}]}",
				 &err),
		0);
	assert_int_equal(wire_rows_count(&rows), 3);
	assert_string_equal(wire_rows_cell(&rows, 0, 0), "9007199254740991");
	assert_string_equal(wire_rows_cell(&rows, 0, 1), "a, b");
	assert_string_equal(wire_rows_cell(&rows, 0, 2), "yes");
	assert_string_equal(wire_rows_cell(&rows, 0, 3), "");
	assert_string_equal(wire_rows_cell(&rows, 1, 1), "x");
	assert_string_equal(wire_rows_cell(&rows, 1, 2), "");
	assert_string_equal(rows.items.data,
		"[{\"seq\":9007199254740991,\"why\":[\"a\",\"b\"],\"old\":true,"
		"\"new\":{\"x\":[]}},{\"seq\":2,\"why\":\"x\",\"old\":null},"
		"{}");
	wire_rows_release(&rows);
}

static void
test_a_member_of_each_of_a_list(void **state)
{
	static const char *const people[] = {"people.employee", "name", NULL};
	struct wire_rows rows;
	struct err err;

	wire_rows_init(&rows, people);
	assert_int_equal(
		read_page(&rows,
			"{\"items\":[{\"name\":\"Gate\",\"people\":["
			"{\"employee\":\"Dana\"},{\"employee\":\"Zoe\"}]},"
			"{\"people\":[1,{\"x\":2}]},{\"people\":7}]}",
			&err),
		0);
	assert_string_equal(wire_rows_cell(&rows, 0, 0), "Dana, Zoe");
	assert_string_equal(wire_rows_cell(&rows, 0, 1), "Gate");
	assert_string_equal(wire_rows_cell(&rows, 1, 0), ", ");
	assert_string_equal(wire_rows_cell(&rows, 2, 0), "7");
	wire_rows_release(&rows);
}

/* What turns a terminal's line round is written as an escape. */
static void
test_hostile_text_is_escaped_in_json(void **state)
{
	struct wire_rows rows;
	struct err err;

	wire_rows_init(&rows, members);
	assert_int_equal(
		read_page(&rows,
			"{\"items\":[{\"why\":\"\xe2\x80\xae\\u001b\"}]}",
			&err),
		0);
	assert_string_equal(rows.items.data, "[{\"why\":\"\\u202e\\u001b\"}");
	wire_rows_release(&rows);
}

static void
test_what_is_no_list(void **state)
{
	static const char *const pages[] = {"", "[]", "{}", "{\"items\":{}}",
		"{\"items\":[1]}", "{\"items\":[{\"a\":1,\"a\":2}]}"};
	struct wire_rows rows;
	struct err err;

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		wire_rows_init(&rows, members);
		assert_int_equal(read_page(&rows, pages[i], &err), -1);
		assert_int_equal(err.kind, ERR_DATA);
		wire_rows_release(&rows);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_behind_each_other),
		cmocka_unit_test(test_a_member_of_each_of_a_list),
		cmocka_unit_test(test_hostile_text_is_escaped_in_json),
		cmocka_unit_test(test_what_is_no_list),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
