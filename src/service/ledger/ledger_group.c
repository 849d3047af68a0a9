#include "ledger_group.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "enrolment_rows.h"
#include "ledger_order.h"
#include "ledger_rows.h"

/* --- heads --------------------------------------------------------------- */

/* Locks the head, and yields it; the trigger lets no number go back. */
static const char lock_head[] =
	"UPDATE ledger_head SET last_seq = last_seq WHERE company = ?1"
	" RETURNING last_seq, hash";
static const char make_head[] =
	"INSERT INTO ledger_head (company, last_seq, hash) VALUES (?1, 0, ?2)"
	" ON CONFLICT (company) DO NOTHING";
static const char save_head[] = "UPDATE ledger_head SET last_seq = ?2,"
				" hash = ?3 WHERE company = ?1";

static void
bind_head(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct ledger_group *group = ctx;

	db_bind_id(stmt, 1, &group->heads[i].company);
}

static void
on_head(void *ctx, size_t i, const struct db_stmt *row)
{
	struct ledger_head *head = &((struct ledger_group *)ctx)->heads[i];
	const void *hash;
	size_t len;

	if (row == NULL)
		return;
	hash = db_blob(row, 1, &len);
	if (len != HASH_BYTES)
		return;
	head->last_seq = db_int(row, 0);
	memcpy(head->hash.bytes, hash, HASH_BYTES);
	head->found = true;
}

static void
bind_new_head(void *ctx, struct db_stmt *stmt, size_t i)
{
	static const struct hash zero;

	bind_head(ctx, stmt, i);
	db_bind_blob(stmt, 2, zero.bytes, HASH_BYTES);
}

static void
bind_saved_head(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct ledger_head *head =
		&((struct ledger_group *)ctx)->heads[i];

	bind_head(ctx, stmt, i);
	db_bind_int(stmt, 2, head->last_seq);
	db_bind_blob(stmt, 3, head->hash.bytes, HASH_BYTES);
}

/* The jobs stand by company: every service locks in the same order. */
static void
list_heads(struct ledger_group *group)
{
	struct ledger_head *head = NULL;

	group->heads = mem_new(group->job_count, sizeof(*group->heads));
	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		if (head == NULL ||
			!id_equal(&head->company, &job->delivery->company))
			head = &group->heads[group->head_count++];
		head->company = job->delivery->company;
		job->head = head;
	}
}

/* --- what is there ------------------------------------------------------- */

static void
bind_load(void *ctx, struct db_stmt *stmt, size_t i)
{
	enrolment_rows_bind_load(
		&((struct ledger_group *)ctx)->jobs[i]->state, stmt);
}

static void
on_load(void *ctx, size_t i, const struct db_stmt *row)
{
	enrolment_rows_take(&((struct ledger_group *)ctx)->jobs[i]->state, row);
}

static void
bind_point(void *ctx, struct db_stmt *stmt, size_t i)
{
	point_rows_bind_load(
		&((struct ledger_group *)ctx)->folds.folds[i].point, stmt);
}

static void
on_point(void *ctx, size_t i, const struct db_stmt *row)
{
	struct ledger_group *group = ctx;

	if (point_rows_take(
		    &group->folds.folds[i].point, row, &group->point_err) < 0)
		group->bad_point = true;
}

/* Locks the heads and loads enrolments and clocks, in one round trip. */
static int
lock_and_load(struct ledger_group *group, bool *found_out, struct err *err)
{
	const struct db_batch_call lock = {bind_head, on_head, group, true};
	const struct db_batch_call point = {bind_point, on_point, group, true};
	const struct db_batch_call load = {bind_load, on_load, group, false};

	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		enrolment_state_init(&job->state, &job->delivery->company,
			&job->delivery->enrolment);
	}
	if (db_batch(group->db, lock_head, group->head_count, &lock, err) < 0 ||
		db_batch(group->db, point_rows_load, group->folds.count, &point,
			err) < 0 ||
		db_batch(group->db, enrolment_rows_load, group->job_count,
			&load, err) < 0)
		return -1;
	if (group->bad_point) {
		*err = group->point_err;
		return -1;
	}
	*found_out = true;
	for (size_t i = 0; i < group->head_count; i++)
		*found_out = *found_out && group->heads[i].found;
	return 0;
}

