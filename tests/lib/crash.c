#include "lib/crash.h"

#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "journal/journal.h"
#include "lib/sample_punch.h"
#include "src/journal/inside.h"

static int
crash_open(const char *dir, struct journal **journal, struct account *account,
	struct err *err)
{
	struct store store;

	if (journal_open(dir, NULL, journal, err) < 0)
		return -1;
	store = journal_store(*journal);
	if (store.ops->account(store.self, account, err) == 0)
		return 0;
	sample_account(account);
	return sample_sign_in(&store, account, err);
}

void
crash_record(const char *dir, int fd, enum crash_bug bug)
{
	struct sample sample = {0};
	struct account account;
	struct journal *journal;
	struct store store;
	struct punch punch;
	struct err err;

	signal(SIGXFSZ, SIG_IGN);
	if (crash_open(dir, &journal, &account, &err) < 0) {
		fprintf(stderr, "crash: %s\n", err.text);
		_exit(1);
	}
	store = journal_store(journal);
	if (bug == CRASH_NORMAL)
		sqlite3_exec(journal->db, "PRAGMA synchronous = NORMAL", NULL,
			NULL, NULL);
	for (;;) {
		sample_go(&sample, &account, &punch);
		if (bug == CRASH_EARLY &&
			write(fd, &punch.id, sizeof(punch.id)) < 0)
			_exit(1);
		if (store.ops->record(
			    store.self, account.number, &punch, 1, &err) < 0) {
			fprintf(stderr, "crash: %s\n", err.text);
			_exit(1);
		}
		if (bug != CRASH_EARLY &&
			write(fd, &punch.id, sizeof(punch.id)) < 0)
			_exit(1);
	}
}

void
crash_read(struct crash_ids *ids, int fd, size_t enough, int timeout_ms)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	struct id id;

	while (ids->count < enough && poll(&wait, 1, timeout_ms) == 1 &&
		read(fd, &id, sizeof(id)) == (ssize_t)sizeof(id)) {
		ids->ids = mem_grow(
			ids->ids, &ids->cap, ids->count + 1, sizeof(id));
		ids->ids[ids->count++] = id;
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return id_compare(a, b);
}

static bool
crash_collect(void *ctx, const struct kept_punch *kept)
{
	struct crash_ids *ids = ctx;

	ids->ids = mem_grow(
		ids->ids, &ids->cap, ids->count + 1, sizeof(kept->punch.id));
	ids->ids[ids->count++] = kept->punch.id;
	return true;
}

/* How often it stands in a sorted list. */
static size_t
crash_times(const struct crash_ids *sorted, const struct id *id)
{
	const struct id *hit =
		bsearch(id, sorted->ids, sorted->count, sizeof(*id), by_bytes);
	const struct id *end = sorted->ids + sorted->count;
	size_t times = 0;

	if (hit == NULL)
		return 0;
	while (hit > sorted->ids && id_equal(hit - 1, id))
		hit--;
	for (; hit < end && id_equal(hit, id); hit++)
		times++;
	return times;
}

int
crash_compare(const char *dir, const struct crash_ids *ids,
	struct crash_result *result_out, struct err *err)
{
	struct crash_result result = {0};
	struct crash_ids kept = {0};
	struct journal_report report;
	struct journal *journal;
	struct account account;
	struct store store;
	size_t i;
	int rc = -1;

	if (crash_open(dir, &journal, &account, err) < 0)
		return -1;
	store = journal_store(journal);
	if (store.ops->list(store.self, STORE_ALL, crash_collect, &kept, err) <
			0 ||
		journal_verify(journal, &report, err) < 0)
		goto out;
	qsort(kept.ids, kept.count, sizeof(*kept.ids), by_bytes);
	for (i = 0; i < ids->count; i++) {
		size_t times = crash_times(&kept, &ids->ids[i]);

		result.missing += times == 0;
		result.twice += times > 1;
	}
	result.recorded = kept.count;
	result.unsound = report.is_sound ? 0 : 1;
	*result_out = result;
	rc = 0;
out:
	free(kept.ids);
	journal_close(journal);
	return rc;
}
