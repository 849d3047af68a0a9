#include "memo.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "db/version.h"

#define PLACES 2048 /* a power of two; a third of a MB */

struct place {
	int64_t version; /* DB_VERSION_UNKNOWN: empty */
	size_t key_len;
	unsigned char key[MEMO_KEY_BYTES];
	unsigned char value[MEMO_VALUE_BYTES];
};

struct memo {
	int64_t version;
	struct place places[PLACES];
};

struct memo *
memo_new(void)
{
	struct memo *memo = mem_new(1, sizeof(*memo));

	memo->version = DB_VERSION_UNKNOWN;
	for (size_t i = 0; i < PLACES; i++)
		memo->places[i].version = DB_VERSION_UNKNOWN;
	return memo;
}

void
memo_free(struct memo **memo)
{
	free(*memo);
	*memo = NULL;
}

void
memo_begin(struct memo *memo, int64_t version)
{
	memo->version = version;
}

/* FNV-1a, a word at a time: keys hold random ids and hashes. */
static size_t
place_of(const void *key, size_t key_len)
{
	const unsigned char *bytes = key;
	uint64_t hash = 14695981039346656037u;

	assert(key_len <= MEMO_KEY_BYTES && key_len % sizeof(hash) == 0);
	for (size_t i = 0; i < key_len; i += sizeof(hash)) {
		uint64_t word;

		memcpy(&word, bytes + i, sizeof(word));
		hash = (hash ^ word) * 1099511628211u;
	}
	return (size_t)(hash >> 40) % PLACES;
}

void
memo_keep(struct memo *memo, const void *key, size_t key_len, const void *value,
	size_t len)
{
	struct place *place = &memo->places[place_of(key, key_len)];

	assert(len <= MEMO_VALUE_BYTES);
	if (memo->version == DB_VERSION_UNKNOWN)
		return;
	place->version = memo->version;
	place->key_len = key_len;
	memcpy(place->key, key, key_len);
	memcpy(place->value, value, len);
}

bool
memo_find(const struct memo *memo, const void *key, size_t key_len,
	void *value_out, size_t len)
{
	const struct place *place = &memo->places[place_of(key, key_len)];

	assert(len <= MEMO_VALUE_BYTES);
	if (memo->version == DB_VERSION_UNKNOWN ||
		place->version != memo->version || place->key_len != key_len ||
		memcmp(place->key, key, key_len) != 0)
		return false;
	memcpy(value_out, place->value, len);
	return true;
}
