#ifndef SERVICE_IDENTITY_SIGN_IN_H
#define SERVICE_IDENTITY_SIGN_IN_H

#include "service/desk/call.h"
#include "wire/wire.h"

/* Answers a sign-in by password. -1 when the database or the machine fails. */
int sign_in_by_password(
	struct call *call, const struct wire_sign_in *in, struct err *err);

#endif
