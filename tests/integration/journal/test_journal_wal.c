/* Who waits for the directory of a WAL: journal/wal.h. */

#include "lib/cmocka_all.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "journal/journal.h"
#include "lib/sample_punch.h"
#include "lib/temp_dir.h"

/* SQLite asks for a directory where it is about to sync it. */
static sqlite3_syscall_ptr open_directory;
static int directories;

static int
count_directory(const char *path, int *fd_out)
{
	directories++;
	return ((int (*)(const char *, int *))open_directory)(path, fd_out);
}

/* A run that records one GO; how often it made SQLite sync the directory. */
static int
run_once(const char *dir, struct sample *sample)
{
	struct journal *journal;
	struct account account;
	struct store store;
	struct punch punch;
	struct err err = {0};

	directories = 0;
	assert_int_equal(journal_open(dir, NULL, &journal, &err), 0);
	store = journal_store(journal);
	if (store.ops->account(store.self, &account, &err) < 0) {
		sample_account(&account);
		assert_int_equal(sample_sign_in(&store, &account, &err), 0);
	}
	sample_go(sample, &account, &punch);
	assert_int_equal(
		store.ops->record(store.self, account.number, &punch, 1, &err),
		0);
	journal_close(journal);
	return directories;
}

/* Written back, as by the last who closes the file. */
static void
take_away_wal(const char *dir)
{
	char *path = temp_dir_path(dir, "journal.db");
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "SELECT * FROM punch", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	free(path);
}

static void
directory_is_synced_by_who_makes_the_wal(void **state)
{
	char *dir = *state;
	char *path = temp_dir_path(dir, "journal.db-wal");
	struct sample sample = {0};

	assert_true(run_once(dir, &sample) > 0);
	assert_int_equal(run_once(dir, &sample), 0);
	assert_int_equal(run_once(dir, &sample), 0);
	/* Made, and nothing written: it may not be there after a power cut. */
	take_away_wal(dir);
	close(open(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
	assert_true(run_once(dir, &sample) > 0);
	assert_int_equal(run_once(dir, &sample), 0);
	free(path);
}

static int
set_up(void **state)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	open_directory = vfs->xGetSystemCall(vfs, "openDirectory");
	*state = temp_dir_new();
	return vfs->xSetSystemCall(
		vfs, "openDirectory", (sqlite3_syscall_ptr)count_directory);
}

static int
tear_down(void **state)
{
	temp_dir_free((char **)state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			directory_is_synced_by_who_makes_the_wal, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
