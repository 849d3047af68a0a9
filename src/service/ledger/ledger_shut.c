#include "ledger_shut.h"

#include "correction_note.h"
#include "shut_rows.h"

/* The time that a press has by itself. */
static int64_t
own_time(const struct punch *punch, const struct restated *restated)
{
	return punch->has_chosen && punch->chosen_ms <= restated->press_ms
		       ? punch->chosen_ms
		       : restated->press_ms;
}

/* One of its place, so that the latest stand first; those that are too many
 * fall off. */
static void
add_near(struct shut_nears *nears, const struct shut_near *near)
{
	size_t i = nears->count;

	if (i == SHUT_NEAR_MAX && nears->items[--i].at_ms > near->at_ms)
		return;
	for (; i > 0 && nears->items[i - 1].at_ms <= near->at_ms; i--)
		nears->items[i] = nears->items[i - 1];
	nears->items[i] = *near;
	if (nears->count < SHUT_NEAR_MAX)
		nears->count++;
}

/* What of the group stands before the press, and is not written yet. */
static void
find_near(const struct shut_press *press, const struct ledger_rows *rows,
	struct shut_nears *nears)
{
	nears->count = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct ledger_row *row = &rows->rows[i];
		const struct shut_near near = {
			.at_ms = own_time(row->punch, &row->restated),
			.open = row->punch->kind != PUNCH_STOP,
			.counts = rows->timeline[i].row.counts,
		};

		if (near.at_ms <= press->at_ms &&
			row->punch->kind != PUNCH_VOID &&
			id_equal(&row->company, &press->company) &&
			id_equal(&row->punch->employee, &press->employee))
			add_near(nears, &near);
	}
}

int
ledger_shut_find(const struct ledger_step *step, int32_t shut_to,
	const struct ledger_shut *find, struct err *err)
{
	const struct punch *punch = step->item->punch;
	struct shut_press press = {
		.company = step->job->delivery->company,
		.employee = punch->employee,
		.rules = &step->job->head->clock.rules,
		.at_ms = own_time(punch, find->restated),
		.goes_on = shut_goes_on(punch->kind),
	};
	struct shut_nears near;
	struct shut shut;

	if (!shut_reaches(&press, shut_to))
		return 0;
	find_near(&press, find->rows, &near);
	press.near = &near;
	if (shut_judge(find->db, &press, &shut, err) < 0)
		return -1;
	*find->causes |= shut.causes;
	return 0;
}

/* --- what stands ---------------------------------------------------------- */

static int
find_to(struct db *db, const struct timeline_row *row,
	struct ledger_shut_to *to, struct err *err)
{
	if (id_equal(&to->employee, &row->employee))
		return 0;
	to->employee = row->employee;
	return shut_rows_to(db, &row->company, &row->employee, &to->date, err);
}

/* Whether it moves something that is shut by standing at this time, or by
 * leaving it. */
static int
find_at(const struct ledger_job *job, struct db *db, int32_t to,
	const struct timeline_row *row, bool *shut_out, struct err *err)
{
	const struct shut_press press = {
		.company = row->company,
		.employee = row->employee,
		.rules = &job->head->clock.rules,
		.at_ms = row->at_ms,
		.line = row->seq,
	};
	struct shut shut = {.causes = 0};

	if (!*shut_out && shut_reaches(&press, to) &&
		shut_judge(db, &press, &shut, err) < 0)
		return -1;
	*shut_out = *shut_out || shut.causes != 0;
	return 0;
}

int
ledger_shut_keep(struct ledger_job *job, struct db *db,
	struct ledger_shut_to *to, const struct timeline_row *before,
	struct timeline_row *row, struct err *err)
{
	struct chain_head head = {job->head->last_seq, job->head->hash};
	bool shut = false;

	if (find_to(db, row, to, err) < 0 ||
		find_at(job, db, to->date, before, &shut, err) < 0 ||
		find_at(job, db, to->date, row, &shut, err) < 0)
		return -1;
	if (!shut)
		return 0;
	row->at_ms = before->at_ms;
	if (correction_note(db, &head,
		    &(struct correction_note){CORRECTION_ROW_KEEP,
			    job->contact.received_ms, "what it is in is shut"},
		    row, err) < 0)
		return -1;
	job->head->last_seq = head.last_seq;
	job->head->hash = head.hash;
	return 0;
}
