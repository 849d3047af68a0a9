#include <string.h>

#include "base/mem.h"
#include "pg.h"

/*
 * Statements that are sent without waiting for the answers of those before.
 * The connection is in pipeline mode as long as something is unanswered.
 */

struct pg_sent *
pg_enter(struct pg_db *pg, struct err *err)
{
	struct pg_sent *sent;

	if (pg->sent_count == 0 && !PQenterPipelineMode(pg->conn)) {
		pg_fail(pg, NULL, err);
		return NULL;
	}
	pg->sent = mem_grow(
		pg->sent, &pg->sent_cap, pg->sent_count + 1, sizeof(*pg->sent));
	sent = &pg->sent[pg->sent_count++];
	*sent = (struct pg_sent){0};
	return sent;
}

int
pg_send(struct pg_db *pg, const char *sql, struct err *err)
{
	struct pg_sent *sent;

	if (pg_ready(pg, err) < 0)
		return -1;
	sent = pg_enter(pg, err);
	if (sent == NULL)
		return -1;
	if (!PQsendQueryParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 1))
		return pg_fail(pg, NULL, err);
	sent->n = 1;
	return 0;
}

/* Hands execution i of a batch its row; all of them, when they are one. */
static void
hand_on(const struct pg_sent *sent, size_t i, PGresult *result)
{
	struct pg_stmt *stmt = sent->stmt;

	if (sent->call.on_row == NULL)
		return;
	if (sent->wide) {
		pg_wide_take(sent, result);
		return;
	}
	stmt->result = result;
	stmt->row = 0;
	sent->call.on_row(sent->call.ctx, sent->first + i,
		PQntuples(result) > 0 ? &stmt->base : NULL);
	stmt->result = NULL;
}

/* Takes one answer, and the NULL behind it. */
static int
receive(struct pg_db *pg, const struct pg_sent *sent, size_t i, struct err *err)
{
	struct pg_stmt *stmt = sent->stmt;
	struct err ignored;
	PGresult *result;
	int rc = 0;

	if (pg_next(pg, &result, err) < 0)
		return -1;
	if (stmt != NULL)
		rc = pg_check(stmt, result, err);
	else if (PQresultStatus(result) != PGRES_COMMAND_OK)
		rc = pg_fail(pg, result, err);
	else
		pg->committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
	if (rc == 0 && stmt != NULL)
		hand_on(sent, i, result);
	PQclear(result);
	/* Behind it stands a NULL. */
	if (pg_next(pg, &result, rc == 0 ? err : &ignored) < 0)
		rc = -1;
	PQclear(result);
	return rc;
}

/* Reads on until the server has answered everything that was sent. */
static int
drain(struct pg_db *pg, struct err *err)
{
	while (!pg_is_lost(pg)) {
		PGresult *result;
		bool end;

		if (pg_next(pg, &result, err) < 0)
			return -1;
		end = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
		PQclear(result);
		if (end)
			return 0;
	}
	return 0;
}

static size_t
answers(const struct pg_sent *sent)
{
	return sent->wide ? 1 : sent->n;
}

int
pg_flush(struct pg_db *pg, struct err *err)
{
	size_t count = pg->sent_count;
	struct err ignored;
	int rc = 0;

	if (count == 0)
		return 0;
	pg->sent_count = 0;
	if (pg_is_lost(pg))
		return err_set(err, ERR_UNAVAILABLE,
			"database: the connection was lost");
	if (!PQpipelineSync(pg->conn))
		return pg_fail(pg, NULL, err);
	for (size_t k = 0; k < count; k++)
		for (size_t i = 0; rc == 0 && i < answers(&pg->sent[k]); i++)
			rc = receive(pg, &pg->sent[k], i, err);
	/* The first error is the one that is told. */
	if (drain(pg, rc == 0 ? err : &ignored) < 0)
		return -1;
	if (!PQexitPipelineMode(pg->conn) && rc == 0)
		rc = pg_fail(pg, NULL, err);
	return rc;
}
