#include <endian.h>
#include <string.h>

#include "pg.h"

/* Answers come in binary. */

/* pg_type.h: the types of columns that are read. */
enum pg_type {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_INT8 = 20,
	PG_INT2 = 21,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_VARCHAR = 1043
};

int
pg_check(const struct pg_stmt *stmt, const PGresult *result, struct err *err)
{
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK)
		return 0;
	if (status != PGRES_TUPLES_OK)
		return pg_fail((struct pg_db *)stmt->base.db, result, err);
	for (int i = 0; i < PQnfields(result); i++)
		switch (PQftype(result, i)) {
		case PG_BOOL:
		case PG_BYTEA:
		case PG_INT8:
		case PG_INT2:
		case PG_INT4:
		case PG_TEXT:
		case PG_VARCHAR:
			break;
		default:
			return err_set(err, ERR_INTERNAL,
				"database: column %d of \"%.60s\" is of type "
				"%u, which the program does not read",
				i, stmt->sql, PQftype(result, i));
		}
	return 0;
}

bool
pg_is_null(const struct db_stmt *base, int column)
{
	const struct pg_stmt *stmt = (const struct pg_stmt *)base;

	return PQgetisnull(stmt->result, stmt->row, column);
}

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
