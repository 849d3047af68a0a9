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

struct match_query {
	const struct match_index *index;
	size_t entry_count; /* of the index, which must not have grown */
	struct str typed;   /* folded, of the last find */
	struct str text;    /* what is looked for: commas are left out */
	struct str swapped; /* "dana whitfield" of "whitfield, dana", or "" */
	bool valid;         /* the hits are those of the text */
	bool bare;          /* there is more in the text than punctuation */
	bool near;          /* the hits are one letter off */
	struct match_term *terms;
	size_t term_count;
	size_t term_cap;
	uint32_t *hits; /* in the order of the index */
	uint8_t *keys;  /* beside the hits */
	size_t hit_count;
	size_t key_counts[KEYS];
	uint32_t *recents;
	size_t recent_count;
	uint8_t *is_recent; /* one byte per entry */
};

struct match_query *
match_query_new(const struct match_index *index)
{
	struct match_query *query = mem_new(1, sizeof(*query));

	query->index = index;
	query->entry_count = index->count;
	str_init(&query->typed, TEXT_BYTES_MAX);
	str_init(&query->text, TEXT_BYTES_MAX);
	str_init(&query->swapped, TEXT_BYTES_MAX);
	query->hits = mem_new(index->count, sizeof(*query->hits));
	query->keys = mem_new(index->count, 1);
	query->is_recent = mem_new(index->count, 1);
	return query;
}

void
match_query_free(struct match_query **query)
{
	if (*query == NULL)
		return;
	str_release(&(*query)->typed);
	str_release(&(*query)->text);
	str_release(&(*query)->swapped);
	free((*query)->terms);
	free((*query)->hits);
	free((*query)->keys);
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
	query->valid = false;
}

/*
 * The terms of query->text, which are parted by single spaces. One that is
 * nothing but punctuation counts only where all are.
 */
