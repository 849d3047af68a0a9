#ifndef SERVICE_IDENTITY_MAY_SIGN_IN_H
#define SERVICE_IDENTITY_MAY_SIGN_IN_H

/* In SQL, of an employee e: a person who may sign in. */
#define MAY_SIGN_IN                                                            \
	" e.active = 1 AND e.verified = 1 AND e.username IS NOT NULL "

/* Of a session s of such a person: not from before they were last made
 * active or inactive. */
#define SESSION_STANDS " s.created_ms >= e.since_ms "

#endif
