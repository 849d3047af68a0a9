#include "serve_wait.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "port/manager.h"

#define STOP_HARD_S 10

void
serve_wait_block(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, signals, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
reload(const struct admin_host *host, struct httpd *httpd)
{
	struct err err = {0};

	host->manager->tell(MANAGER_RELOADING);
	if (host->httpd->reload(httpd, &err) == 0)
		log_event(LOG_LEVEL_INFO, "reloaded", NULL);
	else
		log_event(
			LOG_LEVEL_ERROR, "not-reloaded", "why", err.text, NULL);
	host->manager->tell(MANAGER_READY);
}

/* The next signal. Meanwhile, twice in the time that whoever watches gives us,
 * it is told that we live, if connections are still accepted. */
static int
next_signal(const struct admin_host *host, struct httpd *httpd,
	const sigset_t *signals)
{
	const int every_ms = host->manager->alive_ms() / 2;
	const struct timespec every = {
		every_ms / 1000, (long)(every_ms % 1000) * 1000000};

	for (;;) {
		int number = sigtimedwait(
			signals, NULL, every_ms > 0 ? &every : NULL);

		if (number > 0)
			return number;
		if (errno == EAGAIN && host->httpd->alive(httpd))
			host->manager->tell(MANAGER_ALIVE);
	}
}

void
serve_wait(const struct admin_host *host, struct httpd *httpd,
	const sigset_t *signals)
{
	const char *url = host->httpd->url(httpd);
	int number;

	log_event(LOG_LEVEL_INFO, "listening", "url", url, NULL);
	fprintf(host->out, "listening on %s\n", url);
	fflush(host->out);
	host->manager->tell(MANAGER_READY);
	while ((number = next_signal(host, httpd, signals)) == SIGHUP)
		reload(host, httpd);
	host->manager->tell(MANAGER_STOPPING);
	log_event(
		LOG_LEVEL_INFO, "stopping", "signal", strsignal(number), NULL);
	/* A database that hangs does not keep us: SIGALRM ends the program,
	 * which is as safe as SIGKILL. */
	alarm(STOP_HARD_S);
}
