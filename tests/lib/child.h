#ifndef TESTS_LIB_CHILD_H
#define TESTS_LIB_CHILD_H

/*
 * Another program under test: started with words and environment, fed,
 * listened to, and ended before a deadline. A child leads its own process
 * group and dies with the test, so nothing stays behind. Failures of the
 * machinery itself end the test program with a line on stderr.
 *
 *	struct child_output o;
 *	child_run((const char *[]){"build/connect-clock", "status", NULL},
 *		(const char *[]){"LANG=C", NULL}, NULL, &o);
 *	assert_int_equal(o.status, 0);
 *	child_output_release(&o);
 */

#include <stddef.h>
#include <sys/types.h>

struct child {
	pid_t pid;
	int in_fd;  /* its stdin, -1 once closed */
	int out_fd; /* its stdout */
	int err_fd; /* its stderr */
};

struct child_output {
	int status; /* exit code; 128 + signal; CHILD_TIMED_OUT */
	char *out;  /* stdout, NUL-terminated, never NULL */
	char *err;  /* stderr, likewise */
};

#define CHILD_TIMED_OUT (-1)

/*
 * Starts argv (NULL-ended, looked up in PATH). `env` is NULL or a NULL-ended
 * list laid over the test's own environment: "NAME=value" sets, "NAME" alone
 * removes. End it with child_finish or child_stop.
 */
void child_start(
	struct child *child, const char *const *argv, const char *const *env);

/*
 * One line of the child's stdout without its newline, or what there is when
 * it ends. Returns the length, -1 at the end of output or after WAIT_LONG_MS.
 */
ssize_t child_read_line(struct child *child, char *buf_out, size_t size);

/*
 * Writes `input` (or nothing, if NULL) to its stdin, closes it, collects both
 * outputs until it ends; after WAIT_LONG_MS it is killed. Release the output.
 */
void child_finish(struct child *child, const char *input,
	struct child_output *output_out);

/* child_start and child_finish in one. */
void child_run(const char *const *argv, const char *const *env,
	const char *input, struct child_output *output_out);

/*
 * Sends a signal and waits for the end; what it still says is thrown away.
 * Returns the status as in struct child_output. Fine after the child ended;
 * 0 after child_finish or an earlier child_stop.
 */
int child_stop(struct child *child, int signal);

/* Frees both texts. */
void child_output_release(struct child_output *output);

#endif
