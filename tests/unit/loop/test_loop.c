/* The loop: what is watched, timers, the hook, signals. */

#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>

#include "loop_fixture.h"

/* How long the machine has slept, instead of the kernel's. */
#define SLEEP_S 3600
static atomic_int slept_s;

int
clock_gettime(clockid_t which, struct timespec *out)
{
	if (syscall(SYS_clock_gettime, which, out) < 0)
		return -1;
	if (which == CLOCK_BOOTTIME)
		out->tv_sec += atomic_load(&slept_s);
	return 0;
}

static void
test_what_is_readable_is_called(void **state)
{
	struct fixture *f = *state;

	loop_watch(f->loop, f->b[0], LOOP_READ, on_readable, f);
	loop_watch(f->loop, f->a[0], LOOP_READ, on_readable, f);
	write_byte(f->a[1]);
	run(f, "ab");
}

static void
on_awake(void *ctx, int fd, unsigned ready)
{
	struct fixture *f = ctx;

	read_byte(fd);
	say(f, ready == LOOP_READ ? 'a' : '?');
	atomic_fetch_add(&slept_s, SLEEP_S);
	loop_arm(f->loop, &f->late, loop_now_ms(f->loop) + WAIT_LONG_MS,
		on_late, f);
}

static void
on_due(void *ctx)
{
	struct fixture *f = ctx;

	say(f, 'd');
	loop_stop(f->loop);
}

static void
test_what_came_due_in_a_sleep_is_called(void **state)
{
	struct fixture *f = *state;
	struct loop_timer timer = {0};

	loop_arm(f->loop, &timer,
		loop_now_ms(f->loop) + (int64_t)SLEEP_S * 1000, on_due, f);
	loop_watch(f->loop, f->a[0], LOOP_READ, on_awake, f);
	write_byte(f->a[1]);
	run(f, "ad");
}

static void
on_writable(void *ctx, int fd, unsigned ready)
{
	struct fixture *f = ctx;

	assert_int_equal(ready, LOOP_WRITE);
	say(f, 'w');
	loop_watch(f->loop, fd, 0, NULL, NULL);
	loop_watch(f->loop, f->b[0], LOOP_READ, on_readable, f);
	write_byte(fd);
}

static void
test_a_watch_changes_and_ends_in_its_callback(void **state)
{
	struct fixture *f = *state;

	loop_watch(f->loop, f->b[1], LOOP_WRITE, on_writable, f);
	run(f, "wb");
}

static void
on_hang_up(void *ctx, int fd, unsigned ready)
{
	struct fixture *f = ctx;

	assert_int_equal(ready, LOOP_READ | LOOP_WRITE);
	say(f, 'h');
	loop_watch(f->loop, fd, 0, NULL, NULL);
	loop_stop(f->loop);
}

static void
test_a_hang_up_comes_as_both(void **state)
{
	struct fixture *f = *state;

	loop_watch(f->loop, f->a[0], LOOP_READ, on_hang_up, f);
	close(f->a[1]);
	f->a[1] = dup(f->b[1]);
	run(f, "h");
}

static void
on_never(void *ctx, int fd, unsigned ready)
{
	say(ctx, '?');
	loop_stop(((struct fixture *)ctx)->loop);
}

/* Both are ready; the first to be called ends the other and takes its number.
 */
static void
on_steal(void *ctx, int fd, unsigned ready)
{
	struct fixture *f = ctx;
	int *other = fd == f->a[0] ? &f->b[0] : &f->a[0];
	int fresh[2];

	say(f, 's');
	loop_watch(f->loop, fd, 0, NULL, NULL);
	loop_watch(f->loop, *other, 0, NULL, NULL);
	assert_int_equal(pipe(fresh), 0);
	assert_int_equal(dup2(fresh[0], *other), *other);
	close(fresh[0]);
	close(f->b[1]);
	f->b[1] = fresh[1];
	loop_watch(f->loop, *other, LOOP_READ, on_never, f);
	loop_arm(f->loop, &f->late, 0, on_late, f);
}

static void
test_a_new_watch_is_not_told_what_the_old_one_heard(void **state)
{
	struct fixture *f = *state;

	loop_watch(f->loop, f->a[0], LOOP_READ, on_steal, f);
	loop_watch(f->loop, f->b[0], LOOP_READ, on_steal, f);
	write_byte(f->a[1]);
	write_byte(f->b[1]);
	run(f, "s!");
}

struct tick {
	struct fixture *f;
	struct loop_timer timer;
	struct loop_timer *victim;
	char name;
	int again; /* how often it re-arms itself for now */
	bool last;
};

static void
on_tick(void *ctx)
{
	struct tick *t = ctx;

	say(t->f, t->name);
	if (t->victim != NULL)
		loop_disarm(t->f->loop, t->victim);
	if (t->again-- > 0)
		loop_arm(t->f->loop, &t->timer, 0, on_tick, t);
	if (t->last)
		loop_stop(t->f->loop);
}

static void
arm(struct tick *t, int64_t at_ms)
{
	loop_arm(t->f->loop, &t->timer, at_ms, on_tick, t);
}

