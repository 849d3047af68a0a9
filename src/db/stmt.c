#include <assert.h>
#include <string.h>

#include "db/batch.h"
#include "driver.h"

void
db_bind_int(struct db_stmt *stmt, int index, int64_t value)
{
	stmt->db->ops->bind_int(stmt, index, value);
}

void
db_bind_text(struct db_stmt *stmt, int index, const char *text)
{
	if (text != NULL)
		stmt->db->ops->bind_text(stmt, index, text);
}

void
db_bind_blob(struct db_stmt *stmt, int index, const void *bytes, size_t len)
{
	if (bytes != NULL)
		stmt->db->ops->bind_blob(stmt, index, bytes, len);
}

void
db_bind_id(struct db_stmt *stmt, int index, const struct id *id)
{
	if (!id_is_nil(id))
		db_bind_blob(stmt, index, id->bytes, sizeof(id->bytes));
}

int
db_step(struct db_stmt *stmt, bool *row_out, struct err *err)
{
	return stmt->db->ops->step(stmt, row_out, err);
}

int
db_run(struct db_stmt *stmt, struct err *err)
{
	bool row;

	if (db_step(stmt, &row, err) < 0)
		return -1;
	assert(!row);
	return 0;
}

int64_t
db_int(const struct db_stmt *stmt, int column)
{
	return stmt->db->ops->get_int(stmt, column);
}

const char *
db_text(const struct db_stmt *stmt, int column)
{
	return stmt->db->ops->get_text(stmt, column);
}

const void *
db_blob(const struct db_stmt *stmt, int column, size_t *len_out)
{
	return stmt->db->ops->get_blob(stmt, column, len_out);
}

struct id
db_id(const struct db_stmt *stmt, int column)
{
	size_t len;
	const void *bytes = db_blob(stmt, column, &len);
	struct id id = {{0}};

	if (len == sizeof(id.bytes))
		memcpy(id.bytes, bytes, len);
	return id;
}
