#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

/*
 * The messages of the Connect API: JSON to core values and back, one codec for
 * both sides. Decoding checks everything (json_scan, types, ranges); requests
 * refuse unknown members, answers ignore them. ERR_DATA names the member by
 * its JSON pointer ("/punches/3/employee: not an id").
 *
 * Encoders append to `out` and cannot fail but by its maximum (str_is_cut).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "core/clock.h"
#include "core/entry.h"
#include "core/person.h"
#include "core/problem.h"
#include "core/punch.h"
#include "core/verdict.h"
#include "wire/enrolment.h"

#define WIRE_PUNCHES_MAX 500
#define WIRE_REQUEST_BYTES (1024 * 1024)
#define WIRE_ANSWER_BYTES (4 * 1024 * 1024)

/* How a request is written: as JSON, or (RFC 6749) as a form. */
enum wire_format {
	WIRE_JSON,
	WIRE_FORM
};

/* POST /v1/token, password grant; POST with the refresh grant. */
struct wire_sign_in {
	char company_id[COMPANY_ID_BYTES];
	char username[257];
	struct secret password; /* password grant, else empty */
	struct secret refresh;  /* refresh grant, else empty */
	struct id device;       /* nil: none, and in a refresh */
	char device_name[65];
};
void wire_sign_in_encode(const struct wire_sign_in *in, struct str *out);
int wire_sign_in_decode(const char *bytes, size_t len, enum wire_format format,
	struct wire_sign_in *in_out, struct err *err);
void wire_sign_in_release(struct wire_sign_in *in);

/* The answer to a sign-in or a refresh. */
struct wire_session {
	struct secret access;
	struct secret refresh;
	int64_t expires_in_s;
	struct person person;
	struct wire_enrolment enrolment; /* of a sign-in on a device */
};
void wire_session_encode(const struct wire_session *session, struct str *out);
int wire_session_decode(const char *bytes, size_t len,
	struct wire_session *session_out, struct err *err);
void wire_session_release(struct wire_session *session);

/* POST /v1/token/revoke (RFC 7009): {"token"} */
void wire_revoke_encode(const struct secret *token, struct str *out);
int wire_revoke_decode(const char *bytes, size_t len, enum wire_format format,
	struct secret *token_out, struct err *err);

/* GET /v1/me: the person. */
void wire_person_encode(const struct person *person, struct str *out);
int wire_person_decode(const char *bytes, size_t len, struct person *person_out,
	struct err *err);

/* A punch of which only the id (and the number, if not 0) could be read. */
struct wire_wrong {
	size_t index;                      /* of the punch */
	char detail[VERDICT_DETAIL_BYTES]; /* "kind: is missing" */
};

/*
 * POST /v1/punches. A punch is of this enrolment unless it names another one
 * (which it is brought from). Decoded punches are typed and in range, but for
 * those in `wrong`; whether one is well-formed for its kind is left to
 * punch_check. So one bad punch is refused alone and does not stop the others;
 * only one without an id, of which nothing could be answered, is an error.
 */
struct wire_delivery {
	struct id enrolment; /* whose credential delivers */
	struct stamp now;    /* its clocks when it is sent */
	int64_t highest;     /* its highest number recorded then */
	struct punch *punches;
	size_t count;
	struct wire_wrong *wrong; /* decode only: by index */
	size_t wrong_count;
};
void
wire_delivery_encode(const struct wire_delivery *delivery, struct str *out);
int wire_delivery_decode(const char *bytes, size_t len,
	struct wire_delivery *delivery_out, struct err *err);
/* Frees what was decoded. */
void wire_delivery_release(struct wire_delivery *delivery);

/* What the service lacks of an enrolment's numbers. */
#define WIRE_MISSING_MAX 32
struct wire_missing {
	struct id enrolment;
	int64_t watermark; /* all up to here are in the ledger or refused; 0:
			      none */
	int64_t numbers[WIRE_MISSING_MAX]; /* the first missing above it */
	size_t count;
};

/* Its answer: a verdict for each punch, in the order of the request. */
#define WIRE_EARLIER_MAX 8
struct wire_verdicts {
	struct verdict *verdicts; /* decode: new array, yours to free */
	size_t count;
	struct wire_missing own; /* of the delivering enrolment */
	int64_t highest; /* number of it that the service ever heard of */
	bool ended;      /* another enrolment has taken its place */
	bool forked;     /* it is used in two places, or was put back */
	/* This person's enrolments before it, as far as numbers miss. */
	struct wire_missing earlier[WIRE_EARLIER_MAX];
	size_t earlier_count;
	int64_t now_ms; /* the service's clock */
};
void
wire_verdicts_encode(const struct wire_verdicts *verdicts, struct str *out);
int wire_verdicts_decode(const char *bytes, size_t len,
	struct wire_verdicts *verdicts_out, struct err *err);

/* GET /v1/clock: the service's word on one employee. */
struct wire_clock {
	struct id employee;
	struct clock_state state;
	struct id enrolment; /* of the asking session; nil: none */
	int64_t watermark;   /* of that one, included in `state` */
	int64_t now_ms;      /* the service's clock */
};
void wire_clock_encode(const struct wire_clock *clock, struct str *out);
int wire_clock_decode(const char *bytes, size_t len,
	struct wire_clock *clock_out, struct err *err);

/* GET /v1/catalog: one page. */
struct wire_catalog {
	/* decode: new array, what its entries' cost_codes point to is part of
	 * it; ends with wire_catalog_release. */
	struct entry *entries;
	size_t count;
	char cursor[128]; /* for since= of the next page or refresh */
	bool more;        /* another page is ready now */
};
void wire_catalog_encode(const struct wire_catalog *page, struct str *out);
int wire_catalog_decode(const char *bytes, size_t len,
	struct wire_catalog *page_out, struct err *err);
void wire_catalog_release(struct wire_catalog *page);

/* An error answer (RFC 9457, application/problem+json). */
struct wire_problem {
	char type[VERDICT_PROBLEM_BYTES]; /* without the urn prefix */
	char title[128];
	int status;
	char detail[VERDICT_DETAIL_BYTES];
	char pointer[128]; /* of the first wrong member, may be empty */
};
void wire_problem_encode(const struct wire_problem *problem, struct str *out);
int wire_problem_decode(const char *bytes, size_t len,
	struct wire_problem *problem_out, struct err *err);

#endif
