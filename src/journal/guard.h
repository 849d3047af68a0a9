#ifndef JOURNAL_GUARD_H
#define JOURNAL_GUARD_H

/*
 * The side file "journal.lock": locks between processes, and a witness of the
 * newest number, kept outside the database; and what the service's clock said
 * last (told.c).
 *
 * Locks are open-file-description locks on single bytes of the file
 * (fcntl(2), F_OFD_SETLK): the kernel lets go of them however a process ends,
 * and the descriptor is close-on-exec. The witness is written after each
 * commit and not synced: it may lag behind the database, never run ahead of
 * it, so a database that stands below it has lost its end.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define GUARD_TOLD_AT 896 /* told.c: this far into it */

enum guard_lock {
	GUARD_USE,   /* shared: the database is open; alone: it is replaced */
	GUARD_SETUP, /* alone: it is being created or upgraded */
	GUARD_LEAD   /* alone: this process delivers */
};

enum guard_mode {
	GUARD_SHARED,
	GUARD_ALONE
};

struct witness {
	int64_t number;    /* 0: none */
	int64_t enrolment; /* its row */
	int64_t seq;       /* the punch's number under it */
	bool suspect;      /* somebody met damage: look before use */
};

/*
 * Opens or makes the file in `dir`. One that cannot be written is opened for
 * reading, else *fd_out is -1: then nobody is asked, and nothing is taken
 * alone. ERR_DISK, ERR_FULL; when not even the directory is there.
 */
int guard_open(
	const char *dir, int *fd_out, bool *is_read_only_out, struct err *err);

/*
 * Takes a lock, and waits for it, at most so long. ERR_BUSY, which says who
 * has it.
 */
int guard_take(int fd, enum guard_lock lock, enum guard_mode mode,
	int patience_ms, struct err *err);

/* Takes it at once; false: others have it. */
bool guard_try(int fd, enum guard_lock lock, enum guard_mode mode);

/* Leaves it. */
void guard_leave(int fd, enum guard_lock lock);

/* Sets the witness; keeps its `suspect`. */
void guard_witness(int fd, const struct witness *witness);

/* Reads the witness; all zero when there is none that makes sense. */
void guard_read_witness(int fd, struct witness *witness_out);

/* How the last exchange with the service went: never worth a sync. */
void guard_link(int fd, int64_t link, int64_t at_ms);
void guard_read_link(int fd, int64_t *link_out, int64_t *at_ms_out);

/* Sets or clears `suspect`. */
void guard_suspect(int fd, bool suspect);

#endif
