#ifndef JOURNAL_WAL_H
#define JOURNAL_WAL_H

/*
 * SQLite cannot know who made a WAL, so each process that opens one waits for
 * its directory as well when it first waits for the disk: a short run waits
 * twice. Here the directory is synced by whoever makes the WAL, before there
 * is anything in it: one that holds something is there to stay.
 */

/* The sqlite3_vfs that does so, by the name that sqlite3_open_v2 takes; NULL,
 * which is SQLite's own, where there is none to be had. */
const char *wal_vfs(void);

#endif
