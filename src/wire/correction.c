#include "wire/correction.h"

#include "parts.h"

static const char *const kinds[] = {
#define X(name, number, wire) [CORRECTION_##name] = (wire),
	CORRECTIONS(X)
#undef X
};

static void
write_text(struct jsonout *json, const char *key, const char *text)
{
	if (text[0] != '\0')
		jsonout_text(json, key, text);
}

void
wire_correction_encode(
	const struct wire_correction *correction, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "kind", kinds[correction->kind]);
	if (correction->kind == CORRECTION_ADD) {
		jsonout_text(
			&json, "press", punch_kind_name(correction->press));
	} else {
		jsonout_id(&json, "enrolment", &correction->enrolment);
		jsonout_id(&json, "punch", &correction->punch);
	}
	if (correction->has_at)
		parts_write_time(&json, "at", correction->at_ms);
	if (correction->has_job) {
		jsonout_id(&json, "location", &correction->location);
		jsonout_id(&json, "cost_code", &correction->cost_code);
	}
	write_text(&json, "comment", correction->comment);
	write_text(&json, "reason", correction->reason);
	jsonout_object_end(&json);
}

static void
read_members(struct cursor *root, struct wire_correction *it)
{
	const int kind = reader_choice(root, "kind", READER_WANTED, kinds,
		sizeof(kinds) / sizeof(kinds[0]));
	enum reader_need job;

	it->kind = kind < 0 ? CORRECTION_ADD : (enum correction_kind)kind;
	if (it->kind == CORRECTION_ADD) {
		parts_read_press(root, &it->press);
	} else {
		reader_id(root, "enrolment", READER_OPTIONAL, &it->enrolment);
		reader_id(root, "punch", READER_WANTED, &it->punch);
	}
	if (it->kind != CORRECTION_REMOVE) {
		it->has_at = reader_time(root, "at",
			it->kind == CORRECTION_ADD ? READER_WANTED
						   : READER_OPTIONAL,
			&it->at_ms);
		it->has_job =
			reader_has(root, "location") ||
			(it->kind == CORRECTION_ADD && it->press == PUNCH_GO);
		job = it->has_job ? READER_WANTED : READER_OPTIONAL;
		reader_id(root, "location", job, &it->location);
		reader_id(root, "cost_code", job, &it->cost_code);
	}
	if (it->kind == CORRECTION_ADD)
		parts_read_line(
			root, "comment", it->comment, sizeof(it->comment));
	if (it->kind == CORRECTION_CHANGE && !it->has_at && !it->has_job)
		reader_fail(root, "at", "is missing, and so is location");
	parts_read_line(root, "reason", it->reason, sizeof(it->reason));
}

int
wire_correction_decode(const char *bytes, size_t len,
	struct wire_correction *correction_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 16384, .members = 20},
		.strict = true,
	};
	struct wire_correction correction = {.comment = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	read_members(&root, &correction);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*correction_out = correction;
	return 0;
}
