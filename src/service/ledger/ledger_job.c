#include "ledger_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/cause.h"
#include "enrolment_state_rows.h"
#include "evidence.h"
#include "ledger_rows.h"
#include "ledger_shut.h"

#define NUMBER_REACH 1000000 /* a number may lie so far beyond the highest */

void
ledger_rows_release(struct ledger_rows *rows)
{
	free(rows->rows);
	free(rows->events);
	free(rows->timeline);
	free(rows->steps);
	free(rows->runs);
	str_release(&rows->scratch);
	*rows = (struct ledger_rows){.count = 0};
}

/* --- deciding ------------------------------------------------------------ */

/* What the steps of one job hand on to the next. */
struct walk {
	struct db *db;
	struct ledger_rows *rows;
	struct evidence *evidence;
	int64_t last_number; /* of this job, so far */
	struct stamp last_pressed;
	bool stepped; /* a press says that its wall clock was moved */
};

static bool
is_brought(const struct ledger_job *job, const struct punch *punch)
{
	return !id_equal(&punch->enrolment, &job->delivery->enrolment);
}

static void
refuse(struct ledger_step *step, enum problem problem, const char *detail)
{
	struct verdict *verdict = step->verdict;

	verdict->kind = VERDICT_REFUSED;
	str_copy(verdict->problem, sizeof(verdict->problem),
		problem_type(problem));
	str_copy(verdict->detail, sizeof(verdict->detail),
		detail[0] != '\0' ? detail : problem_title(problem));
}

/* Whether another id of this enrolment holds the number. */
static int
find_taken(struct ledger_job *job, struct walk *walk, const struct punch *punch,
	bool *taken_out, struct err *err)
{
	const struct timeline_row where = {
		.company = job->delivery->company,
		.enrolment = punch->enrolment,
		.number = punch->number,
	};

	*taken_out = punch->number == walk->last_number;
	if (*taken_out || punch->number > job->state.recorded)
		return 0;
	return timeline_rows_taken(
		walk->db, &where, &punch->id, taken_out, err);
}

void
ledger_job_tell_causes(struct verdict *verdict, unsigned causes)
{
	unsigned first = causes & -causes; /* its lowest bit */

	verdict->causes = causes;
	if (first != 0)
		str_copy(verdict->detail, sizeof(verdict->detail),
			cause_words((enum cause)first));
}

/* Next of the chain. */
static int64_t
next_seq(struct ledger_job *job)
{
	return ++job->head->last_seq;
}

void
ledger_job_add_event(struct ledger_job *job, struct ledger_event event,
	struct ledger_rows *rows)
{
	event.company = job->delivery->company;
	event.seq = next_seq(job);
	event.at_ms = job->contact.received_ms;
	ledger_row_chain_event(&event, &job->head->hash, &rows->scratch);
	job->head->hash = event.hash;
	rows->events = mem_grow(rows->events, &rows->event_cap,
		rows->event_count + 1, sizeof(*rows->events));
	rows->events[rows->event_count++] = event;
}

static void
add_cause(struct ledger_job *job, struct ledger_rows *rows, int64_t punch,
	enum cause cause)
{
	const struct ledger_event event = {.kind = LEDGER_EVENT_CAUSE,
		.punch = punch,
		.cause = cause_name(cause)};

	ledger_job_add_event(job, event, rows);
}

static void
add_timeline(struct ledger_step *step, const struct ledger_row *row,
	struct ledger_rows *rows)
{
	const struct punch *punch = row->punch;
	struct timeline_item *item;
	size_t i = rows->count - 1;

	rows->timeline = mem_grow(rows->timeline, &rows->timeline_cap,
		rows->count, sizeof(*rows->timeline));
	rows->steps = mem_grow(rows->steps, &rows->step_cap, rows->count,
		sizeof(struct ledger_step *));
	rows->steps[i] = step;
	item = &rows->timeline[i];
	*item = (struct timeline_item){
		.row = {.company = row->company,
			.seq = row->seq,
			.employee = punch->employee,
			.enrolment = punch->enrolment,
			.number = punch->number,
			.restated = row->restated,
			.counts = step->verdict->kind == VERDICT_RECORDED,
			.press = timeline_press_of(punch)},
		.order = {.number = punch->number,
			.id = punch->id,
			.restated_ms = row->restated.press_ms,
			.is_exact = restate_is_exact(row->restated.method),
			.not_before_ms = row->restated.not_before_ms,
			.not_after_ms = row->restated.not_after_ms,
			.boot = punch->pressed.boot,
			.boottime_ms = punch->pressed.boottime_ms,
			.wall_ms = punch->pressed.wall_ms,
			.is_void = punch->kind == PUNCH_VOID,
			.has_chosen = punch->has_chosen,
			.chosen_ms = punch->chosen_ms,
			.flags = row->restated.flags},
	};
}

