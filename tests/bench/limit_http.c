/*
 * limit_http DATABASE: the plainest HTTP server that makes rows with a unique
 * key durable, one writer committing for all that wait: no JSON, no rules, no
 * chain. DATABASE is a SQLite file, made anew (WAL, synchronous=FULL), or a
 * PostgreSQL URL. Prints its port; serves POST / until its input ends. A row is
 * what lies between two `{"id":"`, its key the 36 characters behind that.
 */
#include <arpa/inet.h>
#include <libpq-fe.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define MARK "{\"id\":\""
#define KEY_BYTES 36

/* One request; its connection's thread waits for `done`. */
struct job {
	struct str body;
	size_t rows;
	struct job *next;
	sem_t done;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static struct job *waiting;
static sqlite3 *db;
static sqlite3_stmt *insert;
static PGconn *conn;

static void
must(bool good)
{
	if (good)
		return;
	fprintf(stderr, "limit_http: %s\n",
		db != NULL ? sqlite3_errmsg(db) : PQerrorMessage(conn));
	exit(1);
}

/* --- writing ------------------------------------------------------------- */

static void
insert_sqlite(const char *key, const char *row, size_t len)
{
	sqlite3_bind_blob(insert, 1, key, KEY_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(insert, 2, row, (int)len, SQLITE_STATIC);
	must(sqlite3_step(insert) == SQLITE_DONE);
	sqlite3_reset(insert);
}

static void
insert_postgres(const char *key, const char *row, size_t len)
{
	const char *values[] = {key, row};
	const int lengths[] = {KEY_BYTES, (int)len};
	const int formats[] = {1, 1};

	must(PQsendQueryPrepared(conn, "i", 2, values, lengths, formats, 1) ==
		1);
}

static size_t
insert_job(const struct job *job)
{
	const char *row = strstr(job->body.data, MARK);
	size_t rows = 0;

	for (; row != NULL; rows++) {
		const char *key = row + strlen(MARK);
		const char *next = strstr(key, MARK);
		size_t len = next != NULL ? (size_t)(next - row) : strlen(row);

		if (conn != NULL)
			insert_postgres(key, row, len);
		else
			insert_sqlite(key, row, len);
		row = next;
	}
	return rows;
}

static void
say(const char *sql)
{
	if (conn != NULL)
		must(PQsendQueryParams(
			     conn, sql, 0, NULL, NULL, NULL, NULL, 0) == 1);
	else
		must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

/* Everything that was sent has been done. */
static void
settle(size_t statements)
{
	if (conn == NULL)
		return;
	must(PQpipelineSync(conn) == 1);
	for (size_t i = 0; i < statements; i++) {
		PGresult *result = PQgetResult(conn);

		must(PQresultStatus(result) == PGRES_COMMAND_OK);
		PQclear(result);
		PQclear(PQgetResult(conn));
	}
	PQclear(PQgetResult(conn));
}

static void *
run_writer(void *ctx)
{
	for (;;) {
		struct job *jobs, *next;
		size_t rows = 0;

		pthread_mutex_lock(&mutex);
		while (waiting == NULL)
			pthread_cond_wait(&work, &mutex);
		jobs = waiting;
		waiting = NULL;
		pthread_mutex_unlock(&mutex);
		say(conn != NULL ? "BEGIN" : "BEGIN IMMEDIATE");
		for (struct job *job = jobs; job != NULL; job = job->next)
			rows += job->rows = insert_job(job);
		say("COMMIT");
		settle(rows + 2);
		for (; jobs != NULL; jobs = next) {
			next = jobs->next;
			sem_post(&jobs->done);
		}
	}
	return ctx;
}

/* --- serving ------------------------------------------------------------- */

static enum MHD_Result
answer(struct MHD_Connection *connection, const struct job *job)
{
	static const char one[] = "{\"result\":\"recorded\"}";
	struct MHD_Response *response;
	enum MHD_Result result;
	struct str body;

	str_init(&body, 1024 * 1024);
	for (size_t i = 0; i < job->rows; i++)
		str_addz(&body, one);
	response = MHD_create_response_from_buffer(
		body.len, body.data, MHD_RESPMEM_MUST_COPY);
	result = MHD_queue_response(connection, 200, response);
	MHD_destroy_response(response);
	str_release(&body);
	return result;
}

static enum MHD_Result
handle(void *ctx, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *size,
	void **state)
{
	struct job *job = *state;

	if (job == NULL) {
		*state = job = mem_new(1, sizeof(*job));
		str_init(&job->body, 1024 * 1024);
		sem_init(&job->done, 0, 0);
		return MHD_YES;
	}
	if (*size > 0) {
		str_add(&job->body, data, *size);
		*size = 0;
		return MHD_YES;
	}
	pthread_mutex_lock(&mutex);
	job->next = waiting;
	waiting = job;
	pthread_cond_signal(&work);
	pthread_mutex_unlock(&mutex);
	while (sem_wait(&job->done) < 0)
		;
	return answer(connection, job);
}

static void
end(void *ctx, struct MHD_Connection *connection, void **state,
	enum MHD_RequestTerminationCode code)
{
	struct job *job = *state;

	if (job == NULL)
		return;
	str_release(&job->body);
	sem_destroy(&job->done);
	free(job);
	*state = NULL;
}

/* --- opening ------------------------------------------------------------- */

static void
open_sqlite(const char *path)
{
	unlink(path);
	must(sqlite3_open(path, &db) == SQLITE_OK);
	say("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	    "CREATE TABLE t (id BLOB NOT NULL UNIQUE, row BLOB NOT NULL) "
	    "STRICT");
	must(sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?1, ?2)", -1,
		     &insert, NULL) == SQLITE_OK);
}

static void
run_postgres(const char *sql)
{
	PGresult *result = PQexec(conn, sql);

	must(PQresultStatus(result) == PGRES_COMMAND_OK);
	PQclear(result);
}

static void
open_postgres(const char *url)
{
	conn = PQconnectdb(url);
	must(PQstatus(conn) == CONNECTION_OK);
	run_postgres("SET client_min_messages = warning");
	run_postgres("DROP TABLE IF EXISTS limit_http");
	run_postgres("CREATE TABLE limit_http"
		     " (id BYTEA PRIMARY KEY, row BYTEA NOT NULL)");
	PQclear(PQprepare(
		conn, "i", "INSERT INTO limit_http VALUES ($1, $2)", 0, NULL));
	must(PQenterPipelineMode(conn) == 1);
}

int
main(int argc, char **argv)
{
	const struct sockaddr_in loopback = {
		.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct MHD_Daemon *daemon;
	pthread_t writer;
	char byte;

	if (argc != 2) {
		fprintf(stderr, "usage: limit_http DATABASE\n");
		return 64;
	}
	if (strncmp(argv[1], "postgresql:", strlen("postgresql:")) == 0)
		open_postgres(argv[1]);
	else
		open_sqlite(argv[1]);
	pthread_create(&writer, NULL, run_writer, NULL);
	daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION |
					  MHD_USE_INTERNAL_POLLING_THREAD |
					  MHD_USE_POLL,
		0, NULL, NULL, handle, NULL, MHD_OPTION_SOCK_ADDR, &loopback,
		MHD_OPTION_NOTIFY_COMPLETED, end, NULL, MHD_OPTION_END);
	if (daemon == NULL)
		return 1;
	printf("%d\n",
		MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	(void)!read(STDIN_FILENO, &byte, 1);
	return 0; /* the operating system ends the rest */
}
