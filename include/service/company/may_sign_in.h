#ifndef SERVICE_COMPANY_MAY_SIGN_IN_H
#define SERVICE_COMPANY_MAY_SIGN_IN_H

/* In SQL, of an employee e: a person who may sign in. */
#define MAY_SIGN_IN                                                            \
	" e.active = 1 AND e.verified = 1 AND e.username IS NOT NULL "

/* Of a session s of such a person: they were not made active or inactive
 * since it began. No two times are compared: the service's clock may have been
 * set back. */
#define SESSION_STANDS " s.person_since_ms = e.since_ms "

#endif