/* Numbers the punch, chains it and its causes, and answers. */
static void
record(struct ledger_step *step, const struct restated *restated,
	unsigned causes, struct ledger_rows *rows)
{
	struct ledger_job *job = step->job;
	const struct ledger_delivery *delivery = job->delivery;
	const struct punch *punch = step->item->punch;
	struct verdict *verdict = step->verdict;
	struct ledger_row *row;

	verdict->kind = causes != 0 ? VERDICT_QUARANTINED : VERDICT_RECORDED;
	ledger_job_tell_causes(verdict, causes);
	verdict->method = restated->method;
	verdict->not_before_ms = restated->not_before_ms;
	verdict->not_after_ms = restated->not_after_ms;
	verdict->ledger_seq = next_seq(job);
	rows->rows = mem_grow(
		rows->rows, &rows->cap, rows->count + 1, sizeof(*rows->rows));
	row = &rows->rows[rows->count++];
	*row = (struct ledger_row){
		.company = delivery->company,
		.seq = verdict->ledger_seq,
		.punch = punch,
		.carrier = job->contact,
		.restated = *restated,
		.verdict = verdict_name(verdict->kind),
		.content = step->content,
	};
	if (is_brought(job, punch))
		row->bringer = delivery->enrolment;
	ledger_row_chain(row, &job->head->hash, &rows->scratch);
	job->head->hash = row->hash;
	add_timeline(step, row, rows);
	for (unsigned bit = 1; bit <= causes; bit <<= 1)
		if (causes & bit)
			add_cause(job, rows, verdict->ledger_seq,
				(enum cause)bit);
}

void
ledger_job_note_late(struct ledger_job *job, int64_t number)
{
	if (number < job->late_from)
		job->late_from = number;
	if (number > job->late_to)
		job->late_to = number;
}

/* How slow a contact the press goes by, while better ones of its boot may yet
 * come: even that the machine was paused may be the word of a slow one. */
static void
note_slowness(struct ledger_job *job, const struct punch *punch,
	const struct restated *restated)
{
	struct enrolment_state *state = &job->state;
	int64_t offset_ms = contact_offset_ms(&job->contact);

	if (job->rolled_back ||
		!id_equal(&punch->pressed.boot, &job->contact.now.boot))
		return;
	if (restated->method == RESTATE_SAME_BOOT)
		offset_ms = restated->anchor_received_ms -
			    restated->anchor_boottime_ms;
	else if (restated->method != RESTATE_PAUSED)
		return;
	if (offset_ms > state->slow_ms)
		state->slow_ms = offset_ms;
}

/* The enrolment goes on behind this punch. */
static void
pass(struct ledger_job *job, struct walk *walk, const struct punch *punch,
	const struct restated *restated)
{
	walk->last_number = punch->number;
	if ((restated->flags & RESTATE_STEPPED) != 0 ||
		restate_clock_stepped(&walk->last_pressed, &punch->pressed))
		walk->stepped = true;
	walk->last_pressed = punch->pressed;
	if (punch->number <= job->state.recorded)
		ledger_job_note_late(job, punch->number);
	note_slowness(job, punch, restated);
}

/*
 * From this number on there may be two journals. What a contact brings that
 * knows less than was told may have its number twice as well.
 */
static void
note_fork(struct ledger_job *job, struct walk *walk, int64_t from)
{
	job->forked = true;
	if (from < job->state.fork_from)
		job->state.fork_from = from;
	walk->evidence->given.fork_from = job->state.fork_from;
}

static unsigned
flags_of(const struct ledger_job *job, const struct punch *punch)
{
	unsigned flags = 0;

	if (punch->number >= job->state.fork_from)
		flags |= RESTATE_FORK;
	if (punch->number > job->ended_at)
		flags |= RESTATE_ENDED;
	return flags;
}

/* Nobody speaks for somebody else, nor under an enrolment that is another
 * person's; one that the service does not know may be brought. */
static bool
may_deliver(const struct ledger_step *step, const struct judged *judged)
{
	const struct authority_fact *enrolment = &judged->facts.enrolment;

	return id_equal(&step->item->punch->pressed_by,
		       &step->job->delivery->person) &&
	       (!enrolment->known || enrolment->holds);
}

