/* The catalogue cache on a real disk. */

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache_bench.h"

static void
test_order_and_persistence(void **state)
{
	struct bench *bench = *state;
	struct entry entries[] = {
		entry(ENTRY_LOCATION, 1, "20", "Elm"),
		entry(ENTRY_LOCATION, 2, "10", "Oak"),
		entry(ENTRY_LOCATION, 3, "10", "Ash"),
		entry(ENTRY_EMPLOYEE, 4, "", "Dana"),
	};
	struct entry found = {0};

	entries[3].meal = (struct meal_policy){true, 30, 300, MEAL_EARLY_BLOCK};
	assert_cursor(bench, "");
	put(bench, entries, 4, "c1");
	reopen(bench);
	assert_cursor(bench, "c1");
	assert_each(bench, ENTRY_LOCATION, NULL, "Ash.Oak.Elm.");
	assert_int_equal(
		bench->cache.ops->find(bench->cache.self, 1, ENTRY_EMPLOYEE,
			&entries[3].id, &found, &bench->err),
		0);
	assert_memory_equal(&found, &entries[3], sizeof(found));
	/* another account sees nothing of it */
	assert_int_equal(
		bench->cache.ops->find(bench->cache.self, 2, ENTRY_EMPLOYEE,
			&entries[3].id, &found, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
}

static void
keep(struct bench *bench, const char *name, int64_t told_ms, const char *text)
{
	struct str body;

	str_init(&body, 4096);
	str_addz(&body, text);
	if (bench->cache.ops->keep(bench->cache.self, 1, name, told_ms, &body,
		    &bench->err) < 0)
		fail_msg("keep: %s", bench->err.text);
	str_release(&body);
}

static void
assert_kept(struct bench *bench, int64_t account, const char *name,
	int64_t told_ms, const char *text)
{
	int64_t got_ms = 0;
	struct str body;
	int rc;

	str_init(&body, 4096);
	rc = bench->cache.ops->kept(
		bench->cache.self, account, name, &got_ms, &body, &bench->err);
	if (text == NULL) {
		assert_int_equal(rc, -1);
		assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	} else {
		assert_int_equal(rc, 0);
		assert_string_equal(body.data, text);
		assert_int_equal(got_ms, told_ms);
	}
	str_release(&body);
}

static void
test_answers_are_kept_by_name(void **state)
{
	struct bench *bench = *state;

	assert_kept(bench, 1, "week", 0, NULL);
	keep(bench, "week", 5, "{}");
	keep(bench, "board", 6, "[1]");
	keep(bench, "week", 7, "{\"a\":1}");
	reopen(bench);
	assert_kept(bench, 1, "week", 7, "{\"a\":1}");
	assert_kept(bench, 1, "board", 6, "[1]");
	assert_kept(bench, 2, "week", 0, NULL);
	assert_int_equal(
		bench->cache.ops->forget(bench->cache.self, 1, &bench->err), 0);
	assert_kept(bench, 1, "week", 0, NULL);
}

static void
test_only_the_newest_answers_are_kept(void **state)
{
	struct bench *bench = *state;
	char name[16];

	for (int i = 1; i <= 70; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		keep(bench, name, i, name);
	}
	assert_kept(bench, 1, "n6", 0, NULL);
	assert_kept(bench, 1, "n7", 7, "n7");
	assert_kept(bench, 1, "n70", 70, "n70");
}

/* By family name, whatever case, accents and numbers say. */
static void
test_people_are_sorted_by_family_name(void **state)
{
	static const struct {
		const char *given;
		const char *family;
		const char *number;
	} people[] = {
		{"Zoë", "Lindqvist", "0107"},
		{"Dana", "Whitfield", "0104"},
		{"Łukasz", "Żabka", "0105"},
		{"José Ángel", "Núñez", "0106"},
		{"Ana", "Whitfield", "0201"},
		{"Suharto", "", "0001"},
		{"Émile", "nuñes", ""},
	};
	struct bench *bench = *state;
	struct entry entries[7];
	struct entry found = {0};

	for (uint32_t i = 0; i < 7; i++) {
		entries[i] = entry(ENTRY_EMPLOYEE, i, people[i].number, "");
		name_show(people[i].given, people[i].family, entries[i].name,
			&entries[i].given_len);
	}
	put(bench, entries, 7, "c1");
	reopen(bench);
	assert_each(bench, ENTRY_EMPLOYEE, NULL,
		"Zoë Lindqvist.Émile nuñes.José Ángel Núñez.Suharto."
		"Ana Whitfield.Dana Whitfield.Łukasz Żabka.");
	assert_int_equal(
		bench->cache.ops->find(bench->cache.self, 1, ENTRY_EMPLOYEE,
			&entries[3].id, &found, &bench->err),
		0);
	assert_int_equal(found.given_len, strlen("José Ángel"));
}

/* Name, username, and whether that is needed. */
static bool
join_people(void *ctx, const struct entry *entry)
{
	str_addf(ctx, "%s%s%s.", entry->name, entry->username,
		entry->by_username ? "!" : "");
	return true;
}

/* Their names alone do not tell people apart who are called the same, however
 * given and family name part. */
static void
test_namesakes_go_by_their_usernames(void **state)
{
	static const struct {
		const char *given, *family, *number, *username;
		bool by_username;
	} people[] = {
		{"Kim", "Park", "", "a", true},
		{"Kim", "Park", "7001", "b", false},
		{"Kim", "Park", "", "", false},
		{"Ana Maria", "Silva", "", "c", true},
		{"Ana", "Maria Silva", "", "d", true},
		{"Lone", "Lee", "", "e", false},
	};
	struct bench *bench = *state;
	struct entry entries[6], place, found = {0};
	struct str got;

	for (uint32_t i = 0; i < 6; i++) {
		entries[i] = entry(ENTRY_EMPLOYEE, i, people[i].number, "");
		name_show(people[i].given, people[i].family, entries[i].name,
			&entries[i].given_len);
		str_copy(entries[i].username, sizeof(entries[i].username),
			people[i].username);
	}
	put(bench, entries, 6, "c1");
	place = entry(ENTRY_LOCATION, 9, "", "Lone Lee");
	put(bench, &place, 1, "c2");
	/* another account's people are none of these */
	assert_int_equal(bench->cache.ops->put(bench->cache.self, 2,
				 &entries[5], 1, "c1", &bench->err),
		0);
	reopen(bench);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(bench->cache.ops->find(bench->cache.self, 1,
					 ENTRY_EMPLOYEE, &entries[i].id, &found,
					 &bench->err),
			0);
		assert_string_equal(found.username, people[i].username);
		assert_int_equal(found.by_username, people[i].by_username);
	}
	str_init(&got, 4096);
	assert_int_equal(
		bench->cache.ops->each(bench->cache.self, 1, ENTRY_EMPLOYEE,
			NULL, join_people, &got, &bench->err),
		0);
	assert_string_equal(got.data,
		"Lone Leee.Ana Maria Silvad!.Kim Parka!.Kim Park.Kim Parkb."
		"Ana Maria Silvac!.");
	str_release(&got);
	/* the last of a name needs nothing */
	entries[3].active = false;
	put(bench, &entries[3], 1, "c3");
	assert_int_equal(
		bench->cache.ops->find(bench->cache.self, 1, ENTRY_EMPLOYEE,
			&entries[4].id, &found, &bench->err),
		0);
	assert_false(found.by_username);
}

static void
test_rename_and_tombstone(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	struct entry found;

	put(bench, &oak, 1, "c1");
	str_copy(oak.name, sizeof(oak.name), "Old Oak");
	str_copy(oak.number, sizeof(oak.number), "11");
	put(bench, &oak, 1, "c2");
	assert_each(bench, ENTRY_LOCATION, NULL, "Old Oak.");
	oak.active = false;
	oak.name[0] = '\0';
	oak.number[0] = '\0';
	put(bench, &oak, 1, "c3");
	assert_each(bench, ENTRY_LOCATION, NULL, "");
	assert_int_equal(bench->cache.ops->find(bench->cache.self, 1,
				 ENTRY_LOCATION, &oak.id, &found, &bench->err),
		0);
	assert_false(found.active);
	assert_string_equal(found.name, "Old Oak"); /* history names it */
}

static void
test_viewset_of_a_location(void **state)
{
	struct bench *bench = *state;
	struct entry elm = entry(ENTRY_LOCATION, 1, "1", "Elm");
	struct entry oak = entry(ENTRY_LOCATION, 2, "2", "Oak");
	struct entry codes[] = {
		entry(ENTRY_COST_CODE, 1, "01", "Dig"),
		entry(ENTRY_COST_CODE, 2, "02", "Pour"),
		entry(ENTRY_COST_CODE, 3, "03", "Paint"),
	};
	struct id selected[] = {codes[2].id, codes[0].id};
	struct id nil = {{0}};

	elm.all_cost_codes = false;
	elm.cost_codes = selected;
	elm.cost_code_count = 2;
	put(bench, codes, 3, "c1");
	put(bench, &elm, 1, "c2");
	put(bench, &oak, 1, "c3");
	assert_each(bench, ENTRY_COST_CODE, NULL, "Dig.Pour.Paint.");
	assert_each(bench, ENTRY_COST_CODE, &nil, "Dig.Pour.Paint.");
	assert_each(bench, ENTRY_COST_CODE, &oak.id, "Dig.Pour.Paint.");
	assert_each(bench, ENTRY_COST_CODE, &elm.id, "Dig.Paint.");
	codes[0].active = false;
	put(bench, codes, 1, "c4");
	assert_each(bench, ENTRY_COST_CODE, &elm.id, "Paint.");
	elm.cost_code_count = 0; /* strictly: none */
	put(bench, &elm, 1, "c5");
	assert_each(bench, ENTRY_COST_CODE, &elm.id, "");
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
	elm.cost_code_count = 1;
	put(bench, &elm, 1, "c6");
	assert_each(bench, ENTRY_LOCATION, NULL, "Elm.Oak.");
	codes[2].active = false; /* none of those that it takes is left */
	put(bench, &codes[2], 1, "c7");
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
}

static void
test_forget(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");

	put(bench, &oak, 1, "c1");
	assert_int_equal(
		bench->cache.ops->forget(bench->cache.self, 1, &bench->err), 0);
	assert_cursor(bench, "");
	assert_each(bench, ENTRY_LOCATION, NULL, "");
}

/* An entry's own entries may be looked up while the list is walked. */
static bool
walk_again(void *ctx, const struct entry *entry)
{
	struct bench *bench = ctx;
	struct entry found;

	assert_int_equal(bench->cache.ops->find(bench->cache.self, 1,
				 entry->kind, &entry->id, &found, &bench->err),
		0);
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
	return true;
}

static void
test_asking_inside_each(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");

	put(bench, &oak, 1, "c1");
	assert_int_equal(
		bench->cache.ops->each(bench->cache.self, 1, ENTRY_LOCATION,
			NULL, walk_again, bench, &bench->err),
		0);
}

static void
test_a_lock_that_never_comes(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	char *path = temp_dir_path(bench->dir, CATALOG_CACHE_FILE);
	sqlite3 *db;

	put(bench, &oak, 1, "c1");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL),
		SQLITE_OK);
	reopen(bench);
	assert_non_null(strstr(first_location(bench), "another"));
	assert_int_equal(bench->err.kind, ERR_BUSY);
	sqlite3_close(db);
	assert_string_equal(first_location(bench), "Oak.");
	free(path);
}

