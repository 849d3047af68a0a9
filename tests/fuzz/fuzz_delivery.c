/*
 * What is decoded from any bytes is encoded and decoded again to the same:
 * nothing that a device may send changes on its way into the ledger. A punch
 * that cannot be decoded has an id and a reason, and is left out of the rest.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
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

/* Takes out the punches that cannot be recorded: the rest is whole. */
static void
take_out_wrong(struct wire_delivery *delivery)
{
	size_t kept = 0, wrong = 0;

	for (size_t i = 0; i < delivery->count; i++) {
		const char *detail;

		if (id_is_nil(&delivery->punches[i].id))
			abort();
		if (wrong == delivery->wrong_count ||
			delivery->wrong[wrong].index != i) {
			delivery->punches[kept++] = delivery->punches[i];
			continue;
		}
		detail = delivery->wrong[wrong++].detail;
		if (detail[0] == '\0' || !text_is_utf8(detail, strlen(detail)))
			abort();
	}
	if (wrong != delivery->wrong_count)
		abort();
	delivery->count = kept;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_delivery first, second;
	struct str a, b;
	struct err err = {0};

	if (wire_delivery_decode((const char *)data, size, &first, &err) < 0)
		return 0;
	if (err.kind != ERR_NONE)
		abort();
	check_punches(&first);
	take_out_wrong(&first);
	encode(&first, &a);
	if (wire_delivery_decode(a.data, a.len, &second, &err) < 0 ||
		second.wrong_count > 0)
		abort();
	encode(&second, &b);
	if (a.len != b.len || memcmp(a.data, b.data, a.len) != 0)
		abort();
	str_release(&a);
	str_release(&b);
	wire_delivery_release(&first);
	wire_delivery_release(&second);
	return 0;
}
