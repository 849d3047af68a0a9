#ifndef WIRE_CORRECTION_H
#define WIRE_CORRECTION_H

/* What somebody corrects of a card. Encoding and decoding are as in
 * wire/wire.h. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "core/correction.h"
#include "core/punch.h"
#include "wire/reason.h"

/* POST /v1/time-cards/{employee}/corrections */
struct wire_correction {
	enum correction_kind kind;
	/* CHANGE, REMOVE: of which punch; one that was added has no enrolment.
	 */
	struct id enrolment;
	struct id punch;
	enum punch_kind press; /* ADD */
	bool has_at;           /* ADD: always */
	int64_t at_ms;
	bool has_job;
	struct id location;
	struct id cost_code;
	char comment[PUNCH_COMMENT_BYTES]; /* ADD; "": none */
	char reason[WIRE_REASON_BYTES];
};
void wire_correction_encode(
	const struct wire_correction *correction, struct str *out);
int wire_correction_decode(const char *bytes, size_t len,
	struct wire_correction *correction_out, struct err *err);

#endif
