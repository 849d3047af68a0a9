#ifndef SERVICE_COMPANY_VIEWSET_H
#define SERVICE_COMPANY_VIEWSET_H

/* Whom a person may see. */

#include "db/db.h"
#include "service/desk/access.h"
#include "service/desk/caller.h"

/* What an employee of the caller's company is to the caller. */
int viewset_subject(struct db *db, const struct caller *caller,
	const struct id *employee, enum access_subject *subject_out,
	struct err *err);

#endif
