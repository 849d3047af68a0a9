#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#define GAP 2
#define COLUMN_MIN 6 /* cells, of one that is cut */

struct table {
	size_t columns;
	char **cells; /* row by row */
	size_t count;
	size_t cap;
};

struct table *
table_new(size_t columns)
{
	struct table *table = mem_new(1, sizeof(*table));

	table->columns = columns;
	return table;
}

void
table_free(struct table **table)
{
	for (size_t i = 0; i < (*table)->count; i++)
		free((*table)->cells[i]);
	free((*table)->cells);
	free(*table);
	*table = NULL;
}

void
table_add(struct table *table, const char *text)
{
	table->cells = mem_grow(table->cells, &table->cap, table->count + 1,
		sizeof(*table->cells));
	table->cells[table->count++] = mem_dupz(text);
}

/* How wide each column would be; 0 where nothing stands below its head. */
static size_t *
measure(const struct table *table)
{
	size_t *widths = mem_new(table->columns, sizeof(*widths));

	for (size_t i = table->columns; i < table->count; i++) {
		size_t cells = text_cells(table->cells[i]);
		size_t *width = &widths[i % table->columns];

		if (cells > *width)
			*width = cells;
	}
	for (size_t i = 0; i < table->columns && i < table->count; i++) {
		size_t cells = text_cells(table->cells[i]);

		if (widths[i] > 0 && cells > widths[i])
			widths[i] = cells;
	}
	return widths;
}

size_t
table_terminal(void)
{
	struct winsize size;

	if (isatty(STDOUT_FILENO) != 1 ||
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return 0;
	return size.ws_col;
}

/* The widest gives way first. */
static void
narrow(size_t *widths, size_t columns, size_t limit)
{
	for (;;) {
		size_t total = 0;
		size_t widest = 0;

		for (size_t i = 0; i < columns; i++) {
			total += widths[i] > 0 ? widths[i] + GAP : 0;
			if (widths[i] > widths[widest])
				widest = i;
		}
		if (total <= limit + GAP || widths[widest] <= COLUMN_MIN)
			return;
		widths[widest]--;
	}
}

static void
write_row(const struct table *table, size_t row, const size_t *widths,
	struct str *out)
{
	size_t from = out->len;

	for (size_t i = 0; i < table->columns; i++) {
		if (widths[i] == 0)
			continue;
		if (out->len > from)
			str_addf(out, "%*s", GAP, "");
		text_fit(out, table->cells[row * table->columns + i], widths[i],
			true, false);
	}
	while (out->len > from && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	str_addc(out, '\n');
}

void
table_write(const struct table *table, struct str *out)
{
	size_t limit = table_terminal();
	size_t *widths = measure(table);

	if (table->count <= table->columns) {
		free(widths);
		return;
	}
	if (limit > 0)
		narrow(widths, table->columns, limit);
	for (size_t row = 0; row < table->count / table->columns; row++)
		write_row(table, row, widths, out);
	free(widths);
}
