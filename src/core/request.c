#include "core/request.h"

#include <string.h>

#include "sha256.h"

struct id
request_id(const struct id *employee, enum punch_kind press, int64_t at_ms)
{
	uint8_t content[sizeof(struct id) + 9], digest[SHA256_BYTES];
	struct id id;

	memcpy(content, employee->bytes, sizeof(id.bytes));
	content[sizeof(id)] = (uint8_t)press;
	for (size_t i = 0; i < 8; i++)
		content[sizeof(id) + 1 + i] =
			(uint8_t)((uint64_t)at_ms >> (56 - 8 * i));
	sha256_short(content, sizeof(content), digest);
	memcpy(id.bytes, digest, sizeof(id.bytes));
	id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x80);
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
	return id;
}
