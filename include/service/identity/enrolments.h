#ifndef SERVICE_IDENTITY_ENROLMENTS_H
#define SERVICE_IDENTITY_ENROLMENTS_H

#include "service/desk/call.h"

/* POST, GET /v1/enrolments and DELETE /v1/enrolments/{id}: a new one in the
 * place of one's own, somebody's, and a revocation. */
call_handler enrolments_post;
call_handler enrolments_get;
call_handler enrolments_delete;

#endif