static int
load_state(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call make = {bind_new_head, NULL, group, true};
	bool found;

	if (lock_and_load(group, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	/* The first punches of a company. */
	if (db_batch(group->db, make_head, group->head_count, &make, err) < 0 ||
		lock_and_load(group, &found, err) < 0)
		return -1;
	return found ? 0
		     : err_set(err, ERR_INTERNAL,
			       "the head of a ledger is damaged: run "
			       "connectd verify");
}

static void
want_clocks(struct ledger_group *group)
{
	for (size_t i = 0; i < group->job_count; i++) {
		const struct ledger_delivery *delivery =
			group->jobs[i]->delivery;

		for (size_t k = 0; k < delivery->count; k++)
			if (!delivery->items[k].refused)
				clock_folds_want(&group->folds,
					&delivery->company,
					&delivery->items[k].punch->employee,
					delivery->zone);
	}
	clock_folds_sort(&group->folds);
}

/* --- steps that need a statement of their own ---------------------------- */

/* Some steps of a group, gathered for a batch. */
struct steps {
	struct ledger_step **items;
	size_t count;
	size_t cap;
};

static void
gather(const struct ledger_group *group,
	bool (*wanted)(const struct ledger_step *step), struct steps *steps)
{
	*steps = (struct steps){0};
	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		for (size_t k = 0; k < job->delivery->count; k++) {
			if (!wanted(&job->steps[k]))
				continue;
			steps->items = mem_grow(steps->items, &steps->cap,
				steps->count + 1, sizeof(struct ledger_step *));
			steps->items[steps->count++] = &job->steps[k];
		}
	}
}

static bool
is_looked_up(const struct ledger_step *step)
{
	return step->look_up;
}

static bool
has_causes(const struct ledger_step *step)
{
	return step->known_causes_of != 0;
}

/* What lies out of reach, or is another enrolment's, leaves no trace. */
static bool
is_refused(const struct ledger_step *step)
{
	const struct punch *punch = step->item->punch;

	return step->verdict->kind == VERDICT_REFUSED &&
	       id_equal(&punch->enrolment, &step->job->delivery->enrolment) &&
	       punch->number >= 1 && punch->number <= step->job->state.highest;
}

static void
bind_look_up(void *ctx, struct db_stmt *stmt, size_t i)
{
	ledger_job_bind_look_up(((struct steps *)ctx)->items[i], stmt);
}

static void
on_look_up(void *ctx, size_t i, const struct db_stmt *row)
{
	ledger_job_take(((struct steps *)ctx)->items[i], row);
}

static int
look_up(struct ledger_group *group, struct err *err)
{
	struct steps steps;
	const struct db_batch_call call = {
		bind_look_up, on_look_up, &steps, false};
	int rc;

	gather(group, is_looked_up, &steps);
	rc = db_batch(group->db, ledger_job_look_up, steps.count, &call, err);
	free(steps.items);
	gather(group, has_causes, &steps);
	for (size_t i = 0; rc == 0 && i < steps.count; i++)
		rc = ledger_rows_causes(group->db,
			&steps.items[i]->job->delivery->company,
			steps.items[i]->known_causes_of,
			&steps.items[i]->verdict->causes, err);
	free(steps.items);
	return rc;
}

static void
bind_refusal(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct ledger_step *step = ((struct steps *)ctx)->items[i];

	enrolment_rows_bind_refusal(stmt, &step->job->delivery->company,
		step->item->punch, step->verdict->problem,
		step->job->contact.received_ms);
}

static int
save_refusals(struct ledger_group *group, struct err *err)
{
	struct steps steps;
	const struct db_batch_call call = {bind_refusal, NULL, &steps, true};
	int rc;

	gather(group, is_refused, &steps);
	rc = db_batch(
		group->db, enrolment_rows_refuse, steps.count, &call, err);
	free(steps.items);
	return rc;
}

/* --- what is added ------------------------------------------------------- */

static void
bind_row(void *ctx, struct db_stmt *stmt, size_t i)
{
	ledger_rows_bind(&((struct ledger_group *)ctx)->rows.rows[i], stmt);
}

static void
bind_event(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct ledger_group *group = ctx;

	ledger_rows_bind_event(
		&group->rows.events[group->events_written + i], stmt);
}

static void
bind_timeline(void *ctx, struct db_stmt *stmt, size_t i)
{
	timeline_rows_bind(
		&((struct ledger_group *)ctx)->rows.timeline[i].row, stmt);
}

static void
bind_contact(void *ctx, struct db_stmt *stmt, size_t i)
{
	contact_rows_bind(
		&((struct ledger_group *)ctx)->rows.contacts[i], stmt);
}

static int
insert_events(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call event = {bind_event, NULL, group, true};
	size_t n = group->rows.event_count - group->events_written;
	int rc = db_batch(group->db, ledger_rows_insert_event, n, &event, err);

	group->events_written += n;
	return rc;
}

/* An id that stands in the ledger already breaks the insert: then all that
 * was taken for new is looked up the next time. */
static int
insert_rows(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call row = {bind_row, NULL, group, true};
	const struct db_batch_call line = {bind_timeline, NULL, group, true};
	const struct db_batch_call contact = {bind_contact, NULL, group, true};
	const struct ledger_rows *rows = &group->rows;

	if (db_batch(group->db, ledger_rows_insert, rows->count, &row, err) < 0)
		return -1;
	if (insert_events(group, err) < 0 ||
		db_batch(group->db, timeline_rows_insert, rows->count, &line,
			err) < 0)
		return -1;
	return db_batch(group->db, contact_rows_insert, rows->contact_count,
		&contact, err);
}

/* Whether the group failed because an id was taken for new. */
static bool
suspect_all(struct ledger_group *group, const struct err *err)
{
	bool any = false;

	if (err->kind != ERR_DATA)
		return false;
	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		any = any || (!job->suspect && job->delivery->count > 0);
		job->suspect = true;
	}
	return any;
}

