#ifndef JOURNAL_SALVAGE_CELLS_H
#define JOURNAL_SALVAGE_CELLS_H

/*
 * Rows out of a page of a SQLite file that need not be whole (the database
 * file format, sections 1.6 and 2.1). Believes nothing: whatever the bytes
 * are, only bytes of the page are read.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CELLS_PAGE_BYTES 4096
#define CELLS_MAX_COLUMNS 40

enum cell_type {
	CELL_NULL,
	CELL_INTEGER,
	CELL_TEXT,
	CELL_BLOB,
	CELL_OTHER /* what the journal never writes */
};

struct cell_column {
	enum cell_type type;
	int64_t integer;
	const uint8_t *bytes; /* TEXT, BLOB: borrowed from the page */
	size_t len;
};

struct cell_row {
	int64_t rowid;
	int count;
	struct cell_column columns[CELLS_MAX_COLUMNS];
};

typedef void cells_on_row(void *ctx, const struct cell_row *row);

/*
 * Calls on_row for each row of a table's leaf page that lies whole in it; for
 * other pages not at all. first_page: the 100 bytes of the file's header come
 * before the page's own.
 */
void cells_scan(const uint8_t page[CELLS_PAGE_BYTES], bool first_page,
	cells_on_row *on_row, void *ctx);

/*
 * Whether the row has exactly these columns: N null, I integer, i integer or
 * null, T text, B blob of 16 bytes, b such a blob or null, L blob of 32.
 */
bool cells_match(const struct cell_row *row, const char *pattern);

#endif
