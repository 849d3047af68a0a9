/* Type-ahead: the ranking by example. */
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
		match_index_add(index, sites[i].number, sites[i].name, "");
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

/* People, places and work as their names are given. */
static const struct item many[] = {
	{"0112", "Siobhán O'Dwyer"},
	{"0113", "Dana Whitfield"},
	{"0114", "Jürgen Groß"},
	{"2603", "St. Brendan's Hall"},
	{"2601", "Elm St Tower"},
	{"2602", "Helmstedt"},
	{"03-100", "Concrete"},
	{"03-1000", "Concrete, lean"},
	{"01-700", "Clean-up"},
	{"11-1", "Doors"},
	{"2604", "Москва Сити"},
};

/* The numbers of the hits in order, found among many. */
static void
check_many(const char *text, const char *want, bool near)
{
	struct match_index *index = match_index_new(0);
	struct match_query *query;
	uint32_t hits[COUNT(many)];
	size_t all, count;
	struct str got;

	for (size_t i = 0; i < COUNT(many); i++)
		match_index_add(index, many[i].number, many[i].name, "");
	query = match_query_new(index);
	str_init(&got, 1000);
	count = match_find(query, text, 0, COUNT(hits), hits, &all);
	for (size_t i = 0; i < count; i++)
		str_addf(&got, "%s%s", i > 0 ? " " : "", many[hits[i]].number);
	if (strcmp(got.data, want) != 0 || match_is_near(query) != near)
		fail_msg("%s: got %s, want %s", text, got.data, want);
	str_release(&got);
	match_query_free(&query);
	match_index_free(&index);
}

static void
test_punctuation_and_blanks_do_not_count(void **state)
{
	check_many("odwyer", "0112", false);
	check_many("o’dwyer", "0112", false);
	check_many("ODWYER, siobhan", "0112", false);
	check_many("siobhanodw", "0112", false);
	check_many("st brendans", "2603", false);
	check_many("brendans", "2603", false);
	check_many("stbrendan", "2603", false);
	check_many("elm st.", "2601", false);
	/* what begins a word comes before what stands inside one */
	check_many("elmst", "2601 2602", false);
	check_many("cleanup", "01-700", false);
	check_many("clean up", "01-700", false);
	check_many("up-", "01-700", false);
	/* the same number but for its dash comes first */
	check_many("03100", "03-100 03-1000", false);
	check_many("03 1000", "03-1000", false);
	check_many("whitfield, dana", "0113", false);
	/* but no number is read out of another one, and no word's middle */
	check_many("1-11", "", false);
	check_many("111", "11-1", false);
	check_many("anup", "", false);
	check_many("---", "", false);
	check_many("- elm", "2601 2602", false);
}

static void
test_who_has_no_umlaut_key_is_found(void **state)
{
	check_many("juergen", "0114", false);
	check_many("jurgen gross", "0114", false);
	check_many("groß, JUERGEN", "0114", false);
	check_many("rgen", "0114", false);
	check_many("ergen", "", false);
}

static void
test_one_letter_may_be_wrong(void **state)
{
	check_many("whitfeild", "0113", true); /* changed places */
	check_many("whitfild", "0113", true);  /* missing */
	check_many("whittfield", "0113", true);
	check_many("whidfield dana", "0113", true);
	check_many("xoncrete", "03-100 03-1000", true);
	check_many("hconcrete", "03-100 03-1000", true);
	check_many("ocncrete lean", "03-1000", true);
	check_many("odwier", "0112", true);
	check_many("clean-pu", "01-700", true);
	check_many("juerken", "0114", true);
	check_many("москва сити", "2604", false);
	check_many("масква", "2604", true);
	/* once, in a word of four letters and more, and in no number */
	check_many("whidfeild", "", false);
	check_many("whidfield dena", "", false);
	check_many("elx", "", false);
	check_many("03-101", "", false);
	/* only where nothing fits better */
	check_many("helm", "2602", false);
}

