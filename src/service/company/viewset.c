#include "service/company/viewset.h"

int
viewset_subject(struct db *db, const struct caller *caller,
	const struct id *employee, enum access_subject *subject_out,
	struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*subject_out = ACCESS_FOREIGN;
	if (id_equal(&caller->employee, employee))
		*subject_out = ACCESS_OWN;
	else if (caller->viewset == VIEWSET_ALL)
		*subject_out = ACCESS_SEEN;
	if (*subject_out != ACCESS_FOREIGN ||
		caller->viewset != VIEWSET_SELECTED)
		return 0;
	if (db_prepare(db,
		    "SELECT 1 FROM viewset_member WHERE company = ?1"
		    " AND viewer = ?2 AND member = ?3 AND active = 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	db_bind_id(stmt, 2, &caller->employee);
	db_bind_id(stmt, 3, employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		*subject_out = ACCESS_SEEN;
	return 0;
}
