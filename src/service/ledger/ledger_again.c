#include "ledger_again.h"

#include "evidence.h"
#include "ledger_rows.h"

/* A contact that is a roll-back is no part of the state, and tells as well how
 * its boot's clock goes. */
static void
begin(struct evidence *evidence, const struct ledger_job *job, struct db *db)
{
	evidence_init(evidence, db, &job->state, job->delivery->begun_ms);
	evidence->news = &job->contact;
}

/* One press, by all that its enrolment's state knows now. */
static int
restate(struct evidence *evidence, const struct timeline_row *current,
	struct restated *restated_out, struct err *err)
{
	/* Once seen, it was so. */
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
	restated_out->flags |= current->restated.flags & kept;
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

/* Where one is worth a row, all that go by a better contact get one: so they
 * stand by the same clock. */
static bool
is_changed(const struct restated *a, const struct restated *b)
{
	return a->press_ms != b->press_ms || a->method != b->method ||
	       a->flags != b->flags;
}

/* One that stands, and perhaps not where it does by now. */
static int
look_again(struct ledger_job *job, struct evidence *evidence, int64_t seq,
	struct ledger_rows *rows, struct err *err)
{
	struct timeline_row row;
	struct restated restated;

	if (timeline_rows_find(evidence->db, &job->delivery->company, seq, &row,
		    err) < 0 ||
		restate(evidence, &row, &restated, err) < 0)
		return -1;
	if (!is_changed(&restated, &row.restated))
		return 0;
	change(job, &row, &restated, rows);
	return timeline_rows_update(evidence->db, &row, 1, err);
}

/* The presses of this boot that were delivered within the last day. */
static int
look_at_boot(struct ledger_job *job, struct evidence *evidence,
	const struct id *boot, struct ledger_rows *rows, struct err *err)
{
	struct contact since = job->contact;
	const struct timeline_row where = {
		.company = job->delivery->company,
		.enrolment = job->delivery->enrolment,
		.number = job->state.recorded,
	};
	int64_t seqs[TIMELINE_AGAIN_MAX];
	size_t count;

	since.now.boot = *boot;
	since.received_ms -= CONTACT_DAY_MS;
	if (timeline_rows_of_boot(
		    evidence->db, &where, &since, seqs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (look_again(job, evidence, seqs[i], rows, err) < 0)
			return -1;
	return 0;
}

int
ledger_again_quicker(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err)
{
	const struct id *boot = &job->contact.now.boot;
	struct evidence evidence;

	begin(&evidence, job, db);
	if (look_at_boot(job, &evidence, boot, rows, err) < 0 ||
		(!id_is_nil(&job->other_boot) &&
			look_at_boot(job, &evidence, &job->other_boot, rows,
				err) < 0))
		return -1;
	if (id_equal(boot, &job->state.last.now.boot))
		job->state.slow_ms = contact_offset_ms(&job->contact);
	return 0;
}

/* Whether this contact tells of the press what none did that is kept. */
static bool
is_spoken_of(const struct ledger_step *step)
{
	const struct stamp *pressed = &step->item->punch->pressed;
	const struct stamp *now = &step->job->contact.now;
	const struct verdict *verdict = step->verdict;

	return step->fate == LEDGER_KNOWN &&
	       verdict->kind == VERDICT_DUPLICATE &&
	       (verdict->method == RESTATE_WALL ||
		       verdict->method == RESTATE_ANCHOR ||
		       step->job->rolled_back) &&
	       id_equal(&step->item->punch->enrolment,
		       &step->job->delivery->enrolment) &&
	       id_equal(&pressed->boot, &now->boot) &&
	       pressed->boottime_ms <= now->boottime_ms;
}

int
ledger_again_known(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err)
{
	struct evidence evidence;

	begin(&evidence, job, db);
	for (size_t i = 0; i < job->delivery->count; i++) {
		const struct ledger_step *step = &job->steps[i];

		if (is_spoken_of(step) &&
			look_again(job, &evidence, step->verdict->ledger_seq,
				rows, err) < 0)
			return -1;
	}
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
	if (row->restated.method == RESTATE_WALL)
		return 0; /* has nothing else */
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
	struct evidence evidence;
	const struct ledger_event event = {.kind = LEDGER_EVENT_FORKED,
		.cause = "",
		.enrolment = job->delivery->enrolment,
		.number = job->state.fork_from};
	size_t count = TIMELINE_UNFORKED_MAX;

	if (job->state.fork_from >= job->fork_was)
		return 0;
	ledger_job_add_event(job, event, rows);
	begin(&evidence, job, db);
	while (count == TIMELINE_UNFORKED_MAX)
		if (flag_page(job, &evidence, rows, &count, err) < 0)
			return -1;
	/* All that stands behind it is ordered anew. */
	ledger_job_note_late(job, job->state.fork_from);
	ledger_job_note_late(job, job->state.recorded);
	return 0;
}
