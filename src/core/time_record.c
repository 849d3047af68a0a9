#include "core/time_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sha256.h"

#define NAME(name, number, wire) [number] = (wire),
static const char *const kind_names[] = {TIME_RECORD_KINDS(NAME)};
static const char *const exception_names[] = {TIME_EXCEPTIONS(NAME)};
static const char *const reason_names[] = {TIME_REASONS(NAME)};
#undef NAME

void
time_records_release(struct time_records *records)
{
	free(records->records);
	free(records->exceptions);
	free(records->reasons);
	*records = (struct time_records){.count = 0};
}

struct time_record *
time_records_add(struct time_records *records)
{
	struct time_record *record;

	records->records = mem_grow(records->records, &records->cap,
		records->count + 1, sizeof(*record));
	record = &records->records[records->count++];
	*record = (struct time_record){.kind = TIME_WORK};
	return record;
}

void
time_records_except(
	struct time_records *records, const struct time_exception *exception)
{
	records->exceptions =
		mem_grow(records->exceptions, &records->exception_cap,
			records->exception_count + 1, sizeof(*exception));
	records->exceptions[records->exception_count++] = *exception;
}

void
time_records_tell(
	struct time_records *records, const struct time_reason *reason)
{
	if (!records->explain)
		return;
	records->reasons = mem_grow(records->reasons, &records->reason_cap,
		records->reason_count + 1, sizeof(*reason));
	records->reasons[records->reason_count++] = *reason;
}

struct id
time_record_id(const struct clock_key *punch, enum time_record_kind kind)
{
	uint8_t content[2 * sizeof(struct id) + 1], digest[SHA256_BYTES];
	struct id id;

	memcpy(content, punch->enrolment.bytes, sizeof(id.bytes));
	memcpy(content + sizeof(id), punch->id.bytes, sizeof(id.bytes));
	content[2 * sizeof(id)] = (uint8_t)kind;
	sha256_short(content, sizeof(content), digest);
	memcpy(id.bytes, digest, sizeof(id.bytes));
	id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x80);
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
	return id;
}

const char *
time_record_kind_name(enum time_record_kind kind)
{
	return kind_names[kind];
}

const char *
time_exception_name(enum time_exception_kind kind)
{
	return exception_names[kind];
}

const char *
time_reason_name(enum time_reason_kind kind)
{
	return reason_names[kind];
}