static const struct judged *
judged_of(const struct ledger_step *step)
{
	const struct ledger_job *job = step->job;

	return job->judged[step->item - job->delivery->items];
}

/* What holds it for review; judged behind its restating, by what is so now. */
static int
find_causes(const struct ledger_step *step, struct walk *walk,
	const struct restated *restated, unsigned *causes_out, struct err *err)
{
	const struct judged *judged = judged_of(step);

	*causes_out = step->item->causes;
	if (judged != NULL)
		*causes_out |=
			authority_causes(step->item->punch, &judged->facts);
	return judged == NULL
		       ? 0
		       : ledger_shut_find(step, judged->facts.shut_to,
				 &(struct ledger_shut){walk->db, walk->rows,
					 restated, causes_out},
				 err);
}

static int
decide_own(struct ledger_step *step, struct walk *walk, struct err *err)
{
	struct ledger_job *job = step->job;
	const struct punch *punch = step->item->punch;
	struct restated restated;
	unsigned causes;
	bool taken;

	if (punch->number > job->state.highest + NUMBER_REACH) {
		refuse(step, PROBLEM_FAR_NUMBER, "");
		return 0;
	}
	if (find_taken(job, walk, punch, &taken, err) < 0)
		return -1;
	job->state.forks += taken;
	if (taken || job->rolled_back)
		note_fork(job, walk, punch->number);
	if (evidence_restate(walk->evidence, punch, false, &restated, err) < 0)
		return -1;
	restated.flags |= flags_of(job, punch);
	pass(job, walk, punch, &restated);
	if (find_causes(step, walk, &restated, &causes, err) < 0)
		return -1;
	record(step, &restated, causes, walk->rows);
	return 0;
}

static int
decide_brought(struct ledger_step *step, struct walk *walk, struct err *err)
{
	struct evidence *evidence = walk->evidence;
	struct restated restated;
	unsigned causes;
	int rc;

	evidence->given.brought = true;
	rc = evidence_restate(
		evidence, step->item->punch, false, &restated, err);
	evidence->given.brought = false;
	if (rc < 0 || find_causes(step, walk, &restated, &causes, err) < 0)
		return -1;
	record(step, &restated, causes | CAUSE_BROUGHT, walk->rows);
	return 0;
}

static int
decide(struct ledger_step *step, struct walk *walk, struct err *err)
{
	const struct ledger_item *item = step->item;
	const struct judged *judged = judged_of(step);

	if (item->refused) {
		refuse(step, item->problem, item->detail);
		return 0;
	}
	if (judged != NULL && !may_deliver(step, judged)) {
		refuse(step, PROBLEM_NOT_THIS_ENROLMENTS, "");
		return 0;
	}
	return is_brought(step->job, item->punch)
		       ? decide_brought(step, walk, err)
		       : decide_own(step, walk, err);
}

/* A wall clock that was moved, as its punches say or its contacts: once for a
 * delivery, whichever say so. */
static void
note_step(struct ledger_job *job)
{
	job->stepped = true;
	job->state.steps++;
	job->state.stepped_ms = job->contact.received_ms;
}

/* The run of a boot among those from this one on: a new one, if need be. */
static struct contact_run *
run_of(const struct enrolment_state *state, const struct contact *contact,
	struct ledger_rows *rows, size_t from)
{
	for (size_t i = from; i < rows->run_count; i++)
		if (id_equal(&rows->runs[i].boot, &contact->now.boot))
			return &rows->runs[i];
	rows->runs = mem_grow(rows->runs, &rows->run_cap, rows->run_count + 1,
		sizeof(*rows->runs));
	rows->runs[rows->run_count] = (struct contact_run){
		.company = state->company,
		.enrolment = state->enrolment,
		.boot = contact->now.boot,
	};
	return &rows->runs[rows->run_count++];
}

/* All that are recent: each by itself would write pages of two indexes. */
static void
put_away(struct enrolment_state *state, int64_t told, struct ledger_rows *rows)
{
	size_t from = rows->run_count;

	for (size_t i = 0; i < state->recent_count; i++) {
		const struct contact *contact = &state->recent[i];

		contact_run_add(run_of(state, contact, rows, from), contact);
	}
	for (size_t i = from; i < rows->run_count; i++)
		rows->runs[i].highest = told;
	state->recent_count = 0;
}

