/*
 * Type-ahead: the ranking by example, and everything against a naive
 * implementation on random lists, typed key by key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "core/match.h"
#include "lib/cmocka_all.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct item {
	const char *number;
	const char *name;
};

static const struct item sites[] = {
	{"03-100", "Concrete"},
	{"03", "Foundations"},
	{"100", "Elm St Tower"},
	{"101", "Elm St"},
	{"7", "Łódź, Nowa 100"},
	{"8", "O’Brien & Søn"},
	{"9", "Helmut's Yard"},
	{"10", "Straße des 17. Juni"},
	{"11", "Tower on Elm"},
};

static struct match_index *
index_of_sites(void)
{
	struct match_index *index = match_index_new(0);

	for (size_t i = 0; i < COUNT(sites); i++)
		match_index_add(index, sites[i].number, sites[i].name);
	return index;
}

/* The numbers of the hits in order, with spaces between. */
static void
check_hits(struct match_query *query, const char *text, const char *want)
{
	uint32_t hits[COUNT(sites)];
	size_t all, count;
	struct str got;

	str_init(&got, 1000);
	count = match_find(query, text, 0, COUNT(hits), hits, &all);
	assert_int_equal(count, all);
	for (size_t i = 0; i < count; i++)
		str_addf(&got, "%s%s", i > 0 ? " " : "", sites[hits[i]].number);
	if (strcmp(got.data, want) != 0)
		fail_msg("%s: got %s, want %s", text, got.data, want);
	str_release(&got);
}

static void
test_ranking(void **state)
{
	struct match_index *index = index_of_sites();
	struct match_query *query = match_query_new(index);

	check_hits(query, "", "03-100 03 100 101 7 8 9 10 11");
	/* the number exactly, then as a head, then words */
	check_hits(query, "03", "03 03-100");
	check_hits(query, "100", "100 03-100 7");
	check_hits(query, "10", "10 100 101 03-100 7");
	/* the name exactly, as a head, a word, inside */
	check_hits(query, "elm st", "101 100");
	check_hits(query, "elm", "100 101 11 9");
	check_hits(query, "tower elm", "100 11");
	check_hits(query, "elm st t", "100 101");
	/* accents and case, also in what is typed */
	check_hits(query, "LODZ", "7");
	check_hits(query, "łódź", "7");
	check_hits(query, "strasse", "10");
	check_hits(query, "o'brien son", "8");
	check_hits(query, "  st \t  elm ", "100 101");
	check_hits(query, "nothing", "");
	/* as people are sorted, and on the way there */
	check_hits(query, "st, elm", "101 100");
	check_hits(query, "elm,", "100 101 11 9");
	check_hits(query, "elm, tow", "100 11");
	check_hits(query, "lodz, nowa 100", "7");
	match_query_free(&query);
	match_index_free(&index);
	match_index_free(&index);
}

static void
test_recents_come_first_among_equals(void **state)
{
	struct match_index *index = index_of_sites();
	struct match_query *query = match_query_new(index);
	const uint32_t recents[] = {8, 3, 8, 4711};

	check_hits(query, "elm", "100 101 11 9");
	match_query_set_recents(query, recents, COUNT(recents));
	check_hits(query, "", "11 101 03-100 03 100 7 8 9 10");
	/* 101 before 100, both heads; 11 is recent but only a word */
	check_hits(query, "elm", "101 100 11 9");
	match_query_set_recents(query, NULL, 0);
	check_hits(query, "elm", "100 101 11 9");
	match_query_free(&query);
	match_index_free(&index);
}

static void
test_what_is_meant_unseen(void **state)
{
	struct match_index *index = index_of_sites();
	struct match_query *query = match_query_new(index);
	uint32_t entry = 99;

	/* an exact number or name wins over partial hits */
	assert_int_equal(match_one(query, "03", &entry), MATCH_ONE);
	assert_int_equal(entry, 1);
	assert_int_equal(match_one(query, "elm ST", &entry), MATCH_ONE);
	assert_int_equal(entry, 3);
	/* also in the order in which people are sorted */
	assert_int_equal(match_one(query, "St, Elm", &entry), MATCH_ONE);
	assert_int_equal(entry, 3);
	/* else the only hit */
	assert_int_equal(match_one(query, "lodz", &entry), MATCH_ONE);
	assert_int_equal(entry, 4);
	entry = 99;
	assert_int_equal(match_one(query, "elm", &entry), MATCH_SEVERAL);
	assert_int_equal(match_one(query, "nobody", &entry), MATCH_NONE);
	assert_int_equal(match_one(query, "", &entry), MATCH_NONE);
	assert_int_equal(match_one(query, " ", &entry), MATCH_NONE);
	/* part of a number repeated is not that number */
	assert_int_equal(match_one(query, "03 03", &entry), MATCH_SEVERAL);
	assert_int_equal(entry, 99);
	match_query_free(&query);
	match_index_free(&index);
}

