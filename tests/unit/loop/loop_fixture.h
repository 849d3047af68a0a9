#ifndef TESTS_UNIT_LOOP_LOOP_FIXTURE_H
#define TESTS_UNIT_LOOP_LOOP_FIXTURE_H

/* A loop, what happens in it, and an alarm. */

#include "lib/cmocka_all.h"
#include "lib/wait.h"
#include "loop/loop.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A loop, what happened in it in order, and an alarm that ends a failure. */
struct fixture {
	struct loop *loop;
	struct err err;
	struct loop_timer late;
	int a[2];
	int b[2];
	char said[64];
	pthread_t loop_thread;
};

static inline void
say(struct fixture *f, char c)
{
	size_t len = strlen(f->said);

	assert_true(len < sizeof(f->said) - 1);
	f->said[len] = c;
}

static inline void
on_late(void *ctx)
{
	struct fixture *f = ctx;

	say(f, '!');
	loop_stop(f->loop);
}

static inline int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(loop_new(&f->loop, &f->err), 0);
	assert_int_equal(pipe(f->a), 0);
	assert_int_equal(pipe(f->b), 0);
	f->loop_thread = pthread_self();
	loop_arm(f->loop, &f->late, loop_now_ms(f->loop) + WAIT_LONG_MS,
		on_late, f);
	*state = f;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	loop_free(&f->loop);
	close(f->a[0]);
	close(f->a[1]);
	close(f->b[0]);
	close(f->b[1]);
	free(f);
	return 0;
}

static inline void
run(struct fixture *f, const char *expected)
{
	assert_int_equal(loop_run(f->loop, &f->err), 0);
	assert_string_equal(f->said, expected);
}

static inline void
write_byte(int fd)
{
	assert_int_equal(write(fd, "x", 1), 1);
}

static inline void
read_byte(int fd)
{
	char c;

	assert_int_equal(read(fd, &c, 1), 1);
}

static inline void
on_readable(void *ctx, int fd, unsigned ready)
{
	struct fixture *f = ctx;

	assert_int_equal(ready, LOOP_READ);
	read_byte(fd);
	say(f, fd == f->a[0] ? 'a' : 'b');
	if (fd == f->b[0])
		loop_stop(f->loop);
	else
		write_byte(f->b[1]);
}

#endif
