/* SQLite on the pool: what sqlite3_malloc promises, whatever the size. */

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

#include "lib/cmocka_all.h"
#include "sqlite/pool.h"

#define PIECES 300
#define LONGEST 2100

static void
fill(unsigned char *piece, int bytes, int seed)
{
	for (int i = 0; i < bytes; i++)
		piece[i] = (unsigned char)(seed + i);
}

static void
wants_filled(const unsigned char *piece, int bytes, int seed)
{
	for (int i = 0; i < bytes; i++)
		assert_int_equal(piece[i], (unsigned char)(seed + i));
}

static int
size_of(int i)
{
	return 1 + i * (LONGEST / PIECES);
}

static void
test_pieces_do_not_overlap(void **state)
{
	unsigned char *pieces[PIECES];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < PIECES; i++) {
			pieces[i] = sqlite3_malloc(size_of(i));
			assert_non_null(pieces[i]);
			assert_int_equal((uintptr_t)pieces[i] % 8, 0);
			assert_true(sqlite3_msize(pieces[i]) >=
				    (sqlite3_uint64)size_of(i));
			fill(pieces[i], size_of(i), i);
		}
		for (int i = 0; i < PIECES; i++)
			wants_filled(pieces[i], size_of(i), i);
		for (int i = 0; i < PIECES; i++)
			sqlite3_free(pieces[i]);
	}
}

static void
test_what_grows_or_shrinks_keeps_its_bytes(void **state)
{
	unsigned char *piece = sqlite3_malloc(1);

	(void)state;
	fill(piece, 1, 7);
	for (int bytes = 1; bytes < LONGEST; bytes++) {
		piece = sqlite3_realloc(piece, bytes + 1);
		assert_non_null(piece);
		wants_filled(piece, bytes, 7);
		fill(piece, bytes + 1, 7);
	}
	for (int bytes = LONGEST; bytes > 1; bytes--) {
		piece = sqlite3_realloc(piece, bytes - 1);
		assert_non_null(piece);
		wants_filled(piece, bytes - 1, 7);
	}
	sqlite3_free(piece);
}

static void
test_what_is_given_back_is_used_again(void **state)
{
	void *first, *again;

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip(); /* there it is malloc's, which finds faults */
#endif
	first = sqlite3_malloc(100);
	sqlite3_free(first);
	again = sqlite3_malloc(101);
	assert_ptr_equal(again, first);
	sqlite3_free(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces_do_not_overlap),
		cmocka_unit_test(test_what_grows_or_shrinks_keeps_its_bytes),
		cmocka_unit_test(test_what_is_given_back_is_used_again),
	};

	pool_use();
	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
