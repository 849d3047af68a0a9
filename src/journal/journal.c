#include "journal/journal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/mode.h"
#include "guard.h"
#include "inside.h"
#include "opening.h"
#include "reading.h"

static int64_t
journal_version(void *self)
{
	struct journal *journal = self;
	struct err ignored;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_VERSION, FAIL_READING, &ignored);
	int64_t version = sqlite3_total_changes64(journal->db);

	if (stmt == NULL)
		return version;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		version += sqlite3_column_int64(stmt, 0);
	statement_done(stmt);
	return version;
}

static int
journal_lead(void *self, bool *mine_out, struct err *err)
{
	struct journal *journal = self;

	/* what is answered could not be kept */
	if (journal->read_only)
		return reading_refuse(journal, FAIL_DELIVERING, err);
	if (!journal->leads)
		journal->leads =
			guard_try(journal->guard_fd, GUARD_LEAD, GUARD_ALONE);
	*mine_out = journal->leads;
	return 0;
}

static void
journal_yield(void *self)
{
	struct journal *journal = self;

	if (journal->leads)
		guard_leave(journal->guard_fd, GUARD_LEAD);
	journal->leads = false;
}

static int
journal_link_save(
	void *self, enum last_link link, int64_t at_ms, struct err *err)
{
	struct journal *journal = self;

	(void)err;
	guard_link(journal->guard_fd, (int64_t)link, at_ms);
	return 0;
}

static const struct store_ops journal_ops = {
	.record = record_punches,
	.enrolments_waiting = enrolled_waiting,
	.waiting = queue_waiting,
	.settle = answer_settle,
	.refill = answer_refill,
	.answered = answer_last,
	.enrolment_save = enrolled_save,
	.enrolment_current = enrolled_current,
	.enrolment_find = enrolled_find,
	.enrolments_of = enrolled_of,
	.enrolment_end = enrolled_end,
	.close = queue_close,
	.losses = loss_list,
	.acknowledge = loss_acknowledge,
	.retry = queue_retry,
	.list = past_list,
	.history = past_history,
	.recent = past_recent,
	.counts = queue_counts,
	.find = past_find,
	.last = past_last,
	.account = account_current,
	.account_of = account_of,
	.account_find = account_find,
	.account_save = account_save,
	.person_save = account_save_person,
	.clock_save = known_clock_save,
	.clock_load = known_clock_load,
	.tell = notice_tell,
	.version = journal_version,
	.changes_fd = changes_fd,
	.heard = changes_heard,
	.link_save = journal_link_save,
	.told_save = told_save,
	.told_load = told_load,
	.lead = journal_lead,
	.yield = journal_yield,
	.begin_read = statement_begin_read,
	.end_read = statement_end_read,
};

struct store
journal_store(struct journal *journal)
{
	return (struct store){.ops = &journal_ops, .self = journal};
}

/* The directory: there, private, and on a disk that can be trusted. */
static int
journal_place(
	const char *dir, const struct journal_options *options, struct err *err)
{
	struct stat st;
	bool network = false;

	if (file_make_dir(dir, err) < 0)
		return err_wrap(err, "nothing can be recorded");
	if (stat(dir, &st) == 0 && st.st_uid == geteuid() &&
		(st.st_mode & 077) != 0 && chmod(dir, 0700) < 0 &&
		errno != EROFS)
		return fail_open(dir, errno, err);
	/* Somebody else's, or on a disk that is read only. */
	if (mode_refuse(dir, MODE_DIR, err) < 0)
		return err_wrap(err, "nothing can be recorded");
	if (options == NULL || options->is_network == NULL)
		return 0;
	if (options->is_network(dir, &network, err) < 0)
		return err_wrap(err, "nothing can be recorded");
	if (network)
		return err_set(err, ERR_CONFIG,
			"%s is on a network file system, which may lose "
			"punches, so nothing is recorded there: set "
			"XDG_STATE_HOME to a directory on a local disk",
			dir);
	return 0;
}

int
journal_open(const char *dir, const struct journal_options *options,
	struct journal **journal_out, struct err *err)
{
	struct journal *journal;
	struct str path;

	if (journal_place(dir, options, err) < 0)
		return -1;
	journal = mem_new(1, sizeof(*journal));
	journal->guard_fd = -1;
	journal->changes_fd = -1;
	journal->busy_ms = options != NULL && options->busy_ms > 0
				   ? options->busy_ms
				   : JOURNAL_BUSY_MS;
	journal->dir = mem_dupz(dir);
	str_init(&path, 4096);
	file_join(&path, dir, JOURNAL_FILE);
	journal->path = str_take(&path);
	str_release(&path);
	if (guard_open(dir, &journal->guard_fd, &journal->guard_is_read_only,
		    err) < 0 ||
		opening_run(journal, err) < 0) {
		journal_close(journal);
		return -1;
	}
	*journal_out = journal;
	return 0;
}

void
journal_close(struct journal *journal)
{
	if (journal == NULL)
		return;
	if (journal->db != NULL && !journal->bad && !journal->read_only)
		room_maintain(journal, false);
	if (journal->bad)
		guard_suspect(journal->guard_fd, true);
	opening_undo(journal);
	if (journal->changes_fd >= 0)
		close(journal->changes_fd);
	if (journal->guard_fd >= 0)
		close(journal->guard_fd);
	free(journal->dir);
	free(journal->path);
	free(journal);
}
