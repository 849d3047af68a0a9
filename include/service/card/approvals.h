#ifndef SERVICE_CARD_APPROVALS_H
#define SERVICE_CARD_APPROVALS_H

#include "service/desk/call.h"

/* POST and DELETE of /v1/time-cards/{employee}/approvals/{level}. */
call_handler approvals_own, approvals_supervisor, approvals_sign_off;
call_handler approvals_own_back, approvals_supervisor_back,
	approvals_sign_off_back;

#endif
