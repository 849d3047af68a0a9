#include <stdlib.h>

#include "base/mem.h"
#include "core/cause.h"
#include "core/restate.h"
#include "parts.h"
#include "wire/wire.h"

static const char *const result_names[] = {
#define X(name, number, wire) [VERDICT_##name] = (wire),
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

static const char *const cause_names[] = {
#define X(name, bit, wire, words) [bit] = (wire),
	CAUSES(X)
#undef X
};
#define CAUSE_COUNT (sizeof(cause_names) / sizeof(*cause_names))

static const char *const method_names[] = {
#define X(name, number, wire) [RESTATE_##name] = (wire),
	RESTATE_METHODS(X)
#undef X
};
#define METHOD_COUNT (sizeof(method_names) / sizeof(*method_names))

static void
write_time_if_any(struct jsonout *json, const char *key, int64_t ms)
{
	if (ms != 0)
		parts_write_time(json, key, ms);
}

/* What is told of a punch that stands in the ledger. */
static void
write_standing(struct jsonout *json, const struct verdict *verdict)
{
	parts_write_time(json, "at", verdict->at_ms);
	jsonout_text(json, "method", method_names[verdict->method]);
	write_time_if_any(json, "not_before", verdict->not_before_ms);
	write_time_if_any(json, "not_after", verdict->not_after_ms);
}

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
		write_standing(json, verdict);
	parts_write_set(json, "flags", flag_names, FLAG_COUNT, verdict->flags);
	parts_write_set(
		json, "causes", cause_names, CAUSE_COUNT, verdict->causes);
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
read_standing(struct cursor *item, struct verdict *verdict)
{
	int method = reader_choice(
		item, "method", READER_WANTED, method_names, METHOD_COUNT);

	if (method >= 0)
		verdict->method = (enum restate_method)method;
	reader_time(item, "at", READER_WANTED, &verdict->at_ms);
	reader_time(
		item, "not_before", READER_OPTIONAL, &verdict->not_before_ms);
	reader_time(item, "not_after", READER_OPTIONAL, &verdict->not_after_ms);
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
		read_standing(&item, verdict);
	reader_set(&item, "flags", flag_names, FLAG_COUNT, &verdict->flags);
	reader_set(&item, "causes", cause_names, CAUSE_COUNT, &verdict->causes);
	reader_prose(
		&item, "problem", verdict->problem, sizeof(verdict->problem));
	reader_prose(&item, "detail", verdict->detail, sizeof(verdict->detail));
	check_verdict(&item, verdict);
	reader_end(&item);
}

static void
write_missing(struct jsonout *json, const struct wire_missing *missing)
{
	jsonout_int(json, "watermark", missing->watermark);
	jsonout_array(json, "missing");
	for (size_t i = 0; i < missing->count; i++)
		jsonout_int(json, NULL, missing->numbers[i]);
	jsonout_array_end(json);
}

static void
write_earlier(struct jsonout *json, const struct wire_verdicts *verdicts)
{
	jsonout_array(json, "earlier");
	for (size_t i = 0; i < verdicts->earlier_count; i++) {
		jsonout_object(json, NULL);
		jsonout_id(json, "enrolment", &verdicts->earlier[i].enrolment);
		write_missing(json, &verdicts->earlier[i]);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
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
	write_missing(&json, &verdicts->own);
	jsonout_int(&json, "highest", verdicts->highest);
	jsonout_bool(&json, "ended", verdicts->ended);
	jsonout_bool(&json, "forked", verdicts->forked);
	write_earlier(&json, verdicts);
	parts_write_time(&json, "now", verdicts->now_ms);
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
read_missing(struct cursor *item, struct wire_missing *missing)
{
	struct cursor list;

	reader_int(item, "watermark", 0, READER_EXACT_MAX, &missing->watermark);
	reader_array(item, "missing", READER_WANTED, WIRE_MISSING_MAX, &list);
	while (reader_more(&list))
		reader_int(&list, NULL, 1, READER_EXACT_MAX,
			&missing->numbers[missing->count++]);
}

static void
read_earlier(struct cursor *root, struct wire_verdicts *verdicts)
{
	struct cursor list, item;

	reader_array(root, "earlier", READER_WANTED, WIRE_EARLIER_MAX, &list);
	while (reader_more(&list)) {
		struct wire_missing *missing =
			&verdicts->earlier[verdicts->earlier_count++];

		if (!reader_object(&list, NULL, READER_WANTED, &item))
			continue;
		reader_id(
			&item, "enrolment", READER_WANTED, &missing->enrolment);
		read_missing(&item, missing);
		reader_end(&item);
	}
}

int
wire_verdicts_decode(const char *bytes, size_t len,
	struct wire_verdicts *verdicts_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_ANSWER_BYTES,
			.members = WIRE_PUNCHES_MAX * 40 + 400},
	};
	struct wire_verdicts verdicts = {.count = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	read_results(&root, &verdicts);
	read_missing(&root, &verdicts.own);
	reader_int(&root, "highest", 0, READER_EXACT_MAX, &verdicts.highest);
	reader_bool(&root, "ended", READER_WANTED, &verdicts.ended);
	reader_bool(&root, "forked", READER_WANTED, &verdicts.forked);
	read_earlier(&root, &verdicts);
	reader_time(&root, "now", READER_WANTED, &verdicts.now_ms);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		free(verdicts.verdicts);
		return -1;
	}
	*verdicts_out = verdicts;
	return 0;
}
