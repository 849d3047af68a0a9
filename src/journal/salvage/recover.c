#include "journal/salvage/recover.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "journal/format/making.h"
#include "prove.h"
#include "salvage.h"
#include "sqlite/fail.h"

static void
recover_path(struct str *out, const struct damaged *damaged, const char *suffix)
{
	str_init(out, 4096);
	str_addf(out, "%s%s", damaged->path, suffix);
}

static bool
recover_is_file(const struct damaged *damaged, const char *suffix)
{
	struct str path;
	struct stat st;
	bool is;

	recover_path(&path, damaged, suffix);
	is = lstat(path.data, &st) == 0 && S_ISREG(st.st_mode);
	str_release(&path);
	return is;
}

static bool
recover_exists(const struct damaged *damaged, const char *suffix)
{
	struct str path;
	bool exists;

	recover_path(&path, damaged, suffix);
	exists = access(path.data, F_OK) == 0;
	str_release(&path);
	return exists;
}

bool
recover_is_pending(const struct damaged *damaged)
{
	return recover_is_file(damaged, ".recovered");
}

/* Missing files are fine. */
static int
recover_rename(const struct damaged *damaged, const char *from, const char *to,
	struct err *err)
{
	struct str old, new;
	int rc = 0;

	recover_path(&old, damaged, from);
	recover_path(&new, damaged, to);
	if (rename(old.data, new.data) < 0 && errno != ENOENT)
		rc = fail_open(old.data, errno, err);
	str_release(&old);
	str_release(&new);
	return rc;
}

static void
recover_remove(const struct damaged *damaged, const char *suffix)
{
	struct str path;

	recover_path(&path, damaged, suffix);
	unlink(path.data);
	str_release(&path);
}

static int
recover_say(sqlite3 *db, const struct proof *proof, const char *path,
	int number, struct err *err)
{
	sqlite3_stmt *stmt;
	struct str text;
	int rc = -1;

	str_init(&text, 4096);
	str_addf(&text,
		"The journal was damaged and has been recovered: %lld %s "
		"read back",
		(long long)proof->kept,
		proof->kept == 1 ? "punch was" : "punches were");
	if (proof->lost.count > 0)
		str_addf(&text, ", %lld %s missing (number %s)",
			(long long)proof->lost.count,
			proof->lost.count == 1 ? "is" : "are",
			proof->lost.words);
	else
		str_addz(&text, ", none is missing");
	str_addf(&text, ". The damaged file is kept as %s.damaged-%d.", path,
		number);
	if (sqlite3_prepare_v2(db, "INSERT INTO notice(text) VALUES(?)", -1,
		    &stmt, NULL) == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, text.data, -1, SQLITE_STATIC);
		rc = sqlite3_step(stmt) == SQLITE_DONE ? 0 : -1;
		sqlite3_finalize(stmt);
	}
	if (rc < 0)
		fail_set(db, FAIL_OPENING, err);
	str_release(&text);
	return rc;
}

/* The first number that no damaged file has yet. */
static int
recover_free_number(const struct damaged *damaged)
{
	char db[32], wal[32];
	int n = 0;

	do {
		n++;
		snprintf(db, sizeof(db), ".damaged-%d", n);
		snprintf(wal, sizeof(wal), ".damaged-%d-wal", n);
	} while (recover_exists(damaged, db) || recover_exists(damaged, wal));
	return n;
}

/* Whether there is something here that is not ours. */
static bool
recover_is_foreign(const struct damaged *damaged, const struct proof *proof)
{
	struct stat st;

	return !proof->ours && damaged->seen_number == 0 &&
	       stat(damaged->path, &st) == 0 && st.st_size > 0;
}

/* The punches of the damaged file into the new one. */
static int
recover_fill(sqlite3 *db, void *ctx, struct err *err)
{
	const struct damaged *damaged = ctx;
	struct proof proof = {0};

	if (salvage_run(db, damaged->path, &pattern_now, err) < 0 ||
		prove_run(db, damaged, &pattern_now, &proof, err) < 0)
		return -1;
	if (recover_is_foreign(damaged, &proof))
		return err_set(err, ERR_CONFIG,
			"%s is not a journal of connect-clock, or nothing in "
			"it can be read; it was left alone and nothing can be "
			"recorded: move it away",
			damaged->path);
	return recover_say(
		db, &proof, damaged->path, recover_free_number(damaged), err);
}

/* Makes journal.db.recovered, whole and on disk. */
static int
recover_make(const struct damaged *damaged, struct err *err)
{
	struct damaged place = *damaged;
	struct str path;
	int rc;

	recover_path(&path, damaged, ".recovering");
	rc = making_run(path.data, recover_fill, &place, err);
	str_release(&path);
	if (rc == 0)
		rc = recover_rename(damaged, ".recovering", ".recovered", err);
	return rc;
}

/*
 * The damaged files make place, the database first: from then on a missing
 * journal.db tells the next opening that this is not finished.
 */
static int
recover_swap(const struct damaged *damaged, struct err *err)
{
	char db[32], wal[40], undo[40];
	int n = recover_free_number(damaged);

	snprintf(db, sizeof(db), ".damaged-%d", n);
	snprintf(wal, sizeof(wal), "%s-wal", db);
	snprintf(undo, sizeof(undo), "%s-journal", db);
	if (making_sync_dir(damaged->dir, err) < 0 ||
		recover_rename(damaged, "", db, err) < 0 ||
		making_sync_dir(damaged->dir, err) < 0 ||
		recover_rename(damaged, "-wal", wal, err) < 0 ||
		recover_rename(damaged, "-journal", undo, err) < 0)
		return -1;
	recover_remove(damaged, "-shm");
	if (making_sync_dir(damaged->dir, err) < 0 ||
		recover_rename(damaged, ".recovered", "", err) < 0 ||
		making_sync_dir(damaged->dir, err) < 0)
		return -1;
	return 0;
}

int
recover_run(const struct damaged *damaged, struct err *err)
{
	if (!recover_is_pending(damaged) && recover_make(damaged, err) < 0)
		return -1;
	return recover_swap(damaged, err);
}
