#ifndef SERVICE_IDENTITY_VERIFY_H
#define SERVICE_IDENTITY_VERIFY_H

/*
 * Passwords of people who cannot sign in yet, or not any more. The page of a
 * mailed link: GET shows a form and takes nothing, POST sets the password
 * and leads to a page that says so; one that opens nothing any more has a way
 * to another mail. Asking for a mail and giving a mailed code are answered
 * alike, whoever it may be.
 */

#include "service/desk/call.h"

call_handler verify_get, verify_post, verify_done, verify_again;
call_handler verify_forgot_page, verify_forgot, verify_activate;

#endif
