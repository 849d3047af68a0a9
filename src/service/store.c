#include "store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TRIES 5

struct store {
	char *database;
	pthread_mutex_t mutex; /* idle */
	pthread_cond_t given;
	struct db **idle; /* NULL stands for one that has to be opened */
	int idle_count;
	int readers;
	pthread_mutex_t write_mutex; /* writer */
	struct db *writer;           /* NULL: to be opened */
};

int
store_open(const char *database, int readers, struct store **store_out,
	struct err *err)
{
	struct store *store = mem_new(1, sizeof(*store));

	store->database = mem_dupz(database);
	store->idle = mem_new((size_t)readers, sizeof(struct db *));
	store->readers = readers;
	store->idle_count = readers;
	pthread_mutex_init(&store->mutex, NULL);
	pthread_cond_init(&store->given, NULL);
	pthread_mutex_init(&store->write_mutex, NULL);
	/* One proves that the rest can be had. */
	if (db_open(database, false, &store->idle[readers - 1], err) < 0) {
		store_close(&store);
		return -1;
	}
	*store_out = store;
	return 0;
}

void
store_close(struct store **store)
{
	struct store *it = *store;

	if (it == NULL)
		return;
	for (int i = 0; i < it->idle_count; i++)
		db_close(&it->idle[i]);
	db_close(&it->writer);
	pthread_mutex_destroy(&it->mutex);
	pthread_cond_destroy(&it->given);
	pthread_mutex_destroy(&it->write_mutex);
	free(it->idle);
	free(it->database);
	free(it);
	*store = NULL;
}

static void
put_back(struct store *store, struct db *db)
{
	pthread_mutex_lock(&store->mutex);
	store->idle[store->idle_count++] = db;
	pthread_cond_signal(&store->given);
	pthread_mutex_unlock(&store->mutex);
}

int
store_take(struct store *store, struct db **db_out, struct err *err)
{
	struct db *db;

	pthread_mutex_lock(&store->mutex);
	while (store->idle_count == 0)
		pthread_cond_wait(&store->given, &store->mutex);
	db = store->idle[--store->idle_count];
	pthread_mutex_unlock(&store->mutex);
	if (db == NULL && db_open(store->database, false, &db, err) < 0) {
		put_back(store, NULL);
		return -1;
	}
	*db_out = db;
	return 0;
}

void
store_give(struct store *store, struct db *db, bool failed)
{
	/* A half-read statement would hold its old snapshot. */
	if (failed)
		db_close(&db);
	else
		db_reset(db);
	put_back(store, db);
}

static int
write_once(struct db *db, store_work *work, void *ctx, struct err *err)
{
	if (db_begin(db, err) < 0)
		return -1;
	if (work(ctx, db, err) < 0) {
		db_rollback(db);
		return -1;
	}
	db_reset(db);
	return db_commit(db, err);
}

int
store_write(struct store *store, store_work *work, void *ctx, struct err *err)
{
	int rc = -1;

	pthread_mutex_lock(&store->write_mutex);
	for (int try = 0; try < TRIES && rc < 0; try++) {
		if (store->writer == NULL && db_open(store->database, false,
						     &store->writer, err) < 0)
			break;
		rc = write_once(store->writer, work, ctx, err);
		if (rc < 0 && err->kind == ERR_UNAVAILABLE)
			db_close(&store->writer);
		if (rc < 0 && err->kind != ERR_BUSY)
			break;
	}
	pthread_mutex_unlock(&store->write_mutex);
	return rc;
}