/* The contact itself: what it says of the enrolment, behind its punches. */
static void
see(struct ledger_job *job, struct ledger_rows *rows)
{
	struct enrolment_state *state = &job->state;
	const int64_t told = state->highest;
	struct contact gone[3];
	size_t n = 0;

	if (!job->rolled_back &&
		enrolment_state_see(state, &job->contact, gone, &n))
		job->stepped = true;
	for (size_t i = 0; i < n; i++) {
		if (state->recent_count == ENROLMENT_STATE_RECENT)
			put_away(state, told, rows);
		enrolment_state_keep(state, &gone[i]);
	}
}

/* What it tells is at least what it brings, and at most within reach. */
static void
believe(struct ledger_job *job)
{
	int64_t reach = job->state.highest + NUMBER_REACH;

	job->contact = job->delivery->contact;
	if (job->contact.highest > reach)
		job->contact.highest = job->state.highest;
	for (size_t i = 0; i < job->delivery->count; i++) {
		const struct ledger_item *item = &job->delivery->items[i];
		int64_t number = item->punch->number;

		if (!is_brought(job, item->punch) && number <= reach &&
			number > job->contact.highest)
			job->contact.highest = number;
	}
}

static int
begin(struct ledger_job *job, struct walk *walk,
	const struct enrolment_state *before, struct err *err)
{
	struct evidence *evidence = walk->evidence;

	believe(job);
	job->late_from = INT64_MAX;
	job->late_to = 0;
	job->fork_was = before->fork_from;
	evidence_init(evidence, walk->db, before, job->delivery->begun_ms);
	evidence->given.carrier = &job->contact;
	if (evidence_find_roll_back(evidence, err) < 0)
		return -1;
	job->rolled_back = evidence->given.rolled_back;
	if (job->rolled_back)
		note_fork(job, walk, job->contact.highest + 1);
	else if (!id_equal(&before->last.now.boot, &job->contact.now.boot))
		job->state.slow_ms = INT64_MIN;
	return 0;
}

/* Whether earlier presses may go by this contact: it is quicker, or its boot
 * speaks again after another one has, as of two machines with one journal. */
static int
find_quicker(struct ledger_job *job, struct db *db, struct err *err)
{
	const struct contact_where of = {.company = job->state.company,
		.enrolment = job->state.enrolment,
		.contact = job->contact};
	const struct contact *last = &job->state.last;

	job->quicker = enrolment_state_is_quicker(&job->state, &job->contact);
	if (last->received_ms == 0 ||
		id_equal(&last->now.boot, &job->contact.now.boot))
		return 0;
	for (size_t i = 0; i < job->state.recent_count; i++)
		job->quicker |= id_equal(
			&job->state.recent[i].now.boot, &job->contact.now.boot);
	if (!job->quicker &&
		contact_rows_knows_boot(db, &of, &job->quicker, err) < 0)
		return -1;
	if (job->quicker)
		job->other_boot = last->now.boot;
	return 0;
}

int
ledger_job_decide(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err)
{
	struct evidence evidence;
	struct walk walk = {.db = db, .rows = rows, .evidence = &evidence};
	struct enrolment_state before = job->state;

	if (begin(job, &walk, &before, err) < 0)
		return -1;
	for (size_t i = 0; i < job->delivery->count; i++) {
		struct ledger_step *step = &job->steps[i];

		if (step->fate == LEDGER_NEW && decide(step, &walk, err) < 0)
			return -1;
	}
	if (find_quicker(job, db, err) < 0)
		return -1;
	see(job, rows);
	if (walk.stepped && !job->stepped)
		note_step(job);
	return 0;
}

int
ledger_job_count(struct ledger_job *job, struct db *db, struct err *err)
{
	struct enrolment_state *state = &job->state;
	struct wire_verdicts *answer = &job->answer;

	for (size_t i = 0; i < job->delivery->count; i++) {
		const struct punch *punch = job->steps[i].item->punch;

		if (job->steps[i].fate == LEDGER_NEW &&
			!is_brought(job, punch) &&
			punch->number == state->watermark + 1)
			state->watermark++;
	}
	answer->own.count = 0;
	if (state->highest > state->watermark &&
		enrolment_state_rows_find_missing(db, state,
			answer->own.numbers, WIRE_MISSING_MAX,
			&answer->own.count, err) < 0)
		return -1;
	answer->own.enrolment = job->delivery->enrolment;
	answer->own.watermark = state->watermark;
	answer->highest = state->highest;
	answer->ended = job->ended_at != INT64_MAX;
	answer->forked = state->fork_from != INT64_MAX;
	answer->now_ms = job->contact.received_ms;
	return 0;
}
