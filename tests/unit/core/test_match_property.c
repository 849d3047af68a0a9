/* Type-ahead on random lists, typed key by key, against a naive implementation.
 */
#include <string.h>

#include "core/match.h"
#include "lib/cmocka_all.h"
#include "lib/naive_match.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint64_t seed = 88172645463325252u;

static size_t
pick(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

/* Few letters, so that random texts do match; folded ones among them. */
static void
random_text(struct str *out, size_t letters)
{
	static const char *const alphabet[] = {"a", "b", "c", "A", "é", "E",
		"ä", "-", "1", "2", "ß", ",", ".", " ", " "};

	str_clear(out);
	for (size_t i = 0; i < letters; i++)
		str_addz(out, alphabet[pick(COUNT(alphabet))]);
}

static void
check_windows(struct match_query *query, const struct naive_list *list,
	const char *text)
{
	uint32_t want[NAIVE_ITEMS], got[NAIVE_ITEMS];
	size_t want_count = naive_find(list, text, want);
	size_t offset = pick(5) * pick(5), limit = pick(NAIVE_ITEMS), all;
	size_t count = match_find(query, text, offset, limit, got, &all);
	size_t expected = offset < want_count ? want_count - offset : 0;

	if (expected > limit)
		expected = limit;
	if (all != want_count || count != expected)
		fail_msg("\"%s\": %zu of %zu, not %zu of %zu", text, count, all,
			expected, want_count);
	for (size_t i = 0; i < count; i++)
		if (got[i] != want[offset + i])
			fail_msg("\"%s\": place %zu: \"%s\", \"%s\", not "
				 "\"%s\", \"%s\"",
				text, offset + i,
				list->items[got[i]].number.data,
				list->items[got[i]].name.data,
				list->items[want[offset + i]].number.data,
				list->items[want[offset + i]].name.data);
}

static void
check_typing(struct match_query *query, const struct naive_list *list)
{
	struct str text, part;

	str_init(&text, 10000);
	str_init(&part, 10000);
	for (int i = 0; i < 30; i++) {
		/* typed key by key, sometimes what stands in the list */
		random_text(&text, pick(9));
		if (pick(3) == 0) {
			str_clear(&text);
			str_addz(&text,
				list->items[pick(NAIVE_ITEMS)].name.data);
			if (text.len > 4 && pick(2) == 0)
				text.data[pick(text.len)] = 'b';
		}
		/* ... and taken back, down to any length */
		for (size_t key = 0, back = pick(text.len + 1);
			key <= text.len + back; key++) {
			size_t over = key > text.len ? key - text.len : 0;

			str_clear(&part);
			str_add(&part, text.data, key - 2 * over);
			check_windows(query, list, part.data);
		}
	}
	str_release(&text);
	str_release(&part);
}

static void
one_random_list(void)
{
	struct match_index *index = match_index_new(NAIVE_ITEMS);
	struct match_query *query;
	struct naive_list list;
	struct str number, name, username;

	str_init(&number, 1000);
	str_init(&name, 1000);
	str_init(&username, 1000);
	for (int i = 0; i < NAIVE_ITEMS; i++) {
		random_text(&number, pick(5));
		random_text(&name, pick(30));
		random_text(&username, pick(2) * pick(9));
		naive_set(&list, i, number.data, name.data, username.data);
		match_index_add(index, number.data, name.data, username.data);
	}
	for (uint32_t r = 0; r < 3; r++)
		list.recents[r] = r * 20 + (uint32_t)pick(20);
	query = match_query_new(index);
	match_query_set_recents(query, list.recents, 3);
	check_typing(query, &list);
	match_query_free(&query);
	match_index_free(&index);
	naive_release(&list);
	str_release(&number);
	str_release(&name);
	str_release(&username);
}

static void
test_random_lists_agree_with_a_naive_search(void **state)
{
	for (int i = 0; i < 40; i++)
		one_random_list();
}

#define LONG_LIST 1700 /* more than one stretch of 512 */

/* How well a name of one word fits, best first; 3 when it does not. */
static int
plain_rank(const char *name, const char *text)
{
	if (strcmp(name, text) == 0)
		return 0;
	if (strncmp(name, text, strlen(text)) == 0)
		return 1;
	return strstr(name, text) != NULL ? 2 : 3;
}

static void
check_plain_scan(
	struct match_query *query, const char (*names)[12], const char *text)
{
	static uint32_t want[LONG_LIST], got[LONG_LIST];
	size_t count = 0, all;

	for (int rank = 0; rank < 3; rank++)
		for (uint32_t i = 0; i < LONG_LIST; i++)
			if (plain_rank(names[i], text) == rank)
				want[count++] = i;
	assert_int_equal(
		match_find(query, text, 0, LONG_LIST, got, &all), count);
	assert_int_equal(all, count);
	assert_memory_equal(got, want, count * sizeof(*want));
}

static void
test_a_long_list_agrees_with_a_plain_scan(void **state)
{
	static char names[LONG_LIST][12];
	struct match_index *index = match_index_new(0);
	struct match_query *query;

	for (size_t i = 0; i < LONG_LIST; i++) {
		memset(names[i], 0, sizeof(names[i]));
		for (size_t k = 0, len = 1 + pick(10); k < len; k++)
			names[i][k] = (char)('a' + pick(26));
		match_index_add(index, "", names[i], "");
	}
	query = match_query_new(index);
	for (int i = 0; i < 400; i++) {
		const char *name = names[pick(LONG_LIST)];
		const char *from = name + pick(strlen(name));
		char text[12] = "";

		/* key by key */
		for (size_t len = 1; len <= strlen(from); len++) {
			memcpy(text, from, len);
			check_plain_scan(query, names, text);
		}
	}
	match_query_free(&query);
	match_index_free(&index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_lists_agree_with_a_naive_search),
		cmocka_unit_test(test_a_long_list_agrees_with_a_plain_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
