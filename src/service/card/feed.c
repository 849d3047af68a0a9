#include "service/card/feed.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "feed_chain_rows.h"
#include "feed_follow.h"
#include "service/desk/metrics.h"

#define LOOK_MS 10000 /* others write to the database too */
#define FAILED_MS 2000
#define PAUSE_MS 100 /* what is pressed meanwhile is followed together */

struct feed {
	struct feed_options options;
	char *url;
	struct db *db; /* NULL: to be opened */
	int event;     /* eventfd */
	pthread_t thread;
	bool started;
	atomic_bool stopped;
};

/* --- one step ------------------------------------------------------------- */

static void
count(struct feed *feed, const struct feed_follow *follow)
{
	struct metrics *metrics = feed->options.metrics;

	if (metrics == NULL)
		return;
	metrics->feed_people += follow->people;
	metrics->feed_weeks += follow->weeks;
	metrics->feed_records += follow->records;
}

static int
follow_all(struct feed *feed, bool *more_out, struct err *err)
{
	const struct feed_options *options = &feed->options;
	struct feed_follow follow = {.db = feed->db, .zones = options->zones};
	int rc = 0;

	*more_out = false;
	while (rc == 0 && !feed->stopped) {
		char zone[ZONE_NAME_BYTES];
		bool found, more = false;

		rc = feed_chain_rows_company(
			feed->db, &follow.company, zone, &found, err);
		if (rc < 0 || !found)
			break;
		follow.now_ms = options->now_ms(options->now_ctx);
		rc = zones_get(options->zones, zone, &follow.zone, err);
		if (rc == 0)
			rc = feed_follow_slice(&follow, &more, err);
		*more_out |= more;
	}
	count(feed, &follow);
	return rc;
}

int
feed_step(struct feed *feed, bool *more_out, struct err *err)
{
	int rc;

	*more_out = false;
	if (feed->db == NULL &&
		db_open(&feed->options.database, false, &feed->db, err) < 0)
		return -1;
	rc = follow_all(feed, more_out, err);
	if (rc < 0)
		db_close(&feed->db);
	return rc;
}

/* --- the thread ----------------------------------------------------------- */

/* Whether somebody woke it. */
static bool
wait_for_work(struct feed *feed, int timeout_ms)
{
	struct pollfd event = {.fd = feed->event, .events = POLLIN};
	uint64_t times;

	if (poll(&event, 1, timeout_ms) <= 0)
		return false;
	(void)!read(feed->event, &times, sizeof(times));
	return true;
}

static void *
run(void *ctx)
{
	struct feed *feed = ctx;

	while (!feed->stopped) {
		struct err err = {0};
		bool more;

		if (feed_step(feed, &more, &err) < 0) {
			log_event(LOG_LEVEL_ERROR, "feed-failed", "why",
				err.text, NULL);
			(void)wait_for_work(feed, FAILED_MS);
		} else if (!more && wait_for_work(feed, LOOK_MS) &&
			   !feed->stopped) {
			(void)poll(NULL, 0, PAUSE_MS);
		}
	}
	return NULL;
}

/* --- the interface -------------------------------------------------------- */

struct feed *
feed_new(const struct feed_options *options)
{
	struct feed *feed = mem_new(1, sizeof(*feed));

	feed->options = *options;
	feed->url = mem_dupz(options->database.url);
	feed->options.database.url = feed->url;
	feed->event = -1;
	return feed;
}

int
feed_start(struct feed *feed, struct err *err)
{
	sigset_t all, old;
	int rc;

	feed->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (feed->event < 0)
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot start the feed");
	/* Signals are the program's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&feed->thread, NULL, run, feed);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (rc != 0)
		return err_set_errno(
			err, ERR_INTERNAL, rc, "cannot start the feed");
	feed->started = true;
	return 0;
}

void
feed_wake(struct feed *feed)
{
	const uint64_t one = 1;

	if (feed != NULL && feed->started)
		(void)!write(feed->event, &one, sizeof(one));
}

void
feed_free(struct feed **feed)
{
	struct feed *it = *feed;

	if (it == NULL)
		return;
	it->stopped = true;
	if (it->started) {
		feed_wake(it);
		pthread_join(it->thread, NULL);
	}
	if (it->event >= 0)
		close(it->event);
	db_close(&it->db);
	free(it->url);
	free(it);
	*feed = NULL;
}
