#ifndef PORT_CATALOG_CACHE_H
#define PORT_CATALOG_CACHE_H

/*
 * What may be chosen, as last told by the service, and its last answers to what
 * was asked beside. A cache: it may be lost or thrown away at any time; nothing
 * precious is in it. Entries and answers belong to an account of the store and
 * the person whose viewset they were told for.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "core/entry.h"

#define CATALOG_CURSOR_BYTES 128

/* Return false to stop. The entry is borrowed for the call. */
typedef bool catalog_on_entry(void *ctx, const struct entry *entry);

struct catalog_cache_ops {
	/* Puts a page (tombstones remove) and its cursor, one transaction.
	 * A cursor of "" before the first page of a full load. */
	int (*put)(void *self, int64_t account, const struct entry *entries,
		size_t n, const char *cursor, struct err *err);
	/* "" when nothing was loaded. */
	int (*cursor)(void *self, int64_t account,
		char cursor_out[CATALOG_CURSOR_BYTES], struct err *err);
	/* Forgets an account's entries and answers: before a full load, after
	 * another person signed in. */
	int (*forget)(void *self, int64_t account, struct err *err);
	/* Active entries of a kind in the order of number, then name. For
	 * COST_CODE only those of `location`'s viewset (nil: all). */
	int (*each)(void *self, int64_t account, enum entry_kind kind,
		const struct id *location, catalog_on_entry *on_entry,
		void *ctx, struct err *err);
	/* One entry, active or not. ERR_NOT_FOUND. */
	int (*find)(void *self, int64_t account, enum entry_kind kind,
		const struct id *id, struct entry *entry_out, struct err *err);
	/* Keeps an answer under a name, in place of the one before. The 64
	 * newest of an account are kept. */
	int (*keep)(void *self, int64_t account, const char *name,
		int64_t told_ms, const struct str *body, struct err *err);
	/* Appends the answer of this name, and when it was told.
	 * ERR_NOT_FOUND. */
	int (*kept)(void *self, int64_t account, const char *name,
		int64_t *told_ms_out, struct str *body_out, struct err *err);
	/* As in port/store.h: what is read in between is of one moment. */
	void (*begin_read)(void *self);
	void (*end_read)(void *self);
};

struct catalog_cache {
	const struct catalog_cache_ops *ops;
	void *self;
};

#endif
