/*
 * bench_ledger URL: durable punches per second through the ledger's writer,
 * without HTTP: 1, 8 and 64 devices that deliver one punch at a time, and one
 * that delivers 500 at a time. The database is made, and must be empty.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "db/schema.h"
#include "lib/test_database.h"
#include "service/ledger/ledger.h"

#define CLIENTS_MAX 64
#define LATENCIES 200000

static struct ledger *ledger;
static double end_s; /* of the measurement */

struct client {
	pthread_t thread;
	int number;
	size_t batch;
	unsigned long long confirmed;
	double *latencies;
	size_t latency_count;
};

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
give_up(const struct err *err)
{
	fprintf(stderr, "bench_ledger: %s\n", err->text);
	exit(1);
}

static struct id
new_id(struct id_source *ids)
{
	struct id id;
	struct err err;

	if (id_make(ids, (int64_t)(now_s() * 1000), &id, &err) < 0)
		give_up(&err);
	return id;
}

static void *
deliver_for_ever(void *ctx)
{
	struct client *client = ctx;
	struct punch *punches = mem_new(client->batch, sizeof(*punches));
	struct ledger_item *items = mem_new(client->batch, sizeof(*items));
	struct id_source ids = {0};
	struct id one = new_id(&ids);
	struct ledger_delivery delivery = {
		.company = {{1}},
		.enrolment = new_id(&ids),
		.contact.now = {.zone = "Europe/Warsaw", .boot = one},
		.items = items,
		.count = client->batch,
	};
	int64_t seq = 0;

	while (now_s() < end_s) {
		struct wire_verdicts verdicts;
		double begin = now_s();
		struct err err;

		delivery.contact.now.boottime_ms = (int64_t)(begin * 1000);
		delivery.contact.now.wall_ms =
			delivery.contact.now.boottime_ms + 1000000;
		delivery.contact.received_ms = delivery.contact.now.wall_ms;
		for (size_t i = 0; i < client->batch; i++) {
			punches[i] = (struct punch){
				.id = new_id(&ids),
				.employee = one,
				.pressed_by = one,
				.enrolment = delivery.enrolment,
				.number = ++seq,
				.kind = PUNCH_GO,
				.location = one,
				.cost_code = one,
				.pressed = delivery.contact.now,
			};
			items[i] = (struct ledger_item){.punch = &punches[i]};
		}
		delivery.contact.highest = seq;
		if (ledger_deliver(ledger, &delivery, &verdicts, &err) < 0)
			give_up(&err);
		client->confirmed += client->batch;
		free(verdicts.verdicts);
		if (client->latency_count < LATENCIES)
			client->latencies[client->latency_count++] =
				now_s() - begin;
	}
	free(punches);
	free(items);
	return NULL;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
measure(int clients, size_t batch)
{
	static struct client all[CLIENTS_MAX];
	double *latencies = mem_new(CLIENTS_MAX, LATENCIES * sizeof(double));
	unsigned long long confirmed = 0;
	size_t n = 0;
	double begin = now_s(), passed;

	end_s = begin + 2;
	for (int i = 0; i < clients; i++) {
		all[i] = (struct client){.number = i, .batch = batch};
		all[i].latencies = mem_new(LATENCIES, sizeof(double));
		pthread_create(&all[i].thread, NULL, deliver_for_ever, &all[i]);
	}
	for (int i = 0; i < clients; i++) {
		pthread_join(all[i].thread, NULL);
		confirmed += all[i].confirmed;
		memcpy(latencies + n, all[i].latencies,
			all[i].latency_count * sizeof(double));
		n += all[i].latency_count;
		free(all[i].latencies);
	}
	passed = now_s() - begin;
	qsort(latencies, n, sizeof(double), compare);
	printf("ledger clients=%d batch=%zu punches_per_s=%.0f p50_ms=%.2f"
	       " p99_ms=%.2f\n",
		clients, batch, (double)confirmed / passed,
		latencies[n / 2] * 1000, latencies[n * 99 / 100] * 1000);
	free(latencies);
}

int
main(int argc, char **argv)
{
	struct ledger_options options = {0};
	struct db *db;
	struct err err = {0};
	int from;

	if (argc != 2) {
		fprintf(stderr, "usage: bench_ledger URL\n");
		return 64;
	}
	options.database = test_database_source(argv[1]);
	if (test_database_open(argv[1], true, &db, &err) < 0 ||
		schema_migrate(db, &from, &err) < 0)
		give_up(&err);
	db_close(&db);
	if (ledger_open(&options, &ledger, &err) < 0)
		give_up(&err);
	measure(1, 1);
	measure(8, 1);
	measure(64, 1);
	measure(1, 500);
	ledger_close(&ledger);
	return 0;
}
