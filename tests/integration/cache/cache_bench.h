#ifndef TESTS_INTEGRATION_CACHE_CACHE_BENCH_H
#define TESTS_INTEGRATION_CACHE_CACHE_BENCH_H

/* A cache in a folder of its own. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cache/catalog_cache.h"
#include "lib/temp_dir.h"

struct bench {
	char *dir;
	struct catalog_cache_file *file;
	struct catalog_cache cache;
	struct err err;
};

static inline void
bench_open(struct bench *bench, const char *dir)
{
	bench->file = catalog_cache_open(dir);
	bench->cache = catalog_cache_port(bench->file);
}

static inline int
set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->dir = temp_dir_new();
	bench_open(bench, bench->dir);
	*state = bench;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct bench *bench = *state;

	catalog_cache_close(bench->file);
	temp_dir_free(&bench->dir);
	free(bench);
	return 0;
}

static inline void
reopen(struct bench *bench)
{
	catalog_cache_close(bench->file);
	bench_open(bench, bench->dir);
}

static inline struct entry
entry(enum entry_kind kind, uint32_t n, const char *number, const char *name)
{
	struct entry entry = {
		.kind = kind, .active = true, .all_cost_codes = true};

	entry.id.bytes[0] = (uint8_t)kind;
	memcpy(entry.id.bytes + 4, &n, sizeof(n));
	str_copy(entry.number, sizeof(entry.number), number);
	str_copy(entry.name, sizeof(entry.name), name);
	return entry;
}

static inline void
put(struct bench *bench, const struct entry *entries, size_t n,
	const char *cursor)
{
	if (bench->cache.ops->put(
		    bench->cache.self, 1, entries, n, cursor, &bench->err) < 0)
		fail_msg("put: %s", bench->err.text);
}

/* Their names, each followed by a full stop. */
static inline bool
join(void *ctx, const struct entry *entry)
{
	str_addf(ctx, "%s.", entry->name);
	return true;
}

static inline void
assert_each(struct bench *bench, enum entry_kind kind,
	const struct id *location, const char *names)
{
	struct str got;

	str_init(&got, 4096);
	assert_int_equal(bench->cache.ops->each(bench->cache.self, 1, kind,
				 location, join, &got, &bench->err),
		0);
	assert_string_equal(got.data, names);
	str_release(&got);
}

static inline void
assert_cursor(struct bench *bench, const char *want)
{
	char cursor[CATALOG_CURSOR_BYTES];

	assert_int_equal(bench->cache.ops->cursor(
				 bench->cache.self, 1, cursor, &bench->err),
		0);
	assert_string_equal(cursor, want);
}

/* The name of the first location, or what there is in its place. */
static inline const char *
first_location(struct bench *bench)
{
	static char name[512];
	struct str got;

	str_init(&got, 4096);
	if (bench->cache.ops->each(bench->cache.self, 1, ENTRY_LOCATION, NULL,
		    join, &got, &bench->err) < 0)
		str_addf(&got, "(%s)", bench->err.text);
	snprintf(name, sizeof(name), "%s", got.data);
	str_release(&got);
	return name;
}

#endif
