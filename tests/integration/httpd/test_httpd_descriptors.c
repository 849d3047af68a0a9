/* The HTTP server without a descriptor for who comes: it waits for one, and
 * is at rest meanwhile. */

#include "lib/cmocka_all.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/http_host.h"
#include "lib/wait.h"

#define TRIES 4

/* What the thread that accepts asks of the system comes through here. */
static struct {
	pthread_mutex_t mutex;
	pthread_t thread;
	bool gone;    /* all descriptors */
	bool rested;  /* since the last try that failed */
	int tries;    /* that failed */
	int restless; /* of them, without a rest before */
} system_now = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static bool
fail_try(void)
{
	bool gone;

	pthread_mutex_lock(&system_now.mutex);
	gone = system_now.gone;
	if (gone) {
		if (system_now.tries++ > 0 && !system_now.rested)
			system_now.restless++;
		system_now.rested = false;
		system_now.thread = pthread_self();
	}
	pthread_mutex_unlock(&system_now.mutex);
	return gone;
}

int
accept4(int fd, struct sockaddr *restrict peer, socklen_t *restrict len,
	int flags)
{
	int (*next)(int, struct sockaddr *, socklen_t *, int);
	void *found = dlsym(RTLD_NEXT, "accept4");

	if (fail_try()) {
		errno = EMFILE;
		return -1;
	}
	memcpy(&next, &found, sizeof(next));
	return next(fd, peer, len, flags);
}

int
poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	int (*next)(struct pollfd *, nfds_t, int);
	void *found = dlsym(RTLD_NEXT, "poll");
	int ready;

	memcpy(&next, &found, sizeof(next));
	ready = next(fds, count, timeout_ms);
	pthread_mutex_lock(&system_now.mutex);
	if (timeout_ms != 0 && ready == 0 &&
		pthread_equal(system_now.thread, pthread_self()))
		system_now.rested = true;
	pthread_mutex_unlock(&system_now.mutex);
	return ready;
}

static void
set_gone(bool gone)
{
	pthread_mutex_lock(&system_now.mutex);
	system_now.gone = gone;
	pthread_mutex_unlock(&system_now.mutex);
}

static bool
was_tried(void *ctx)
{
	bool tried;

	(void)ctx;
	pthread_mutex_lock(&system_now.mutex);
	tried = system_now.tries >= TRIES;
	pthread_mutex_unlock(&system_now.mutex);
	return tried;
}

static void
test_without_descriptors_it_rests_between_tries(void **state)
{
	struct host *host = host_open(&host_plain);
	struct host_answer answer;
	int fd;

	(void)state;
	set_gone(true);
	fd = host_connect(host); /* in the kernel's line */
	host_send(fd, BYTES(GET H "\r\n"));
	assert_true(wait_until(was_tried, NULL, WAIT_LONG_MS));
	set_gone(false);
	assert_int_equal(system_now.restless, 0);
	/* Nobody is lost, and who comes now is taken as ever. */
	host_read(fd, 1, &answer);
	assert_int_equal(answer.status, 200);
	close(fd);
	host_exchange(host, BYTES(GET H "\r\n"), 1, &answer);
	assert_int_equal(answer.status, 200);
	host_close(&host);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_without_descriptors_it_rests_between_tries),
	};

	return cmocka_run_group_tests_name(
		"httpd_descriptors", tests, NULL, NULL);
}
