#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg.h"

/* Values travel as text, blobs as they are. */

static struct pg_db *
pg_of(const struct db_stmt *stmt)
{
	return (struct pg_db *)stmt->db;
}

/*
 * ?N becomes markN outside of quoted text, and a bare ? the one behind the
 * highest so far.
 */
int
pg_rewrite(const char *sql, const char *mark, struct str *out)
{
	int highest = 0;
	bool quoted = false;

	for (; *sql; sql++) {
		if (*sql == '\'')
			quoted = !quoted;
		if (*sql == '?' && !quoted) {
			bool bare = sql[1] < '0' || sql[1] > '9';
			long n = bare ? highest + 1 : strtol(sql + 1, NULL, 10);

			assert(n >= 1 && n <= 999);
			if ((int)n > highest)
				highest = (int)n;
			str_addz(out, mark);
			if (bare)
				str_addf(out, "%ld", n);
		} else {
			str_addc(out, *sql);
		}
	}
	return highest;
}

int
pg_prepare(struct db *db, const char *sql, struct db_stmt **stmt_out,
	struct err *err)
{
	struct pg_db *pg = (struct pg_db *)db;
	struct pg_stmt *stmt = mem_new(1, sizeof(*stmt));
	struct str text;
	size_t n;

	(void)err; /* the server hears of it with the first step */
	str_init(&text, 65536);
	stmt->params = pg_rewrite(sql, "$", &text);
	assert(!str_is_cut(&text));
	stmt->sql = str_take(&text);
	str_release(&text);
	snprintf(stmt->name, sizeof(stmt->name), "s%u", pg->names++);
	n = (size_t)stmt->params + 1;
	stmt->values = mem_new(n, sizeof(*stmt->values));
	stmt->lengths = mem_new(n, sizeof(*stmt->lengths));
	stmt->formats = mem_new(n, sizeof(*stmt->formats));
	stmt->numbers = mem_new(n, sizeof(*stmt->numbers));
	stmt->ints = mem_new(n, sizeof(*stmt->ints));
	*stmt_out = &stmt->base;
	return 0;
}

void
pg_finalize(struct db_stmt *base)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	PQclear(stmt->result);
	free(stmt->sql);
	free(stmt->values);
	free(stmt->lengths);
	free(stmt->formats);
	free(stmt->numbers);
	free(stmt->ints);
	pg_wide_free(stmt->wide);
	free(stmt);
}

void
pg_reset(struct db_stmt *base)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	PQclear(stmt->result);
	stmt->result = NULL;
	memset(stmt->values, 0, (size_t)stmt->params * sizeof(*stmt->values));
}

static void
bind(struct db_stmt *base, int index, const char *value, size_t len, int format)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	assert(index >= 1 && index <= stmt->params);
	stmt->values[index - 1] = value;
	stmt->lengths[index - 1] = (int)len;
	stmt->formats[index - 1] = format;
}

void
pg_bind_int(struct db_stmt *base, int index, int64_t value)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	assert(index >= 1 && index <= stmt->params);
	stmt->numbers[index - 1] = value;
	bind(base, index, stmt->ints[index - 1], 0, PG_NUMBER);
}

void
pg_bind_text(struct db_stmt *base, int index, const char *text)
{
	bind(base, index, text, 0, 0);
}

void
pg_bind_blob(struct db_stmt *base, int index, const void *bytes, size_t len)
{
	bind(base, index, bytes, len, 1);
}

/* Makes the server know the statement; again after a new connection. */
static int
know(struct pg_stmt *stmt, struct err *err)
{
	struct pg_db *pg = pg_of(&stmt->base);
	PGresult *result;
	int rc = 0;

	if (pg_ready(pg, err) < 0)
		return -1;
	if (stmt->generation == pg->generation)
		return 0;
	if (pg_flush(pg, err) < 0)
		return -1;
	if (pg_last(pg, PQsendPrepare(pg->conn, stmt->name, stmt->sql, 0, NULL),
		    &result, err) < 0)
		return -1;
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		stmt->generation = pg->generation;
	else
		rc = pg_fail(pg, result, err);
	PQclear(result);
	return rc;
}

static int
send(struct pg_stmt *stmt)
{
	for (int i = 0; i < stmt->params; i++) {
		if (stmt->values[i] == NULL || stmt->formats[i] != PG_NUMBER)
			continue;
		snprintf(stmt->ints[i], PG_INT_BYTES, "%lld",
			(long long)stmt->numbers[i]);
		stmt->formats[i] = 0;
	}
	return PQsendQueryPrepared(pg_of(&stmt->base)->conn, stmt->name,
		stmt->params, stmt->values, stmt->lengths, stmt->formats, 1);
}

static int
execute(struct pg_stmt *stmt, struct err *err)
{
	struct pg_db *pg = pg_of(&stmt->base);
	PGresult *result;

	if (know(stmt, err) < 0 || pg_flush(pg, err) < 0 ||
		pg_last(pg, send(stmt), &result, err) < 0)
		return -1;
	if (pg_check(stmt, result, err) < 0) {
		PQclear(result);
		return -1;
	}
	stmt->result = result;
	stmt->row = -1;
	return 0;
}

int
pg_step(struct db_stmt *base, bool *row_out, struct err *err)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	if (stmt->result == NULL && execute(stmt, err) < 0)
		return -1;
	if (stmt->row < PQntuples(stmt->result))
		stmt->row++;
	*row_out = stmt->row < PQntuples(stmt->result);
	return 0;
}

/* One statement after the other, none waiting for the answer before. */
static int
send_each(struct pg_stmt *stmt, const struct pg_sent *sent, struct err *err)
{
	struct db_stmt *base = &stmt->base;

	for (size_t i = 0; i < sent->n; i++) {
		pg_reset(base);
		sent->call.bind(sent->call.ctx, base, sent->first + i);
		if (!send(stmt))
			return pg_fail(pg_of(base), NULL, err);
	}
	pg_reset(base);
	return 0;
}

int
pg_batch(struct db_stmt *base, size_t n, const struct db_batch_call *call,
	struct err *err)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;
	struct pg_db *pg = pg_of(base);
	struct pg_sent *sent;
	bool wide = n > 1;

	if (know(stmt, err) < 0 ||
		(n > 1 && pg_wide_know(stmt, &wide, err) < 0))
		return -1;
	for (size_t first = 0; first < n; first += PG_WIDE_MAX) {
		sent = pg_enter(pg, err);
		if (sent == NULL)
			return -1;
		*sent = (struct pg_sent){.stmt = stmt,
			.first = first,
			.n = n - first < PG_WIDE_MAX ? n - first : PG_WIDE_MAX,
			.wide = wide,
			.call = *call};
		if (wide ? pg_wide_send(stmt, sent, err) < 0
			 : send_each(stmt, sent, err) < 0)
			return -1;
	}
	return call->later && base->db->in_transaction ? 0 : pg_flush(pg, err);
}
