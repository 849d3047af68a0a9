/* A time card, as the service writes it. */
#include "card_parts.h"
#include "parts.h"

static void
write_punch(struct jsonout *json, const char *key, bool there,
	const struct wire_card_punch *punch)
{
	bool pressed = !id_is_nil(&punch->enrolment);

	if (!there) {
		jsonout_null(json, key);
		return;
	}
	jsonout_object(json, key);
	jsonout_id(json, "enrolment", &punch->enrolment);
	jsonout_id(json, "id", &punch->id);
	jsonout_text(json, "kind", punch_kind_name(punch->kind));
	jsonout_id(json, "by", &punch->by);
	card_write_time(json, "claimed", pressed, punch->claimed_ms);
	if (pressed)
		jsonout_text(
			json, "method", restate_method_name(punch->method));
	else
		jsonout_null(json, "method");
	jsonout_id(json, "correction", &punch->correction);
	card_write_text(json, "comment", punch->comment);
	jsonout_object_end(json);
}

static void
write_record(struct jsonout *json, const struct wire_card_record *row)
{
	const struct time_record *record = &row->record;

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &record->id);
	jsonout_text(json, "kind", time_record_kind_name(record->kind));
	card_write_date(json, "date", record->date);
	card_write_time(
		json, "start", record->has_start, record->start.key.at_ms);
	card_write_time(json, "end", record->has_end, record->end.key.at_ms);
	card_write_time(
		json, "shown_start", record->has_start, record->shown_start_ms);
	card_write_time(
		json, "shown_end", record->has_end, record->shown_end_ms);
	jsonout_bool(json, "open", record->open);
	jsonout_id(json, "location", &record->location);
	jsonout_id(json, "cost_code", &record->cost_code);
	jsonout_int(json, "minutes", record->minutes);
	card_write_paid(json, record->paid);
	write_punch(json, "start_punch", record->has_start, &row->start);
	write_punch(json, "end_punch", record->has_end, &row->end);
	jsonout_object_end(json);
}

static void
write_spans(struct jsonout *json, const char *key, bool days,
	const struct wire_card_span *spans, size_t n)
{
	jsonout_array(json, key);
	for (size_t i = 0; i < n; i++) {
		jsonout_object(json, NULL);
		if (days)
			card_write_date(json, "date", spans[i].span.first);
		else
			card_write_range(json, "first", "last", &spans[i].span);
		card_write_sum(json, &spans[i].sum);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
write_jobs(struct jsonout *json, const struct card_job *jobs, size_t n)
{
	jsonout_array(json, "jobs");
	for (size_t i = 0; i < n; i++) {
		jsonout_object(json, NULL);
		jsonout_id(json, "location", &jobs[i].location);
		jsonout_id(json, "cost_code", &jobs[i].cost_code);
		jsonout_int(json, "minutes", jobs[i].minutes);
		card_write_paid(json, jobs[i].paid);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
write_exceptions(struct jsonout *json, const struct wire_card *card)
{
	jsonout_array(json, "exceptions");
	for (size_t i = 0; i < card->exception_count; i++) {
		const struct time_exception *exception = &card->exceptions[i];

		jsonout_object(json, NULL);
		jsonout_text(
			json, "kind", time_exception_name(exception->kind));
		card_write_date(json, "date", exception->date);
		parts_write_time(json, "at", exception->at_ms);
		jsonout_id(json, "enrolment", &exception->punch.enrolment);
		jsonout_id(json, "punch", &exception->punch.id);
		jsonout_id(json, "record", &exception->record);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
write_requests(struct jsonout *json, const struct wire_card *card)
{
	jsonout_array(json, "requests");
	for (size_t i = 0; i < card->request_count; i++) {
		const struct wire_card_request *request = &card->requests[i];

		jsonout_object(json, NULL);
		jsonout_id(json, "id", &request->id);
		jsonout_text(json, "press", punch_kind_name(request->press));
		parts_write_time(json, "at", request->at_ms);
		jsonout_id(json, "location", &request->location);
		jsonout_id(json, "cost_code", &request->cost_code);
		jsonout_text(
			json, "state", card_request_states[request->state]);
		jsonout_id(json, "decided_by", &request->decided_by);
		card_write_text(json, "comment", request->comment);
		card_write_text(json, "reason", request->reason);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
write_change(struct jsonout *json, const char *key,
	const struct time_reason *reason, int64_t value)
{
	if (card_reason_counts(reason->kind))
		jsonout_int(json, key, value);
	else
		card_write_time(json, key, value != 0, value);
}

static void
write_reasons(struct jsonout *json, const struct wire_card *card)
{
	jsonout_array(json, "reasons");
	for (size_t i = 0; i < card->reason_count; i++) {
		const struct time_reason *reason = &card->reasons[i];

		jsonout_object(json, NULL);
		jsonout_text(json, "kind", time_reason_name(reason->kind));
		jsonout_id(json, "record", &reason->record);
		jsonout_id(json, "enrolment", &reason->punch.enrolment);
		jsonout_id(json, "punch", &reason->punch.id);
		jsonout_id(json, "by", &reason->other);
		write_change(json, "from", reason, reason->from);
		write_change(json, "to", reason, reason->to);
		jsonout_int(json, "minutes", reason->minutes);
		jsonout_text(json, "pay", card_pays[reason->pay]);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

void
wire_card_encode(const struct wire_card *card, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_id(&json, "employee", &card->employee);
	card_write_range(&json, "from", "to", &card->range);
	jsonout_text(&json, "zone", card->zone);
	card_write_approves(&json, card->approves);
	write_exceptions(&json, card);
	jsonout_array(&json, "records");
	for (size_t i = 0; i < card->record_count; i++)
		write_record(&json, &card->records[i]);
	jsonout_array_end(&json);
	write_spans(&json, "days", true, card->days, card->day_count);
	write_spans(&json, "weeks", false, card->weeks, card->week_count);
	write_jobs(&json, card->jobs, card->job_count);
	jsonout_object(&json, "totals");
	card_write_sum(&json, &card->totals);
	jsonout_object_end(&json);
	write_requests(&json, card);
	card_write_standing(
		&json, card->approvals, card->approval_count, card->closed);
	if (card->explained)
		write_reasons(&json, card);
	jsonout_object_end(&json);
}
