#ifndef SERVICE_COMPANY_JUDGED_H
#define SERVICE_COMPANY_JUDGED_H

/* Writing as somebody who may. */

#include "service/desk/call.h"
#include "service/desk/store.h"

/*
 * As store_write, for what a person does: the company's chain is locked first,
 * as by whatever changes rights, and the caller is looked up once more. If the
 * rights that the call was judged by are not those that hold now, nothing is
 * written: call->moved, and an error that means nothing else. The call is to be
 * handled from the beginning then.
 */
int
judged_write(struct call *call, store_work *work, void *ctx, struct err *err);

#endif