static void
test_without_a_directory(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");

	catalog_cache_close(bench->file);
	bench_open(bench, "/proc/nowhere/to/write");
	put(bench, &oak, 1, "c1");
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
	catalog_cache_close(bench->file);
	bench_open(bench, NULL);
	put(bench, &oak, 1, "c1");
	assert_cursor(bench, "c1");
}

static void
test_two_processes(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		put(bench, &oak, 1, "c1");
		catalog_cache_close(bench->file);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
}

/* Within one moment of reading; it ends by writing, and by itself. */
static void
test_reading_at_one_moment(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 1, "", "Oak");
	struct entry elm = entry(ENTRY_LOCATION, 2, "", "Elm");
	struct bench other = {.dir = bench->dir};

	put(bench, &oak, 1, "c1");
	bench->cache.ops->begin_read(bench->cache.self);
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
	assert_cursor(bench, "c1");
	put(bench, &elm, 1, "c2");
	assert_each(bench, ENTRY_LOCATION, NULL, "Elm.Oak.");
	bench->cache.ops->end_read(bench->cache.self);
	/* nobody is kept from writing by what was read */
	bench_open(&other, bench->dir);
	put(&other, &elm, 1, "c3");
	catalog_cache_close(other.file);
	assert_cursor(bench, "c3");
}

