#include "base/id.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* 48 bits of milliseconds, with room left for the counter to run over. */
#define ID_MAX_MS ((INT64_C(1) << 48) - (INT64_C(1) << 32))

#define ID_COUNTER_MAX 0xfffu

static int
id_fill_random(uint8_t *bytes, size_t len, struct err *err)
{
	ssize_t got;

	do {
		got = getrandom(bytes, len, 0);
	} while (got < 0 && errno == EINTR);
	if (got != (ssize_t)len)
		return err_set_errno(err, ERR_INTERNAL, got < 0 ? errno : EIO,
			"the system gives no random numbers");
	return 0;
}

int
id_make(struct id_source *source, int64_t now_ms, struct id *id_out,
	struct err *err)
{
	uint8_t b[sizeof(id_out->bytes)];
	uint64_t ms = 0;

	if (id_fill_random(b, sizeof(b), err) < 0)
		return -1;
	if (now_ms > 0)
		ms = (uint64_t)(now_ms < ID_MAX_MS ? now_ms : ID_MAX_MS);
	if (ms > source->last_ms) {
		source->last_ms = ms;
		/* a random start below half leaves the counter room to rise */
		source->counter = (uint32_t)(b[6] & 7) << 8 | b[7];
	} else if (++source->counter > ID_COUNTER_MAX) {
		source->last_ms++;
		source->counter = 0;
	}
	for (int i = 0; i < 6; i++)
		b[i] = (uint8_t)(source->last_ms >> (8 * (5 - i)));
	b[6] = (uint8_t)(0x70 | source->counter >> 8);
	b[7] = (uint8_t)source->counter;
	b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
	memcpy(id_out->bytes, b, sizeof(b));
	return 0;
}

static int
id_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
id_dash_before(size_t byte)
{
	return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

int
id_parse(const char *text, struct id *id_out, struct err *err)
{
	struct id id;
	const char *p = text;

	for (size_t i = 0; i < sizeof(id.bytes); i++) {
		int high, low;

		if (id_dash_before(i) && *p++ != '-')
			goto bad;
		high = id_hex_digit(*p);
		if (high < 0)
			goto bad;
		low = id_hex_digit(p[1]);
		if (low < 0)
			goto bad;
		id.bytes[i] = (uint8_t)(high << 4 | low);
		p += 2;
	}
	if (*p != '\0')
		goto bad;
	*id_out = id;
	return 0;
bad:
	return err_set(err, ERR_DATA, "\"%.60s\" is not an id", text);
}

char *
id_format(const struct id *id, char buf_out[ID_TEXT_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	char *p = buf_out;

	for (size_t i = 0; i < sizeof(id->bytes); i++) {
		if (id_dash_before(i))
			*p++ = '-';
		*p++ = digits[id->bytes[i] >> 4];
		*p++ = digits[id->bytes[i] & 15];
	}
	*p = '\0';
	return buf_out;
}

bool
id_equal(const struct id *a, const struct id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

int
id_compare(const struct id *a, const struct id *b)
{
	int order = memcmp(a->bytes, b->bytes, sizeof(a->bytes));

	return (order > 0) - (order < 0);
}

bool
id_is_nil(const struct id *id)
{
	static const struct id nil;

	return id_equal(id, &nil);
}