static void
test_timers_come_in_order_once(void **state)
{
	struct fixture *f = *state;
	int64_t now = loop_now_ms(f->loop);
	struct tick a = {.f = f, .name = 'a'};
	struct tick b = {.f = f, .name = 'b'};
	struct tick c = {.f = f, .name = 'c'};
	struct tick z = {.f = f, .name = 'z', .last = true};

	arm(&z, now + 9);
	arm(&b, now + 6);
	arm(&c, now + 6);
	arm(&a, now + 20);
	arm(&a, now + 3); /* moves it */
	run(f, "abcz");
	assert_int_equal(a.timer.at_ms, 0);
	assert_true(loop_now_ms(f->loop) >= now + 9);
}

static void
test_a_timer_ends_another_that_is_due(void **state)
{
	struct fixture *f = *state;
	struct tick victim = {.f = f, .name = 'v'};
	struct tick a = {.f = f, .name = 'a', .victim = &victim.timer};
	struct tick z = {.f = f, .name = 'z', .last = true};

	arm(&a, 1);
	arm(&victim, 1);
	arm(&z, 1);
	run(f, "az");
}

static void
test_a_timer_that_comes_again_at_once_starves_nobody(void **state)
{
	struct fixture *f = *state;
	struct tick greedy = {.f = f, .name = 'g', .again = 50};
	struct tick z = {.f = f, .name = 'z', .last = true};

	arm(&greedy, 1);
	arm(&z, loop_now_ms(f->loop));
	run(f, "gz");
	loop_disarm(f->loop, &greedy.timer);
	loop_disarm(f->loop, &greedy.timer);
}

static void
on_greedy(void *ctx)
{
	struct tick *t = ctx;

	loop_arm(t->f->loop, &t->timer, 0, on_greedy, t);
}

static void
test_a_greedy_timer_leaves_descriptors_their_turn(void **state)
{
	struct fixture *f = *state;
	struct tick greedy = {.f = f};

	on_greedy(&greedy);
	loop_watch(f->loop, f->b[0], LOOP_READ, on_readable, f);
	write_byte(f->b[1]);
	run(f, "b");
	loop_disarm(f->loop, &greedy.timer);
}

static void
on_turn(void *ctx)
{
	struct fixture *f = ctx;

	say(f, 't');
	if (strcmp(f->said, "t") == 0)
		write_byte(f->a[1]);
	if (strcmp(f->said, "tat") == 0)
		loop_stop(f->loop);
}

static void
on_a(void *ctx, int fd, unsigned ready)
{
	read_byte(fd);
	say(ctx, 'a');
}

static void
test_the_hook_comes_once_before_each_wait(void **state)
{
	struct fixture *f = *state;

	loop_before_wait(f->loop, on_turn, f);
	loop_watch(f->loop, f->a[0], LOOP_READ, on_a, f);
	run(f, "tat");
}

/* The hook counts turns while nothing happens until a timer. */
static void
on_count(void *ctx)
{
	++*(int *)ctx;
}

static void
test_idle_does_not_wake(void **state)
{
	struct fixture *f = *state;
	struct tick z = {.f = f, .name = 'z', .last = true};
	int turns = 0;

	loop_watch(f->loop, f->a[0], LOOP_READ, on_never, f);
	loop_before_wait(f->loop, on_count, &turns);
	arm(&z, loop_now_ms(f->loop) + 50);
	run(f, "z");
	assert_int_equal(turns, 1);
}

static void
on_signal(void *ctx, int signo)
{
	struct fixture *f = ctx;

	say(f, signo == SIGUSR1 ? '1' : '2');
	if (signo == SIGUSR2)
		loop_stop(f->loop);
}

static void
test_signals_come_on_the_loop(void **state)
{
	struct fixture *f = *state;
	sigset_t mask;

	assert_int_equal(
		loop_signal(f->loop, SIGUSR1, on_signal, f, &f->err), 0);
	assert_int_equal(
		loop_signal(f->loop, SIGUSR2, on_signal, f, &f->err), 0);
	raise(SIGUSR1);
	raise(SIGUSR2);
	run(f, "12");
	/* One that nobody will hear does not kill the program at its end. */
	raise(SIGUSR1);
	loop_free(&f->loop);
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	assert_int_equal(sigismember(&mask, SIGUSR1), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_readable_is_called),
		TEST(test_what_came_due_in_a_sleep_is_called),
		TEST(test_a_watch_changes_and_ends_in_its_callback),
		TEST(test_a_hang_up_comes_as_both),
		TEST(test_a_new_watch_is_not_told_what_the_old_one_heard),
		TEST(test_timers_come_in_order_once),
		TEST(test_a_timer_ends_another_that_is_due),
		TEST(test_a_timer_that_comes_again_at_once_starves_nobody),
		TEST(test_a_greedy_timer_leaves_descriptors_their_turn),
		TEST(test_the_hook_comes_once_before_each_wait),
		TEST(test_idle_does_not_wake),
		TEST(test_signals_come_on_the_loop),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