/* --- the whole ----------------------------------------------------------- */

static void
bind_save(void *ctx, struct db_stmt *stmt, size_t i)
{
	enrolment_rows_bind_save(
		&((struct ledger_group *)ctx)->jobs[i]->state, stmt);
}

static void
bind_saved_point(void *ctx, struct db_stmt *stmt, size_t i)
{
	point_rows_bind_save(
		&((struct ledger_group *)ctx)->folds.saved[i], stmt);
}

static int
read_state(struct ledger_group *group, struct err *err)
{
	list_heads(group);
	want_clocks(group);
	if (load_state(group, err) < 0)
		return -1;
	for (size_t i = 0; i < group->job_count; i++)
		ledger_job_arrange(group->jobs[i], &group->rows.scratch);
	return look_up(group, err);
}

static int
decide(struct ledger_group *group, struct err *err)
{
	for (size_t i = 0; i < group->job_count; i++) {
		size_t first = group->rows.count;

		if (ledger_job_decide(
			    group->jobs[i], group->db, &group->rows, err) < 0)
			return -1;
		ledger_order_new(group->jobs[i], &group->rows, first);
	}
	return 0;
}

/* What moves rows that stand: presses that came late, or are known better. */
static int
move_what_stands(struct ledger_group *group, struct err *err)
{
	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		if (job->quicker && ledger_job_restate_again(job, group->db,
					    &group->rows, err) < 0)
			return -1;
		if (ledger_order_late(job, group->db, &group->rows,
			    &group->folds, err) < 0)
			return -1;
	}
	return insert_events(group, err);
}

