/* What a budget of a location comes to. */
#include "core/budget.h"

#include <string.h>

#include "lib/cmocka_all.h"

static int
settle(const char *price, int64_t percent, int64_t hours, char amount[16])
{
	struct location location;
	const char *wrong = "";
	struct err err = {0};
	int rc;

	field_clear(&location_description, &location);
	strcpy(location.contract_price, price);
	location.labor_percent = percent;
	location.budget_hours = hours;
	rc = budget_settle(&location, &wrong, &err);
	strcpy(amount, rc < 0 ? wrong : location.budget_amount);
	assert_int_equal(rc < 0, err.kind == ERR_DATA);
	return rc;
}

static void
test_a_share_of_the_price(void **state)
{
	static const struct {
		const char *price;
		int percent;
		const char *amount;
	} rows[] = {
		{"25000.00", 30, "7500.00"},
		{"25000", 30, "7500.00"},
		{"0.5", 1, "0.01"}, /* 0.005 */
		{"0.49", 1, "0.00"},
		{"999999999999.99", 100, "999999999999.99"},
		{"10.05", 50, "5.03"},
	};
	char amount[16];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
			settle(rows[i].price, rows[i].percent, 0, amount), 0);
		assert_string_equal(amount, rows[i].amount);
	}
}

static void
test_hours_or_none(void **state)
{
	char amount[16];

	assert_int_equal(settle("", 0, 400, amount), 0);
	assert_string_equal(amount, "");
	assert_int_equal(settle("", 0, 0, amount), 0);
	assert_string_equal(amount, "");
}

static void
test_what_is_wrong(void **state)
{
	static const struct {
		const char *price;
		int percent;
		int hours;
		const char *field;
	} rows[] = {
		{"25000", 30, 400, "budget_hours"},
		{"25000", 0, 0, "labor_percent"},
		{"", 30, 0, "contract_price"},
		{"-1", 30, 0, "contract_price"},
		{"1e3", 30, 0, "contract_price"},
		{"25,000", 30, 0, "contract_price"},
		{".5", 30, 0, "contract_price"},
		{"5.", 30, 0, "contract_price"},
		{"5.123", 30, 0, "contract_price"},
		{"1000000000000", 30, 0, "contract_price"},
	};
	char field[16];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(settle(rows[i].price, rows[i].percent,
					 rows[i].hours, field),
			-1);
		assert_string_equal(field, rows[i].field);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_share_of_the_price),
		cmocka_unit_test(test_hours_or_none),
		cmocka_unit_test(test_what_is_wrong),
	};

	return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
