#ifndef WIRE_KIOSK_H
#define WIRE_KIOSK_H

/* The messages that enrol a kiosk (manners of wire/wire.h). */

#include "core/person.h"
#include "wire/enrolment.h"
#include "wire/password.h"

struct wire_kiosk_wanted {
	char name[WIRE_DEVICE_NAME_BYTES];
	struct id location;
};

/* POST /v1/kiosks/codes: what the kiosk is to be called, and where it is. */
void wire_kiosk_wanted_encode(
	const struct wire_kiosk_wanted *wanted, struct str *out);
int wire_kiosk_wanted_decode(const char *bytes, size_t len,
	struct wire_kiosk_wanted *wanted_out, struct err *err);

struct wire_kiosk_code {
	char code[WIRE_CODE_BYTES];
	int64_t until_ms;
};

/* Its answer: a secret. */
void
wire_kiosk_code_encode(const struct wire_kiosk_code *code, struct str *out);
int wire_kiosk_code_decode(const char *bytes, size_t len,
	struct wire_kiosk_code *code_out, struct err *err);

struct wire_kiosk_enrol {
	char company_id[COMPANY_ID_BYTES];
	char code[WIRE_CODE_BYTES];
	struct id device;
};

/* POST /v1/kiosks/enrol */
int wire_kiosk_enrol_decode(const char *bytes, size_t len,
	struct wire_kiosk_enrol *in_out, struct err *err);

/* Its answer: the enrolment, and what was wanted. */
void wire_kiosk_encode(const struct wire_enrolment *enrolment,
	const struct wire_kiosk_wanted *kiosk, struct str *out);

#endif
