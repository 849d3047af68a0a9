#ifndef CORE_PUNCH_H
#define CORE_PUNCH_H

/*
 * The punch: one raw event, immutable from the moment it is made. Who, when,
 * what kind, where, on what, by whom, on which device.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "core/stamp.h"

#define PUNCH_COMMENT_BYTES 1001 /* 1000 bytes of UTF-8 and the NUL */
#define PUNCH_CANONICAL_BYTES 4096

/* X(name, number on disk, name on the wire and the command line, what a receipt
 * calls it) */
#define PUNCH_KINDS(X)                                                         \
	X(GO, 0, "go", "IN")                                                   \
	X(STOP, 1, "stop", "OUT")                                              \
	X(MEAL, 2, "meal", "MEAL")                                             \
	X(RESUME, 3, "resume", "IN")                                           \
	X(VOID, 4, "void", "UNDONE")

enum punch_kind {
#define X(name, number, wire, word) PUNCH_##name = (number),
	PUNCH_KINDS(X)
#undef X
};
#define PUNCH_KIND_COUNT 5

struct punch {
	struct id id;         /* made at the press, permanent */
	struct id employee;   /* whose time it is */
	struct id pressed_by; /* who pressed: the employee or an operator */
	struct id enrolment;
	int64_t number; /* from 1, one more with each punch of it */
	enum punch_kind kind;
	struct id location;  /* GO only, else nil */
	struct id cost_code; /* GO only, else nil */
	struct id target;    /* VOID only: the punch undone, else nil */
	bool forced;         /* STOP while this device believed OUT */
	struct stamp pressed;
	bool has_chosen;   /* a person chose the time ("edit time") */
	int64_t chosen_ms; /* then: Unix time as typed, else 0 */
	char comment[PUNCH_COMMENT_BYTES]; /* UTF-8, as typed */
};

/* The wire name of a kind. */
const char *punch_kind_name(enum punch_kind kind);

/* The kind of a wire name. ERR_DATA when there is none. */
int
punch_kind_parse(const char *name, enum punch_kind *kind_out, struct err *err);

/*
 * Whether the punch is well-formed by itself: ids present where its kind
 * wants them and nil elsewhere, numbers in range, comment valid UTF-8. ERR_DATA
 * with the member's wire name.
 */
int punch_check(const struct punch *punch, struct err *err);

/*
 * Appends the canonical bytes: the same on every machine for the same content,
 * different for different content. What the journal's chain and the service's
 * "same id, same content" are computed over.
 */
void punch_canonical(const struct punch *punch, struct str *out);

#endif
