#include "lib/test_database.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/postgres.h"
#include "db/sqlite.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

/* The cluster: pgtmp.sh in a session of its own, ended by the end of its
 * standard input, which also comes when this program is killed. */
static struct {
	pid_t pid;
	int in_fd;
	char host[256];
	int schemas;
	bool frozen;
} cluster;

static void
give_up(const char *what)
{
	fprintf(stderr, "test_database: %s\n", what);
	abort();
}

static void
run_cluster(int in_fd, int out_fd)
{
	setsid();
	dup2(in_fd, STDIN_FILENO);
	dup2(out_fd, STDOUT_FILENO);
	execl("tests/lib/pgtmp.sh", "pgtmp.sh", "sh", "-c",
		"echo \"$PGHOST\" && exec cat >/dev/null", (char *)NULL);
	_exit(127);
}

static void
start_cluster(void)
{
	int in[2], out[2];
	ssize_t n;

	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		give_up("no pipe");
	cluster.pid = fork();
	if (cluster.pid < 0)
		give_up("cannot fork");
	if (cluster.pid == 0)
		run_cluster(in[0], out[1]);
	close(in[0]);
	close(out[1]);
	cluster.in_fd = in[1];
	if (!wait_readable(out[0], wait_deadline(WAIT_LONG_MS)))
		give_up("PostgreSQL does not start");
	n = read(out[0], cluster.host, sizeof(cluster.host) - 1);
	close(out[0]);
	if (n <= 1)
		give_up("PostgreSQL does not start");
	cluster.host[strcspn(cluster.host, "\n")] = '\0';
}

/* Hands on the numbers of a file, at most so many. */
static void
for_each_number(
	const char *path, int max, void (*each)(pid_t pid, int how), int how)
{
	FILE *file = fopen(path, "r");
	int pid;

	if (file == NULL)
		give_up(path);
	for (int i = 0; i < max && fscanf(file, "%d", &pid) == 1; i++)
		each(pid, how);
	fclose(file);
}

static void
signal_one(pid_t pid, int how)
{
	kill(pid, how);
}

/* The postmaster first: then it makes no more of them. */
static void
signal_family(pid_t postmaster, int how)
{
	char path[64];

	kill(postmaster, how);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children",
		(int)postmaster, (int)postmaster);
	for_each_number(path, INT_MAX, signal_one, how);
}

static void
signal_cluster(int how)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/d/postmaster.pid", cluster.host);
	for_each_number(path, 1, signal_family, how);
}

void
test_database_freeze(void)
{
	cluster.frozen = true;
	signal_cluster(SIGSTOP);
}

void
test_database_thaw(void)
{
	if (cluster.frozen)
		signal_cluster(SIGCONT);
	cluster.frozen = false;
}

int
test_database_end(void **state)
{
	(void)state;
	test_database_thaw();
	if (cluster.pid > 0) {
		close(cluster.in_fd);
		waitpid(cluster.pid, NULL, 0);
		cluster.pid = 0;
	}
	return 0;
}

static char *
make_schema(void)
{
	char url[512], sql[64];
	PGconn *conn;
	PGresult *result;
	int schema = ++cluster.schemas;

	snprintf(url, sizeof(url),
		"postgresql:///postgres?host=%s&user=connectd", cluster.host);
	conn = PQconnectdb(url);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA t%d", schema);
	result = PQexec(conn, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		give_up(PQerrorMessage(conn));
	PQclear(result);
	PQfinish(conn);
	snprintf(url, sizeof(url),
		"postgresql:///postgres?host=%s&user=connectd"
		"&options=-csearch_path%%3Dt%d",
		cluster.host, schema);
	return mem_dupz(url);
}

struct test_database *
test_database_new(bool postgres)
{
	struct test_database *database = mem_new(1, sizeof(*database));

	database->postgres = postgres;
	database->answer_ms = DB_ANSWER_MS;
	if (postgres) {
		if (cluster.pid == 0)
			start_cluster();
		database->url = make_schema();
	} else {
		database->dir = temp_dir_new();
		database->url = temp_dir_path(database->dir, "connect.db");
	}
	return database;
}

struct db_source
test_database_source(const char *url)
{
	static const struct db_driver *const drivers[] = {
		&postgres_driver, &sqlite_driver, NULL};

	return (struct db_source){url, drivers, DB_ANSWER_MS};
}

int
test_database_open(
	const char *url, bool create, struct db **db_out, struct err *err)
{
	const struct db_source source = test_database_source(url);

	return db_open(&source, create, db_out, err);
}

void
test_database_free(struct test_database **database)
{
	if (*database == NULL)
		return;
	if ((*database)->dir != NULL)
		temp_dir_free(&(*database)->dir);
	free((*database)->url);
	free(*database);
	*database = NULL;
}

int
test_database_set_up_sqlite(void **state)
{
	*state = test_database_new(false);
	return 0;
}

int
test_database_set_up_postgres(void **state)
{
	*state = test_database_new(true);
	return 0;
}

int
test_database_tear_down(void **state)
{
	test_database_thaw();
	test_database_free((struct test_database **)state);
	return 0;
}
