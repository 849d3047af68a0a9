#include <stdlib.h>

#include "base/mem.h"
#include "parts.h"
#include "wire/wire.h"

static const char *const kind_names[] = {
#define X(name, number, wire, word) [PUNCH_##name] = (wire),
	PUNCH_KINDS(X)
#undef X
};

static void
write_id_if_any(struct jsonout *json, const char *key, const struct id *id)
{
	if (!id_is_nil(id))
		jsonout_id(json, key, id);
}

static void
write_punch(struct jsonout *json, const struct punch *punch,
	const struct id *enrolment)
{
	jsonout_object(json, NULL);
	jsonout_id(json, "id", &punch->id);
	if (!id_equal(&punch->enrolment, enrolment))
		jsonout_id(json, "enrolment", &punch->enrolment);
	jsonout_id(json, "employee", &punch->employee);
	jsonout_id(json, "pressed_by", &punch->pressed_by);
	jsonout_text(json, "kind", kind_names[punch->kind]);
	write_id_if_any(json, "location", &punch->location);
	write_id_if_any(json, "cost_code", &punch->cost_code);
	write_id_if_any(json, "target", &punch->target);
	if (punch->forced)
		jsonout_bool(json, "forced", true);
	if (punch->comment[0])
		jsonout_text(json, "comment", punch->comment);
	jsonout_int(json, "number", punch->number);
	parts_write_stamp(json, &punch->pressed);
	if (punch->has_chosen)
		parts_write_time(json, "chosen_at", punch->chosen_ms);
	jsonout_object_end(json);
}

static void
read_number(struct cursor *item, struct punch *punch)
{
	reader_int(item, "number", 1, READER_EXACT_MAX, &punch->number);
}

static void
read_members(struct cursor *item, struct punch *punch)
{
	int kind;

	reader_id(item, "employee", READER_WANTED, &punch->employee);
	reader_id(item, "pressed_by", READER_WANTED, &punch->pressed_by);
	kind = reader_choice(
		item, "kind", READER_WANTED, kind_names, PUNCH_KIND_COUNT);
	if (kind >= 0)
		punch->kind = (enum punch_kind)kind;
	reader_id(item, "location", READER_OPTIONAL, &punch->location);
	reader_id(item, "cost_code", READER_OPTIONAL, &punch->cost_code);
	reader_id(item, "target", READER_OPTIONAL, &punch->target);
	reader_id(item, "enrolment", READER_OPTIONAL, &punch->enrolment);
	reader_bool(item, "forced", READER_OPTIONAL, &punch->forced);
	reader_text(item, "comment", READER_OPTIONAL, punch->comment,
		sizeof(punch->comment));
	read_number(item, punch);
	parts_read_stamp(item, &punch->pressed);
	punch->has_chosen = reader_time(
		item, "chosen_at", READER_OPTIONAL, &punch->chosen_ms);
	reader_end(item);
}

/*
 * What is wrong with a punch that has an id is its own affair: whether
 * something is, and then what.
 */
static bool
read_punch(struct cursor *list, struct punch *punch,
	char wrong_out[VERDICT_DETAIL_BYTES])
{
	char again[VERDICT_DETAIL_BYTES];
	struct cursor item;

	if (!reader_object(list, NULL, READER_WANTED, &item) ||
		!reader_id(&item, "id", READER_WANTED, &punch->id))
		return false;
	read_members(&item, punch);
	if (!reader_forgive(&item, wrong_out, VERDICT_DETAIL_BYTES))
		return false;
	/* Of the rest only the number counts: it is missing no more. */
	*punch = (struct punch){.id = punch->id, .enrolment = punch->enrolment};
	read_number(&item, punch);
	reader_forgive(&item, again, sizeof(again));
	return true;
}

void
wire_delivery_encode(const struct wire_delivery *delivery, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_id(&json, "enrolment", &delivery->enrolment);
	jsonout_object(&json, "now");
	parts_write_stamp(&json, &delivery->now);
	jsonout_object_end(&json);
	jsonout_int(&json, "highest", delivery->highest);
	jsonout_array(&json, "punches");
	for (size_t i = 0; i < delivery->count; i++) {
		const struct punch *punch = &delivery->punches[i];

		write_punch(&json, punch, &delivery->enrolment);
	}
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

static void
read_punches(struct cursor *root, struct wire_delivery *delivery)
{
	struct wire_wrong wrong;
	struct cursor list;
	size_t cap = 0;

	if (!reader_array(
		    root, "punches", READER_WANTED, WIRE_PUNCHES_MAX, &list))
		return;
	delivery->punches =
		mem_new(reader_count(&list) + 1, sizeof(*delivery->punches));
	while (reader_more(&list)) {
		struct punch *punch = &delivery->punches[delivery->count];

		punch->enrolment = delivery->enrolment;
		wrong.index = delivery->count++;
		if (!read_punch(&list, punch, wrong.detail))
			continue;
		delivery->wrong = mem_grow(delivery->wrong, &cap,
			delivery->wrong_count + 1, sizeof(wrong));
		delivery->wrong[delivery->wrong_count++] = wrong;
	}
}

int
wire_delivery_decode(const char *bytes, size_t len,
	struct wire_delivery *delivery_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_REQUEST_BYTES,
			.members = WIRE_PUNCHES_MAX * 20 + 100},
		.strict = true,
	};
	struct wire_delivery delivery = {.count = 0};
	struct reader reader;
	struct cursor root, now;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_id(&root, "enrolment", READER_WANTED, &delivery.enrolment);
	if (reader_object(&root, "now", READER_WANTED, &now)) {
		parts_read_stamp(&now, &delivery.now);
		reader_end(&now);
	}
	reader_int(&root, "highest", 0, READER_EXACT_MAX, &delivery.highest);
	read_punches(&root, &delivery);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_delivery_release(&delivery);
		return -1;
	}
	*delivery_out = delivery;
	return 0;
}

void
wire_delivery_release(struct wire_delivery *delivery)
{
	free(delivery->punches);
	free(delivery->wrong);
	*delivery = (struct wire_delivery){.count = 0};
}
