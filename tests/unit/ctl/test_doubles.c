/* What a file of many records has twice. */

#include "src/ctl/doubles.h"

#include <stdio.h>
#include <string.h>

#include "core/employee.h"
#include "core/role.h"
#include "lib/cmocka_all.h"

/* Appends "3:number=2 " for line 3, whose number is that of line 2. */
static void
find_all(const struct description *of, const char *text, struct str *out)
{
	const struct field *columns[WIRE_COLUMNS_MAX];
	struct doubles *doubles = NULL;
	struct csv csv;
	struct err err = {0};
	size_t rows = 0;
	bool found = false;

	csv_init(&csv, text, strlen(text));
	assert_int_equal(csv_next(&csv, &found, &err), 0);
	assert_int_equal(wire_record_csv_columns(of, &csv, columns, &err), 0);
	assert_int_equal(
		doubles_new(text, strlen(text), columns, &doubles, &rows, &err),
		0);
	str_addf(out, "%zu ", rows);
	while (csv_next(&csv, &found, &err) == 0 && found) {
		size_t earlier = 0;
		const struct field *field =
			doubles_find(doubles, &csv, &earlier);

		if (field != NULL)
			str_addf(out, "%zu:%s=%zu ", csv.line, field->name,
				earlier);
	}
	doubles_free(&doubles);
	csv_release(&csv);
}

static void
gives(const struct description *of, const char *text, const char *want)
{
	struct str out;

	str_init(&out, 4096);
	find_all(of, text, &out);
	assert_string_equal(out.data, want);
	str_release(&out);
}

static void
test_what_may_be_there_once(void **state)
{
	gives(&employee_description,
		"number,given_name,username\n1,Dana,dana\n2,Ana,\n1,Eva,\n"
		"3,Ida,DANA\n,Mia,\n",
		"5 4:number=2 5:username=2 ");
	gives(&role_description, "name\nCrew\ncréw\nOther\n", "3 3:name=2 ");
}

/* People may be called the same, where a number tells them apart. */
static void
test_names_without_a_number(void **state)
{
	gives(&employee_description,
		"number,given_name,family_name\n1,Kim,Park\n2,Kim,Park\n"
		",Kim,Park\n,Kim,Lee\n,kim,park\n",
		"5 6:given_name=4 ");
	gives(&employee_description, "given_name\nKim\nLee\n", "2 ");
}

static void
test_a_file_that_breaks_off(void **state)
{
	static const char text[] = "name\nA\n\"B";
	const struct field *columns[] = {NULL};
	struct doubles *doubles = NULL;
	struct err err;
	size_t rows;

	assert_int_equal(doubles_new(text, sizeof(text) - 1, columns, &doubles,
				 &rows, &err),
		-1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_null(doubles);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_may_be_there_once),
		cmocka_unit_test(test_names_without_a_number),
		cmocka_unit_test(test_a_file_that_breaks_off),
	};

	return cmocka_run_group_tests_name("doubles", tests, NULL, NULL);
}
