#ifndef LEAD_H
#define LEAD_H

/*
 * The store's lead: among the processes of one store only one delivers and
 * renews at a time. In this process it is held while anybody here wants it.
 */

#include "inside.h"

#define LEAD_RETRY_MS 100
#define LEAD_PATIENCE_MS 10000

/*
 * *mine_out: whether this process leads now; then lead_let_go once. Else
 * another one does: to be tried again after LEAD_RETRY_MS.
 */
int lead_take(struct app *app, bool *mine_out, struct err *err);
void lead_let_go(struct app *app);

#endif
