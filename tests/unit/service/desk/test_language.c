#include "service/desk/language.h"

#include "lib/cmocka_all.h"

static void
test_what_a_browser_wants(void **state)
{
	static const char *const languages[] = {"en", "es"};
	static const struct {
		const char *accept;
		size_t wanted;
	} cases[] = {
		{NULL, 0},
		{"", 0},
		{"es", 1},
		{"ES-mx", 1},
		{"en-US,en;q=0.9,es;q=0.8", 0},
		{"es-MX,es;q=0.9,en;q=0.8", 1},
		{"de, es;q=0.5, en;q=0.25", 1},
		{"de, fr", 0},
		{"en;q=0.3, es; q=0.31", 1},
		{"es;q=0", 0},
		{"es;q=nonsense, en;q=0.001", 0},
		{"es;q=1.000,en;q=0.999", 1},
		{"*", 0},
		{"est", 0},
		{",;=,,q", 0},
		{"es;", 0},
		{"es;q=0.", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(language_wanted(cases[i].accept, languages, 2),
			cases[i].wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_browser_wants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
