/* What the loop defers to its worker. */

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>

#include "loop_fixture.h"

/* In place of libc's: fails as often as is wanted, as a signal makes it. */
static atomic_int interrupted_writes;

ssize_t
write(int fd, const void *bytes, size_t len)
{
	if (atomic_load(&interrupted_writes) > 0) {
		atomic_fetch_sub(&interrupted_writes, 1);
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_write, fd, bytes, len);
}

struct call {
	struct fixture *f;
	char name;
	bool last;
	bool worked;
	bool masked; /* no signal can reach the worker */
	bool apart;  /* it is not the loop's thread */
	sem_t *go;   /* what `work` waits for */
	sem_t *begun;
};

static void
call_work(void *ctx)
{
	struct call *c = ctx;
	sigset_t mask;

	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	c->masked = sigismember(&mask, SIGTERM) == 1;
	c->apart = !pthread_equal(pthread_self(), c->f->loop_thread);
	if (c->begun != NULL)
		sem_post(c->begun);
	while (c->go != NULL && sem_wait(c->go) < 0 && errno == EINTR)
		;
	c->worked = true;
}

static void
call_done(void *ctx)
{
	struct call *c = ctx;

	assert_true(pthread_equal(pthread_self(), c->f->loop_thread));
	say(c->f, c->name);
	if (c->last)
		loop_stop(c->f->loop);
}

static void
defer(struct call *c)
{
	assert_int_equal(
		loop_defer(c->f->loop, call_work, call_done, c, &c->f->err), 0);
}

static void
test_the_worker_works_in_order(void **state)
{
	struct fixture *f = *state;
	struct call a = {.f = f, .name = 'a'};
	struct call b = {.f = f, .name = 'b'};
	struct call z = {.f = f, .name = 'z', .last = true};

	defer(&a);
	defer(&b);
	defer(&z);
	run(f, "abz");
	assert_true(a.worked && b.worked && z.worked);
	assert_true(a.masked && a.apart);
	defer(&z);
	run(f, "abzz");
}

static void
test_a_signal_does_not_swallow_what_is_done(void **state)
{
	struct fixture *f = *state;
	struct call a = {.f = f, .name = 'a', .last = true};

	atomic_store(&interrupted_writes, 2);
	defer(&a);
	run(f, "a");
}

static void
test_the_loop_goes_on_while_the_worker_works(void **state)
{
	struct fixture *f = *state;
	sem_t go;
	struct call slow = {.f = f, .name = 'w', .last = true, .go = &go};

	sem_init(&go, 0, 0);
	defer(&slow);
	loop_watch(f->loop, f->b[0], LOOP_READ, on_readable, f);
	write_byte(f->b[1]);
	run(f, "b");
	sem_post(&go);
	run(f, "bw");
	sem_destroy(&go);
}

static void
test_end_calls_done_for_what_never_began(void **state)
{
	struct fixture *f = *state;
	struct call a = {.f = f, .name = 'a'};
	struct call b = {.f = f, .name = 'b'};

	defer(&a);
	defer(&b);
	assert_true(loop_end_work(f->loop));
	assert_int_equal(
		loop_defer(f->loop, call_work, call_done, &a, &f->err), -1);
	assert_true(loop_end_work(f->loop));
	assert_string_equal(f->said, "ab");
}

struct job {
	struct fixture *f;
	sem_t *go;
	sem_t *begun;
	int end_fd; /* closed when the work ends */
};

static void
hang(void *ctx)
{
	struct job *job = ctx;

	sem_post(job->begun);
	while (sem_wait(job->go) < 0)
		;
	close(job->end_fd);
	free(job);
}

static void
never_done(void *ctx)
{
	fail();
}

/* A keyring that hangs must not keep the program from ending. */
static void
test_end_leaves_a_call_that_hangs(void **state)
{
	struct fixture *f = *state;
	struct job *job = malloc(sizeof(*job));
	struct call b = {.f = f, .name = 'b'};
	sem_t go;
	sem_t begun;
	char c;

	assert_non_null(job);
	sem_init(&go, 0, 0);
	sem_init(&begun, 0, 0);
	*job = (struct job){f, &go, &begun, f->a[1]};
	assert_int_equal(
		loop_defer(f->loop, hang, never_done, job, &f->err), 0);
	defer(&b);
	assert_int_equal(sem_wait(&begun), 0);
	assert_false(loop_end_work(f->loop));
	assert_string_equal(f->said, "b");
	assert_false(b.worked);
	/* Released after all, the thread ends and leaves nothing behind. */
	sem_post(&go);
	assert_true(wait_readable(f->a[0], wait_deadline(WAIT_LONG_MS)));
	assert_int_equal(read(f->a[0], &c, 1), 0);
	f->a[1] = dup(f->b[1]);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_the_worker_works_in_order),
		TEST(test_a_signal_does_not_swallow_what_is_done),
		TEST(test_the_loop_goes_on_while_the_worker_works),
		TEST(test_end_calls_done_for_what_never_began),
		TEST(test_end_leaves_a_call_that_hangs),
	};

	return cmocka_run_group_tests_name("loop_worker", tests, NULL, NULL);
}
