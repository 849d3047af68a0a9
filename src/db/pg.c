#include "pg.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#define OLDEST_SERVER 130000
#define LOCK_MS 5000

/* --- errors -------------------------------------------------------------- */

/* SQLSTATE, by its head (PostgreSQL's Appendix A), longest first. */
static const struct {
	const char *head;
	enum err_kind kind;
} states[] = {
	{"08", ERR_UNAVAILABLE},
	{"57P", ERR_UNAVAILABLE},   /* shut down, or starting */
	{"53300", ERR_UNAVAILABLE}, /* too many connections */
	{"25006", ERR_UNAVAILABLE}, /* a standby: read only */
	{"25P03", ERR_UNAVAILABLE}, /* idle in a transaction for too long */
	{"40", ERR_BUSY},           /* serialization, deadlock */
	{"55P03", ERR_BUSY},        /* lock_timeout */
	{"57014", ERR_BUSY},        /* statement_timeout */
	{"53", ERR_FULL}, {"58", ERR_FULL}, {"22", ERR_DATA}, {"23", ERR_DATA},
	{"P0001", ERR_DATA},   /* RAISE in a trigger */
	{"42501", ERR_CONFIG}, /* no right to it */
};

static enum err_kind
kind_of(const char *state)
{
	for (size_t i = 0;
		state != NULL && i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(state, states[i].head, strlen(states[i].head)) == 0)
			return states[i].kind;
	return ERR_INTERNAL;
}

/* libpq's words are several lines, the first says it. */
static int
fail_with(enum err_kind kind, const char *words, struct err *err)
{
	while (*words == '\n')
		words++;
	return err_set(
		err, kind, "database: %.*s", (int)strcspn(words, "\n"), words);
}

