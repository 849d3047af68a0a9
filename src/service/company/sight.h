#ifndef SERVICE_COMPANY_SIGHT_H
#define SERVICE_COMPANY_SIGHT_H

/*
 * Lists of people, of a group say, as a viewer sees them: whom they do not see
 * is not told of, and stays in the list whatever they make of it.
 */

#include "base/str.h"
#include "record_rows.h"

struct sight {
	bool all;
	struct field_list people; /* those who are seen, unless it is all */
};

/* Whom the viewer sees, as far as records of this kind (NULL: of any) have
 * lists of people; released by the caller. */
int sight_load(struct db *db, const struct record_viewer *viewer,
	const struct description *description, struct sight *sight_out,
	struct err *err);

/* Lets go of what was loaded. */
void sight_release(struct sight *sight);

/* Leaves out of the record's lists who is not seen. */
void sight_hide(const struct sight *sight,
	const struct description *description, void *record);

/* Puts those of `before` who are not seen into the lists of `record`. ERR_DATA:
 * a list has too many then. */
int sight_keep(const struct sight *sight, const struct description *description,
	const void *before, void *record, struct err *err);

/* Appends to `out` what was written as JSON of a record of this kind, or of its
 * field: in its lists of people one null stands for all who are not seen. */
void sight_cut(const struct sight *sight, const struct description *description,
	const char *field, const char *value, struct str *out);

#endif
