#include <sys/inotify.h>
#include <unistd.h>

#include "inside.h"

/*
 * Hearing of other processes: inotify(7) on the directory, whose WAL each
 * commit writes to. It fires for our own commits too, which costs a look.
 */

int
changes_fd(void *self)
{
	struct journal *journal = self;

	if (journal->changes_fd >= 0)
		return journal->changes_fd;
	journal->changes_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (journal->changes_fd >= 0 && inotify_add_watch(journal->changes_fd,
						journal->dir, IN_MODIFY) < 0) {
		close(journal->changes_fd);
		journal->changes_fd = -1;
	}
	return journal->changes_fd;
}

void
changes_heard(void *self)
{
	struct journal *journal = self;
	char events[4096];

	while (journal->changes_fd >= 0 &&
		read(journal->changes_fd, events, sizeof(events)) > 0)
		continue;
}
