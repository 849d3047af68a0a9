/* A time card, as whoever asked reads it. */
#include <stdlib.h>

#include "base/mem.h"
#include "card_parts.h"
#include "parts.h"

static const char *const record_kinds[] = {
#define X(name, number, wire) [TIME_##name] = (wire),
	TIME_RECORD_KINDS(X)
#undef X
};

static const char *const exception_kinds[] = {
#define X(name, number, wire) [TIME_##name] = (wire),
	TIME_EXCEPTIONS(X)
#undef X
};

static const char *const reason_kinds[] = {
#define X(name, number, wire) [TIME_BY_##name] = (wire),
	TIME_REASONS(X)
#undef X
};

static const char *const methods[] = {
#define X(name, number, wire) [RESTATE_##name] = (wire),
	RESTATE_METHODS(X)
#undef X
};

static const char *const punch_kinds[] = {
#define X(name, number, wire, word) [PUNCH_##name] = (wire),
	PUNCH_KINDS(X)
#undef X
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A word by its number; 0 where it is wrong, or not there. */
static unsigned
read_word(struct cursor *cursor, const char *key, enum reader_need need,
	const char *const *words, size_t n)
{
	int word = reader_choice(cursor, key, need, words, n);

	return word < 0 ? 0 : (unsigned)word;
}

/* A time; whether there is one. */
static bool
read_time(struct cursor *cursor, const char *key, int64_t *ms_out)
{
	return reader_time(cursor, key, READER_OPTIONAL, ms_out);
}

static void
read_punch(struct cursor *row, const char *key, bool there,
	struct wire_card_punch *punch)
{
	struct cursor item;

	if (!reader_object(
		    row, key, there ? READER_WANTED : READER_OPTIONAL, &item))
		return;
	reader_id(&item, "enrolment", READER_OPTIONAL, &punch->enrolment);
	reader_id(&item, "id", READER_WANTED, &punch->id);
	punch->kind = (enum punch_kind)read_word(&item, "kind", READER_WANTED,
		punch_kinds, COUNT_OF(punch_kinds));
	reader_id(&item, "by", READER_OPTIONAL, &punch->by);
	read_time(&item, "claimed", &punch->claimed_ms);
	punch->method = (enum restate_method)read_word(
		&item, "method", READER_OPTIONAL, methods, COUNT_OF(methods));
	reader_id(&item, "correction", READER_OPTIONAL, &punch->correction);
	punch->comment = card_read_text(&item, "comment");
	reader_end(&item);
}

static void
read_bound(struct time_bound *bound, const struct wire_card_punch *punch)
{
	bound->key.enrolment = punch->enrolment;
	bound->key.id = punch->id;
	bound->kind = punch->kind;
}

static void
read_record(struct cursor *item, void *out)
{
	struct wire_card_record *row = out;
	struct time_record *record = &row->record;

	reader_id(item, "id", READER_WANTED, &record->id);
	record->kind = (enum time_record_kind)read_word(item, "kind",
		READER_WANTED, record_kinds, COUNT_OF(record_kinds));
	card_read_date(item, "date", &record->date);
	record->has_start = read_time(item, "start", &record->start.key.at_ms);
	record->has_end = read_time(item, "end", &record->end.key.at_ms);
	read_time(item, "shown_start", &record->shown_start_ms);
	read_time(item, "shown_end", &record->shown_end_ms);
	reader_bool(item, "open", READER_WANTED, &record->open);
	reader_id(item, "location", READER_OPTIONAL, &record->location);
	reader_id(item, "cost_code", READER_OPTIONAL, &record->cost_code);
	card_read_minutes(item, "minutes", &record->minutes);
	card_read_paid(item, record->paid);
	read_punch(item, "start_punch", record->has_start, &row->start);
	read_punch(item, "end_punch", record->has_end, &row->end);
	read_bound(&record->start, &row->start);
	read_bound(&record->end, &row->end);
}

static void
read_day(struct cursor *item, void *out)
{
	struct wire_card_span *day = out;

	card_read_date(item, "date", &day->span.first);
	day->span.last = day->span.first;
	card_read_sum(item, &day->sum);
}

static void
read_week(struct cursor *item, void *out)
{
	struct wire_card_span *week = out;

	card_read_range(item, "first", "last", &week->span);
	card_read_sum(item, &week->sum);
}

static void
read_job(struct cursor *item, void *out)
{
	struct card_job *job = out;

	reader_id(item, "location", READER_OPTIONAL, &job->location);
	reader_id(item, "cost_code", READER_OPTIONAL, &job->cost_code);
	card_read_minutes(item, "minutes", &job->minutes);
	card_read_paid(item, job->paid);
}

static void
read_exception(struct cursor *item, void *out)
{
	struct time_exception *exception = out;

	exception->kind = (enum time_exception_kind)read_word(item, "kind",
		READER_WANTED, exception_kinds, COUNT_OF(exception_kinds));
	card_read_date(item, "date", &exception->date);
	reader_time(item, "at", READER_WANTED, &exception->at_ms);
	reader_id(item, "enrolment", READER_OPTIONAL,
		&exception->punch.enrolment);
	reader_id(item, "punch", READER_OPTIONAL, &exception->punch.id);
	reader_id(item, "record", READER_OPTIONAL, &exception->record);
}

static void
read_change(struct cursor *item, const char *key,
	const struct time_reason *reason, int64_t *value_out)
{
	if (card_reason_counts(reason->kind))
		reader_int(item, key, -READER_EXACT_MAX, READER_EXACT_MAX,
			value_out);
	else
		read_time(item, key, value_out);
}

static void
read_reason(struct cursor *item, void *out)
{
	struct time_reason *reason = out;

	reason->kind = (enum time_reason_kind)read_word(item, "kind",
		READER_WANTED, reason_kinds, COUNT_OF(reason_kinds));
	reader_id(item, "record", READER_OPTIONAL, &reason->record);
	reader_id(item, "enrolment", READER_OPTIONAL, &reason->punch.enrolment);
	reader_id(item, "punch", READER_OPTIONAL, &reason->punch.id);
	reader_id(item, "by", READER_OPTIONAL, &reason->other);
	read_change(item, "from", reason, &reason->from);
	read_change(item, "to", reason, &reason->to);
	card_read_minutes(item, "minutes", &reason->minutes);
	reason->pay = (enum pay)read_word(
		item, "pay", READER_WANTED, card_pays, PAY_COUNT);
}

static void
read_request(struct cursor *item, void *out)
{
	struct wire_card_request *request = out;

	reader_id(item, "id", READER_WANTED, &request->id);
	parts_read_press(item, &request->press);
	reader_time(item, "at", READER_WANTED, &request->at_ms);
	reader_id(item, "location", READER_OPTIONAL, &request->location);
	reader_id(item, "cost_code", READER_OPTIONAL, &request->cost_code);
	request->state = (enum request_state)read_word(item, "state",
		READER_WANTED, card_request_states, REQUEST_STATE_COUNT);
	reader_id(item, "decided_by", READER_OPTIONAL, &request->decided_by);
	request->comment = card_read_text(item, "comment");
	request->reason = card_read_text(item, "reason");
}

static void
read_lists(struct cursor *root, struct wire_card *card)
{
	card->exceptions =
		card_read_list(root, "exceptions", sizeof(*card->exceptions),
			read_exception, &card->exception_count);
	card->records = card_read_list(root, "records", sizeof(*card->records),
		read_record, &card->record_count);
	card->days = card_read_list(
		root, "days", sizeof(*card->days), read_day, &card->day_count);
	card->weeks = card_read_list(root, "weeks", sizeof(*card->weeks),
		read_week, &card->week_count);
	card->jobs = card_read_list(
		root, "jobs", sizeof(*card->jobs), read_job, &card->job_count);
	if (reader_has(root, "requests"))
		card->requests = card_read_list(root, "requests",
			sizeof(*card->requests), read_request,
			&card->request_count);
}

int
wire_card_decode(const char *bytes, size_t len, struct wire_card *card_out,
	struct err *err)
{
	struct wire_card card = {.record_count = 0};
	struct cursor root, totals;
	struct reader reader;

	reader_open(&reader, bytes, len, &card_rules, err);
	reader_root(&reader, &root);
	reader_id(&root, "employee", READER_WANTED, &card.employee);
	card_read_range(&root, "from", "to", &card.range);
	reader_text(&root, "zone", READER_WANTED, card.zone, sizeof(card.zone));
	card_read_approves(&root, &card.approves);
	read_lists(&root, &card);
	if (reader_object(&root, "totals", READER_WANTED, &totals)) {
		card_read_sum(&totals, &card.totals);
		reader_end(&totals);
	}
	card.approvals = mem_new(APPROVAL_COUNT, sizeof(*card.approvals));
	card_read_standing(&root, card.approvals, APPROVAL_COUNT,
		&card.approval_count, &card.closed);
	card.explained = reader_has(&root, "reasons");
	if (card.explained)
		card.reasons = card_read_list(&root, "reasons",
			sizeof(*card.reasons), read_reason, &card.reason_count);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_card_release(&card);
		return -1;
	}
	*card_out = card;
	return 0;
}

void
wire_card_release(struct wire_card *card)
{
	for (size_t i = 0; i < card->record_count; i++) {
		free(card->records[i].start.comment);
		free(card->records[i].end.comment);
	}
	for (size_t i = 0; i < card->request_count; i++) {
		free(card->requests[i].comment);
		free(card->requests[i].reason);
	}
	free(card->requests);
	free(card->records);
	free(card->days);
	free(card->weeks);
	free(card->jobs);
	free(card->exceptions);
	free(card->approvals);
	free(card->reasons);
	*card = (struct wire_card){.record_count = 0};
}
