#include "naive_match.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lib/cmocka_all.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

	for (const char *p = text; *p != '\0'; p++) {
		size_t bare_len;

		if (!naive_is_word(*p) || (p > text && naive_is_word(p[-1])))
			continue;
		bare_len = naive_bare(p, bare, sizeof(bare));
		if (naive_mistakes(bare, bare_len, want, len) <= 1)
			return true;
	}
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

size_t
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

void
naive_set(struct naive_list *list, int place, const char *number,
	const char *name, const char *username)
{
	struct naive_item *item = &list->items[place];

	str_init(&item->number, 1000);
	str_init(&item->name, 1000);
	str_init(&item->username, 1000);
	str_init(&item->spelt, 1000);
	naive_fold(&item->number, number, text_fold);
	naive_fold(&item->name, name, text_fold);
	naive_fold(&item->username, username, text_fold);
	naive_fold(&item->spelt, name, text_spell);
}

void
naive_release(struct naive_list *list)
{
	for (int i = 0; i < NAIVE_ITEMS; i++) {
		str_release(&list->items[i].number);
		str_release(&list->items[i].name);
		str_release(&list->items[i].username);
		str_release(&list->items[i].spelt);
	}
}