/* The times that count, into the answers and to the clocks. */
static void
tell_times(struct ledger_group *group)
{
	for (size_t i = 0; i < group->rows.count; i++) {
		const struct timeline_row *line = &group->rows.timeline[i].row;
		struct verdict *verdict = group->rows.steps[i]->verdict;

		verdict->at_ms = line->at_ms;
		verdict->flags = line->flags;
		if (line->counts)
			clock_folds_add(
				&group->folds, line, group->rows.rows[i].punch);
	}
	for (size_t i = 0; i < group->job_count; i++)
		for (size_t k = 0; k < group->jobs[i]->delivery->count; k++)
			if (group->jobs[i]->steps[k].fate == LEDGER_TWIN)
				ledger_job_answer_twin(
					&group->jobs[i]->steps[k]);
}

static int
write_state(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call state = {bind_save, NULL, group, true};
	const struct db_batch_call point = {
		bind_saved_point, NULL, group, true};
	const struct db_batch_call head = {bind_saved_head, NULL, group, true};

	if (insert_rows(group, err) < 0 || save_refusals(group, err) < 0 ||
		move_what_stands(group, err) < 0)
		return -1;
	tell_times(group);
	if (clock_folds_run(&group->folds, group->db, err) < 0)
		return -1;
	for (size_t i = 0; i < group->job_count; i++)
		if (ledger_job_count(group->jobs[i], group->db, err) < 0)
			return -1;
	if (db_batch(group->db, enrolment_rows_save, group->job_count, &state,
		    err) < 0 ||
		db_batch(group->db, point_rows_save, group->folds.saved_count,
			&point, err) < 0)
		return -1;
	return db_batch(group->db, save_head, group->head_count, &head, err);
}

static int
write_all(struct ledger_group *group, struct err *err)
{
	if (read_state(group, err) < 0 || decide(group, err) < 0 ||
		write_state(group, err) < 0)
		return -1;
	if (group->on_commit)
		group->on_commit(group->on_commit_ctx, 0);
	if (db_commit(group->db, err) < 0)
		return -1;
	if (group->on_commit)
		group->on_commit(group->on_commit_ctx, 1);
	return 0;
}

/* What somebody who runs the service should know of an enrolment. */
static void
report(const struct ledger_group *group)
{
	for (size_t i = 0; i < group->job_count; i++) {
		const struct ledger_job *job = group->jobs[i];
		char enrolment[ID_TEXT_BYTES];

		if (!job->forked && !job->stepped)
			continue;
		id_format(&job->delivery->enrolment, enrolment);
		if (job->forked)
			log_event(LOG_LEVEL_WARNING,
				job->rolled_back ? "enrolment-rolled-back"
						 : "enrolment-forked",
				"enrolment", enrolment, NULL);
		if (job->stepped)
			log_event(LOG_LEVEL_INFO, "clock-moved", "enrolment",
				enrolment, NULL);
	}
}

static int
compare_jobs(const void *a, const void *b)
{
	struct ledger_job *const *x = a, *const *y = b;

	return id_compare(&(*x)->delivery->company, &(*y)->delivery->company);
}

int
ledger_group_write(struct ledger_group *group, struct err *err)
{
	assert(group->job_count > 0);
	str_init(&group->rows.scratch, LEDGER_ROW_BYTES);
	qsort(group->jobs, group->job_count, sizeof(struct ledger_job *),
		compare_jobs);
	if (db_begin(group->db, err) < 0)
		return -1;
	if (write_all(group, err) < 0) {
		db_rollback(group->db);
		group->conflict = suspect_all(group, err);
		return -1;
	}
	report(group);
	return 0;
}

void
ledger_group_clear(struct ledger_group *group)
{
	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		free(job->steps);
		job->steps = NULL;
		job->head = NULL;
		job->stepped = job->forked = job->rolled_back = false;
		job->quicker = false;
	}
	free(group->heads);
	ledger_rows_release(&group->rows);
	clock_folds_release(&group->folds);
	group->heads = NULL;
	group->head_count = 0;
	group->events_written = 0;
	group->conflict = false;
}
