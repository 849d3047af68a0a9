#include "core/match.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match_index.h"

#define TEXT_BYTES_MAX 4096

/*
 * Hits are sorted by a key: the rank, and within it recent ones first. Even
 * keys are of recent ones.
 */
#define KEYS (2 * MATCH_RANK_NONE)

/* Answers that are kept, so that a letter can be taken back. */
#define KEPT_MAX 8

/* What a text found. */
struct match_answer {
	struct str typed; /* folded */
	struct str text;  /* what was looked for: commas are left out */
	bool bare;        /* there is more in the text than punctuation */
	bool near;        /* the hits are one letter off */
	uint32_t *hits;   /* in the order of the index */
	uint8_t *keys;    /* beside the hits */
	size_t hits_cap;
	size_t keys_cap;
	size_t hit_count;
	size_t key_counts[KEYS];
};

struct match_query {
	const struct match_index *index;
	size_t entry_count; /* of the index, which must not have grown */
	/* Each was found among the hits of the one before; the last one is of
	 * the last find. */
	struct match_answer answers[KEPT_MAX];
	size_t answer_count;
	struct match_answer next; /* while it is being found */
	struct str swapped; /* "dana whitfield" of "whitfield, dana", or "" */
	struct match_term *terms;
	size_t term_count;
	size_t term_cap;
	uint32_t *recents;
	size_t recent_count;
	uint8_t *is_recent; /* one byte per entry */
};

static void
match_answer_init(struct match_answer *answer)
{
	str_init(&answer->typed, TEXT_BYTES_MAX);
	str_init(&answer->text, TEXT_BYTES_MAX);
}

static void
match_answer_release(struct match_answer *answer)
{
	str_release(&answer->typed);
	str_release(&answer->text);
	free(answer->hits);
	free(answer->keys);
}

struct match_query *
match_query_new(const struct match_index *index)
{
	struct match_query *query = mem_new(1, sizeof(*query));

	query->index = index;
	query->entry_count = index->count;
	for (size_t i = 0; i < KEPT_MAX; i++)
		match_answer_init(&query->answers[i]);
	match_answer_init(&query->next);
	str_init(&query->swapped, TEXT_BYTES_MAX);
	query->is_recent = mem_new(index->count, 1);
	return query;
}

void
match_query_free(struct match_query **query)
{
	if (*query == NULL)
		return;
	for (size_t i = 0; i < KEPT_MAX; i++)
		match_answer_release(&(*query)->answers[i]);
	match_answer_release(&(*query)->next);
	str_release(&(*query)->swapped);
	free((*query)->terms);
	free((*query)->recents);
	free((*query)->is_recent);
	free(*query);
	*query = NULL;
}

void
match_query_set_recents(
	struct match_query *query, const uint32_t *entries, size_t count)
{
	size_t all = query->index->count;

	free(query->recents);
	query->recents = mem_new(count, sizeof(*query->recents));
	query->recent_count = 0;
	memset(query->is_recent, 0, all);
	for (size_t i = 0; i < count; i++) {
		if (entries[i] >= all || query->is_recent[entries[i]])
			continue;
		query->is_recent[entries[i]] = 1;
		query->recents[query->recent_count++] = entries[i];
	}
	query->answer_count = 0;
}

/*
 * The terms of the next text, which are parted by single spaces. One that is
 * nothing but punctuation counts only where all are.
 */
static void
match_split(struct match_query *query)
{
	const char *p = query->next.text.data;
	bool *bare = &query->next.bare;

	query->term_count = 0;
	*bare = false;
	while (*p != '\0') {
		size_t len = strcspn(p, " ");
		struct match_term term;

		match_index_term(p, len, &term);
		if (term.bare > 0 && !*bare)
			query->term_count = 0;
		*bare |= term.bare > 0;
		p += len + (p[len] == ' ');
		if (term.bare == 0 && *bare)
			continue;
		query->terms = mem_grow(query->terms, &query->term_cap,
			query->term_count + 1, sizeof(*query->terms));
		query->terms[query->term_count++] = term;
	}
}

/* All that was typed, as it was and as people are shown. */
struct match_whole {
	struct match_term typed;
	struct match_term swapped; /* empty when there is no comma */
};

