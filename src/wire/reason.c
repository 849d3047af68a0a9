#include "wire/reason.h"

#include "parts.h"

void
wire_reason_encode(const struct wire_reason *reason, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	if (reason->text[0] != '\0')
		jsonout_text(&json, "reason", reason->text);
	jsonout_object_end(&json);
}

int
wire_reason_decode(const char *bytes, size_t len,
	struct wire_reason *reason_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 8192, .members = 20},
		.strict = true,
	};
	struct wire_reason reason = {.text = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	parts_read_line(&root, "reason", reason.text, sizeof(reason.text));
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*reason_out = reason;
	return 0;
}
