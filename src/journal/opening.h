#ifndef JOURNAL_OPENING_H
#define JOURNAL_OPENING_H

/* From a path to a database that can be trusted, and back. */

#include "inside.h"

/*
 * Opens journal->path into journal->db: settings made and read back, format
 * up to date, newest punch proven, damage recovered; for reading only, where
 * it cannot be written. Flat in what is stored.
 */
int opening_run(struct journal *journal, struct err *err);

/* Finalises the statements and closes the database, if open. */
void opening_undo(struct journal *journal);

#endif
