#ifndef SERVICE_LEDGER_LEDGER_GROUP_ROWS_H
#define SERVICE_LEDGER_LEDGER_GROUP_ROWS_H

/*
 * What a group reads and writes, many rows at once: on PostgreSQL all that is
 * read first comes in one round trip, and all that is written goes in one with
 * the commit.
 */

#include "ledger_group.h"

/* Locks the heads (made where there are none), loads enrolments and clocks. */
int ledger_group_rows_load(struct ledger_group *group, struct err *err);

/* Looks up the ids that may stand in the ledger, and why such are held. */
int ledger_group_rows_look_up(struct ledger_group *group, struct err *err);

/* Adds punches, events, their lines in the timeline, contacts put away.
 * ERR_DATA here, or with whatever comes next, when an id stood there. */
int ledger_group_rows_add(struct ledger_group *group, struct err *err);

/* Adds the events that came since. */
int ledger_group_rows_add_events(struct ledger_group *group, struct err *err);

/* Notes refused numbers. */
int ledger_group_rows_refuse(struct ledger_group *group, struct err *err);

/* Saves enrolments, clocks, heads. */
int ledger_group_rows_save(struct ledger_group *group, struct err *err);

#endif
