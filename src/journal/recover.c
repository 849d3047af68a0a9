#include "recover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard.h"
#include "prove.h"
#include "salvage.h"
#include "schema.h"

static void
recover_path(struct str *out, struct journal *journal, const char *suffix)
{
	str_init(out, 4096);
	str_addf(out, "%s%s", journal->path, suffix);
}

static bool
recover_exists(struct journal *journal, const char *suffix)
{
	struct str path;
	bool exists;

	recover_path(&path, journal, suffix);
	exists = access(path.data, F_OK) == 0;
	str_release(&path);
	return exists;
}

bool
recover_is_pending(struct journal *journal)
{
	return recover_exists(journal, ".recovered");
}

static int
recover_sync(const char *path, int flags, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	int rc = 0;

	if (fd < 0)
		return fail_open(path, errno, err);
	if (fsync(fd) < 0 && errno != EINVAL)
		rc = fail_open(path, errno, err);
	close(fd);
	return rc;
}

/* Missing files are fine. */
static int
recover_rename(struct journal *journal, const char *from, const char *to,
	struct err *err)
{
	struct str old, new;
	int rc = 0;

	recover_path(&old, journal, from);
	recover_path(&new, journal, to);
	if (rename(old.data, new.data) < 0 && errno != ENOENT)
		rc = fail_open(old.data, errno, err);
	str_release(&old);
	str_release(&new);
	return rc;
}

static void
recover_remove(struct journal *journal, const char *suffix)
{
	struct str path;

	recover_path(&path, journal, suffix);
	unlink(path.data);
	str_release(&path);
}

/* A new, empty journal under the name of work in progress. */
static int
recover_begin(struct journal *journal, const char *path, sqlite3 **db_out,
	struct err *err)
{
	int fd;

	recover_remove(journal, ".recovering");
	recover_remove(journal, ".recovering-journal");
	recover_remove(journal, ".recovering-wal");
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_open(path, errno, err);
	close(fd);
	if (sqlite3_open_v2(path, db_out,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE,
		    NULL) != SQLITE_OK ||
		sqlite3_exec(*db_out,
			"PRAGMA page_size = 4096; PRAGMA synchronous = FULL;"
			"PRAGMA foreign_keys = ON",
			NULL, NULL, NULL) != SQLITE_OK) {
		fail_set(*db_out, FAIL_OPENING, err);
		sqlite3_close(*db_out);
		return -1;
	}
	return 0;
}

static int
recover_say(sqlite3 *db, const struct proof *proof, const char *path,
	int damaged, struct err *err)
{
	sqlite3_stmt *stmt;
	struct str text;
	int rc = -1;

	str_init(&text, 4096);
	str_addf(&text,
		"The journal was damaged and has been recovered: %lld punches "
		"were read back",
		(long long)proof->kept);
	if (proof->unproven > 0)
		str_addf(&text, " (%lld of them without proof)",
			(long long)proof->unproven);
	if (proof->lost > 0)
		str_addf(&text,
			", %lld are missing (number %s of this machine); check "
			"the time of those days with your supervisor",
			(long long)proof->lost, proof->ranges.data);
	else
		str_addz(&text, ", none is missing");
	str_addf(&text, ". The damaged file is kept as %s.damaged-%d.", path,
		damaged);
	if (sqlite3_prepare_v2(db, "INSERT INTO notice(text) VALUES(?)", -1,
		    &stmt, NULL) == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, text.data, -1, SQLITE_STATIC);
		rc = sqlite3_step(stmt) == SQLITE_DONE ? 0 : -1;
		sqlite3_finalize(stmt);
	}
	if (rc != 0)
		fail_set(db, FAIL_OPENING, err);
	str_release(&text);
	return rc;
}

/* The first number that no damaged file has yet. */
static int
recover_free_number(struct journal *journal)
{
	char db[32], wal[32];
	int n = 0;

	do {
		n++;
		snprintf(db, sizeof(db), ".damaged-%d", n);
		snprintf(wal, sizeof(wal), ".damaged-%d-wal", n);
	} while (recover_exists(journal, db) || recover_exists(journal, wal));
	return n;
}

/* Whether there is something here that is not ours. */
static bool
recover_is_foreign(struct journal *journal, const struct proof *proof)
{
	struct stat st;

	return !proof->ours && stat(journal->path, &st) == 0 && st.st_size > 0;
}

static int
recover_fill(struct journal *journal, sqlite3 *db, struct err *err)
{
	struct proof proof = {0};
	struct witness seen;
	int rc = -1;

	str_init(&proof.ranges, 512);
	guard_read_witness(journal->guard_fd, &seen);
	if (schema_upgrade(db, &schema_now, err) < 0)
		goto out;
	if (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
		fail_set(db, FAIL_OPENING, err);
		goto out;
	}
	if (salvage_run(db, journal->path, err) < 0 ||
		prove_run(db, &seen, &proof, err) < 0)
		goto out;
	if (recover_is_foreign(journal, &proof)) {
		err_set(err, ERR_CONFIG,
			"%s is not a journal of connect-clock, or nothing in "
			"it can be read; it was left alone and nothing can be "
			"recorded: move it away",
			journal->path);
		goto out;
	}
	if (recover_say(db, &proof, journal->path, recover_free_number(journal),
		    err) < 0)
		goto out;
	rc = sqlite3_exec(
		db, "COMMIT; PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		rc = fail_set(db, FAIL_OPENING, err);
out:
	str_release(&proof.ranges);
	return rc;
}

/* Makes journal.db.recovered, whole and on disk. */
static int
recover_make(struct journal *journal, struct err *err)
{
	struct str path;
	sqlite3 *db = NULL;
	int rc;

	recover_path(&path, journal, ".recovering");
	rc = recover_begin(journal, path.data, &db, err);
	if (rc == 0) {
		rc = recover_fill(journal, db, err);
		sqlite3_close(db);
		if (rc == 0)
			rc = recover_sync(path.data, 0, err);
		if (rc == 0)
			rc = recover_rename(
				journal, ".recovering", ".recovered", err);
		else
			recover_remove(journal, ".recovering");
	}
	str_release(&path);
	return rc;
}

/*
 * The damaged files make place, the database first: from then on a missing
 * journal.db tells the next opening that this is not finished.
 */
static int
recover_swap(struct journal *journal, struct err *err)
{
	char db[32], wal[32];
	int n = recover_free_number(journal);

	snprintf(db, sizeof(db), ".damaged-%d", n);
	snprintf(wal, sizeof(wal), ".damaged-%d-wal", n);
	if (recover_sync(journal->dir, O_DIRECTORY, err) < 0 ||
		recover_rename(journal, "", db, err) < 0 ||
		recover_sync(journal->dir, O_DIRECTORY, err) < 0 ||
		recover_rename(journal, "-wal", wal, err) < 0)
		return -1;
	recover_remove(journal, "-shm");
	if (recover_sync(journal->dir, O_DIRECTORY, err) < 0 ||
		recover_rename(journal, ".recovered", "", err) < 0 ||
		recover_sync(journal->dir, O_DIRECTORY, err) < 0)
		return -1;
	guard_suspect(journal->guard_fd, false);
	return 0;
}

int
recover_run(struct journal *journal, struct err *err)
{
	if (!recover_is_pending(journal) && recover_make(journal, err) < 0)
		return -1;
	return recover_swap(journal, err);
}
