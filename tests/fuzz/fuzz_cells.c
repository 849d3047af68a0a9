/*
 * Rows out of any page: nothing outside of the page is read, and whatever
 * matches a pattern holds what the pattern says.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/journal/salvage/cells.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every byte that the row claims is touched, so that ASan sees it. */
static void
on_row(void *ctx, const struct cell_row *row)
{
	unsigned *sum = ctx;

	if (row->count < 0 || row->count > CELLS_MAX_COLUMNS)
		abort();
	for (int i = 0; i < row->count; i++) {
		const struct cell_column *column = &row->columns[i];

		for (size_t at = 0; at < column->len; at++)
			*sum += column->bytes[at];
	}
	if (cells_match(row, "NB") &&
		(row->count != 2 || row->columns[1].len != 16))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *page = calloc(1, CELLS_PAGE_BYTES);
	unsigned sum = 0;

	if (page == NULL)
		abort();
	if (size > CELLS_PAGE_BYTES)
		size = CELLS_PAGE_BYTES;
	if (size > 0)
		memcpy(page, data, size);
	cells_scan(page, false, on_row, &sum);
	cells_scan(page, true, on_row, &sum);
	free(page);
	return 0;
}
