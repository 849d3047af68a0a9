#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inside.h"

/*
 * Hearing of other processes: inotify(7) on the directory, whose WAL each
 * commit writes to. It fires for our own commits too, which costs a look.
 * But who looks when the WAL was written sees what was before: it counts a
 * disk's flush later. So each commit also sets the journal's times.
 */

int
changes_fd(void *self)
{
	struct journal *journal = self;

	if (journal->changes_fd >= 0)
		return journal->changes_fd;
	journal->changes_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (journal->changes_fd >= 0 &&
		inotify_add_watch(journal->changes_fd, journal->dir,
			IN_MODIFY | IN_ATTRIB) < 0) {
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

void
changes_tell(struct journal *journal)
{
	/* Both times: one alone is told as if the file were read, or written.
	 */
	(void)utimensat(AT_FDCWD, journal->path, NULL, 0);
}
