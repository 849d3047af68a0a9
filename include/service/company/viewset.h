#ifndef SERVICE_COMPANY_VIEWSET_H
#define SERVICE_COMPANY_VIEWSET_H

/* Whom a person may see. */

#include "db/db.h"
#include "service/desk/access.h"
#include "service/desk/caller.h"

/* A viewset of groups is one of the people who are in them: whom both hold
 * stands in the table viewset_member. */
enum viewset viewset_by_list(enum viewset viewset);

/* What an employee of the caller's company is to the caller. */
int viewset_subject(struct db *db, const struct caller *caller,
	const struct id *employee, enum access_subject *subject_out,
	struct err *err);

#endif
