#include <endian.h>
#include <string.h>

#include "postgres.h"

/* Answers come in binary. */

int64_t
pg_int(const struct db_stmt *base, int column)
{
	const struct pg_stmt *stmt = (const struct pg_stmt *)base;
	const char *bytes = PQgetvalue(stmt->result, stmt->row, column);
	uint64_t eight;
	uint32_t four;
	uint16_t two;

	switch (PQgetlength(stmt->result, stmt->row, column)) {
	case 8:
		memcpy(&eight, bytes, sizeof(eight));
		return (int64_t)be64toh(eight);
	case 4:
		memcpy(&four, bytes, sizeof(four));
		return (int32_t)be32toh(four);
	case 2:
		memcpy(&two, bytes, sizeof(two));
		return (int16_t)be16toh(two);
	case 1:
		return bytes[0];
	default:
		return 0; /* NULL */
	}
}

const char *
pg_text(const struct db_stmt *base, int column)
{
	const struct pg_stmt *stmt = (const struct pg_stmt *)base;

	/* libpq ends every value with a NUL, NULL is "". */
	return PQgetvalue(stmt->result, stmt->row, column);
}

const void *
pg_blob(const struct db_stmt *base, int column, size_t *len_out)
{
	const struct pg_stmt *stmt = (const struct pg_stmt *)base;

	*len_out = (size_t)PQgetlength(stmt->result, stmt->row, column);
	if (PQgetisnull(stmt->result, stmt->row, column))
		return NULL;
	return PQgetvalue(stmt->result, stmt->row, column);
}
