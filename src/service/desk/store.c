#include "service/desk/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "db/check.h"

#define BUSY_TRIES 2

/* The last time that the database was down, for those that wait for it. */
struct down {
	atomic_uint times;
	struct err err;
};

struct store {
	char *url;
	struct db_source database;
	struct db_place place; /* of the first connection */
	pthread_mutex_t mutex; /* idle, reading */
	pthread_cond_t given;
	struct db **idle; /* NULL stands for one that has to be opened */
	int idle_count;
	int readers;
	struct down reading;
	pthread_mutex_t write_mutex; /* writer, writing */
	struct db *writer;           /* NULL: to be opened */
	struct down writing;
};

int
store_open(const struct db_source *database, int readers,
	struct store **store_out, struct err *err)
{
	struct store *store = mem_new(1, sizeof(*store));

	store->url = mem_dupz(database->url);
	store->database = *database;
	store->database.url = store->url;
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
	store->place = db_place(store->idle[readers - 1]);
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
	free(it->url);
	free(it);
	*store = NULL;
}

/* What lies in the database's place now may be another one. */
static int
open_same(struct store *store, struct db **db_out, struct err *err)
{
	struct db_place place;
	struct db *db;

	if (db_open(&store->database, false, &db, err) < 0)
		return -1;
	place = db_place(db);
	if (place.device != store->place.device ||
		place.inode != store->place.inode) {
		db_close(&db);
		return err_set(err, ERR_DISK,
			"database: another file is in its place");
	}
	*db_out = db;
	return 0;
}

/* Whether others that wait for it are to hear of this. */
static bool
note(struct down *down, const struct err *err)
{
	if (!db_is_down(err))
		return false;
	down->err = *err;
	down->times++;
	return true;
}

/* `err` NULL: there was none. */
static void
put_back(struct store *store, struct db *db, const struct err *err)
{
	pthread_mutex_lock(&store->mutex);
	store->idle[store->idle_count++] = db;
	/* One connection is for one: the rest would wake to wait again. */
	if (err != NULL && note(&store->reading, err))
		pthread_cond_broadcast(&store->given);
	else
		pthread_cond_signal(&store->given);
	pthread_mutex_unlock(&store->mutex);
}

int
store_take(struct store *store, struct db **db_out, struct err *err)
{
	struct db *db;
	unsigned times;

	pthread_mutex_lock(&store->mutex);
	times = store->reading.times;
	while (store->idle_count == 0 && store->reading.times == times)
		pthread_cond_wait(&store->given, &store->mutex);
	if (store->reading.times != times) {
		*err = store->reading.err;
		pthread_mutex_unlock(&store->mutex);
		return -1;
	}
	db = store->idle[--store->idle_count];
	pthread_mutex_unlock(&store->mutex);
	if ((db == NULL && open_same(store, &db, err) < 0) ||
		db_check_place(db, err) < 0) {
		put_back(store, db, err);
		return -1;
	}
	*db_out = db;
	return 0;
}

void
store_give(struct store *store, struct db *db, const struct err *err)
{
	/* A half-read statement would hold its old snapshot. */
	if (err != NULL && err->kind == ERR_UNAVAILABLE)
		db_close(&db);
	else
		db_reset(db);
	put_back(store, db, err);
}

static int
write_once(struct db *db, store_work *work, void *ctx, struct err *err)
{
	if (db_begin(db, err) < 0)
		return -1;
	if (work(ctx, db, err) < 0 || db_commit(db, err) < 0) {
		db_rollback(db);
		return -1;
	}
	return 0;
}

static int
write_tries(struct store *store, store_work *work, void *ctx, struct err *err)
{
	int rc = -1;

	for (int try = 0; try < BUSY_TRIES && rc < 0; try++) {
		if (store->writer == NULL &&
			open_same(store, &store->writer, err) < 0)
			return -1;
		rc = write_once(store->writer, work, ctx, err);
		if (rc < 0 && err->kind == ERR_UNAVAILABLE)
			db_close(&store->writer);
		if (rc < 0 && err->kind != ERR_BUSY)
			return -1;
	}
	return rc;
}

int
store_write(struct store *store, store_work *work, void *ctx, struct err *err)
{
	const unsigned times = store->writing.times;
	int rc = -1;

	pthread_mutex_lock(&store->write_mutex);
	if (store->writing.times != times)
		*err = store->writing.err;
	else
		rc = write_tries(store, work, ctx, err);
	if (rc < 0 && store->writing.times == times)
		(void)note(&store->writing, err);
	pthread_mutex_unlock(&store->write_mutex);
	return rc;
}