static void
test_two_of_one_name_are_two(void **state)
{
	struct match_index *index = match_index_new(2);
	struct match_query *query;
	uint32_t entry = 99;

	match_index_add(index, "1", "Müller");
	match_index_add(index, "2", "Muller");
	match_index_add(index, "3", "Muller Sons");
	query = match_query_new(index);
	assert_int_equal(match_one(query, "Müller", &entry), MATCH_SEVERAL);
	assert_int_equal(entry, 99);
	match_query_free(&query);
	match_index_free(&index);
}

static void
test_an_absurd_text_finds_nothing(void **state)
{
	struct match_index *index = index_of_sites();
	struct match_query *query = match_query_new(index);
	char *text = malloc(10001);
	uint32_t entry;

	for (int i = 0; i < 10000; i++)
		text[i] = i % 4 == 3 ? ' ' : "elm"[i % 4];
	text[10000] = '\0';
	check_hits(query, text, "");
	assert_int_equal(match_one(query, text, &entry), MATCH_NONE);
	check_hits(query, "elm", "100 101 11 9");
	free(text);
	match_query_free(&query);
	match_index_free(&index);
}

/* --- against a naive implementation --------------------------------------- */

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
		"-", "1", "2", "ß", ",", " ", " "};

	str_clear(out);
	for (size_t i = 0; i < letters; i++)
		str_addz(out, alphabet[pick(COUNT(alphabet))]);
}

/* The next word of a text; false at its end. */
static bool
next_word(const char **text, struct str *word)
{
	size_t len;

	*text += strspn(*text, " ");
	len = strcspn(*text, " ");
	str_clear(word);
	str_add(word, *text, len);
	*text += len;
	return len > 0;
}

/* Folded, words joined by single spaces. */
static void
naive_fold(struct str *out, const char *text)
{
	struct str folded, word;
	const char *p;

	str_init(&folded, 10000);
	str_init(&word, 10000);
	text_fold(&folded, text, strlen(text));
	for (p = folded.data; next_word(&p, &word);)
		str_addf(out, "%s%s", out->len > 0 ? " " : "", word.data);
	str_release(&folded);
	str_release(&word);
}

static bool
naive_begins(const char *text, const char *head)
{
	return strncmp(text, head, strlen(head)) == 0;
}

static bool
naive_has_word(const char *text, const char *head)
{
	const char *p = text;

	for (; (p = strstr(p, head)) != NULL; p++)
		if (p == text || (strchr("abcdefghijklmnopqrstuvwxyz0123456789",
					  p[-1]) == NULL &&
					 (unsigned char)p[-1] < 0x80))
			return true;
	return false;
}

/* 0 the number .. 5 inside, 6 not at all */
static int
naive_rank_one(const char *number, const char *name, const char *term)
{
	if (strcmp(number, term) == 0)
		return 0;
	if (strcmp(name, term) == 0)
		return 1;
	if (naive_begins(number, term))
		return 2;
	if (naive_begins(name, term))
		return 3;
	if (naive_has_word(number, term) || naive_has_word(name, term))
		return 4;
	return strstr(number, term) != NULL || strstr(name, term) != NULL ? 5
									  : 6;
}

/* Without the commas at the ends of words, unless there is nothing else. */
static void
naive_without_commas(struct str *out, const char *query)
{
	struct str word;

	str_init(&word, 10000);
	for (const char *p = query; next_word(&p, &word);) {
		size_t len = word.len - (word.data[word.len - 1] == ',');

		str_addz(out, out->len > 0 && len > 0 ? " " : "");
		str_add(out, word.data, len);
	}
	if (out->len == 0)
		str_addz(out, query);
	str_release(&word);
}

