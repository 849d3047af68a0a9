#ifndef SERVICE_COMPANY_RECORDS_NOTE_H
#define SERVICE_COMPANY_RECORDS_NOTE_H

#include "records.h"
#include "service/company/audit.h"

/* Notes what was changed, by whom and from where: a row of the audit for each
 * field; of a new record one. */
int records_note(const struct records_step *step,
	const struct description *description, struct err *err);

/* Notes what a change says beside its fields, as JSON. */
int records_note_value(const struct records_step *step,
	const struct description *description, const char *name,
	const char *value, struct err *err);

/* As what a change of this field is noted: "policy group" and "name" are
 * "policy_group.name". */
void records_note_name(const struct description *description, const char *field,
	char what_out[AUDIT_WHAT_BYTES]);

#endif
