/* Texts of the office's data: what may stand in them. */
#include <string.h>

#include "core/name.h"
#include "core/rule.h"
#include "lib/cmocka_all.h"

/* Not longer than 10 bytes, not empty; NULL: it is fine. */
static void
expect(const char *text, const char *complaint)
{
	struct err err = {0};
	int rc = rule_text(text, 1, 10, &err);

	if (complaint == NULL) {
		assert_int_equal(rc, 0);
		return;
	}
	assert_int_equal(rc, -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_string_equal(err.text, complaint);
}

static void
test_texts(void **state)
{
	expect("Concrete", NULL);
	expect("Żab, 1/2", NULL);
	expect("=SUM(A1)", NULL);
	expect("1234567890", NULL);
	expect("12345678901", "is longer than 10 bytes");
	expect("ąąąąą", NULL);
	expect("ąąąąąą", "is longer than 10 bytes");
	expect("", "must not be empty");
	expect(" a", "begins or ends with a blank");
	expect("a ", "begins or ends with a blank");
	expect("a\tb", "holds a character that cannot be shown");
	expect("a\nb", "holds a character that cannot be shown");
	expect("a\033[2J", "holds a character that cannot be shown");
	expect("a\xff", "holds a character that cannot be shown");
	expect("a\u202eb", "holds a character that cannot be shown");
}

static void
expect_name(const char *given, const char *family, const char *complaint)
{
	struct err err = {0};

	if (complaint == NULL) {
		assert_int_equal(rule_name(given, family, &err), 0);
		return;
	}
	assert_int_equal(rule_name(given, family, &err), -1);
	assert_string_equal(err.text, complaint);
}

static void
test_names(void **state)
{
	char longest[NAME_PART_BYTES];
	char longer[NAME_PART_BYTES + 1];

	memset(longest, 'x', sizeof(longest));
	memset(longer, 'x', sizeof(longer));
	longest[sizeof(longest) - 1] = '\0';
	longer[sizeof(longer) - 1] = '\0';
	expect_name("Dana", "Whitfield", NULL);
	expect_name("", "Protiv", NULL);
	expect_name("Suharto", "", NULL);
	expect_name(longest, longest, NULL);
	expect_name("", "", "a given or a family name is missing");
	expect_name(longer, "x", "the given name is longer than 127 bytes");
	expect_name("x", longer, "the family name is longer than 127 bytes");
	expect_name("x ", "", "the given name begins or ends with a blank");
}

static void
test_addresses(void **state)
{
	static const char *const good[] = {"a@b", "dana@acme.example",
		"d.w+x@acme-roofing.example", "o'hara@acme.example",
		"-o@acme.example", "a.b.c@d.e-f--g.h", "a@1.2"};
	static const char *const bad[] = {"", "dana", "@acme.example", "dana@",
		"a@b@c", "a b@c", "<a@b>", "a@b>", "a,b@c", "list:a@b;",
		"o(hara)@acme.example", "a@b(c)", "\"a\"@b", "a\\@b",
		"josé@acme.example", "a@acmé.example", "a@b\r\nX: c",
		"a@[192.0.2.1]", "a@b..c", "a@.b", "a@b.", "a@.", "a..b@c",
		".a@c", "a.@c", ".@c", "a@-b", "a@b-", "a@b.-c", "a@b-.c"};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(rule_address(good[i], &err), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(rule_address(bad[i], &err), -1);
	assert_string_equal(err.text, "is no e-mail address");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
