#ifndef SERVICE_IDENTITY_KIOSKS_H
#define SERVICE_IDENTITY_KIOSKS_H

/*
 * One-time codes that enrol a kiosk: a machine that belongs to a location, and
 * to no person. A code is good for 15 minutes, once. Its first four characters
 * name it, and five tries of that name end it; what is kept of it is a hash as
 * slow as a password's, since four characters more would soon be found.
 */

#include "service/desk/call.h"

#define KIOSKS_CODE_MS (15LL * 60 * 1000)
#define KIOSKS_TRIES 5

/* POST /v1/kiosks/codes: a code, of whoever may edit devices and sees
 * everybody, since everybody is seen at a kiosk. */
call_handler kiosks_codes_post;

/*
 * POST /v1/kiosks/enrol: turns a code into a kiosk. Whatever is wrong with
 * company or code, the answer is the same and takes the same work: one counted
 * try, one password hash.
 */
call_handler kiosks_enrol;

#endif
