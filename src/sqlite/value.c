#include "sqlite/value.h"

#include <string.h>

#include "base/str.h"

void
value_bind_id(sqlite3_stmt *stmt, int column, const struct id *id)
{
	if (id_is_nil(id))
		sqlite3_bind_null(stmt, column);
	else
		sqlite3_bind_blob(stmt, column, id->bytes, sizeof(id->bytes),
			SQLITE_STATIC);
}

bool
value_read_id(sqlite3_stmt *stmt, int column, struct id *id_out)
{
	const void *bytes = sqlite3_column_blob(stmt, column);

	memset(id_out, 0, sizeof(*id_out));
	if (bytes == NULL)
		return true;
	if (sqlite3_column_bytes(stmt, column) != (int)sizeof(id_out->bytes))
		return false;
	memcpy(id_out->bytes, bytes, sizeof(id_out->bytes));
	return true;
}

bool
value_read_text(sqlite3_stmt *stmt, int column, char *buf_out, size_t size)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text != NULL && str_copy(buf_out, size, (const char *)text);
}
