/*
 * fill DIR ROWS: keeps punches like the newest one in a client's journal until
 * there are so many rows, each a second after the other.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "journal/journal.h"
#include "lib/sample_punch.h"

#define CREW 1000

static void
must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	fprintf(stderr, "fill: %s\n", err->text);
	exit(1);
}

int
main(int argc, char **argv)
{
	struct punch *punches = mem_new(CREW, sizeof(*punches));
	struct sample sample = {0};
	struct journal *journal;
	struct account account;
	struct kept_punch last;
	struct store store;
	long long rows;
	struct err err;

	if (argc != 3) {
		fprintf(stderr, "usage: fill DIR ROWS\n");
		return 64;
	}
	must(number_parse(argv[2], 1, 100000000, &rows, &err), &err);
	must(journal_open(argv[1], NULL, &journal, &err), &err);
	store = journal_store(journal);
	must(store.ops->account(store.self, &account, &err), &err);
	must(store.ops->last(store.self, &last, &err), &err);
	sample.employee = account.person.id;
	sample.location = last.punch.location;
	sample.cost_code = last.punch.cost_code;
	sample.now_ms = last.punch.pressed.wall_ms - rows * 1000;
	for (rows -= last.punch.number; rows > 0; rows -= CREW) {
		size_t n = rows < CREW ? (size_t)rows : CREW;

		for (size_t i = 0; i < n; i++)
			sample_go(&sample, &account, &punches[i]);
		must(store.ops->record(
			     store.self, account.number, punches, n, &err),
			&err);
	}
	journal_close(journal);
	free(punches);
	return 0;
}
