#include "lib/cmocka_all.h"

#include <string.h>

#include "core/cause.h"
#include "core/clock.h"
#include "core/entry.h"
#include "core/permission.h"
#include "core/person.h"
#include "core/problem.h"
#include "core/verdict.h"

static const struct permission_row *
row_of(const char *name)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	fail_msg("there is no %s", name);
	return NULL;
}

static void
test_permissions(void **state)
{
	permission_set set = PERMISSION_SET(CLOCK_IN_FOR);

	assert_true(permission_has(set, PERMISSION_CLOCK_IN_FOR));
	assert_false(permission_has(set, PERMISSION_CLOCK_IN_OUT));
	assert_string_equal(
		permission_level(set, row_of("clock-in-for")), "access");
	assert_string_equal(
		permission_level(set, row_of("connect-clock-in-out")), "none");
	assert_string_equal(permission_title(PERMISSION_CLOCK_IN_OUT),
		"Connect Clock In/Out");
	assert_string_equal(
		permission_title(PERMISSION_COST_CODES_EDIT), "Cost Codes");
}

static void
test_permissions_are_granted_and_taken(void **state)
{
	permission_set set = 0;

	assert_true(permission_grant(&set, "board", "view"));
	assert_true(set == PERMISSION_SET(BOARD_VIEW));
	assert_true(permission_grant(&set, "cost-codes", "edit"));
	assert_true(permission_has(set, PERMISSION_COST_CODES_VIEW));
	assert_true(permission_has(set, PERMISSION_COST_CODES_EDIT));
	assert_string_equal(
		permission_level(set, row_of("cost-codes")), "edit");
	assert_true(permission_grant(&set, "cost-codes", "view"));
	assert_false(permission_has(set, PERMISSION_COST_CODES_EDIT));
	assert_true(permission_grant(&set, "cost-codes", "none"));
	assert_true(permission_grant(&set, "export", "access"));
	assert_true(permission_grant(&set, "export", "none"));
	assert_true(set == PERMISSION_SET(BOARD_VIEW));
	assert_false(permission_grant(&set, "cost-codes", "access"));
	assert_false(permission_grant(&set, "export", "view"));
	assert_false(permission_grant(&set, "export", "delete"));
	assert_false(permission_grant(&set, "fly", "access"));
	assert_true(set == PERMISSION_SET(BOARD_VIEW));
}

/* What the client's journal holds of old must mean the same for ever. */
static void
test_bits_of_permissions_are_chosen(void **state)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);
	permission_set seen = 0;

	assert_int_equal(count, 10 + 13);
	for (size_t i = 0; i < count; i++) {
		permission_set bits = rows[i].is_area ? 3 : 1;

		assert_true((seen & bits << rows[i].bit) == 0);
		seen |= bits << rows[i].bit;
	}
	assert_true(seen == PERMISSION_ALL);
	assert_int_equal(PERMISSION_CLOCK_IN_OUT, 0);
	assert_int_equal(PERMISSION_CLOCK_IN_FOR, 1);
	assert_int_equal(PERMISSION_CLOCK_IN_FOR_EDIT_TIME, 2);
	assert_int_equal(PERMISSION_EXPORT, 8);
	assert_int_equal(PERMISSION_MY_TIME_CARD_VIEW, 16);
	assert_int_equal(PERMISSION_COST_CODES_EDIT, 29);
	assert_int_equal(PERMISSION_AUDIT_EDIT, 41);
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

/* What stands on disks: no number and no word is ever given anew. */
struct pinned {
	unsigned is;
	unsigned number;
	const char *says;
	const char *word;
};

static void
expect_pinned(const struct pinned *pinned, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(pinned[i].is, pinned[i].number);
		assert_string_equal(pinned[i].says, pinned[i].word);
	}
}

static void
test_numbers_on_disk(void **state)
{
	static const char *const modes[] = {
#define X(name, number, wire) [number] = (wire),
		CLOCK_MODES(X)
#undef X
	};
	const struct pinned pinned[] = {
		{PUNCH_GO, 0, punch_kind_name(PUNCH_GO), "go"},
		{PUNCH_STOP, 1, punch_kind_name(PUNCH_STOP), "stop"},
		{PUNCH_MEAL, 2, punch_kind_name(PUNCH_MEAL), "meal"},
		{PUNCH_RESUME, 3, punch_kind_name(PUNCH_RESUME), "resume"},
		{PUNCH_VOID, 4, punch_kind_name(PUNCH_VOID), "void"},
		{CLOCK_OUT, 0, modes[CLOCK_OUT], "out"},
		{CLOCK_IN, 1, modes[CLOCK_IN], "in"},
		{CLOCK_MEAL, 2, modes[CLOCK_MEAL], "meal"},
		{ENTRY_EMPLOYEE, 0, entry_kind_list_word(ENTRY_EMPLOYEE),
			"employees"},
		{ENTRY_LOCATION, 1, entry_kind_list_word(ENTRY_LOCATION),
			"locations"},
		{ENTRY_COST_CODE, 2, entry_kind_list_word(ENTRY_COST_CODE),
			"cost-codes"},
		{MEAL_EARLY_WARN, 0, "", ""},
		{MEAL_EARLY_BLOCK, 1, "", ""},
	};

	expect_pinned(pinned, sizeof(pinned) / sizeof(pinned[0]));
}

