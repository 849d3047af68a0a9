/* Hours and who stands for them, as they are shown in sums. */
#include "card_parts.h"
#include "parts.h"

const char *const card_pays[PAY_COUNT] = {
#define X(name, number, wire, title) [PAY_##name] = (wire),
	PAYS(X)
#undef X
};

static const char *const approval_names[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (wire),
	APPROVALS(X)
#undef X
};

void
card_write_paid(struct jsonout *json, const int *paid)
{
	for (size_t i = 0; i < PAY_COUNT; i++)
		jsonout_int(json, card_pays[i], paid[i]);
}

void
card_read_paid(struct cursor *cursor, int *paid_out)
{
	for (size_t i = 0; i < PAY_COUNT; i++)
		card_read_minutes(cursor, card_pays[i], &paid_out[i]);
}

void
card_write_sum(struct jsonout *json, const struct card_sum *sum)
{
	jsonout_int(json, "minutes", sum->minutes);
	card_write_paid(json, sum->paid);
	jsonout_int(json, "meal_minutes", sum->meal_minutes);
	jsonout_int(json, "lunch_minutes", sum->lunch_minutes);
	jsonout_int(json, "open", sum->open);
	jsonout_int(json, "exceptions", sum->exceptions);
}

void
card_read_sum(struct cursor *cursor, struct card_sum *sum_out)
{
	card_read_minutes(cursor, "minutes", &sum_out->minutes);
	card_read_paid(cursor, sum_out->paid);
	card_read_minutes(cursor, "meal_minutes", &sum_out->meal_minutes);
	card_read_minutes(cursor, "lunch_minutes", &sum_out->lunch_minutes);
	card_read_minutes(cursor, "open", &sum_out->open);
	card_read_minutes(cursor, "exceptions", &sum_out->exceptions);
}

void
card_write_approves(struct jsonout *json, unsigned levels)
{
	jsonout_array(json, "approves");
	for (unsigned i = 0; i < APPROVAL_COUNT; i++)
		if ((levels >> i & 1) != 0)
			jsonout_text(json, NULL, approval_names[i]);
	jsonout_array_end(json);
}

void
card_read_approves(struct cursor *cursor, unsigned *levels_out)
{
	reader_set(
		cursor, "approves", approval_names, APPROVAL_COUNT, levels_out);
}

void
card_write_standing(struct jsonout *json, const struct wire_approval *approvals,
	size_t n, bool closed)
{
	jsonout_array(json, "approvals");
	for (size_t i = 0; i < n; i++) {
		jsonout_object(json, NULL);
		jsonout_text(json, "level", approval_names[approvals[i].level]);
		jsonout_id(json, "author", &approvals[i].author);
		parts_write_time(json, "at", approvals[i].at_ms);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
	jsonout_bool(json, "closed", closed);
}

void
card_read_standing(struct cursor *cursor, struct wire_approval *approvals,
	size_t max, size_t *n_out, bool *closed_out)
{
	struct cursor list, item;
	size_t n = 0;

	reader_array(cursor, "approvals", READER_WANTED, max, &list);
	while (reader_more(&list) &&
		reader_object(&list, NULL, READER_WANTED, &item)) {
		struct wire_approval *approval = &approvals[n++];
		int level = reader_choice(&item, "level", READER_WANTED,
			approval_names, APPROVAL_COUNT);

		approval->level = (enum approval)(level < 0 ? 0 : level);
		reader_id(&item, "author", READER_WANTED, &approval->author);
		reader_time(&item, "at", READER_WANTED, &approval->at_ms);
		reader_end(&item);
	}
	*n_out = n;
	reader_bool(cursor, "closed", READER_WANTED, closed_out);
}
