#include "cells.h"

#include <string.h>

#define LEAF_TABLE 0x0d
#define HEADER_BYTES 8

/* What is left to read. */
struct span {
	const uint8_t *at;
	const uint8_t *end;
};

static bool
read_varint(struct span *span, uint64_t *value_out)
{
	uint64_t value = 0;
	int i;

	for (i = 0; i < 9; i++) {
		if (span->at == span->end)
			return false;
		if (i == 8) {
			*value_out = value << 8 | *span->at++;
			return true;
		}
		value = value << 7 | (*span->at & 0x7f);
		if ((*span->at++ & 0x80) == 0)
			break;
	}
	*value_out = value;
	return true;
}

static int64_t
read_integer(const uint8_t *bytes, size_t len)
{
	uint64_t value = (bytes[0] & 0x80) ? UINT64_MAX : 0;
	size_t i;

	for (i = 0; i < len; i++)
		value = value << 8 | bytes[i];
	return (int64_t)value;
}

/* One value of this serial type from the front of the body. */
static bool
read_column(struct span *body, uint64_t serial, struct cell_column *column)
{
	static const uint8_t integer_bytes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
	size_t left = (size_t)(body->end - body->at);
	uint64_t len;

	memset(column, 0, sizeof(*column));
	if (serial == 10 || serial == 11)
		return false;
	len = serial < 10 ? integer_bytes[serial] : (serial - 12) / 2;
	if (len > left)
		return false;
	column->bytes = body->at;
	column->len = (size_t)len;
	body->at += len;
	if (serial >= 12)
		column->type = serial % 2 == 0 ? CELL_BLOB : CELL_TEXT;
	else if (serial == 0)
		column->type = CELL_NULL;
	else if (serial == 7)
		column->type = CELL_OTHER;
	else
		column->type = CELL_INTEGER;
	if (column->type == CELL_INTEGER)
		column->integer =
			serial >= 8 ? (int64_t)serial - 8
				    : read_integer(column->bytes, column->len);
	return true;
}

/* The columns of a record (section 2.1). */
static bool
read_record(struct span record, struct cell_row *row)
{
	struct span header = record, body = record;
	uint64_t header_bytes, serial;

	if (!read_varint(&header, &header_bytes) ||
		header_bytes > (uint64_t)(record.end - record.at) ||
		header_bytes < (uint64_t)(header.at - record.at))
		return false;
	header.end = record.at + header_bytes;
	body.at = header.end;
	row->count = 0;
	while (header.at < header.end) {
		if (row->count == CELLS_MAX_COLUMNS ||
			!read_varint(&header, &serial) ||
			!read_column(&body, serial, &row->columns[row->count]))
			return false;
		row->count++;
	}
	return body.at == body.end;
}

/* A cell: the record's length, the rowid, the record. */
static bool
read_cell(struct span cell, struct cell_row *row)
{
	uint64_t len, rowid;

	if (!read_varint(&cell, &len) || !read_varint(&cell, &rowid) ||
		len > (uint64_t)(cell.end - cell.at))
		return false;
	cell.end = cell.at + len;
	row->rowid = (int64_t)rowid;
	return read_record(cell, row);
}

static size_t
read_u16(const uint8_t *bytes)
{
	return (size_t)bytes[0] << 8 | bytes[1];
}

void
cells_scan(const uint8_t page[CELLS_PAGE_BYTES], bool first_page,
	cells_on_row *on_row, void *ctx)
{
	size_t header = first_page ? 100 : 0;
	size_t pointers = header + HEADER_BYTES;
	size_t count = read_u16(page + header + 3);
	size_t i;

	if (page[header] != LEAF_TABLE)
		return;
	for (i = 0; i < count && pointers + 2 * i + 2 <= CELLS_PAGE_BYTES;
		i++) {
		size_t at = read_u16(page + pointers + 2 * i);
		struct cell_row row;

		if (at < pointers || at >= CELLS_PAGE_BYTES)
			continue;
		if (read_cell((struct span){page + at, page + CELLS_PAGE_BYTES},
			    &row))
			on_row(ctx, &row);
	}
}

static bool
column_matches(const struct cell_column *column, char want)
{
	switch (want) {
	case 'N':
		return column->type == CELL_NULL;
	case 'i':
		return column->type == CELL_NULL ||
		       column->type == CELL_INTEGER;
	case 'I':
		return column->type == CELL_INTEGER;
	case 'T':
		return column->type == CELL_TEXT;
	case 'b':
		if (column->type == CELL_NULL)
			return true;
		return column->type == CELL_BLOB && column->len == 16;
	case 'B':
		return column->type == CELL_BLOB && column->len == 16;
	case 'L':
		return column->type == CELL_BLOB && column->len == 32;
	default:
		return false;
	}
}

bool
cells_match(const struct cell_row *row, const char *pattern)
{
	int i;

	for (i = 0; i < row->count; i++)
		if (pattern[i] == '\0' ||
			!column_matches(&row->columns[i], pattern[i]))
			return false;
	return pattern[i] == '\0';
}
