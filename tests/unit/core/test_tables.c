#include "lib/cmocka_all.h"

#include <string.h>

#include "core/entry.h"
#include "core/permission.h"
#include "core/person.h"
#include "core/problem.h"
#include "core/verdict.h"

static void
test_permissions(void **state)
{
	permission_set set = 1u << PERMISSION_CLOCK_IN_FOR;

	assert_string_equal(permission_name(PERMISSION_CLOCK_IN_OUT),
		"connect-clock-in-out");
	assert_string_equal(permission_name(PERMISSION_CLOCK_IN_FOR_EDIT_TIME),
		"clock-in-for-edit-time");
	assert_true(permission_has(set, PERMISSION_CLOCK_IN_FOR));
	assert_false(permission_has(set, PERMISSION_CLOCK_IN_OUT));
	assert_false(permission_has(set, PERMISSION_CLOCK_IN_FOR_EDIT_TIME));
}

static void
test_entry_kinds(void **state)
{
	enum entry_kind kind;
	struct err err = {0};

	for (int i = 0; i < ENTRY_KIND_COUNT; i++) {
		const char *word = entry_kind_list_word((enum entry_kind)i);

		assert_int_equal(entry_kind_parse(word, &kind, &err), 0);
		assert_int_equal(kind, i);
	}
	assert_string_equal(
		entry_kind_list_word(ENTRY_COST_CODE), "cost-codes");
	assert_int_equal(entry_kind_parse("jobs", &kind, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, "cost-codes"));
}

static void
test_verdicts(void **state)
{
	assert_string_equal(verdict_name(VERDICT_RECORDED), "recorded");
	assert_string_equal(verdict_name(VERDICT_REFUSED), "refused");
}

static void
test_problems(void **state)
{
	assert_string_equal(problem_type(PROBLEM_BAD_TIME), "bad-time");
	assert_int_equal(problem_status(PROBLEM_THROTTLED), 429);
	assert_int_equal(problem_status(PROBLEM_BAD_TIME), 0);
	assert_string_equal(problem_title(PROBLEM_FORBIDDEN), "Not allowed");
	assert_string_equal(
		problem_remedy(PROBLEM_ID_REUSED), "Clock in anew.");
	assert_string_equal(problem_remedy_of("id-reused"), "Clock in anew.");
	assert_string_not_equal(problem_remedy_of("of-a-newer-service"), "");
}

static void
expect_company(const char *text, const char *complaint)
{
	struct err err = {0};
	int got = person_check_company(text, &err);

	if (complaint == NULL) {
		assert_int_equal(got, 0);
		return;
	}
	assert_int_equal(got, -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, complaint));
}

static void
test_company_ids(void **state)
{
	char label[COMPANY_ID_BYTES + 1];

	memset(label, 'a', sizeof(label));
	label[COMPANY_ID_BYTES - 1] = '\0';
	expect_company(label, NULL);
	label[COMPANY_ID_BYTES - 1] = 'a';
	label[COMPANY_ID_BYTES] = '\0';
	expect_company(label, "at most 63");
	expect_company("acme", NULL);
	expect_company("a", NULL);
	expect_company("9-lives", NULL);
	expect_company("", "missing");
	expect_company("acme roofing", "no spaces");
	expect_company("Acme", "lower-case");
	expect_company("-acme", "dashes");
	expect_company("acme-", "dashes");
	expect_company("acme.example", "made of");
	expect_company("acm\xc3\xa9", "made of");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_entry_kinds),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_company_ids),
	};

	return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
