#include "service/company/viewset.h"

#include "viewset_rows.h"

enum viewset
viewset_by_list(enum viewset viewset)
{
	return viewset == VIEWSET_GROUPS ? VIEWSET_SELECTED : viewset;
}

int
viewset_subject(struct db *db, const struct caller *caller,
	const struct id *employee, enum access_subject *subject_out,
	struct err *err)
{
	bool seen;

	*subject_out = ACCESS_FOREIGN;
	if (id_equal(&caller->employee, employee))
		*subject_out = ACCESS_OWN;
	else if (caller->viewset == VIEWSET_ALL)
		*subject_out = ACCESS_SEEN;
	if (*subject_out != ACCESS_FOREIGN ||
		caller->viewset != VIEWSET_SELECTED)
		return 0;
	if (viewset_rows_find(db, &caller->company, &caller->employee, employee,
		    &seen, err) < 0)
		return -1;
	if (seen)
		*subject_out = ACCESS_SEEN;
	return 0;
}