static bool
match_is_possible(const struct match_mask *mask, const struct match_mask *want)
{
	return ((want->chars & ~mask->chars) | (want->pairs & ~mask->pairs)) ==
	       0;
}

/* Better than this rank, when the front of number or name is all of a text. */
static enum match_rank
match_head(const struct match_query *query, const struct match_term *all,
	uint32_t entry, enum match_rank rank)
{
	const struct match_index *index = query->index;
	const struct match_entry *e = &index->entries[entry];
	enum match_rank head = match_index_rank_head(index, entry, all);

	if (head < rank)
		rank = head;
	if (all->bare == 0 || !match_is_possible(&e->mask, &all->mask) ||
		(rank <= MATCH_RANK_WORD_BARE && !match_may_be_whole(e, all)))
		return rank;
	head = match_loose_head(index, entry, all);
	return head < rank ? head : rank;
}

/* One term of several is a part, even if it is all there is. */
static enum match_rank
match_rank_part(enum match_rank rank)
{
	if (rank == MATCH_RANK_NUMBER)
		return MATCH_RANK_NUMBER_HEAD;
	if (rank == MATCH_RANK_NAME)
		return MATCH_RANK_NAME_HEAD;
	if (rank == MATCH_RANK_USERNAME)
		return MATCH_RANK_WORD;
	if (rank == MATCH_RANK_NUMBER_BARE || rank == MATCH_RANK_NAME_BARE)
		return MATCH_RANK_WORD_BARE;
	return rank;
}

/* The weakest of the terms, or better if all together are a head. */
static enum match_rank
match_rank(const struct match_query *query, const struct match_whole *whole,
	uint32_t entry)
{
	enum match_rank rank = MATCH_RANK_NUMBER;

	if (query->term_count == 1 &&
		query->terms[0].len == query->next.typed.len)
		return match_index_rank(query->index, entry, query->terms);
	if (query->term_count == 0)
		return MATCH_RANK_INSIDE;
	for (size_t i = 0; i < query->term_count; i++) {
		enum match_rank one =
			match_index_rank(query->index, entry, &query->terms[i]);

		if (one == MATCH_RANK_NONE)
			return one;
		one = match_rank_part(one);
		if (one > rank)
			rank = one;
	}
	rank = match_head(query, &whole->typed, entry, rank);
	return whole->swapped.len == 0
		       ? rank
		       : match_head(query, &whole->swapped, entry, rank);
}

/* NEAR when all terms fit but for one, which is a letter off. */
static enum match_rank
match_rank_near(const struct match_query *query, uint32_t entry)
{
	const struct match_mask *mask = &query->index->entries[entry].mask;
	enum match_rank rank = MATCH_RANK_NONE;

	for (size_t i = 0; i < query->term_count; i++) {
		const struct match_term *term = &query->terms[i];

		if (match_is_possible(mask, &term->mask) &&
			match_index_rank(query->index, entry, term) !=
				MATCH_RANK_NONE)
			continue;
		if (rank == MATCH_RANK_NEAR ||
			!match_loose_is_near(query->index, entry, term))
			return MATCH_RANK_NONE;
		rank = MATCH_RANK_NEAR;
	}
	return rank;
}

static void
match_keep(struct match_query *query, uint32_t entry, enum match_rank rank)
{
	struct match_answer *next = &query->next;
	uint8_t key = (uint8_t)(2 * rank + !query->is_recent[entry]);

	next->hits[next->hit_count] = entry;
	next->keys[next->hit_count++] = key;
	next->key_counts[key]++;
}

static void
match_make_room(struct match_answer *answer, size_t hits)
{
	answer->hits = mem_grow(
		answer->hits, &answer->hits_cap, hits, sizeof(*answer->hits));
	answer->keys = mem_grow(answer->keys, &answer->keys_cap, hits, 1);
}

