/*
 * Key to hits: what one key costs in a list of 100,000 and of 1,000,000
 * entries, beside a plain memmem scan of the same bytes. Asserts nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "core/match.h"
#include "lib/figures.h"

#define ROWS 20

static const char *const words[] = {"Elm", "Street", "Tower", "North", "South",
	"Bridge", "Łódź", "Harbour", "School", "Hospital", "Annex", "Phase",
	"Plaza", "Östermalm", "Mill", "Road", "Garden", "Depot", "Station",
	"Park", "Court", "São", "Paulo", "Warehouse", "Lot", "Quay", "Béziers",
	"Chapel", "Hill", "Lane", "Concrete", "Framing", "Roofing", "Survey"};

/* What somebody types, one key after the other; '<' takes one back. */
static const char *const typed[] = {"elm tower", "03-100", "a", "hospital pha",
	"e", "lodz n", "sao paulo 7", "st<<sch", "zzz", "i", "t r 1", "quay"};

static uint64_t seed = 88172645463325252u;

static size_t
pick(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

/* Every entry that holds the bytes, counted: the plainest scan there is. */
static double
scan_ms(const struct str *bytes, const char *needle)
{
	double start = figures_now_ms();
	const char *p = bytes->data;
	const char *end = p + bytes->len;
	volatile size_t hits = 0;

	while (p < end && (p = memmem(p, (size_t)(end - p), needle,
				   strlen(needle))) != NULL) {
		hits = hits + 1;
		p = memchr(p, '\n', (size_t)(end - p)) + 1;
	}
	return figures_now_ms() - start;
}

static void
bench(size_t entries)
{
	struct match_index *index = match_index_new(entries);
	struct match_query *query;
	struct str bytes, text;
	struct figures keys = {0}, scans = {0};
	double start = figures_now_ms(), built_ms;

	str_init(&bytes, 1u << 30);
	str_init(&text, 200);
	for (size_t i = 0; i < entries; i++) {
		char number[32], name[160];

		snprintf(number, sizeof(number), "%02zu-%05zu", pick(40), i);
		snprintf(name, sizeof(name), "%s %s %s %s %zu", words[pick(34)],
			words[pick(34)], words[pick(34)], words[pick(34)],
			pick(1000));
		match_index_add(index, number, name, "");
		str_clear(&text);
		str_addf(&text, "%s %s\n", number, name);
		text_fold(&bytes, text.data, text.len);
	}
	built_ms = figures_now_ms() - start;
	query = match_query_new(index);
	for (size_t i = 0; i < 4 * sizeof(typed) / sizeof(*typed); i++) {
		str_clear(&text);
		for (const char *p = typed[i / 4]; *p != '\0'; p++) {
			uint32_t hits[ROWS];
			size_t all;

			if (*p != '<')
				str_addc(&text, *p);
			else
				text.data[--text.len] = '\0';
			start = figures_now_ms();
			match_find(query, text.data, 0, ROWS, hits, &all);
			figures_add(&keys, figures_now_ms() - start);
			figures_add(&scans, scan_ms(&bytes, text.data));
		}
	}
	printf("match.%zu ms=%.3f p95_ms=%.3f limit_ms=%.3f limit_p95_ms=%.3f"
	       " built_ms=%.0f\n",
		entries, figures_at(&keys, 50), figures_at(&keys, 95),
		figures_at(&scans, 50), figures_at(&scans, 95), built_ms);
	figures_release(&keys);
	figures_release(&scans);
	match_query_free(&query);
	match_index_free(&index);
	str_release(&bytes);
	str_release(&text);
}

int
main(void)
{
	bench(100000);
	bench(1000000);
	return 0;
}
