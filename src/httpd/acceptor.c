#include "acceptor.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

/* Between looks whether it is to stop, or there are descriptors again. */
#define PATIENCE_MS 250

struct acceptor {
	struct acceptor_options options;
	pthread_t thread;
	pthread_mutex_t handing; /* over to options.daemon */
	atomic_bool stopping;
	atomic_bool asked; /* whether it lives */
	int wake_fd;
};

/* Whether there may be more in the line. */
static bool
accept_one(struct acceptor *acceptor)
{
	const struct acceptor_options *options = &acceptor->options;
	struct sockaddr_storage peer = {0};
	socklen_t len = sizeof(peer);
	int fd = accept4(options->listen_fd, (struct sockaddr *)&peer, &len,
		SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return false;
	/* The library closes it, also when it cannot take it. */
	pthread_mutex_lock(&acceptor->handing);
	(void)MHD_add_connection(
		options->daemon, fd, (const struct sockaddr *)&peer, len);
	pthread_mutex_unlock(&acceptor->handing);
	return true;
}

static void
answer(struct acceptor *acceptor)
{
	uint64_t count;

	(void)!read(acceptor->wake_fd, &count, sizeof(count));
	acceptor->asked = false;
}

static void *
run(void *arg)
{
	struct acceptor *acceptor = arg;
	const struct acceptor_options *options = &acceptor->options;
	struct pollfd wake = {.fd = acceptor->wake_fd, .events = POLLIN};
	struct pollfd fds[2] = {
		wake, {.fd = options->listen_fd, .events = POLLIN}};

	while (!acceptor->stopping) {
		int ready = poll(fds, 2, -1);

		/* The word to stop stays there, for whoever polls for it. */
		if (ready > 0 && fds[0].revents != 0 && !acceptor->stopping)
			answer(acceptor);
		if (ready <= 0 || fds[1].revents == 0)
			continue;
		if (!deadlines_wait(
			    options->deadlines, options->most, PATIENCE_MS))
			continue;
		/* One that is there and cannot be had: no descriptors. */
		if (!accept_one(acceptor) && poll(fds + 1, 1, 0) > 0)
			poll(&wake, 1, PATIENCE_MS);
	}
	return NULL;
}

int
acceptor_open(const struct acceptor_options *options,
	struct acceptor **acceptor_out, struct err *err)
{
	struct acceptor *acceptor = mem_new(1, sizeof(*acceptor));
	int flags = fcntl(options->listen_fd, F_GETFL);

	acceptor->options = *options;
	pthread_mutex_init(&acceptor->handing, NULL);
	acceptor->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (flags < 0 || acceptor->wake_fd < 0 ||
		fcntl(options->listen_fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
		pthread_create(&acceptor->thread, NULL, run, acceptor) != 0) {
		if (acceptor->wake_fd >= 0)
			close(acceptor->wake_fd);
		free(acceptor);
		return err_set(err, ERR_INTERNAL,
			"cannot start the thread that accepts connections");
	}
	*acceptor_out = acceptor;
	return 0;
}

void
acceptor_hand_to(struct acceptor *acceptor, struct MHD_Daemon *daemon)
{
	pthread_mutex_lock(&acceptor->handing);
	acceptor->options.daemon = daemon;
	pthread_mutex_unlock(&acceptor->handing);
}

static void
wake(struct acceptor *acceptor)
{
	uint64_t one = 1;

	(void)!write(acceptor->wake_fd, &one, sizeof(one));
}

bool
acceptor_alive(struct acceptor *acceptor)
{
	bool answered = !acceptor->asked;

	acceptor->asked = true;
	wake(acceptor);
	return answered;
}

void
acceptor_close(struct acceptor **acceptor)
{
	struct acceptor *it = *acceptor;

	if (it == NULL)
		return;
	it->stopping = true;
	wake(it);
	pthread_join(it->thread, NULL);
	pthread_mutex_destroy(&it->handing);
	close(it->wake_fd);
	free(it);
	*acceptor = NULL;
}
