#ifndef JOURNAL_SALVAGE_PLACES_H
#define JOURNAL_SALVAGE_PLACES_H

/* Accounts and enrolments of what was found. */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Moves every account whose digest fits, of several the newest. Returns false
 * when SQLite failed.
 */
bool places_keep_accounts(sqlite3 *db);

/*
 * After the punches: moves the enrolments whose digest fits, and makes anew
 * those, and the accounts, that punches name and that are gone. `tail`: so
 * many numbers may have been used behind the last one found.
 */
bool places_keep_enrolments(sqlite3 *db, int64_t tail);

/* No number of an enrolment (a row) is given twice up to this one. */
bool places_use_up(sqlite3 *db, int64_t row, int64_t seq);

#endif
