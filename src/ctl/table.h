#ifndef CTL_TABLE_H
#define CTL_TABLE_H

/* A table for people: aligned, and on a terminal no wider than that. */

#include "base/str.h"

struct table;

/* A table of so many columns; the first row is its head. */
struct table *table_new(size_t columns);
void table_free(struct table **table);

/* Adds the next cell; the text is clean and copied. */
void table_add(struct table *table, const char *text);

/* Appends it; columns in which nothing stands are left out. */
void table_write(const struct table *table, struct str *out);

/* Cells of a line of the terminal that is written to; 0: there is none. */
size_t table_terminal(void);

#endif
