#ifndef SERVICE_COMPANY_EMPLOYEE_LETTERS_H
#define SERVICE_COMPANY_EMPLOYEE_LETTERS_H

/* The mails that follow from a change of an employee. */

#include "core/employee.h"
#include "records.h"

/* Whether the person may be sent a link: works here, has a role, a username
 * and an address. */
bool employee_letters_reach(const struct employee *person);

/* Asks for what follows from the change, in its transaction. */
int employee_letters_saved(struct records_step *step, struct err *err);

#endif
