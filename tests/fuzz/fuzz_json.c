/*
 * The strict scanner: what it accepts the library must read as what it is,
 * and what the library prints of it the scanner must accept again.
 */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct json_limits limits = {
		.bytes = 1 << 16, .members = 1 << 12};
	/* A number such as 1e300 is printed with all its digits. */
	static const struct json_limits printed_limits = {
		.bytes = 1 << 22, .members = 1 << 12};
	const char *text = (const char *)data, *end = NULL;
	cJSON *tree;
	char *printed;
	struct err err;

	if (json_scan(text, size, &limits, &err) < 0)
		return 0;
	tree = cJSON_ParseWithLengthOpts(text, size, &end, 0);
	if (tree == NULL)
		abort();
	while (end < text + size && strchr(" \t\r\n", *end) != NULL)
		end++;
	if (end != text + size)
		abort();
	printed = cJSON_PrintUnformatted(tree);
	/* It prints 15 digits: the largest number comes out as too large. */
	if (json_scan(printed, strlen(printed), &printed_limits, &err) < 0 &&
		strstr(err.text, "out of range") == NULL)
		abort();
	free(printed);
	cJSON_Delete(tree);
	return 0;
}
