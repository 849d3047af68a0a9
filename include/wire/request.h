#ifndef WIRE_REQUEST_H
#define WIRE_REQUEST_H

/* A punch that is missing, as whoever missed it asks for it. Encoding and
 * decoding are as in wire/wire.h. */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "core/punch.h"
#include "core/request.h"

/* POST /v1/requests */
struct wire_request {
	struct id id; /* made by whoever asks: asked twice, it is one */
	enum punch_kind press;
	int64_t at_ms;
	struct id location; /* of GO alone, else nil */
	struct id cost_code;
	char comment[PUNCH_COMMENT_BYTES]; /* "": none */
};
void wire_request_encode(const struct wire_request *request, struct str *out);
int wire_request_decode(const char *bytes, size_t len,
	struct wire_request *request_out, struct err *err);

/* Its answer. */
struct wire_asked {
	struct id id;
	int64_t seq; /* in the company's hash chain */
	enum request_state state;
};
void wire_asked_encode(const struct wire_asked *asked, struct str *out);
int wire_asked_decode(const char *bytes, size_t len,
	struct wire_asked *asked_out, struct err *err);

#endif
