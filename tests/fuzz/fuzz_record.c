/*
 * What the office manages: the first byte chooses the kind, the second what is
 * read: an (a)nswer, a (p)age of them, a request for a (n)ew one or a (c)hange.
 * What was read from any bytes can be written, and is read again as the same
 * fields; a request as the same values. An answer is read around what a newer
 * service tells, so its values are the same from the second time on.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/company.h"
#include "core/cost_code.h"
#include "core/employee.h"
#include "core/group.h"
#include "core/location.h"
#include "core/policy_group.h"
#include "core/role.h"
#include "wire/record.h"

static const struct description *const kinds[] = {
	&employee_description,
	&location_description,
	&cost_code_description,
	&group_description,
	&role_description,
	&policy_group_description,
	&company_description,
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A record of its own, to be given back with drop. */
static struct wire_record
new_record(const struct description *of)
{
	struct wire_record it = {.record = calloc(1, of->bytes)};

	if (it.record == NULL)
		abort();
	return it;
}

static void
drop(const struct description *of, struct wire_record *it)
{
	field_release(of, it->record);
	free(it->record);
}

static struct str
write_answer(const struct description *of, const void *record)
{
	struct str out;

	str_init(&out, WIRE_RECORDS_BYTES);
	wire_record_encode(of, record, PERMISSION_ALL, &out);
	assert(!str_is_cut(&out));
	return out;
}

/* The text as it is when it was read and written once more. */
static struct str
read_again(const struct description *of, const struct str *text)
{
	struct wire_record it = new_record(of);
	struct err err = {0};
	struct str out;
	int rc = wire_record_read(text->data, text->len, of, &it, &err);

	assert(rc == 0 && err.kind == ERR_NONE);
	out = write_answer(of, it.record);
	drop(of, &it);
	return out;
}

static void
check_answer(const struct description *of, const void *record)
{
	struct str first = write_answer(of, record), second, third;

	second = read_again(of, &first);
	third = read_again(of, &second);
	assert(second.len == third.len &&
		memcmp(second.data, third.data, second.len) == 0);
	str_release(&first);
	str_release(&second);
	str_release(&third);
}

static void
answer(const struct description *of, const char *text, size_t len)
{
	struct wire_record it = new_record(of);
	struct err err = {0};

	if (wire_record_read(text, len, of, &it, &err) == 0)
		check_answer(of, it.record);
	else
		assert(err.kind == ERR_DATA);
	drop(of, &it);
}

static void
page(const struct description *of, const char *text, size_t len)
{
	struct wire_records them;
	struct err err = {0};

	if (wire_records_read(text, len, of, &them, &err) < 0) {
		assert(err.kind == ERR_DATA);
		return;
	}
	assert(them.count <= WIRE_RECORDS_MAX);
	for (size_t i = 0; i < them.count; i++)
		check_answer(of, (char *)them.records + i * of->bytes);
	wire_records_release(of, &them);
}

static void
check_request(const struct description *of, enum wire_record_use use,
	const struct wire_record *it)
{
	struct wire_record again = new_record(of);
	struct err err = {0};
	struct str text;
	int rc;

	str_init(&text, WIRE_RECORDS_BYTES);
	wire_record_encode_request(of, it->record, use, it->given, &text);
	assert(!str_is_cut(&text));
	rc = wire_record_decode(text.data, text.len, of, use, &again, &err);
	assert(rc == 0 && again.given == it->given);
	for (size_t i = 0; i < of->count; i++)
		assert(field_equal(&of->fields[i], it->record, again.record));
	drop(of, &again);
	str_release(&text);
}

static void
request(const struct description *of, enum wire_record_use use,
	const char *text, size_t len)
{
	struct wire_record it = new_record(of);
	struct err err = {0};

	if (wire_record_decode(text, len, of, use, &it, &err) == 0)
		check_request(of, use, &it);
	else
		assert(err.kind == ERR_DATA);
	drop(of, &it);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct description *of;
	const char *text = (const char *)data + 2;

	if (size < 2)
		return 0;
	of = kinds[data[0] % KINDS];
	size -= 2;
	switch (data[1]) {
	case 'a':
		answer(of, text, size);
		break;
	case 'p':
		page(of, text, size);
		break;
	case 'n':
		request(of, WIRE_RECORD_NEW, text, size);
		break;
	case 'c':
		request(of, WIRE_RECORD_CHANGE, text, size);
		break;
	default:
		break;
	}
	return 0;
}