/* Keeps those of the hits (or, if there is NULL, of all) that fit. */
static void
match_scan(struct match_query *query, const struct match_answer *among)
{
	const struct match_index *index = query->index;
	const struct str *typed = &query->next.typed;
	size_t candidates = among != NULL ? among->hit_count : index->count;
	struct match_mask want = {0};
	struct match_whole whole;

	match_index_term(typed->data, typed->len, &whole.typed);
	match_index_term(
		query->swapped.data, query->swapped.len, &whole.swapped);
	for (size_t i = 0; i < query->term_count; i++) {
		want.chars |= query->terms[i].mask.chars;
		want.pairs |= query->terms[i].mask.pairs;
	}
	match_make_room(&query->next, candidates);
	for (size_t i = 0; i < candidates; i++) {
		uint32_t entry = among != NULL ? among->hits[i] : (uint32_t)i;
		enum match_rank rank;

		if (!match_is_possible(&index->entries[entry].mask, &want))
			continue;
		rank = match_rank(query, &whole, entry);
		if (rank != MATCH_RANK_NONE)
			match_keep(query, entry, rank);
	}
}

/* Where nothing fits: what does so but for one letter of a longer word. */
static void
match_scan_near(struct match_query *query)
{
	struct match_answer *next = &query->next;

	for (size_t i = 0; i < query->term_count; i++)
		next->near |= query->terms[i].letters >= MATCH_NEAR_LETTERS;
	next->near &= next->hit_count == 0;
	if (!next->near)
		return;
	for (uint32_t entry = 0; entry < query->index->count; entry++) {
		if (match_rank_near(query, entry) != MATCH_RANK_NEAR)
			continue;
		match_make_room(next, next->hit_count + 1);
		match_keep(query, entry, MATCH_RANK_NEAR);
	}
}

/* Whether each of the old terms begins one of the query's. */
static bool
match_only_grew(const struct match_query *query, const struct str *old)
{
	const char *p = old->data;

	while (*p != '\0') {
		size_t len = strcspn(p, " ");
		bool found = false;

		for (size_t i = 0; i < query->term_count && !found; i++)
			found = query->terms[i].len >= len &&
				memcmp(query->terms[i].text, p, len) == 0;
		if (!found)
			return false;
		p += len + (p[len] == ' ');
	}
	return true;
}

/* "whitfield, dana" is how people are sorted: they are found by it, too. */
static void
match_read_commas(struct match_query *query)
{
	const char *typed = query->next.typed.data;
	const char *comma = strstr(typed, ", ");
	struct str *text = &query->next.text;

	for (const char *p = typed; *p != '\0'; p++) {
		bool parts = *p == ',' && (p[1] == ' ' || p[1] == '\0');

		if (!parts && (*p != ' ' || (text->len > 0 &&
						    text->data[text->len - 1] !=
							    ' ')))
			str_addc(text, *p);
	}
	if (text->len == 0) /* nothing but commas: those are meant */
		str_addz(text, typed);
	str_clear(&query->swapped);
	if (comma == NULL || strstr(comma + 1, ", ") != NULL)
		return;
	str_addz(&query->swapped, comma + 2);
	str_addc(&query->swapped, ' ');
	str_add(&query->swapped, typed, (size_t)(comma - typed));
}

/* The answer to the last find. */
static const struct match_answer *
match_last(const struct match_query *query)
{
	return query->answer_count > 0
		       ? &query->answers[query->answer_count - 1]
		       : &query->next;
}

static bool
match_is_same(const struct match_query *query)
{
	return query->answer_count > 0 && strcmp(match_last(query)->typed.data,
						  query->next.typed.data) == 0;
}

/* Forgets what is neither the answer, nor one that all hits are among. */
static void
match_go_back(struct match_query *query)
{
	while (query->answer_count > 0 && !match_is_same(query)) {
		const struct match_answer *last = match_last(query);

		if (last->text.len == 0 ||
			(!last->near && last->bare == query->next.bare &&
				match_only_grew(query, &last->text)))
			return;
		query->answer_count--;
	}
}

/* Makes the next answer the last; without room, in place of the last. */
static void
match_push(struct match_query *query)
{
	struct match_answer *place, next = query->next;

	if (query->answer_count < KEPT_MAX)
		query->answer_count++;
	place = &query->answers[query->answer_count - 1];
	query->next = *place;
	*place = next;
}

