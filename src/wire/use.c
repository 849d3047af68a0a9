#include "wire/use.h"

#include "parts.h"

void
wire_use_encode(const struct wire_use *use, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_int(&json, "records", use->records);
	if (use->since_ms != 0)
		parts_write_time(&json, "since", use->since_ms);
	jsonout_bool(&json, "whole", use->whole);
	jsonout_object_end(&json);
}

int
wire_use_decode(const char *bytes, size_t len, struct wire_use *use_out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 8192, .members = 100},
	};
	struct wire_use use = {.records = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_int(&root, "records", 0, READER_EXACT_MAX, &use.records);
	reader_time(&root, "since", READER_OPTIONAL, &use.since_ms);
	reader_bool(&root, "whole", READER_WANTED, &use.whole);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*use_out = use;
	return 0;
}
