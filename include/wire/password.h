#ifndef WIRE_PASSWORD_H
#define WIRE_PASSWORD_H

/*
 * Messages about passwords of people who are not signed in: setting one by a
 * mailed link or code, and asking for such a mail. As in wire/wire.h.
 */

#include "wire/wire.h"

#define WIRE_CODE_BYTES 40

struct wire_new_password {
	struct secret password;
	struct secret again;
};

/* POST /verify/{token}: the form of the page, typed twice. */
int wire_new_password_decode(const char *bytes, size_t len,
	struct wire_new_password *in_out, struct err *err);
void wire_new_password_release(struct wire_new_password *in);

struct wire_forgot {
	char company_id[COMPANY_ID_BYTES];
	char username[257];
};

/* POST /v1/password/forgot, as JSON or as a form. */
void wire_forgot_encode(const struct wire_forgot *forgot, struct str *out);
int wire_forgot_decode(const char *bytes, size_t len, enum wire_format format,
	struct wire_forgot *forgot_out, struct err *err);

struct wire_activation {
	char company_id[COMPANY_ID_BYTES];
	char username[257];
	char code[WIRE_CODE_BYTES];
	struct secret password;
};

/* POST /v1/activate */
void wire_activation_encode(
	const struct wire_activation *activation, struct str *out);
int wire_activation_decode(const char *bytes, size_t len,
	struct wire_activation *activation_out, struct err *err);
void wire_activation_release(struct wire_activation *activation);

#endif
