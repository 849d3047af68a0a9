/*
 * Type-ahead: the ranking by example, and everything against a naive
 * implementation on random lists, typed key by key.
 */
#include <regex.h>
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
		"ä", "-", "1", "2", "ß", ",", ".", " ", " "};

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
naive_fold(struct str *out, const char *text,
	void (*fold)(struct str *, const char *, size_t))
{
	struct str folded, word;
	const char *p;

	str_init(&folded, 10000);
	str_init(&word, 10000);
	fold(&folded, text, strlen(text));
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
naive_is_word(char c)
{
	return (unsigned char)c >= 0x80 ||
	       strchr("abcdefghijklmnopqrstuvwxyz0123456789", c) != NULL;
}

static bool
naive_has_word(const char *text, const char *head)
{
	const char *p = text;

	for (; (p = strstr(p, head)) != NULL; p++)
		if (p == text || !naive_is_word(p[-1]))
			return true;
	return false;
}

/* The order of ranks. */
enum naive_rank {
	NUMBER,
	NAME,
	USERNAME,
	NUMBER_BARE,
	NAME_BARE,
	NUMBER_HEAD,
	NAME_HEAD,
	WORD,
	WORD_BARE,
	INSIDE,
	NEAR,
	NOT
};

#define SIGNS "[^a-z0-9]*"

/* A text as a pattern for what is the same but for punctuation; whether there
 * is anything but punctuation in it. */
static bool
naive_pattern(const char *text, struct str *out)
{
	bool any = false, sign = false;
	char last = '\0';

	for (; *text != '\0'; text++) {
		bool digits = last >= '0' && last <= '9' && *text >= '0' &&
			      *text <= '9';

		if (!naive_is_word(*text)) {
			sign = true;
			continue;
		}
		if (any && sign && digits)
			str_addz(out, "[^a-z0-9]+");
		else if (any)
			str_addz(out, SIGNS);
		str_addc(out, *text);
		any = true;
		sign = false;
		last = *text;
	}
	return any;
}

/* Something that is looked for. */
struct naive_term {
	struct str text;
	bool bare;
	regex_t whole, front, word;
};

static void
naive_compile(regex_t *regex, const char *before, const char *pattern,
	const char *behind)
{
	struct str text;

	str_init(&text, 10000);
	str_addf(&text, "%s%s%s", before, pattern, behind);
	assert_int_equal(
		regcomp(regex, text.data, REG_EXTENDED | REG_NOSUB), 0);
	str_release(&text);
}

static void
naive_term_init(struct naive_term *term, const char *text)
{
	struct str pattern;

	str_init(&term->text, 10000);
	str_init(&pattern, 10000);
	str_addz(&term->text, text);
	term->bare = naive_pattern(text, &pattern);
	if (term->bare) {
		naive_compile(&term->whole, "^" SIGNS, pattern.data, SIGNS "$");
		naive_compile(&term->front, "^" SIGNS, pattern.data, "");
		naive_compile(&term->word, "(^|[^a-z0-9])", pattern.data, "");
	}
	str_release(&pattern);
}

static void
naive_term_release(struct naive_term *term)
{
	str_release(&term->text);
	if (!term->bare)
		return;
	regfree(&term->whole);
	regfree(&term->front);
	regfree(&term->word);
}

struct naive_item {
	struct str number, name, username, spelt; /* folded */
};

static bool
naive_is(const regex_t *regex, const struct str *text)
{
	return regexec(regex, text->data, 0, NULL, 0) == 0;
}

/* How the whole or the front of number or name fit. */
static int
naive_rank_head(const struct naive_item *item, const struct naive_term *term)
{
	const char *text = term->text.data;

	if (strcmp(item->number.data, text) == 0)
		return NUMBER;
	if (strcmp(item->name.data, text) == 0)
		return NAME;
	if (strcmp(item->username.data, text) == 0)
		return USERNAME;
	if (term->bare && naive_is(&term->whole, &item->number))
		return NUMBER_BARE;
	if (term->bare && (naive_is(&term->whole, &item->name) ||
				  naive_is(&term->whole, &item->spelt)))
		return NAME_BARE;
	if (naive_begins(item->number.data, text))
		return NUMBER_HEAD;
	if (naive_begins(item->name.data, text))
		return NAME_HEAD;
	if (term->bare && (naive_is(&term->front, &item->number) ||
				  naive_is(&term->front, &item->name) ||
				  naive_is(&term->front, &item->spelt)))
		return WORD_BARE;
	return NOT;
}

static int
naive_rank_one(const struct naive_item *item, const struct naive_term *term)
{
	const char *text = term->text.data;
	int rank = naive_rank_head(item, term);

	if (rank < WORD)
		return rank;
	if (naive_has_word(item->number.data, text) ||
		naive_has_word(item->name.data, text) ||
		naive_has_word(item->username.data, text))
		return WORD;
	if (rank == WORD_BARE ||
		(term->bare && (naive_is(&term->word, &item->number) ||
				       naive_is(&term->word, &item->name) ||
				       naive_is(&term->word, &item->username) ||
				       naive_is(&term->word, &item->spelt))))
		return WORD_BARE;
	return strstr(item->number.data, text) != NULL ||
			       strstr(item->name.data, text) != NULL ||
			       strstr(item->username.data, text) != NULL
		       ? INSIDE
		       : NOT;
}

/* Letters and digits only, what is beyond ASCII as one byte. */
static size_t
naive_bare(const char *text, char *out, size_t size)
{
	size_t len = 0;

	for (; *text != '\0'; text++)
		if (naive_is_word(*text) && len < size &&
			((unsigned char)*text & 0xc0) != 0x80)
			out[len++] = *text;
	return len;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* The fewest mistakes that make a front of the text into the letters. */
static int
naive_mistakes(const char *text, size_t text_len, const char *want, size_t len)
{
	int rows[64][64];
	int best = 99;

	assert_true(text_len < 64 && len < 64);
	for (size_t i = 0; i <= len; i++)
		for (size_t k = 0; k <= text_len; k++) {
			rows[i][k] = (int)(i > k ? i : k);
			if (i == 0 || k == 0)
				continue;
			rows[i][k] = least(
				least(rows[i - 1][k] + 1, rows[i][k - 1] + 1),
				rows[i - 1][k - 1] +
					(want[i - 1] != text[k - 1]));
			if (i > 1 && k > 1 && want[i - 1] == text[k - 2] &&
				want[i - 2] == text[k - 1])
				rows[i][k] = least(
					rows[i][k], rows[i - 2][k - 2] + 1);
		}
	for (size_t k = 0; k <= text_len; k++)
		best = least(best, rows[len][k]);
	return best;
}

static bool
naive_is_near_text(const char *text, const char *want, size_t len)
{
	char bare[63];

	for (const char *p = text; *p != '\0'; p++)
		if (naive_is_word(*p) && (p == text || !naive_is_word(p[-1])) &&
			naive_mistakes(bare, naive_bare(p, bare, sizeof(bare)),
				want, len) <= 1)
			return true;
	return false;
}

static bool
naive_is_near(const struct naive_item *item, const struct naive_term *term)
{
	char want[63];
	size_t len = naive_bare(term->text.data, want, sizeof(want));

	for (size_t i = 0; i < len; i++)
		if (want[i] >= '0' && want[i] <= '9')
			return false;
	return len >= 4 &&
	       (naive_is_near_text(item->number.data, want, len) ||
		       naive_is_near_text(item->name.data, want, len) ||
		       naive_is_near_text(item->username.data, want, len) ||
		       naive_is_near_text(item->spelt.data, want, len));
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

#define NAIVE_TERMS 40

/* A text, and its parts. */
struct naive_query {
	struct naive_term all, swapped;
	bool has_swapped;
	struct naive_term terms[NAIVE_TERMS];
	int count;
	bool bare;
};

static void
naive_query_init(struct naive_query *query, const char *folded)
{
	const char *comma = strstr(folded, ", ");
	struct str text, word;
	const char *p;

	*query = (struct naive_query){.count = 0};
	str_init(&text, 10000);
	str_init(&word, 10000);
	naive_term_init(&query->all, folded);
	query->has_swapped = comma != NULL && strstr(comma + 1, ", ") == NULL;
	if (query->has_swapped) {
		str_addf(&text, "%s %.*s", comma + 2, (int)(comma - folded),
			folded);
		naive_term_init(&query->swapped, text.data);
		str_clear(&text);
	}
	naive_without_commas(&text, folded);
	for (p = text.data; next_word(&p, &word);) {
		assert_in_range(query->count, 0, NAIVE_TERMS - 1);
		naive_term_init(&query->terms[query->count], word.data);
		query->bare |= query->terms[query->count++].bare;
	}
	str_release(&text);
	str_release(&word);
}

static void
naive_query_release(struct naive_query *query)
{
	naive_term_release(&query->all);
	if (query->has_swapped)
		naive_term_release(&query->swapped);
	for (int i = 0; i < query->count; i++)
		naive_term_release(&query->terms[i]);
}

static int
naive_rank(const struct naive_item *item, const struct naive_query *query)
{
	int worst = NUMBER, whole;

	if (query->count == 0)
		return INSIDE;
	for (int i = 0; i < query->count; i++) {
		const struct naive_term *term = &query->terms[i];
		int rank;

		if (query->bare && !term->bare)
			continue;
		rank = naive_rank_one(item, term);
		/* a part of the query is at best a head */
		if (strcmp(term->text.data, query->all.text.data) != 0) {
			if (rank == NUMBER_BARE || rank == NAME_BARE)
				rank = WORD_BARE;
			if (rank == NUMBER || rank == NAME)
				rank += NUMBER_HEAD;
			if (rank == USERNAME)
				rank = WORD;
		}
		worst = rank > worst ? rank : worst;
	}
	if (worst == NOT)
		return NOT;
	whole = naive_rank_head(item, &query->all);
	if (query->has_swapped)
		whole = least(whole, naive_rank_head(item, &query->swapped));
	return least(whole, worst);
}

/* All fit but for one, which is nearly so. */
static int
naive_rank_near(const struct naive_item *item, const struct naive_query *query)
{
	int rank = NOT;

	for (int i = 0; i < query->count; i++) {
		const struct naive_term *term = &query->terms[i];

		if ((query->bare && !term->bare) ||
			naive_rank_one(item, term) != NOT)
			continue;
		if (rank == NEAR || !naive_is_near(item, term))
			return NOT;
		rank = NEAR;
	}
	return rank;
}

#define NAIVE_ITEMS 60

struct naive_list {
	struct naive_item items[NAIVE_ITEMS];
	uint32_t recents[3];
};

static size_t
naive_find(const struct naive_list *list, const char *text, uint32_t *hits_out)
{
	struct naive_query query;
	struct str folded;
	int ranks[NAIVE_ITEMS], best = NOT;
	size_t count = 0;

	str_init(&folded, 10000);
	naive_fold(&folded, text, text_fold);
	naive_query_init(&query, folded.data);
	for (int i = 0; i < NAIVE_ITEMS; i++) {
		ranks[i] = naive_rank(&list->items[i], &query);
		best = least(best, ranks[i]);
	}
	for (int i = 0; i < NAIVE_ITEMS && best == NOT; i++)
		ranks[i] = naive_rank_near(&list->items[i], &query);
	for (int rank = NUMBER; rank < NOT; rank++) {
		for (size_t r = 0; r < COUNT(list->recents); r++)
			if (ranks[list->recents[r]] == rank)
				hits_out[count++] = list->recents[r];
		for (uint32_t i = 0; i < NAIVE_ITEMS; i++)
			if (ranks[i] == rank && i != list->recents[0] &&
				i != list->recents[1] && i != list->recents[2])
				hits_out[count++] = i;
	}
	naive_query_release(&query);
	str_release(&folded);
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
		struct naive_item *item = &list.items[i];

		str_init(&item->number, 1000);
		str_init(&item->name, 1000);
		str_init(&item->username, 1000);
		str_init(&item->spelt, 1000);
		random_text(&number, pick(5));
		random_text(&name, pick(30));
		random_text(&username, pick(2) * pick(9));
		naive_fold(&item->number, number.data, text_fold);
		naive_fold(&item->name, name.data, text_fold);
		naive_fold(&item->username, username.data, text_fold);
		naive_fold(&item->spelt, name.data, text_spell);
		match_index_add(index, number.data, name.data, username.data);
	}
	for (uint32_t r = 0; r < 3; r++)
		list.recents[r] = r * 20 + (uint32_t)pick(20);
	query = match_query_new(index);
	match_query_set_recents(query, list.recents, 3);
	check_typing(query, &list);
	match_query_free(&query);
	match_index_free(&index);
	for (int i = 0; i < NAIVE_ITEMS; i++) {
		str_release(&list.items[i].number);
		str_release(&list.items[i].name);
		str_release(&list.items[i].username);
		str_release(&list.items[i].spelt);
	}
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
	if (naive_begins(name, text))
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
		cmocka_unit_test(test_random_lists_agree_with_a_naive_search),
		cmocka_unit_test(test_a_long_list_agrees_with_a_plain_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
