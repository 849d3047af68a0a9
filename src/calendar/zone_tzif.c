#include "zone_tzif.h"

#include <string.h>

#include "base/mem.h"

#define HEADER_BYTES 44
#define CHANGES_MAX 20000 /* the largest real zone has some 250 */
#define RULE_BYTES_MAX 255

/* RFC 9636, section 3.2: no offset of a real zone is outside these. */
#define OFFSET_MIN_S (-89999)
#define OFFSET_MAX_S 93599

/* Big-endian bytes that are read from the front. */
struct reader {
	const uint8_t *at;
	size_t left;
};

struct counts {
	char version;
	uint32_t isut, isstd, leap, change, type, chars;
};

static uint64_t
tzif_number(const uint8_t *bytes, size_t len)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* The next len bytes, NULL when there are not as many. */
static const uint8_t *
tzif_take(struct reader *reader, size_t len)
{
	const uint8_t *bytes = reader->at;

	if (len > reader->left)
		return NULL;
	reader->at += len;
	reader->left -= len;
	return bytes;
}

static bool
tzif_header(struct reader *reader, struct counts *counts)
{
	const uint8_t *h = tzif_take(reader, HEADER_BYTES);

	if (h == NULL || memcmp(h, "TZif", 4) != 0)
		return false;
	counts->version = (char)h[4];
	counts->isut = (uint32_t)tzif_number(h + 20, 4);
	counts->isstd = (uint32_t)tzif_number(h + 24, 4);
	counts->leap = (uint32_t)tzif_number(h + 28, 4);
	counts->change = (uint32_t)tzif_number(h + 32, 4);
	counts->type = (uint32_t)tzif_number(h + 36, 4);
	counts->chars = (uint32_t)tzif_number(h + 40, 4);
	return counts->change <= CHANGES_MAX && counts->type >= 1 &&
	       counts->type <= ZONE_TYPES_MAX && counts->chars >= 1 &&
	       counts->chars <= ZONE_CHARS_MAX &&
	       counts->isut <= counts->type && counts->isstd <= counts->type &&
	       counts->leap <= CHANGES_MAX;
}

static size_t
tzif_block_bytes(const struct counts *counts, size_t time_bytes)
{
	return counts->change * (time_bytes + 1) + counts->type * (size_t)6 +
	       counts->chars + counts->leap * (time_bytes + 4) + counts->isstd +
	       counts->isut;
}

static bool
tzif_changes(struct reader *reader, const struct counts *counts,
	size_t time_bytes, struct zone *zone)
{
	const uint8_t *times = tzif_take(reader, counts->change * time_bytes);
	const uint8_t *types = tzif_take(reader, counts->change);
	size_t count = counts->change;

	zone->changes_s = mem_new(count, sizeof(*zone->changes_s));
	zone->change_types = mem_new(count, 1);
	zone->change_count = count;
	for (size_t i = 0; i < count; i++) {
		uint64_t at = tzif_number(times + i * time_bytes, time_bytes);

		zone->changes_s[i] =
			time_bytes == 4 ? (int32_t)(uint32_t)at : (int64_t)at;
		zone->change_types[i] = types[i];
		if (types[i] >= counts->type ||
			(i > 0 && zone->changes_s[i] <= zone->changes_s[i - 1]))
			return false;
	}
	return true;
}

static bool
tzif_types(
	struct reader *reader, const struct counts *counts, struct zone *zone)
{
	const uint8_t *types = tzif_take(reader, counts->type * (size_t)6);
	const uint8_t *chars = tzif_take(reader, counts->chars);

	/* zone->chars is zeroed and longer: the last one ends as well */
	memcpy(zone->chars, chars, counts->chars);
	for (size_t i = 0; i < counts->type; i++, types += 6) {
		struct zone_type *type = &zone->types[i];

		type->offset_s = (int32_t)(uint32_t)tzif_number(types, 4);
		type->is_dst = types[4] != 0;
		type->abbreviation = types[5];
		if (type->offset_s < OFFSET_MIN_S ||
			type->offset_s > OFFSET_MAX_S || types[4] > 1 ||
			types[5] >= counts->chars)
			return false;
	}
	return true;
}

/* "\n<rule>\n"; an empty rule says nothing about the time after. */
static bool
tzif_footer(struct reader *reader, struct zone *zone)
{
	const uint8_t *start = tzif_take(reader, 1);
	const uint8_t *end;
	char text[RULE_BYTES_MAX + 1];
	size_t len;

	if (start == NULL || *start != '\n')
		return false;
	end = memchr(reader->at, '\n', reader->left);
	if (end == NULL)
		return false;
	len = (size_t)(end - reader->at);
	if (len > RULE_BYTES_MAX || memchr(reader->at, '\0', len) != NULL)
		return false;
	memcpy(text, reader->at, len);
	text[len] = '\0';
	if (len == 0)
		return true;
	zone->has_rule = true;
	return zone_rule_parse(text, &zone->rule);
}

int
zone_tzif_decode(
	const void *bytes, size_t len, struct zone *zone, struct err *err)
{
	struct reader reader = {.at = bytes, .left = len};
	struct reader block;
	struct counts counts;
	size_t time_bytes = 4;

	if (!tzif_header(&reader, &counts))
		goto bad;
	if (counts.version >= '2') {
		/* the first block is for readers of 32 bits */
		if (tzif_take(&reader, tzif_block_bytes(&counts, 4)) == NULL ||
			!tzif_header(&reader, &counts))
			goto bad;
		time_bytes = 8;
	}
	if (counts.leap > 0)
		return err_set(err, ERR_DATA, "it counts leap seconds");
	block = reader;
	if (tzif_take(&reader, tzif_block_bytes(&counts, time_bytes)) == NULL)
		goto bad;
	if (!tzif_changes(&block, &counts, time_bytes, zone) ||
		!tzif_types(&block, &counts, zone) ||
		(time_bytes == 8 && !tzif_footer(&reader, zone)))
		goto bad;
	return 0;
bad:
	return err_set(err, ERR_DATA, "it is not a whole time zone file");
}
