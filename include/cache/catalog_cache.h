#ifndef CACHE_CATALOG_CACHE_H
#define CACHE_CATALOG_CACHE_H

/*
 * The catalogue cache of port/catalog_cache.h, over a SQLite file of its own.
 * Nothing in it is precious: a file that is damaged, foreign or of another
 * version is thrown away and begun anew, and where there is no place for a
 * file it works in memory. The file is opened when first asked for something.
 */

#include "port/catalog_cache.h"

#define CATALOG_CACHE_FILE "catalog.db"

struct catalog_cache_file;

/*
 * A cache in `dir`, made (0700) when missing; NULL: in memory. Never fails.
 * Yours to catalog_cache_close.
 */
struct catalog_cache_file *catalog_cache_open(const char *dir);

/* Frees; NULL is fine. */
void catalog_cache_close(struct catalog_cache_file *file);

/* The operations; valid until catalog_cache_close. */
struct catalog_cache catalog_cache_port(struct catalog_cache_file *file);

#endif