static void
test_what_is_nearly_meant_is_asked(void **state)
{
	struct match_index *index = match_index_new(0);
	struct match_query *query;
	uint32_t entry = 99;

	for (size_t i = 0; i < COUNT(many); i++)
		match_index_add(index, many[i].number, many[i].name, "");
	query = match_query_new(index);
	assert_int_equal(match_one(query, "03100", &entry), MATCH_ONE);
	assert_int_equal(entry, 6);
	assert_int_equal(match_one(query, "odwyer", &entry), MATCH_ONE);
	assert_int_equal(entry, 0);
	assert_int_equal(match_one(query, "cleanup", &entry), MATCH_ONE);
	assert_int_equal(entry, 8);
	assert_int_equal(match_one(query, "elmst", &entry), MATCH_SEVERAL);
	entry = 99;
	assert_int_equal(match_one(query, "whitfeild", &entry), MATCH_NEAR);
	assert_int_equal(match_one(query, "1-11", &entry), MATCH_NONE);
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

	match_index_add(index, "1", "Müller", "");
	match_index_add(index, "2", "Muller", "");
	match_index_add(index, "3", "Muller Sons", "");
	query = match_query_new(index);
	assert_int_equal(match_one(query, "Müller", &entry), MATCH_SEVERAL);
	assert_int_equal(entry, 99);
	match_query_free(&query);
	match_index_free(&index);
}

/* By what people sign in with, when it is nothing like their names. */
static void
test_people_are_found_by_username(void **state)
{
	static const char *const people[][3] = {
		{"0110", "Jürgen Groß", "juergen"},
		{"", "Kim Park", "kim"},
		{"", "Kim Park", "j.park-2"},
		{"", "Ann Juerg", ""},
		{"kim", "Number Kim", "n.kim"},
		{"", "Mary Kimball", "juergenson"},
	};
	static const struct {
		const char *text;
		const char *hits;
		enum match_outcome outcome;
	} finds[] = {
		/* behind the number, before what the name begins with */
		{"kim", "4125", MATCH_ONE},
		{"JUERGEN", "05", MATCH_ONE},
		{"j.park-2", "2", MATCH_ONE},
		{"jpark2", "2", MATCH_ONE},
		{"kim park", "12", MATCH_SEVERAL},
		{"kim j.park", "2", MATCH_ONE},
		{"park kim", "12", MATCH_SEVERAL},
		{"juerg", "035", MATCH_SEVERAL},
		{"parkkim", "", MATCH_NONE},
		{"juergensan", "5", MATCH_NEAR},
	};
	struct match_index *index = match_index_new(0);
	struct match_query *query;
	char longest[400];

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++)
		match_index_add(
			index, people[i][0], people[i][1], people[i][2]);
	query = match_query_new(index);
	for (size_t i = 0; i < COUNT(finds); i++) {
		uint32_t hits[COUNT(people)], one;
		char got[COUNT(people) + 1] = "";
		size_t all;
		size_t n = match_find(
			query, finds[i].text, 0, COUNT(people), hits, &all);

		for (size_t at = 0; at < n; at++)
			got[at] = (char)('0' + hits[at]);
		if (strcmp(got, finds[i].hits) != 0)
			fail_msg("%s: got %s, want %s", finds[i].text, got,
				finds[i].hits);
		assert_int_equal(match_one(query, finds[i].text, &one),
			finds[i].outcome);
		if (finds[i].outcome == MATCH_ONE)
			assert_int_equal(one, hits[0]);
	}
	match_query_free(&query);
	match_index_free(&index);
	/* one that is too long is none; the name stands */
	memset(longest, 'q', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	index = match_index_new(0);
	match_index_add(index, "", "Kim", longest);
	match_index_add(index, "", "Kim", longest + sizeof(longest) - 1 - 255);
	query = match_query_new(index);
	{
		uint32_t hits[2];
		size_t all;

		assert_int_equal(match_find(query, "q", 0, 2, hits, &all), 1);
		assert_int_equal(hits[0], 1);
		assert_int_equal(match_find(query, "kim", 0, 2, hits, &all), 2);
	}
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_recents_come_first_among_equals),
		cmocka_unit_test(test_what_is_meant_unseen),
		cmocka_unit_test(test_punctuation_and_blanks_do_not_count),
		cmocka_unit_test(test_who_has_no_umlaut_key_is_found),
		cmocka_unit_test(test_one_letter_may_be_wrong),
		cmocka_unit_test(test_what_is_nearly_meant_is_asked),
		cmocka_unit_test(test_two_of_one_name_are_two),
		cmocka_unit_test(test_people_are_found_by_username),
		cmocka_unit_test(test_an_absurd_text_finds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