static void
match_split(struct match_query *query)
{
	const char *p = query->text.data;

	query->term_count = 0;
	query->bare = false;
	while (*p != '\0') {
		size_t len = strcspn(p, " ");
		struct match_term term;

		match_index_term(p, len, &term);
		if (term.bare > 0 && !query->bare)
			query->term_count = 0;
		query->bare |= term.bare > 0;
		p += len + (p[len] == ' ');
		if (term.bare == 0 && query->bare)
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

	if (query->term_count == 1 && query->terms[0].len == query->typed.len)
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
match_keep(struct match_query *query, size_t at, uint32_t entry,
	enum match_rank rank)
{
	uint8_t key = (uint8_t)(2 * rank + !query->is_recent[entry]);

	query->hits[at] = entry;
	query->keys[at] = key;
	query->key_counts[key]++;
}

/* Keeps those of the hits (or, if not `among_hits`, of all) that fit. */
static void
match_scan(struct match_query *query, bool among_hits)
{
	const struct match_index *index = query->index;
	size_t candidates = among_hits ? query->hit_count : index->count;
	struct match_mask want = {0};
	struct match_whole whole;
	size_t kept = 0;

	match_index_term(query->typed.data, query->typed.len, &whole.typed);
	match_index_term(
		query->swapped.data, query->swapped.len, &whole.swapped);
	for (size_t i = 0; i < query->term_count; i++) {
		want.chars |= query->terms[i].mask.chars;
		want.pairs |= query->terms[i].mask.pairs;
	}
	memset(query->key_counts, 0, sizeof(query->key_counts));
	for (size_t i = 0; i < candidates; i++) {
		uint32_t entry = among_hits ? query->hits[i] : (uint32_t)i;
		enum match_rank rank;

		if (!match_is_possible(&index->entries[entry].mask, &want))
			continue;
		rank = match_rank(query, &whole, entry);
		if (rank != MATCH_RANK_NONE)
			match_keep(query, kept++, entry, rank);
	}
	query->hit_count = kept;
}

/* Where nothing fits: what does so but for one letter of a longer word. */
static void
match_scan_near(struct match_query *query)
{
	query->near = false;
	for (size_t i = 0; i < query->term_count; i++)
		query->near |= query->terms[i].letters >= MATCH_NEAR_LETTERS;
	query->near &= query->hit_count == 0;
	if (!query->near)
		return;
	for (uint32_t entry = 0; entry < query->index->count; entry++)
		if (match_rank_near(query, entry) == MATCH_RANK_NEAR)
			match_keep(query, query->hit_count++, entry,
				MATCH_RANK_NEAR);
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
	const char *typed = query->typed.data;
	const char *comma = strstr(typed, ", ");

	for (const char *p = typed; *p != '\0'; p++) {
		bool parts = *p == ',' && (p[1] == ' ' || p[1] == '\0');
		size_t len = query->text.len;

		if (!parts &&
			(*p != ' ' ||
				(len > 0 && query->text.data[len - 1] != ' ')))
			str_addc(&query->text, *p);
	}
	if (query->text.len == 0) /* nothing but commas: those are meant */
		str_addz(&query->text, typed);
	str_clear(&query->swapped);
	if (comma == NULL || strstr(comma + 1, ", ") != NULL)
		return;
	str_addz(&query->swapped, comma + 2);
	str_addc(&query->swapped, ' ');
	str_add(&query->swapped, typed, (size_t)(comma - typed));
}

/* Makes the hits those of this text. */
static void
match_update(struct match_query *query, const char *text)
{
	struct str old = query->text;
	struct str before = query->typed;
	bool was_bare = query->bare;
	bool same;

	assert(query->entry_count == query->index->count);
	str_init(&query->typed, TEXT_BYTES_MAX);
	str_init(&query->text, TEXT_BYTES_MAX);
	match_index_fold(&query->typed, text, strlen(text));
	match_read_commas(query);
	same = query->valid && strcmp(query->typed.data, before.data) == 0;
	str_release(&before);
	if (str_is_cut(&query->typed)) {
		/* nothing is that long, and a part of it must not be found */
		query->hit_count = 0;
		memset(query->key_counts, 0, sizeof(query->key_counts));
		query->term_count = 0;
		query->valid = query->near = false;
	} else if (!same) {
		match_split(query);
		match_scan(query, query->valid && !query->near &&
					  was_bare == query->bare &&
					  match_only_grew(query, &old));
		match_scan_near(query);
		query->valid = true;
	} else {
		match_split(query); /* the terms point into the text */
	}
	str_release(&old);
}

/* The key of an entry, KEYS when it is no hit. */
static size_t
match_key_of(const struct match_query *query, uint32_t entry)
{
	size_t low = 0, high = query->hit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (query->hits[middle] < entry)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == query->hit_count || query->hits[low] != entry)
		return KEYS;
	return query->keys[low];
}

/* Writes the hits of one key after the first `skip` of them, up to `limit`. */
static size_t
match_list_key(const struct match_query *query, size_t key, size_t skip,
	size_t limit, uint32_t *hits_out)
{
	bool recent = key % 2 == 0;
	size_t count = recent ? query->recent_count : query->hit_count;
	size_t written = 0;

	for (size_t i = 0; i < count && written < limit; i++) {
		uint32_t entry = recent ? query->recents[i] : query->hits[i];

		if (recent ? match_key_of(query, entry) != key
			   : query->keys[i] != key)
			continue;
		if (skip > 0)
			skip--;
		else
			hits_out[written++] = entry;
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
		size_t count = query->key_counts[key];

		if (offset >= count) {
			offset -= count;
			continue;
		}
		written += match_list_key(query, key, offset, limit - written,
			hits_out + written);
		offset = 0;
	}
	*count_out = query->hit_count;
	return written;
}

/* The only hit of a rank. */
static enum match_outcome
match_one_of_rank(struct match_query *query, const char *text,
	enum match_rank rank, uint32_t *entry_out)
{
	size_t before = 0, count;

	for (size_t key = 0; key < 2 * rank; key++)
		before += query->key_counts[key];
	count = query->key_counts[2 * rank] + query->key_counts[2 * rank + 1];
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
	return query->near && query->hit_count > 0;
}

enum match_outcome
match_one(struct match_query *query, const char *text, uint32_t *entry_out)
{
	enum match_outcome outcome;
	size_t count;

	match_update(query, text);
	if (query->term_count == 0 || query->hit_count == 0)
		return MATCH_NONE;
	if (query->near)
		return MATCH_NEAR;
	for (enum match_rank rank = MATCH_RANK_NUMBER;
		rank <= MATCH_RANK_NAME_BARE; rank++) {
		outcome = match_one_of_rank(query, text, rank, entry_out);
		if (outcome != MATCH_NONE)
			return outcome;
	}
	if (query->hit_count > 1)
		return MATCH_SEVERAL;
	match_find(query, text, 0, 1, entry_out, &count);
	return MATCH_ONE;
}
