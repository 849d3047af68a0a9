#ifndef SERVICE_COMPANY_POLICY_FROM_H
#define SERVICE_COMPANY_POLICY_FROM_H

/*
 * From which local date on a change of policies counts: from the one that the
 * request names, neither in the future nor in a closed period, else from the
 * first of the pay period (or work week) that holds today. What held before is
 * kept (service/company/hours.h), and the date noted.
 */

#include "records.h"

/* Of a change that is written: of a policy group; of a person. */
int policy_from_group(struct records_step *step, struct err *err);
int policy_from_person(struct records_step *step, struct err *err);

#endif
