#ifndef SERVICE_COMPANY_PEOPLE_H
#define SERVICE_COMPANY_PEOPLE_H

/* What is asked of one employee beside the record: which gates of Connect
 * Clock are open, and why not; another mail to prove the address. */

#include "service/desk/call.h"

call_handler people_gates, people_resend;

#endif
