/*
 * limit_pg_insert URL CLIENTS: the plainest program that makes rows with a
 * unique key durable in PostgreSQL: one prepared statement per commit from so
 * many connections, or for 0 pipelined batches of 500 from one. Makes a table
 * of its own.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "lib/figures.h"

#define ROW_BYTES 400
#define BATCH 500
#define CLIENTS_MAX 32

static const char *url;
static atomic_ullong made;
static double end_s; /* of the measurement */

static double
now_s(void)
{
	return figures_now_ms() / 1000;
}

static PGconn *
must(PGconn *conn, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
		status != PGRES_PIPELINE_SYNC) {
		fprintf(stderr, "limit_pg_insert: %s", PQerrorMessage(conn));
		exit(1);
	}
	PQclear(result);
	return conn;
}

static PGconn *
connect_and_prepare(void)
{
	PGconn *conn = PQconnectdb(url);

	return must(conn, PQprepare(conn, "i",
				  "INSERT INTO limit_rows VALUES ($1, $2)"
				  " ON CONFLICT DO NOTHING",
				  0, NULL));
}

struct row {
	unsigned char key[16];
	unsigned char bytes[ROW_BYTES];
};

static void
make_row(struct row *row, const char *values[2], int lengths[2])
{
	unsigned long long n = atomic_fetch_add(&made, 1);

	memset(row, 0, sizeof(*row));
	for (int k = 0; k < 8; k++)
		row->key[7 - k] = (unsigned char)(n >> (8 * k));
	values[0] = (const char *)row->key;
	values[1] = (const char *)row->bytes;
	lengths[0] = 16;
	lengths[1] = ROW_BYTES;
}

static const int formats[2] = {1, 1};

static void *
one_by_one(void *ctx)
{
	PGconn *conn = connect_and_prepare();
	const char *values[2];
	int lengths[2];
	struct row row;

	while (now_s() < end_s) {
		make_row(&row, values, lengths);
		must(conn, PQexecPrepared(
				   conn, "i", 2, values, lengths, formats, 1));
	}
	PQfinish(conn);
	return ctx;
}

static void *
in_batches(void *ctx)
{
	PGconn *conn = connect_and_prepare();
	const char *values[2];
	int lengths[2];
	struct row row;

	PQenterPipelineMode(conn);
	while (now_s() < end_s) {
		for (int i = 0; i < BATCH; i++) {
			make_row(&row, values, lengths);
			PQsendQueryPrepared(
				conn, "i", 2, values, lengths, formats, 1);
		}
		PQpipelineSync(conn);
		for (int i = 0; i < BATCH; i++) {
			must(conn, PQgetResult(conn));
			PQclear(PQgetResult(conn));
		}
		must(conn, PQgetResult(conn));
	}
	PQfinish(conn);
	return ctx;
}

static double
measure(int clients, void *(*run)(void *))
{
	pthread_t threads[CLIENTS_MAX];
	double begin = now_s();

	end_s = begin + 0.7;
	for (int i = 0; i < clients; i++)
		pthread_create(&threads[i], NULL, run, NULL);
	for (int i = 0; i < clients; i++)
		pthread_join(threads[i], NULL);
	return (double)made / (now_s() - begin);
}

int
main(int argc, char **argv)
{
	long long clients;
	struct err err;
	PGconn *conn;

	if (argc != 3 ||
		number_parse(argv[2], 0, CLIENTS_MAX, &clients, &err) < 0) {
		fprintf(stderr, "usage: limit_pg_insert URL CLIENTS\n");
		return 64;
	}
	url = argv[1];
	conn = PQconnectdb(url);
	must(conn, PQexec(conn, "CREATE TABLE limit_rows"
				" (id BYTEA PRIMARY KEY, row BYTEA NOT NULL)"));
	printf("%.0f\n", clients > 0 ? measure((int)clients, one_by_one)
				     : measure(1, in_batches));
	must(conn, PQexec(conn, "DROP TABLE limit_rows"));
	PQfinish(conn);
	return 0;
}
