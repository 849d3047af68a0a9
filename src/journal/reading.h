#ifndef JOURNAL_READING_H
#define JOURNAL_READING_H

/* A journal on a disk that cannot be written: as far as it can be read. */

#include "inside.h"

/*
 * Opens journal->path into journal->db for reading, with what stands in its
 * WAL, whether or not the files that SQLite keeps beside it can be made.
 */
int reading_connect(struct journal *journal, struct err *err);

/* Its words for everything that would write. Returns -1. */
int
reading_refuse(struct journal *journal, enum fail_doing doing, struct err *err);

#endif
