/* Tables as text: any bytes are refused or give values that are written and
 * read as the same again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two lines of the same values. */
static void
compare(const struct csv *line, const struct csv *again)
{
	assert(line->count == again->count);
	for (size_t i = 0; i < line->count; i++)
		assert(strcmp(line->values[i], again->values[i]) == 0);
}

static void
there_and_back(const struct csv *line)
{
	struct str text;
	struct csv again;
	struct err err;
	bool found;
	int rc;

	str_init(&text, 4 * CSV_VALUE_BYTES);
	for (size_t i = 0; i < line->count; i++)
		csv_add(&text, i == 0, line->values[i]);
	csv_end(&text);
	csv_init(&again, text.data, text.len);
	rc = csv_next(&again, &found, &err);
	assert(rc == 0);
	/* a line of one empty value is no line */
	assert(found || (line->count == 1 && line->values[0][0] == '\0'));
	if (found)
		compare(line, &again);
	csv_release(&again);
	str_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv csv;
	struct err err = {0};
	bool found = true;
	size_t last = 0;

	csv_init(&csv, (const char *)data, size);
	while (found && csv_next(&csv, &found, &err) == 0 && found) {
		assert(csv.line > last);
		last = csv.line;
		assert(csv.count > 0 && csv.count <= CSV_VALUES_MAX);
		there_and_back(&csv);
	}
	if (err.kind != ERR_NONE)
		assert(err.kind == ERR_DATA);
	csv_release(&csv);
	return 0;
}