/* Makes the last answer that to this text. */
static void
match_update(struct match_query *query, const char *text)
{
	struct match_answer *next = &query->next;

	assert(query->entry_count == query->index->count);
	str_clear(&next->typed);
	str_clear(&next->text);
	next->hit_count = 0;
	next->near = false;
	memset(next->key_counts, 0, sizeof(next->key_counts));
	match_index_fold(&next->typed, text, strlen(text));
	if (str_is_cut(&next->typed)) {
		/* nothing is that long, and a part of it must not be found */
		query->term_count = 0;
		query->answer_count = 0;
		return;
	}
	match_read_commas(query);
	match_split(query);
	match_go_back(query);
	if (match_is_same(query))
		return;
	match_scan(query, query->answer_count > 0 ? match_last(query) : NULL);
	match_scan_near(query);
	match_push(query);
}

/* The key of an entry, KEYS when it is no hit. */
static size_t
match_key_of(const struct match_answer *answer, uint32_t entry)
{
	size_t low = 0, high = answer->hit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (answer->hits[middle] < entry)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == answer->hit_count || answer->hits[low] != entry)
		return KEYS;
	return answer->keys[low];
}

/* Writes the hits of one key after the first `skip` of them, up to `limit`. */
static size_t
match_list_recent(const struct match_query *query, size_t key, size_t skip,
	size_t limit, uint32_t *hits_out)
{
	const struct match_answer *last = match_last(query);
	size_t written = 0;

	for (size_t i = 0; i < query->recent_count && written < limit; i++) {
		if (match_key_of(last, query->recents[i]) != key)
			continue;
		if (skip > 0)
			skip--;
		else
			hits_out[written++] = query->recents[i];
	}
	return written;
}

/* The same of those that are not recent. */
static size_t
match_list_others(const struct match_query *query, size_t key, size_t skip,
	size_t limit, uint32_t *hits_out)
{
	const struct match_answer *last = match_last(query);
	const uint8_t *at = last->keys, *end = at + last->hit_count;
	size_t written = 0;

	for (; written < limit &&
		(at = memchr(at, (int)key, (size_t)(end - at))) != NULL;
		at++) {
		if (skip > 0)
			skip--;
		else
			hits_out[written++] = last->hits[at - last->keys];
	}
	return written;
}

size_t
match_find(struct match_query *query, const char *text, size_t offset,
	size_t limit, uint32_t *hits_out, size_t *count_out)
{
	size_t written = 0;

	match_update(query, text);
	for (size_t key = 0; key < KEYS && written < limit; key++) {
		size_t count = match_last(query)->key_counts[key];

		if (offset >= count) {
			offset -= count;
			continue;
		}
		/* even keys are of recent ones */
		written += (key % 2 == 0 ? match_list_recent
					 : match_list_others)(query, key,
			offset, limit - written, hits_out + written);
		offset = 0;
	}
	*count_out = match_last(query)->hit_count;
	return written;
}

/* The only hit of a rank. */
static enum match_outcome
match_one_of_rank(struct match_query *query, const char *text,
	enum match_rank rank, uint32_t *entry_out)
{
	const size_t *counts = match_last(query)->key_counts;
	size_t before = 0, count;

	for (size_t key = 0; key < 2 * rank; key++)
		before += counts[key];
	count = counts[2 * rank] + counts[2 * rank + 1];
	if (count == 0)
		return MATCH_NONE;
	if (count > 1)
		return MATCH_SEVERAL;
	match_find(query, text, before, 1, entry_out, &count);
	return MATCH_ONE;
}

bool
match_is_near(const struct match_query *query)
{
	const struct match_answer *last = match_last(query);

	return last->near && last->hit_count > 0;
}

enum match_outcome
match_one(struct match_query *query, const char *text, uint32_t *entry_out)
{
	enum match_outcome outcome;
	size_t count;

	match_update(query, text);
	if (query->term_count == 0 || match_last(query)->hit_count == 0)
		return MATCH_NONE;
	if (match_last(query)->near)
		return MATCH_NEAR;
	for (enum match_rank rank = MATCH_RANK_NUMBER;
		rank <= MATCH_RANK_NAME_BARE; rank++) {
		outcome = match_one_of_rank(query, text, rank, entry_out);
		if (outcome != MATCH_NONE)
			return outcome;
	}
	if (match_last(query)->hit_count > 1)
		return MATCH_SEVERAL;
	match_find(query, text, 0, 1, entry_out, &count);
	return MATCH_ONE;
}
