#include "pg.h"

#include <poll.h>
#include <string.h>

#define OLDEST_SERVER 130000

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
	{"P0001", ERR_DATA}, /* RAISE in a trigger */
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

/* Commits are durable only with these words; believed only when read back. */
static int
check_durable(struct pg_db *pg, struct err *err)
{
	PGresult *result = PQexec(pg->conn, "SHOW synchronous_commit");
	const char *answer =
		PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : "nothing";
	int rc = 0;

	if (strcmp(answer, "on") != 0 && strcmp(answer, "remote_apply") != 0)
		rc = err_set(err, ERR_CONFIG,
			"the database answers synchronous_commit=%s instead "
			"of on: punches would not be safe in it",
			answer);
	PQclear(result);
	return rc;
}

int
pg_set_up(struct pg_db *pg, struct err *err)
{
	static const char sql[] =
		"SET client_encoding = 'UTF8';"
		"SET standard_conforming_strings = on;"
		"SET default_transaction_isolation = 'read committed';"
		"SET synchronous_commit = on;"
		"SET lock_timeout = '5s';"
		"SET idle_in_transaction_session_timeout = '60s'";
	const char *encoding = PQparameterStatus(pg->conn, "server_encoding");
	PGresult *result;

	pg->generation++;
	if (PQserverVersion(pg->conn) < OLDEST_SERVER)
		return err_set(err, ERR_CONFIG,
			"the database server is older than PostgreSQL 13");
	if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
		return err_set(err, ERR_CONFIG,
			"the database is not of encoding UTF8: make it with "
			"ENCODING 'UTF8' TEMPLATE template0");
	result = PQexec(pg->conn, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		pg_fail(pg, result, err);
		PQclear(result);
		return -1;
	}
	PQclear(result);
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
	if (PQstatus(pg->conn) == CONNECTION_OK)
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
