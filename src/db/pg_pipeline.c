#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg.h"

/*
 * Statements that are sent without waiting for the answers of those before.
 * The connection is in pipeline mode as long as something is unanswered.
 */

/* A statement sent n times; NULL: one without values. */
struct pg_sent {
	struct pg_stmt *stmt;
	size_t n;
	struct db_batch_call call;
};

static int
enter(struct pg_db *pg, struct err *err)
{
	if (pg->sent_count == 0 && !PQenterPipelineMode(pg->conn))
		return pg_fail(pg, NULL, err);
	pg->sent = mem_grow(
		pg->sent, &pg->sent_cap, pg->sent_count + 1, sizeof(*pg->sent));
	pg->sent[pg->sent_count++] = (struct pg_sent){0};
	return 0;
}

int
pg_send(struct pg_db *pg, const char *sql, struct err *err)
{
	if (pg_ready(pg, err) < 0 || enter(pg, err) < 0)
		return -1;
	if (!PQsendQueryParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 1))
		return pg_fail(pg, NULL, err);
	pg->sent[pg->sent_count - 1].n = 1;
	return 0;
}

/* Takes one answer, and the NULL behind it. */
static int
receive(struct pg_db *pg, const struct pg_sent *sent, size_t i, struct err *err)
{
	struct pg_stmt *stmt = sent->stmt;
	PGresult *result = PQgetResult(pg->conn);
	int rc = 0;

	if (stmt != NULL)
		rc = pg_check(stmt, result, err);
	else if (PQresultStatus(result) != PGRES_COMMAND_OK)
		rc = pg_fail(pg, result, err);
	else
		pg->committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
	if (rc == 0 && stmt != NULL && sent->call.on_row != NULL) {
		stmt->result = result;
		stmt->row = 0;
		sent->call.on_row(sent->call.ctx, i,
			PQntuples(result) > 0 ? &stmt->base : NULL);
		stmt->result = NULL;
	}
	PQclear(result);
	PQclear(PQgetResult(pg->conn));
	return rc;
}

/* Reads on until the server has answered everything that was sent. */
static void
drain(PGconn *conn)
{
	while (PQstatus(conn) == CONNECTION_OK) {
		PGresult *result = PQgetResult(conn);
		bool end = PQresultStatus(result) == PGRES_PIPELINE_SYNC;

		PQclear(result);
		if (end)
			return;
	}
}

int
pg_flush(struct pg_db *pg, struct err *err)
{
	size_t count = pg->sent_count;
	int rc = 0;

	if (count == 0)
		return 0;
	pg->sent_count = 0;
	if (!PQpipelineSync(pg->conn))
		return pg_fail(pg, NULL, err);
	for (size_t k = 0; k < count; k++)
		for (size_t i = 0; rc == 0 && i < pg->sent[k].n; i++)
			rc = receive(pg, &pg->sent[k], i, err);
	drain(pg->conn);
	if (!PQexitPipelineMode(pg->conn) && rc == 0)
		rc = pg_fail(pg, NULL, err);
	return rc;
}

int
pg_batch(struct db_stmt *base, size_t n, const struct db_batch_call *call,
	struct err *err)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;
	struct pg_db *pg = (struct pg_db *)base->db;
	struct pg_sent *sent;

	if (pg_know(stmt, err) < 0 || enter(pg, err) < 0)
		return -1;
	sent = &pg->sent[pg->sent_count - 1];
	sent->stmt = stmt;
	sent->call = *call;
	for (; sent->n < n; sent->n++) {
		pg_reset(base);
		call->bind(call->ctx, base, sent->n);
		if (!PQsendQueryPrepared(pg->conn, stmt->name, stmt->params,
			    stmt->values, stmt->lengths, stmt->formats, 1))
			return pg_fail(pg, NULL, err);
	}
	pg_reset(base);
	return call->later && base->db->in_transaction ? 0 : pg_flush(pg, err);
}
