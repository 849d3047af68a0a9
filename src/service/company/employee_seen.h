#ifndef SERVICE_COMPANY_EMPLOYEE_SEEN_H
#define SERVICE_COMPANY_EMPLOYEE_SEEN_H

#include "records.h"

/*
 * Whoever adds an employee, and does not see all, sees the new one from then on
 * where their viewset is of selected employees: it gets one more, noted as a
 * change of theirs. Else step->unseen.
 */
int employee_seen_added(struct records_step *step, struct err *err);

#endif
