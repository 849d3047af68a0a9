#ifndef SERVICE_COMPANY_VIEWSET_H
#define SERVICE_COMPANY_VIEWSET_H

/* Whom a person may see. */

#include "db/db.h"
#include "service/desk/access.h"
#include "service/desk/caller.h"

/*
 * In SQL, whether a viewer sees an employee of the company ?1: `all` is 1 where
 * they see everybody, else it goes by the viewset, and they see themselves.
 */
#define VIEWSET_SEES_SQL(all, viewer, employee)                                \
	"(CAST(" all " AS BIGINT) = 1 OR " employee " = " viewer               \
	" OR EXISTS (SELECT 1 FROM viewset_member sv"                          \
	" WHERE sv.company = ?1 AND sv.viewer = " viewer                       \
	" AND sv.member = " employee " AND sv.active = 1))"

/* A viewset of groups is one of the people who are in them: whom both hold
 * stands in the table viewset_member. */
enum viewset viewset_by_list(enum viewset viewset);

/* What an employee of the caller's company is to the caller. */
int viewset_subject(struct db *db, const struct caller *caller,
	const struct id *employee, enum access_subject *subject_out,
	struct err *err);

#endif
