#ifndef WIRE_ENROLMENT_H
#define WIRE_ENROLMENT_H

/*
 * The messages about enrolments and sessions (manners of wire/wire.h). An
 * enrolment is one person on one device, named by the service.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/str.h"

#define WIRE_DEVICE_NAME_BYTES 65
#define WIRE_LISTED_MAX 100

/*
 * An enrolment with its delivery credential, which delivers presses made by
 * this person under it and nothing else. The answer to POST /v1/enrolments,
 * and part of the answer to a sign-in.
 */
struct wire_enrolment {
	struct id id; /* nil: none */
	struct secret credential;
	int64_t highest;    /* number of it that the service ever heard of */
	struct id previous; /* the one whose place it took; nil: none */
};
void
wire_enrolment_encode(const struct wire_enrolment *enrolment, struct str *out);
int wire_enrolment_decode(const char *bytes, size_t len,
	struct wire_enrolment *enrolment_out, struct err *err);
void wire_enrolment_release(struct wire_enrolment *enrolment);

/* POST /v1/enrolments: {} or {"device_name"}. */
struct wire_enrol {
	char device_name[WIRE_DEVICE_NAME_BYTES]; /* "": as it is */
};
void wire_enrol_encode(const struct wire_enrol *enrol, struct str *out);
int wire_enrol_decode(const char *bytes, size_t len,
	struct wire_enrol *enrol_out, struct err *err);

/* GET /v1/enrolments: somebody's, the newest first. */
struct wire_enrolment_item {
	struct id id;
	struct id employee;
	struct id device;
	char device_name[WIRE_DEVICE_NAME_BYTES];
	struct id previous;
	int64_t highest;
	int64_t begun_ms;
	int64_t ended_ms;   /* another took its place; 0: no */
	int64_t revoked_ms; /* it, or its device; 0: no */
	bool current;       /* the asking session's */
};
struct wire_enrolment_items {
	struct wire_enrolment_item items[WIRE_LISTED_MAX];
	size_t count;
};

/* The list as it is answered. */
void wire_enrolments_encode(
	const struct wire_enrolment_items *list, struct str *out);

/* GET /v1/sessions: somebody's that are still good, the newest first. */
struct wire_session_item {
	struct id id;
	struct id employee;
	struct id enrolment; /* nil: it reads and never punches */
	char device_name[WIRE_DEVICE_NAME_BYTES]; /* "": none */
	int64_t created_ms;
	int64_t used_ms;  /* signed in or refreshed last */
	int64_t until_ms; /* when not refreshed again */
	bool current;     /* the asking one */
};
struct wire_session_items {
	struct wire_session_item items[WIRE_LISTED_MAX];
	size_t count;
};

/* The list as it is answered. */
void
wire_sessions_encode(const struct wire_session_items *list, struct str *out);

#endif
