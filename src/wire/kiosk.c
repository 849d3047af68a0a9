#include "wire/kiosk.h"

#include "parts.h"

static const struct reader_rules rules = {
	.limits = {.bytes = 4096, .members = 20},
	.strict = true,
	.secret = true,
};

void
wire_kiosk_wanted_encode(
	const struct wire_kiosk_wanted *wanted, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "name", wanted->name);
	jsonout_id(&json, "location", &wanted->location);
	jsonout_object_end(&json);
}

int
wire_kiosk_wanted_decode(const char *bytes, size_t len,
	struct wire_kiosk_wanted *wanted_out, struct err *err)
{
	struct wire_kiosk_wanted wanted = {.name = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	if (reader_text(&root, "name", READER_WANTED, wanted.name,
		    sizeof(wanted.name)) &&
		wanted.name[0] == '\0')
		reader_fail(&root, "name", "is empty");
	reader_id(&root, "location", READER_WANTED, &wanted.location);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*wanted_out = wanted;
	return 0;
}

void
wire_kiosk_code_encode(const struct wire_kiosk_code *code, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "code", code->code);
	parts_write_time(&json, "until", code->until_ms);
	jsonout_object_end(&json);
}

int
wire_kiosk_code_decode(const char *bytes, size_t len,
	struct wire_kiosk_code *code_out, struct err *err)
{
	static const struct reader_rules answer_rules = {
		.limits = {.bytes = 4096, .members = 100},
		.secret = true,
	};
	struct wire_kiosk_code code = {.code = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &answer_rules, err);
	reader_root(&reader, &root);
	reader_text(&root, "code", READER_WANTED, code.code, sizeof(code.code));
	reader_time(&root, "until", READER_WANTED, &code.until_ms);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*code_out = code;
	return 0;
}

int
wire_kiosk_enrol_decode(const char *bytes, size_t len,
	struct wire_kiosk_enrol *in_out, struct err *err)
{
	struct wire_kiosk_enrol in = {.code = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	parts_read_company_id(&root, in.company_id);
	reader_text(&root, "code", READER_WANTED, in.code, sizeof(in.code));
	reader_id(&root, "device", READER_WANTED, &in.device);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*in_out = in;
	return 0;
}

void
wire_kiosk_encode(const struct wire_enrolment *enrolment,
	const struct wire_kiosk_wanted *kiosk, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_object(&json, "enrolment");
	parts_write_enrolment(&json, enrolment);
	jsonout_object_end(&json);
	jsonout_text(&json, "name", kiosk->name);
	jsonout_id(&json, "location", &kiosk->location);
	jsonout_object_end(&json);
}
