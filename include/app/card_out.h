#ifndef APP_CARD_OUT_H
#define APP_CARD_OUT_H

/* A time card for other programs and for paper. Each appends to `out`. */

#include "app/hours.h"

/* One object, names beside the ids. */
void card_json(const struct hours_card *card, struct str *out);

/* A line of names, then one of each record (base/csv.h). */
void card_csv(const struct hours_card *card, struct str *out);

/* What ledger and hledger read (app/timeclock.h), as pressed. */
void card_timeclock(const struct hours_card *card, struct str *out);

/*
 * One page of 80 columns and 60 lines at most, with lines to sign: each day and
 * each week, what was worked on. ASCII where it is asked for.
 */
void card_page(const struct hours_card *card, bool ascii, struct str *out);

#endif