static bool
count(void *ctx, const struct entry *entry)
{
	size_t *n = ctx;

	(void)entry;
	++*n;
	return true;
}

static void
test_private_and_large(void **state)
{
	struct bench *bench = *state;
	char *path = temp_dir_path(bench->dir, CATALOG_CACHE_FILE);
	struct entry *page = calloc(1000, sizeof(*page));
	struct stat st;
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < 20000; i++) {
		char number[16];

		snprintf(number, sizeof(number), "%05u", i * 7919 % 20000);
		page[i % 1000] = entry(ENTRY_EMPLOYEE, i, number, "Some Body");
		if (i % 1000 == 999)
			put(bench, page, 1000, number);
	}
	assert_int_equal(bench->cache.ops->each(bench->cache.self, 1,
				 ENTRY_EMPLOYEE, NULL, count, &n, &bench->err),
		0);
	assert_int_equal(n, 20000);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(page);
	free(path);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_order_and_persistence),
		T(test_answers_are_kept_by_name),
		T(test_only_the_newest_answers_are_kept),
		T(test_people_are_sorted_by_family_name),
		T(test_namesakes_go_by_their_usernames),
		T(test_rename_and_tombstone),
		T(test_viewset_of_a_location),
		T(test_forget),
		T(test_asking_inside_each),
		T(test_a_lock_that_never_comes),
		T(test_without_a_directory),
		T(test_reading_at_one_moment),
		T(test_two_processes),
		T(test_private_and_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
