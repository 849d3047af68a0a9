#ifndef APP_OFFICE_PEOPLE_H
#define APP_OFFICE_PEOPLE_H

/* What is asked of one employee beside the record. */

#include "app/office.h"

/* Which gates of Connect Clock are open; what the answer says, appended as
 * a sentence. False: it says nothing. */
void office_ask_gates(struct office *office, const struct id *employee,
	office_on_answer *on_answer, void *ctx);
bool office_say_gates(const struct office_answer *answer, struct str *out);

/* Whether they may clock others in, and see nobody else. */
bool office_has_nobody(const struct office *office, const void *employee);

/* Another mail to prove the address; the links before are good no more. */
void office_resend(struct office *office, const struct id *employee,
	office_on_answer *on_answer, void *ctx);

#endif
