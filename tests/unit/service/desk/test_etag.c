#include "lib/cmocka_all.h"

#include "service/desk/etag.h"

static void
test_lists_of_tags(void **state)
{
	static const struct {
		const char *text;
		bool valid;
		bool fits;
	} cases[] = {
		{"*", true, true},
		{"\"8\"", true, true},
		{"\"7\", \"8\"", true, true},
		{"\"8\",\"7\"", true, true},
		{" \t\"x y\" ", false, false},
		{"\t\"7\"\t,\t\"8\"\t", true, true},
		{", ,\"8\",", true, true},
		{"\"x,y\", \"8\"", true, true},
		{"\"caf\xc3\xa9\", \"8\"", true, true},
		{"W/\"7\", \"8\"", true, true},
		{"", true, false},
		{"\"\"", true, false},
		{"\"7\"", true, false},
		{"\"88\"", true, false},
		{"\"7,8\"", true, false},
		{"W/\"8\"", true, false},
		{"\"8\"\"8\"", false, false},
		{"\"8\" \"8\"", false, false},
		{"\"8\", x", false, false},
		{"x, \"8\"", false, false},
		{"8", false, false},
		{"\"8", false, false},
		{"\"8\"x", false, false},
		{"\"8\", \"", false, false},
		{"w/\"8\"", false, false},
		{"W/ \"8\"", false, false},
		{"W/", false, false},
		{"*, \"8\"", false, false},
		{"\"8\", *", false, false},
		{"\"\x7f\", \"8\"", false, false},
		{"\"8\";\"8\"", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool fits = true;

		if (etag_read(cases[i].text, "\"8\"", &fits) !=
				cases[i].valid ||
			fits != cases[i].fits)
			fail_msg("%s", cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists_of_tags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
