#include "contact_bytes.h"

#include <endian.h>
#include <string.h>

static void
put_int(unsigned char *out, int64_t value)
{
	uint64_t big = htobe64((uint64_t)value);

	memcpy(out, &big, sizeof(big));
}

static int64_t
get_int(const unsigned char *in)
{
	uint64_t big;

	memcpy(&big, in, sizeof(big));
	return (int64_t)be64toh(big);
}

void
contact_bytes_put(const struct contact *contact, unsigned char *out)
{
	put_int(out, contact->received_ms);
	put_int(out + 8, contact->now.wall_ms);
	put_int(out + 16, contact->now.boottime_ms);
	put_int(out + 24, contact->highest);
	memcpy(out + 32, contact->now.boot.bytes, sizeof(struct id));
}

struct contact
contact_bytes_get(const unsigned char *in)
{
	struct contact contact = {
		.received_ms = get_int(in),
		.now = {.wall_ms = get_int(in + 8),
			.boottime_ms = get_int(in + 16)},
		.highest = get_int(in + 24),
	};

	memcpy(contact.now.boot.bytes, in + 32, sizeof(struct id));
	return contact;
}
