#include "sqlite/pool.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sizes, head included, are multiples of a step; larger ones are malloc's. */
#define POOL_STEP 16
#define POOL_SIZES 65
#define POOL_LARGEST ((size_t)POOL_STEP * (POOL_SIZES - 1))
#define POOL_CHUNK ((size_t)64 * 1024)

/* In front of what SQLite gets, which is aligned to eight bytes. */
struct pool_head {
	size_t size; /* without the head */
};

struct pool_free {
	struct pool_free *next;
};

/* SQLite hands its allocator no context, so there is one for all of it. */
static struct {
	struct pool_free *free_of[POOL_SIZES];
	char *at, *end; /* what is left of the last chunk */
} pool;

static int
pool_round(int bytes)
{
	size_t head = sizeof(struct pool_head);

	return (int)(((size_t)bytes + head + POOL_STEP - 1) / POOL_STEP *
			     POOL_STEP -
		     head);
}

static struct pool_head *
pool_cut(size_t whole)
{
	struct pool_head *head;

	if ((size_t)(pool.end - pool.at) < whole) {
		char *chunk = malloc(POOL_CHUNK);

		if (chunk == NULL)
			return NULL;
		pool.at = chunk;
		pool.end = chunk + POOL_CHUNK;
	}
	head = (struct pool_head *)(void *)pool.at;
	pool.at += whole;
	return head;
}

static void *
pool_malloc(int bytes)
{
	size_t size = (size_t)pool_round(bytes);
	size_t whole = size + sizeof(struct pool_head);
	struct pool_head *head;

	if (whole <= POOL_LARGEST) {
		struct pool_free **free_of = &pool.free_of[whole / POOL_STEP];
		struct pool_free *one = *free_of;

		if (one != NULL) {
			*free_of = one->next;
			return one;
		}
		head = pool_cut(whole);
	} else {
		head = malloc(whole);
	}
	if (head == NULL)
		return NULL;
	head->size = size;
	return head + 1;
}

static int
pool_size(void *memory)
{
	return memory != NULL ? (int)((struct pool_head *)memory)[-1].size : 0;
}

static void
pool_free(void *memory)
{
	struct pool_head *head = (struct pool_head *)memory - 1;
	size_t whole = head->size + sizeof(*head);

	if (whole <= POOL_LARGEST) {
		struct pool_free *one = memory;

		one->next = pool.free_of[whole / POOL_STEP];
		pool.free_of[whole / POOL_STEP] = one;
	} else {
		free(head);
	}
}

static void *
pool_realloc(void *memory, int bytes)
{
	int size = pool_size(memory);
	void *moved;

	if (pool_round(bytes) == size)
		return memory;
	moved = pool_malloc(bytes);
	if (moved == NULL)
		return NULL;
	memcpy(moved, memory, (size_t)(bytes < size ? bytes : size));
	pool_free(memory);
	return moved;
}

static int
pool_init(void *ignored)
{
	(void)ignored;
	return SQLITE_OK;
}

static void
pool_shutdown(void *ignored)
{
	(void)ignored;
}

void
pool_use(void)
{
	static const sqlite3_mem_methods methods = {
		.xMalloc = pool_malloc,
		.xFree = pool_free,
		.xRealloc = pool_realloc,
		.xSize = pool_size,
		.xRoundup = pool_round,
		.xInit = pool_init,
		.xShutdown = pool_shutdown,
	};

	/* nobody asks SQLite how much it holds: its count costs a lock */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* nor does a short run use twenty pages, which are taken at once */
	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
#ifndef __SANITIZE_ADDRESS__
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
#else
	(void)methods;
#endif
}
