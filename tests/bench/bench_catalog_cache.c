/*
 * 100,000 employees into the catalogue cache, page by page, and read back in
 * the order of the list. Usage: bench_catalog_cache DIR
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/str.h"
#include "cache/catalog_cache.h"

#define EMPLOYEES 100000
#define PAGE 1000
#define READS 11

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static bool
look(void *ctx, const struct entry *entry)
{
	*(size_t *)ctx += entry->name[0] != '\0';
	return true;
}

static void
make(struct entry *entry, uint32_t n)
{
	memset(entry, 0, sizeof(*entry));
	entry->kind = ENTRY_EMPLOYEE;
	entry->active = true;
	/* ids come in the order of making, numbers in any */
	memcpy(entry->id.bytes,
		(uint8_t[]){
			1, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n},
		4);
	snprintf(entry->number, sizeof(entry->number), "%06u",
		n * 7919 % EMPLOYEES);
	snprintf(entry->name, sizeof(entry->name), "Employee Number %u", n);
}

int
main(int argc, char **argv)
{
	struct catalog_cache_file *file;
	struct catalog_cache cache;
	struct entry *page = mem_new(PAGE, sizeof(*page));
	double times[READS];
	struct err err;
	size_t seen = 0;
	double began;
	uint32_t i;

	if (argc != 2) {
		fprintf(stderr, "usage: bench_catalog_cache DIR\n");
		return 64;
	}
	file = catalog_cache_open(argv[1]);
	cache = catalog_cache_port(file);
	began = now_ms();
	for (i = 0; i < EMPLOYEES; i++) {
		make(&page[i % PAGE], i);
		if (i % PAGE == PAGE - 1 && cache.ops->put(cache.self, 1, page,
						    PAGE, "c", &err) < 0) {
			fprintf(stderr, "bench_catalog_cache: %s\n", err.text);
			return 1;
		}
	}
	printf("catalogue: %d employees kept in %.0f ms\n", EMPLOYEES,
		now_ms() - began);
	for (i = 0; i < READS; i++) {
		began = now_ms();
		cache.ops->each(
			cache.self, 1, ENTRY_EMPLOYEE, NULL, look, &seen, &err);
		times[i] = now_ms() - began;
	}
	qsort(times, READS, sizeof(*times), by_size);
	printf("catalogue: %d employees read in %.1f ms (median), %.1f the "
	       "first time\n",
		(int)(seen / READS), times[READS / 2], times[READS - 1]);
	began = now_ms();
	cache.ops->put(cache.self, 1, page, 10, "c", &err);
	printf("catalogue: ten changed in %.1f ms\n", now_ms() - began);
	catalog_cache_close(file);
	free(page);
	return 0;
}
