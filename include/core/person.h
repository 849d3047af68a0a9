#ifndef CORE_PERSON_H
#define CORE_PERSON_H

/* Who is signed in, and the company they work for, as the client knows them. */

#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "core/name.h"
#include "core/permission.h"
#include "core/policy.h"

#define PERSON_NAME_BYTES NAME_BYTES
#define COMPANY_ID_BYTES 64

struct person {
	struct id id; /* as an employee */
	char name[PERSON_NAME_BYTES];
	uint8_t given_len; /* of the name; the client's journal has none */
	permission_set permissions;
	enum viewset viewset;
	struct meal_policy meal;
	char company_id[COMPANY_ID_BYTES]; /* the Company ID ("acme") */
	char company_name[PERSON_NAME_BYTES];
	char company_zone[64];  /* IANA name */
	bool clock_enabled;     /* the company switch */
	int max_record_minutes; /* its longest record now; 0: none */
};

/*
 * The Company ID that was typed, in lower case and without blanks around it:
 * 1..63 of a-z 0-9 and inner dashes (a sub-domain, RFC 1035). ERR_DATA with
 * what is wrong, spaces named as such.
 */
int person_read_company(
	const char *typed, char id_out[COMPANY_ID_BYTES], struct err *err);

#endif
