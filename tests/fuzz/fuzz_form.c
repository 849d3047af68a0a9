/*
 * A sign-in as a form: what is decoded from any bytes is, as JSON, the same
 * sign-in.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
is_same_secret(const struct secret *a, const struct secret *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static void
check_same(const struct wire_sign_in *a, const struct wire_sign_in *b)
{
	if (strcmp(a->company_id, b->company_id) != 0 ||
		strcmp(a->username, b->username) != 0 ||
		!is_same_secret(&a->password, &b->password) ||
		!is_same_secret(&a->refresh, &b->refresh) ||
		!id_equal(&a->device, &b->device))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_sign_in form, json;
	struct secret token;
	struct str text;
	struct err err = {0};

	if (wire_revoke_decode(
		    (const char *)data, size, WIRE_FORM, &token, &err) == 0)
		secret_release(&token);
	if (wire_sign_in_decode(
		    (const char *)data, size, WIRE_FORM, &form, &err) < 0)
		return 0;
	str_init(&text, WIRE_REQUEST_BYTES);
	wire_sign_in_encode(&form, &text);
	if (str_is_cut(&text) || wire_sign_in_decode(text.data, text.len,
					 WIRE_JSON, &json, &err) < 0)
		abort();
	check_same(&form, &json);
	wire_sign_in_release(&form);
	wire_sign_in_release(&json);
	str_release(&text);
	return 0;
}
