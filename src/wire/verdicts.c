#include <stdlib.h>

#include "base/mem.h"
#include "core/restate.h"
#include "parts.h"
#include "wire/wire.h"

static const char *const result_names[] = {
#define X(name, wire) [VERDICT_##name] = (wire),
	VERDICTS(X)
#undef X
};
#define RESULT_COUNT (sizeof(result_names) / sizeof(*result_names))

static const char *const flag_names[] = {
#define X(name, bit, wire) [bit] = (wire),
	RESTATE_FLAGS(X)
#undef X
};
#define FLAG_COUNT (sizeof(flag_names) / sizeof(*flag_names))

static void
write_verdict(struct jsonout *json, const struct verdict *verdict)
{
	jsonout_object(json, NULL);
	jsonout_id(json, "id", &verdict->punch);
	jsonout_text(json, "result", result_names[verdict->kind]);
	if (verdict->kind == VERDICT_DUPLICATE)
		jsonout_text(json, "first", result_names[verdict->first]);
	jsonout_int(json, "seq", verdict->ledger_seq);
	if (verdict->ledger_seq)
		parts_write_time(json, "at", verdict->at_ms);
	parts_write_set(json, "flags", flag_names, FLAG_COUNT, verdict->flags);
	if (verdict->problem[0])
		jsonout_text(json, "problem", verdict->problem);
	if (verdict->detail[0])
		jsonout_text(json, "detail", verdict->detail);
	jsonout_object_end(json);
}

/* An answer that contradicts itself is none. */
static void
check_verdict(const struct cursor *item, const struct verdict *verdict)
{
	enum verdict_kind kind = verdict->kind;

	if (kind == VERDICT_DUPLICATE)
		kind = verdict->first;
	if (kind == VERDICT_DUPLICATE)
		reader_fail(item, "first", "a duplicate of a duplicate");
	if ((kind == VERDICT_REFUSED) != (verdict->ledger_seq == 0))
		reader_fail(item, "seq", "does not fit the result");
	if (kind == VERDICT_REFUSED && verdict->problem[0] == '\0')
		reader_fail(item, "problem", "is missing");
}

static void
read_verdict(struct cursor *list, struct verdict *verdict)
{
	struct cursor item;
	int kind, first = -1;

	if (!reader_object(list, NULL, READER_WANTED, &item))
		return;
	reader_id(&item, "id", READER_WANTED, &verdict->punch);
	kind = reader_choice(
		&item, "result", READER_WANTED, result_names, RESULT_COUNT);
	if (kind == VERDICT_DUPLICATE)
		first = reader_choice(&item, "first", READER_WANTED,
			result_names, RESULT_COUNT);
	verdict->kind = kind < 0 ? VERDICT_REFUSED : (enum verdict_kind)kind;
	verdict->first =
		first < 0 ? VERDICT_RECORDED : (enum verdict_kind)first;
	reader_int(&item, "seq", 0, READER_EXACT_MAX, &verdict->ledger_seq);
	if (verdict->ledger_seq)
		reader_time(&item, "at", READER_WANTED, &verdict->at_ms);
	reader_set(&item, "flags", flag_names, FLAG_COUNT, &verdict->flags);
	reader_prose(
		&item, "problem", verdict->problem, sizeof(verdict->problem));
	reader_prose(&item, "detail", verdict->detail, sizeof(verdict->detail));
	check_verdict(&item, verdict);
	reader_end(&item);
}

void
wire_verdicts_encode(const struct wire_verdicts *verdicts, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "results");
	for (size_t i = 0; i < verdicts->count; i++)
		write_verdict(&json, &verdicts->verdicts[i]);
	jsonout_array_end(&json);
	jsonout_int(&json, "watermark", verdicts->watermark);
	jsonout_array(&json, "missing");
	for (size_t i = 0; i < verdicts->missing_count; i++)
		jsonout_int(&json, NULL, verdicts->missing[i]);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

static void
read_results(struct cursor *root, struct wire_verdicts *verdicts)
{
	struct cursor list;

	if (!reader_array(
		    root, "results", READER_WANTED, WIRE_PUNCHES_MAX, &list))
		return;
	verdicts->verdicts =
		mem_new(reader_count(&list) + 1, sizeof(*verdicts->verdicts));
	while (reader_more(&list))
		read_verdict(&list, &verdicts->verdicts[verdicts->count++]);
}

static void
read_missing(struct cursor *root, struct wire_verdicts *verdicts)
{
	const size_t max =
		sizeof(verdicts->missing) / sizeof(*verdicts->missing);
	struct cursor list;

	reader_array(root, "missing", READER_WANTED, max, &list);
	while (reader_more(&list))
		reader_int(&list, NULL, 1, READER_EXACT_MAX,
			&verdicts->missing[verdicts->missing_count++]);
}

int
wire_verdicts_decode(const char *bytes, size_t len,
	struct wire_verdicts *verdicts_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_ANSWER_BYTES,
			.members = WIRE_PUNCHES_MAX * 30 + 100},
	};
	struct wire_verdicts verdicts = {.count = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	read_results(&root, &verdicts);
	reader_int(
		&root, "watermark", 0, READER_EXACT_MAX, &verdicts.watermark);
	read_missing(&root, &verdicts);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		free(verdicts.verdicts);
		return -1;
	}
	*verdicts_out = verdicts;
	return 0;
}
