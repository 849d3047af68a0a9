/* A person's name: shown one way, sorted the other, and taken apart again. */

#include <stdio.h>
#include <string.h>

#include "core/name.h"
#include "lib/cmocka_all.h"

static void
expect(const char *given, const char *family, const char *shown,
	const char *sorted)
{
	char name[NAME_BYTES];
	char back[NAME_PART_BYTES];
	uint8_t given_len;
	struct str text;

	name_show(given, family, name, &given_len);
	assert_string_equal(name, shown);
	name_given(name, given_len, back);
	assert_string_equal(back, given);
	assert_string_equal(name_family(name, given_len), family);
	str_init(&text, 1000);
	name_sorted(&text, name, given_len);
	assert_string_equal(text.data, sorted);
	str_release(&text);
}

static void
test_shown_and_sorted(void **state)
{
	expect("Dana", "Whitfield", "Dana Whitfield", "Whitfield, Dana");
	expect("José Ángel", "Núñez", "José Ángel Núñez", "Núñez, José Ángel");
	expect("Ludwig", "van Beethoven", "Ludwig van Beethoven",
		"van Beethoven, Ludwig");
	expect("Suharto", "", "Suharto", "Suharto");
	expect("", "Protiv", "Protiv", "Protiv");
	expect("", "", "", "");
}

static void
test_the_longest_parts_fit(void **state)
{
	char given[NAME_PART_BYTES];
	char family[NAME_PART_BYTES];
	char shown[2 * NAME_PART_BYTES];
	char sorted[2 * NAME_PART_BYTES + 1];

	memset(given, 'g', sizeof(given));
	memset(family, 'f', sizeof(family));
	given[sizeof(given) - 1] = '\0';
	family[sizeof(family) - 1] = '\0';
	(void)snprintf(shown, sizeof(shown), "%s %s", given, family);
	(void)snprintf(sorted, sizeof(sorted), "%s, %s", family, given);
	expect(given, family, shown, sorted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shown_and_sorted),
		cmocka_unit_test(test_the_longest_parts_fit),
	};

	return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
