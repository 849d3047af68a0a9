#ifndef JOURNAL_ROOM_H
#define JOURNAL_ROOM_H

/*
 * Room for 1,000 more punches on a disk that others fill up.
 *
 * The reserve is made of free pages inside the database, which SQLite uses
 * before it lets the file grow, and of a WAL that is never shortened: blocks
 * that nobody else can take. It is refilled whenever the disk has room. (On a
 * copy-on-write file system overwriting needs new blocks, and no program can
 * reserve them.)
 */

#define ROOM_PAGES 640     /* free pages after a refill */
#define ROOM_LOW_PAGES 480 /* refilled below; 1,000 of the longest punches */

#endif
