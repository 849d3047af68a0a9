#ifndef FAKE_CATALOG_H
#define FAKE_CATALOG_H

/* A catalogue cache in memory, of one account. */

#include "port/catalog_cache.h"

#define FAKE_ENTRIES_MAX 256
#define FAKE_ANSWERS_MAX 16

struct fake_answer {
	char name[160];
	int64_t told_ms;
	char *body;
};

struct fake_catalog {
	struct entry entries[FAKE_ENTRIES_MAX];
	size_t count;
	char cursor[CATALOG_CURSOR_BYTES];
	struct id picky; /* the location that takes `taken` alone; or nil */
	struct id taken;
	struct fake_answer answers[FAKE_ANSWERS_MAX];
	size_t answer_count;
};

/* It as a port; begin with a zeroed fake, release forgets the answers. */
struct catalog_cache fake_catalog_port(struct fake_catalog *fake);
void fake_catalog_release(struct fake_catalog *fake);

/* Adds an entry whose id ends in `n`; returns the id. */
struct id fake_catalog_add(struct fake_catalog *fake, enum entry_kind kind,
	uint8_t n, const char *number, const char *name);

/* The same of somebody with a username. */
struct id fake_catalog_add_person(struct fake_catalog *fake, uint8_t n,
	const char *number, const char *name, const char *username);

/* From now on this location takes this cost code only. */
void fake_catalog_take_only(struct fake_catalog *fake,
	const struct id *location, const struct id *cost_code);

#endif