/* How "whitfield, dana" does as "dana whitfield"; 6 without one comma. */
static int
naive_rank_swapped(const char *number, const char *name, const char *query)
{
	const char *comma = strstr(query, ", ");
	struct str swapped;
	int rank;

	if (comma == NULL || strstr(comma + 1, ", ") != NULL)
		return 6;
	str_init(&swapped, 10000);
	str_addf(&swapped, "%s %.*s", comma + 2, (int)(comma - query), query);
	rank = naive_rank_one(number, name, swapped.data);
	str_release(&swapped);
	return rank;
}

static int
naive_rank(const char *number, const char *name, const char *query)
{
	int terms = 0, worst = 0, whole, swapped;
	struct str term;
	struct str text;
	const char *p;

	str_init(&term, 10000);
	str_init(&text, 10000);
	naive_without_commas(&text, query);
	p = text.data;
	for (; next_word(&p, &term); terms++) {
		int rank = naive_rank_one(number, name, term.data);

		/* a part of the query is at best a head */
		if (strcmp(term.data, query) != 0 && rank < 2)
			rank += 2;
		worst = rank > worst ? rank : worst;
	}
	str_release(&term);
	str_release(&text);
	if (terms == 0)
		return 5;
	if (worst == 6)
		return 6;
	whole = naive_rank_one(number, name, query);
	swapped = naive_rank_swapped(number, name, query);
	whole = swapped < whole ? swapped : whole;
	return whole < 4 && whole < worst ? whole : worst;
}

#define NAIVE_ITEMS 60

struct naive_list {
	struct str numbers[NAIVE_ITEMS];
	struct str names[NAIVE_ITEMS];
	uint32_t recents[3];
};

static size_t
naive_find(const struct naive_list *list, const char *text, uint32_t *hits_out)
{
	struct str query;
	int ranks[NAIVE_ITEMS];
	size_t count = 0;

	str_init(&query, 10000);
	naive_fold(&query, text);
	for (int i = 0; i < NAIVE_ITEMS; i++)
		ranks[i] = naive_rank(
			list->numbers[i].data, list->names[i].data, query.data);
	for (int rank = 0; rank < 6; rank++) {
		for (size_t r = 0; r < COUNT(list->recents); r++)
			if (ranks[list->recents[r]] == rank)
				hits_out[count++] = list->recents[r];
		for (uint32_t i = 0; i < NAIVE_ITEMS; i++)
			if (ranks[i] == rank && i != list->recents[0] &&
				i != list->recents[1] && i != list->recents[2])
				hits_out[count++] = i;
	}
	str_release(&query);
	return count;
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
			fail_msg("\"%s\": place %zu: %u, not %u", text,
				offset + i, got[i], want[offset + i]);
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
			str_addz(&text, list->names[pick(NAIVE_ITEMS)].data);
		}
		for (size_t len = 0; len <= text.len; len++) {
			str_clear(&part);
			str_add(&part, text.data, len);
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
	struct str number, name;

	str_init(&number, 1000);
	str_init(&name, 1000);
	for (int i = 0; i < NAIVE_ITEMS; i++) {
		str_init(&list.numbers[i], 1000);
		str_init(&list.names[i], 1000);
		random_text(&number, pick(5));
		random_text(&name, pick(30));
		naive_fold(&list.numbers[i], number.data);
		naive_fold(&list.names[i], name.data);
		match_index_add(index, number.data, name.data);
	}
	for (uint32_t r = 0; r < 3; r++)
		list.recents[r] = r * 20 + (uint32_t)pick(20);
	query = match_query_new(index);
	match_query_set_recents(query, list.recents, 3);
	check_typing(query, &list);
	match_query_free(&query);
	match_index_free(&index);
	for (int i = 0; i < NAIVE_ITEMS; i++) {
		str_release(&list.numbers[i]);
		str_release(&list.names[i]);
	}
	str_release(&number);
	str_release(&name);
}

static void
test_random_lists_agree_with_a_naive_search(void **state)
{
	for (int i = 0; i < 100; i++)
		one_random_list();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_recents_come_first_among_equals),
		cmocka_unit_test(test_what_is_meant_unseen),
		cmocka_unit_test(test_two_of_one_name_are_two),
		cmocka_unit_test(test_an_absurd_text_finds_nothing),
		cmocka_unit_test(test_random_lists_agree_with_a_naive_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
