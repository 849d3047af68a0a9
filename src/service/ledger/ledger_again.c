#include "ledger_again.h"

#include "evidence.h"
#include "ledger_rows.h"

#define MOVED_MS 500 /* less is not worth a row */

/* One press, by all that its enrolment's state knows now. */
static int
restate(struct evidence *evidence, const struct timeline_row *current,
	struct restated *restated_out, struct err *err)
{
	/* What the contacts say anew; the rest stays as it was flagged. */
	const unsigned kept =
		RESTATE_STEPPED | RESTATE_FORK | RESTATE_ENDED | RESTATE_HELD;
	struct ledger_row row;
	struct punch punch;
	int rc;

	if (ledger_rows_find(evidence->db, &current->company, current->seq,
		    &punch, &row, err) < 0)
		return -1;
	evidence->given.carrier = &row.carrier;
	rc = evidence_restate(evidence, &punch, true, restated_out, err);
	evidence->given.carrier = NULL;
	restated_out->flags = (restated_out->flags & ~kept) |
			      (current->restated.flags & kept);
	return rc;
}

/* The event; the row is to be written. */
static void
change(struct ledger_job *job, struct timeline_row *row,
	const struct restated *restated, struct ledger_rows *rows)
{
	const struct ledger_event event = {.kind = LEDGER_EVENT_RESTATED,
		.punch = row->seq,
		.cause = "",
		.restated = *restated};

	ledger_job_add_event(job, event, rows);
	row->restated = *restated;
	ledger_job_note_late(job, row->number);
}

static bool
is_moved(const struct restated *a, const struct restated *b)
{
	int64_t moved_ms = a->press_ms - b->press_ms;

	return moved_ms >= MOVED_MS || moved_ms <= -MOVED_MS ||
	       a->method != b->method;
}

int
ledger_again_quicker(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err)
{
	struct evidence evidence = {.given.begun_ms = job->delivery->begun_ms};
	const struct id *company = &job->delivery->company;
	struct contact since = job->contact;
	const struct timeline_row where = {
		.company = *company,
		.enrolment = job->delivery->enrolment,
		.number = job->state.recorded,
	};
	int64_t seqs[TIMELINE_AGAIN_MAX];
	size_t count;

	since.received_ms -= CONTACT_DAY_MS;
	if (timeline_rows_of_boot(db, &where, &since, seqs, &count, err) < 0)
		return -1;
	evidence_init(&evidence, db, &job->state);
	for (size_t i = 0; i < count; i++) {
		struct timeline_row row;
		struct restated restated;

		if (timeline_rows_find(db, company, seqs[i], &row, err) < 0 ||
			restate(&evidence, &row, &restated, err) < 0)
			return -1;
		if (!is_moved(&restated, &row.restated))
			continue;
		change(job, &row, &restated, rows);
		if (timeline_rows_update(db, &row, 1, err) < 0)
			return -1;
	}
	job->state.slow_ms = contact_offset_ms(&job->contact);
	return 0;
}

/* --- forks --------------------------------------------------------------- */

/* What is left of a press without bounds by contacts. */
static int
free_press(struct evidence *evidence, const struct timeline_row *row,
	int64_t received_ms, struct restated *restated_out, struct err *err)
{
	const unsigned bounded = RESTATE_LIFTED | RESTATE_CLAMPED;

	*restated_out = row->restated;
	if (!restate_is_exact(row->restated.method))
		return 0;
	if (row->restated.flags & bounded)
		return restate(evidence, row, restated_out, err);
	restated_out->not_before_ms = evidence->given.begun_ms;
	restated_out->not_after_ms = received_ms;
	return 0;
}

static int
flag_page(struct ledger_job *job, struct evidence *evidence,
	struct ledger_rows *rows, size_t *count_out, struct err *err)
{
	const struct timeline_row where = {
		.company = job->delivery->company,
		.enrolment = job->delivery->enrolment,
		.number = job->state.fork_from,
	};
	struct timeline_row page[TIMELINE_UNFORKED_MAX];
	int64_t received_ms[TIMELINE_UNFORKED_MAX];

	if (timeline_rows_unforked(evidence->db, &where, page, received_ms,
		    count_out, err) < 0)
		return -1;
	for (size_t i = 0; i < *count_out; i++) {
		struct restated restated;

		if (free_press(evidence, &page[i], received_ms[i], &restated,
			    err) < 0)
			return -1;
		restated.flags |= RESTATE_FORK;
		change(job, &page[i], &restated, rows);
	}
	return timeline_rows_update(evidence->db, page, *count_out, err);
}

int
ledger_again_forked(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err)
{
	struct evidence evidence = {.given.begun_ms = job->delivery->begun_ms};
	const struct ledger_event event = {.kind = LEDGER_EVENT_FORKED,
		.cause = "",
		.enrolment = job->delivery->enrolment,
		.number = job->state.fork_from};
	size_t count = TIMELINE_UNFORKED_MAX;

	if (job->state.fork_from >= job->fork_was)
		return 0;
	ledger_job_add_event(job, event, rows);
	evidence_init(&evidence, db, &job->state);
	while (count == TIMELINE_UNFORKED_MAX)
		if (flag_page(job, &evidence, rows, &count, err) < 0)
			return -1;
	/* All that stands behind it is ordered anew. */
	ledger_job_note_late(job, job->state.fork_from);
	ledger_job_note_late(job, job->state.recorded);
	return 0;
}