static void
test_numbers_of_answers(void **state)
{
	const struct pinned pinned[] = {
		{VERDICT_RECORDED, 0, verdict_name(VERDICT_RECORDED),
			"recorded"},
		{VERDICT_QUARANTINED, 1, verdict_name(VERDICT_QUARANTINED),
			"quarantined"},
		{VERDICT_DUPLICATE, 2, verdict_name(VERDICT_DUPLICATE),
			"duplicate"},
		{VERDICT_REFUSED, 3, verdict_name(VERDICT_REFUSED), "refused"},
		{RESTATE_SAME_BOOT, 0, restate_method_name(RESTATE_SAME_BOOT),
			"same-boot"},
		{RESTATE_ANCHOR, 1, restate_method_name(RESTATE_ANCHOR),
			"anchor"},
		{RESTATE_PAUSED, 2, restate_method_name(RESTATE_PAUSED),
			"paused"},
		{RESTATE_WALL, 3, restate_method_name(RESTATE_WALL), "wall"},
	};

	expect_pinned(pinned, sizeof(pinned) / sizeof(pinned[0]));
}

static void
test_bits_on_disk(void **state)
{
	static const char *const flags[] = {"differs", "future", "lifted",
		"clamped", "stepped", "fork", "paused", "unproven", "held",
		"moved", "ended"};
	static const char *const causes[] = {"clock-off", "no-permission",
		"not-in-viewset", "left", "inactive", "not-listed", "unknown",
		"brought"};

	for (unsigned i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		assert_string_equal(
			restate_flag_name((enum restate_flag)(1u << i)),
			flags[i]);
	for (unsigned i = 0; i < sizeof(causes) / sizeof(causes[0]); i++)
		assert_string_equal(
			cause_name((enum cause)(1u << i)), causes[i]);
	assert_int_equal(RESTATE_DIFFERS, 1);
	assert_int_equal(RESTATE_ENDED, 1 << 10);
	assert_int_equal(CAUSE_BROUGHT, 1 << 7);
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
	assert_string_equal(problem_type(PROBLEM_FAR_NUMBER), "far-number");
	assert_int_equal(problem_status(PROBLEM_THROTTLED), 429);
	assert_int_equal(problem_status(PROBLEM_FAR_NUMBER), 0);
	assert_string_equal(problem_title(PROBLEM_FORBIDDEN), "Not allowed");
	assert_string_equal(
		problem_remedy(PROBLEM_ID_REUSED), "Clock in anew.");
	assert_string_equal(problem_remedy_of("id-reused"), "Clock in anew.");
	assert_string_not_equal(problem_remedy_of("of-a-newer-service"), "");
}

/* What is read of it, or, when that cannot be, what is said. */
static void
expect_company(const char *typed, const char *id, const char *complaint)
{
	char got[COMPANY_ID_BYTES] = "untouched";
	struct err err = {0};
	int rc = person_read_company(typed, got, &err);

	if (complaint == NULL) {
		assert_int_equal(rc, 0);
		assert_string_equal(got, id);
		return;
	}
	assert_int_equal(rc, -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, complaint));
	assert_string_equal(got, "untouched");
}

static void
test_company_ids(void **state)
{
	char label[COMPANY_ID_BYTES + 1];

	memset(label, 'a', sizeof(label));
	label[COMPANY_ID_BYTES - 1] = '\0';
	expect_company(label, label, NULL);
	label[COMPANY_ID_BYTES - 1] = 'a';
	label[COMPANY_ID_BYTES] = '\0';
	expect_company(label, "", "at most 63");
	expect_company("acme", "acme", NULL);
	expect_company("a", "a", NULL);
	expect_company("9-lives", "9-lives", NULL);
	expect_company("AcmeRoofing", "acmeroofing", NULL);
	expect_company(" ACME ", "acme", NULL);
	expect_company("", "", "missing");
	expect_company("  ", "", "missing");
	expect_company("acme roofing", "", "no spaces");
	expect_company("-acme", "", "dashes");
	expect_company("acme-", "", "dashes");
	expect_company("acme.example", "", "made of");
	expect_company("acm\xc3\xa9", "", "made of");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_permissions_are_granted_and_taken),
		cmocka_unit_test(test_bits_of_permissions_are_chosen),
		cmocka_unit_test(test_entry_kinds),
		cmocka_unit_test(test_numbers_on_disk),
		cmocka_unit_test(test_numbers_of_answers),
		cmocka_unit_test(test_bits_on_disk),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_company_ids),
	};

	return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
