#ifndef SERVICE_COMPANY_VIEWSET_ROWS_H
#define SERVICE_COMPANY_VIEWSET_ROWS_H

/* Whom a viewset of Selected Employees or Groups holds. */

#include "core/field.h"
#include "db/db.h"

/* Whether the viewer's viewset holds the member now. */
int viewset_rows_find(struct db *db, const struct id *company,
	const struct id *viewer, const struct id *member, bool *found_out,
	struct err *err);

/* A change of viewsets: when, and its number. */
struct viewset_change {
	const struct id *company;
	int64_t now_ms;
	int64_t changed_seq;
};

/* Chooses one of the Selected Employees of a viewset. */
int viewset_rows_choose(struct db *db, const struct viewset_change *change,
	const struct id *viewer, const struct id *member, struct err *err);

/* Works out anew whom the viewer sees, by what was chosen. */
int viewset_rows_work_out(struct db *db, const struct viewset_change *change,
	const struct id *viewer, struct err *err);

/* The same for all whose viewset goes by this group. */
int
viewset_rows_work_out_group(struct db *db, const struct viewset_change *change,
	const struct id *group, struct err *err);

/* Whether, since this change of a group, the viewer sees somebody more, or
 * somebody else sees whom the viewer, who does not see all, does not. */
int viewset_rows_gained(struct db *db, const struct viewset_change *change,
	const struct id *viewer, bool *gained_out, struct err *err);

/* Whom the viewer sees, who does not see all: themselves too, in the order of
 * their ids; its ids are to be freed. */
int viewset_rows_list(struct db *db, const struct id *company,
	const struct id *viewer, struct field_list *members_out,
	struct err *err);

/* Whether whom the member sees goes beyond whom the viewer, who does not see
 * all, does. */
int viewset_rows_beyond(struct db *db, const struct id *company,
	const struct id *viewer, const struct id *member, bool *beyond_out,
	struct err *err);

#endif
