#ifndef SERVICE_COMPANY_RECORDS_NOTE_H
#define SERVICE_COMPANY_RECORDS_NOTE_H

#include "records.h"

/* Notes what was changed, by whom and from where: a row of the audit for each
 * field; of a new record one. */
int records_note(const struct records_step *step,
	const struct description *description, struct err *err);

#endif