int
pg_fail(const struct pg_db *pg, const PGresult *result, struct err *err)
{
	const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (PQstatus(pg->conn) != CONNECTION_OK)
		return fail_with(
			ERR_UNAVAILABLE, PQerrorMessage(pg->conn), err);
	if (words == NULL)
		return fail_with(ERR_INTERNAL, PQerrorMessage(pg->conn), err);
	return fail_with(kind_of(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
		words, err);
}

/* --- the connection ------------------------------------------------------ */

bool
pg_is_lost(const struct pg_db *pg)
{
	return pg->silent || PQstatus(pg->conn) != CONNECTION_OK;
}

/* libpq may have taken more from an encrypted socket than it has looked at:
 * then poll(2) does not tell. */
static bool
has_hidden_input(PGconn *conn, struct pollfd *pfd)
{
	return PQsslInUse(conn) && poll(pfd, 1, 0) == 0 &&
	       PQconsumeInput(conn) && !PQisBusy(conn);
}

/* Waits until PQgetResult does not. What is wrong otherwise it tells. */
static int
wait_for_answer(struct pg_db *pg, struct err *err)
{
	while (PQisBusy(pg->conn)) {
		int unsent = PQflush(pg->conn);
		struct pollfd pfd = {
			.fd = PQsocket(pg->conn),
			.events = unsent > 0 ? POLLIN | POLLOUT : POLLIN,
		};
		int n;

		if (unsent < 0 || pfd.fd < 0)
			return 0;
		if (has_hidden_input(pg->conn, &pfd))
			continue;
		n = poll(&pfd, 1, pg->answer_ms > 0 ? pg->answer_ms : -1);
		if (n == 0) {
			pg->silent = true;
			return err_set(err, ERR_UNAVAILABLE,
				"database: the server did not answer within "
				"%d ms",
				pg->answer_ms);
		}
		if (n > 0 && !PQconsumeInput(pg->conn))
			return 0;
	}
	return 0;
}

int
pg_next(struct pg_db *pg, PGresult **result_out, struct err *err)
{
	*result_out = NULL;
	if (wait_for_answer(pg, err) < 0)
		return -1;
	*result_out = PQgetResult(pg->conn);
	return 0;
}

int
pg_last(struct pg_db *pg, int sent, PGresult **result_out, struct err *err)
{
	PGresult *last = NULL, *result;

	if (!sent)
		return pg_fail(pg, NULL, err);
	do {
		if (pg_next(pg, &result, err) < 0) {
			PQclear(last);
			return -1;
		}
		if (result != NULL) {
			PQclear(last);
			last = result;
		}
	} while (result != NULL);
	if (last == NULL)
		return pg_fail(pg, NULL, err);
	*result_out = last;
	return 0;
}

/* Commits are durable only with these words; believed only when read back. */
static int
check_durable(struct pg_db *pg, struct err *err)
{
	PGresult *result = NULL;
	const char *answer = "nothing";
	int rc = 0;

	if (pg_last(pg, PQsendQuery(pg->conn, "SHOW synchronous_commit"),
		    &result, err) < 0)
		return -1;
	if (PQntuples(result) == 1)
		answer = PQgetvalue(result, 0, 0);
	if (strcmp(answer, "on") != 0 && strcmp(answer, "remote_apply") != 0)
		rc = err_set(err, ERR_CONFIG,
			"the database answers synchronous_commit=%s instead "
			"of on: punches would not be safe in it",
			answer);
	PQclear(result);
	return rc;
}

/* The server gives up before we do, and says so: a lock, then a statement. What
 * is read is read by its key, mostly from memory: no page costs much more than
 * the next one, and to compile a plan costs more than to run it. */
static int
set_settings(struct pg_db *pg, struct err *err)
{
	const int lock_ms = pg->answer_ms > 0 ? pg->answer_ms / 2 : LOCK_MS;
	const int statement_ms = pg->answer_ms / 4 * 3; /* 0: none */
	PGresult *result = NULL;
	char sql[512];
	int rc = 0;

	snprintf(sql, sizeof(sql),
		"SET client_encoding = 'UTF8';"
		"SET standard_conforming_strings = on;"
		"SET default_transaction_isolation = 'read committed';"
		"SET synchronous_commit = on;"
		"SET random_page_cost = 1.1;"
		"SET jit = off;"
		"SET lock_timeout = %d;"
		"SET statement_timeout = %d;"
		"SET idle_in_transaction_session_timeout = '60s'",
		lock_ms < LOCK_MS ? lock_ms : LOCK_MS, statement_ms);
	if (pg_last(pg, PQsendQuery(pg->conn, sql), &result, err) < 0)
		return -1;
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		rc = pg_fail(pg, result, err);
	PQclear(result);
	return rc;
}

int
pg_set_up(struct pg_db *pg, struct err *err)
{
	const char *encoding = PQparameterStatus(pg->conn, "server_encoding");

	pg->generation++;
	pg->silent = false;
	if (PQserverVersion(pg->conn) < OLDEST_SERVER)
		return err_set(err, ERR_CONFIG,
			"the database server is older than PostgreSQL 13");
	if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
		return err_set(err, ERR_CONFIG,
			"the database is not of encoding UTF8: make it with "
			"ENCODING 'UTF8' TEMPLATE template0");
	if (PQsetnonblocking(pg->conn, 1) < 0)
		return pg_fail(pg, NULL, err);
	if (set_settings(pg, err) < 0)
		return -1;
	return check_durable(pg, err);
}

/* Sees a server that went away while nothing was asked of it. */
static void
notice_end(PGconn *conn)
{
	struct pollfd pfd = {.fd = PQsocket(conn), .events = POLLIN};

	/* The farewell first, then the end. */
	while (pfd.fd >= 0 && poll(&pfd, 1, 0) > 0 && PQconsumeInput(conn))
		;
}

int
pg_ready(struct pg_db *pg, struct err *err)
{
	if (!pg->base.in_transaction)
		notice_end(pg->conn);
	if (!pg_is_lost(pg))
		return 0;
	if (pg->base.in_transaction)
		return err_set(err, ERR_UNAVAILABLE,
			"database: the connection was lost");
	pg->sent_count = 0;
	PQreset(pg->conn);
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return pg_fail(pg, NULL, err);
	return pg_set_up(pg, err);
}
