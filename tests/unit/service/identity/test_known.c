/* Who delivers is known by heart: each token is its own caller's. */
#include "service/identity/known.h"

#include <stdio.h>

#include "lib/cmocka_all.h"

#define TOKENS 20000 /* many more than there are places */

static void
name(int i, char token[32], struct caller *caller)
{
	snprintf(token, 32, "cce_%d", i);
	*caller = (struct caller){
		.credential = CREDENTIAL_DELIVERY, .begun_ms = i};
}

static void
test_no_token_is_taken_for_another(void **state)
{
	struct known *known = known_new();
	struct caller caller, found;
	char token[32];
	int still = 0;

	(void)state;
	for (int i = 0; i < TOKENS; i++) {
		name(i, token, &caller);
		assert_false(known_find(known, token, &found));
		known_add(known, token, &caller);
		assert_true(known_find(known, token, &found));
		assert_int_equal(found.begun_ms, i);
	}
	for (int i = 0; i < TOKENS; i++) {
		name(i, token, &caller);
		if (!known_find(known, token, &found))
			continue;
		assert_int_equal(found.begun_ms, i);
		still++;
	}
	assert_in_range(still, 1, TOKENS / 2);
	known_free(&known);
}

/* Also where another one has taken its place since. */
static void
test_what_is_forgotten_is_one_token(void **state)
{
	struct known *known = known_new();
	struct caller caller, found;
	char token[32];
	int left = 0;

	(void)state;
	for (int i = 0; i < TOKENS; i++) {
		name(i, token, &caller);
		known_add(known, token, &caller);
	}
	for (int i = 0; i < TOKENS / 2; i++) {
		name(i, token, &caller);
		known_forget(known, token);
		assert_false(known_find(known, token, &found));
	}
	for (int i = TOKENS / 2; i < TOKENS; i++) {
		name(i, token, &caller);
		left += known_find(known, token, &found);
	}
	assert_in_range(left, 3000, TOKENS / 2);
	known_free(&known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_token_is_taken_for_another),
		cmocka_unit_test(test_what_is_forgotten_is_one_token),
	};

	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
