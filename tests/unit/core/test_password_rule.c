/* Passwords: long, and none of those that are tried first. */

#include "core/password_rule.h"
#include "lib/cmocka_all.h"

#include <string.h>

static const char *const words[] = {"acme", "Acme Roofing", "robin",
	"M\xc3\xbc"
	"ller",
	NULL, "", "al"};

static enum err_kind
judge(const char *password, struct err *err)
{
	*err = (struct err){0};
	return password_rule(password, strlen(password), words,
		       sizeof(words) / sizeof(words[0]), err) < 0
		       ? err->kind
		       : ERR_NONE;
}

static void
refused(const char *password, const char *says)
{
	struct err err;

	if (judge(password, &err) != ERR_DATA)
		fail_msg("%s was taken", password);
	if (strstr(err.text, says) == NULL)
		fail_msg("%s: \"%s\" does not say \"%s\"", password, err.text,
			says);
}

static void
easy_ones_are_refused(void **state)
{
	static const char *const easy[] = {"password1234", "Password2026!",
		"P@ssw0rd2026", "letmein12345", "welcome!!2026", "qwertyuiop12",
		"123456789012", "098765432109", "abcdefghijkl", "lkjihgfedcba",
		"iloveyou2026", "administrator", "1q2w3e4r5t6y", "asdfghjkl123",
		"2026-11-30-17:00", "correcthorsebatterystaple",
		"qwertzuiop!1"};

	for (size_t i = 0; i < sizeof(easy) / sizeof(easy[0]); i++)
		refused(easy[i], "tried first");
}

static void
one_piece_over_and_over_is_refused(void **state)
{
	refused("aaaaaaaaaaaa", "over and over");
	refused("passwordpassword", "over and over");
	refused("Password"
		"password",
		"over and over");
	refused("abcabcabcabcab", "over and over");
	refused("\xc3\xa4\xc3\xb6\xc3\xa4\xc3\xb6\xc3\xa4\xc3\xb6"
		"\xc3\xa4\xc3\xb6\xc3\xa4\xc3\xb6\xc3\xa4\xc3\xb6",
		"over and over");
	refused("monkey1monkey", "tried first");
}

static void
words_of_the_company_and_the_person_are_refused(void **state)
{
	refused("we work at ACME too", "name of the company or");
	refused("red robin in a tree", "name of the company or");
	refused("the muller of the mill", "name of the company or");
}

static void
short_ones_and_no_text_are_refused(void **state)
{
	refused("short word", "at least 12");
	refused("", "at least 12");
	/* Eleven characters, however many bytes. */
	refused("\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97 \xe4\xb8\xad"
		"\xe6\x96\x87\xe5\xad\x97 abc",
		"at least 12");
	refused("caf\xe9 au lait now", "UTF-8");
}

static void
good_ones_are_taken(void **state)
{
	static const char *const good[] = {"7pvdh-ftyis-z8hvc-dw3gb",
		"gravel lantern oboe", "correct horse battery",
		"Al's 3 old bicycles", "kitchen password drawer",
		"\xd0\xb7\xd0\xb8\xd0\xbc\xd0\xb0 \xd0\xb2 "
		"\xd0\xbb\xd0\xb5\xd1\x81\xd1\x83 77"};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct err err;

		if (judge(good[i], &err) != ERR_NONE)
			fail_msg("%s: %s", good[i], err.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easy_ones_are_refused),
		cmocka_unit_test(one_piece_over_and_over_is_refused),
		cmocka_unit_test(
			words_of_the_company_and_the_person_are_refused),
		cmocka_unit_test(short_ones_and_no_text_are_refused),
		cmocka_unit_test(good_ones_are_taken),
	};

	return cmocka_run_group_tests_name("password_rule", tests, NULL, NULL);
}
