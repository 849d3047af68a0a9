/*
 * What is decoded from any bytes is encoded and decoded again to the same:
 * nothing that a device may send changes on its way into the ledger.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
encode(const struct wire_delivery *delivery, struct str *out)
{
	str_init(out, WIRE_ANSWER_BYTES);
	wire_delivery_encode(delivery, out);
	if (str_is_cut(out))
		abort();
}

static void
check_punches(const struct wire_delivery *delivery)
{
	for (size_t i = 0; i < delivery->count; i++) {
		struct str canonical;
		struct err err;

		str_init(&canonical, PUNCH_CANONICAL_BYTES);
		punch_canonical(&delivery->punches[i], &canonical);
		if (str_is_cut(&canonical))
			abort();
		str_release(&canonical);
		punch_check(&delivery->punches[i], &err);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_delivery first, second;
	struct str a, b;
	struct err err;

	if (wire_delivery_decode((const char *)data, size, &first, &err))
		return 0;
	check_punches(&first);
	encode(&first, &a);
	if (wire_delivery_decode(a.data, a.len, &second, &err))
		abort();
	encode(&second, &b);
	if (a.len != b.len || memcmp(a.data, b.data, a.len) != 0)
		abort();
	str_release(&a);
	str_release(&b);
	free(first.punches);
	free(second.punches);
	return 0;
}
