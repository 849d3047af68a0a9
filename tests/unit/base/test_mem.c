/* Memory: zeroed, grown, copied. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"
#include "lib/cmocka_all.h"

static void
test_growing_keeps_what_is_there(void **state)
{
	size_t cap = 0;
	int *items = NULL;

	for (size_t i = 0; i < 1000; i++) {
		items = mem_grow(items, &cap, i + 1, sizeof(*items));
		assert_true(cap > i);
		items[i] = (int)i;
	}
	assert_true(cap < 2048);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	free(items);
}

static void
test_nothing_is_something(void **state)
{
	size_t cap = 0;
	char *zero = mem_new(0, 0);
	char *grown = mem_grow(NULL, &cap, 0, 1);
	char *empty = mem_dup(NULL, 0);

	assert_non_null(zero);
	assert_non_null(grown);
	assert_string_equal(empty, "");
	free(zero);
	free(grown);
	free(empty);
}

static void
test_copies(void **state)
{
	char *bytes = mem_dup("a\0b", 3);
	char *text = mem_dupz("text");
	unsigned *zeroed = mem_new(3, sizeof(*zeroed));

	assert_memory_equal(bytes, "a\0b", 4);
	assert_string_equal(text, "text");
	assert_int_equal(zeroed[0] | zeroed[1] | zeroed[2], 0);
	free(bytes);
	free(text);
	free(zeroed);
}

static void
test_secrets(void **state)
{
	struct secret a, b;
	char *old;

	secret_init(&a);
	secret_init(&b);
	assert_null(a.data);
	assert_true(secret_set(&a, "hunter2\0x", 9));
	assert_int_equal(a.len, 9);
	assert_memory_equal(a.data, "hunter2\0x", 10);
	/* from itself */
	assert_true(secret_set(&a, a.data, 7));
	assert_string_equal(a.data, "hunter2");
	old = a.data;
	secret_move(&b, &a);
	assert_null(a.data);
	assert_ptr_equal(b.data, old);
	secret_move(&b, &b);
	assert_string_equal(b.data, "hunter2");
	/* nothing is text too, for whoever is given it */
	assert_true(secret_set(&b, "", 0));
	assert_string_equal(b.data, "");
	assert_int_equal(b.len, 0);
	secret_release(&b);
	assert_null(b.data);
	secret_release(&a);
	secret_release(&b);
}

static void
test_a_secret_has_a_largest_size(void **state)
{
	char *large = mem_new(SECRET_MAX_BYTES + 1, 1);
	struct secret secret;

	secret_init(&secret);
	assert_true(secret_set(&secret, large, SECRET_MAX_BYTES));
	assert_false(secret_set(&secret, large, SECRET_MAX_BYTES + 1));
	assert_int_equal(secret.len, SECRET_MAX_BYTES);
	secret_release(&secret);
	free(large);
}

static void
test_wiping(void **state)
{
	char bytes[] = "password";

	secret_wipe(bytes, 4);
	assert_memory_equal(bytes, "\0\0\0\0word", 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_growing_keeps_what_is_there),
		cmocka_unit_test(test_nothing_is_something),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_a_secret_has_a_largest_size),
		cmocka_unit_test(test_wiping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
