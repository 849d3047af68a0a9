#include "ledger_group_rows.h"

#include <stdlib.h>
#include <string.h>

#include "authority_rows.h"
#include "base/mem.h"
#include "credential_rows.h"
#include "db/version.h"
#include "enrolment_state_rows.h"
#include "ledger_rows.h"
#include "quarantine_rows.h"
#include "service/company/chain.h"

/* --- heads --------------------------------------------------------------- */

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
	struct chain_head read;

	if (row == NULL || !chain_read(row, &read))
		return;
	head->last_seq = read.last_seq;
	head->hash = read.hash;
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

/* --- what is there ------------------------------------------------------- */

static void
bind_load(void *ctx, struct db_stmt *stmt, size_t i)
{
	enrolment_state_rows_bind_load(
		&((struct ledger_group *)ctx)->jobs[i]->state, stmt);
}

static void
on_load(void *ctx, size_t i, const struct db_stmt *row)
{
	enrolment_state_rows_take(
		&((struct ledger_group *)ctx)->jobs[i]->state, row);
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

static void
on_clock(void *ctx, size_t i, const struct db_stmt *row)
{
	company_clock_take(row, &((struct ledger_group *)ctx)->heads[i].clock);
}

/* All that the facts of a punch depend on. */
struct facts_key {
	struct id company, enrolment, pressed_by, employee, location, cost_code;
};

static struct facts_key
facts_key(const struct judged *judged)
{
	const struct punch *punch = judged->punch;

	return (struct facts_key){
		.company = judged->delivery->company,
		.enrolment = punch->enrolment,
		.pressed_by = punch->pressed_by,
		.employee = punch->employee,
		.location = punch->location,
		.cost_code = punch->cost_code,
	};
}

static void
bind_facts(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct judged *judged = ((struct ledger_group *)ctx)->unjudged[i];

	authority_rows_bind(&judged->delivery->company, judged->punch, stmt);
}

static void
on_facts(void *ctx, size_t i, const struct db_stmt *row)
{
	struct ledger_group *group = ctx;
	struct judged *judged = group->unjudged[i];
	const struct facts_key key = facts_key(judged);

	authority_rows_take(judged->punch, row, &judged->facts);
	memo_keep(group->memo, &key, sizeof(key), &judged->facts,
		sizeof(judged->facts));
}

static void
bind_credential(void *ctx, struct db_stmt *stmt, size_t i)
{
	credential_rows_bind(((struct ledger_group *)ctx)->unproven[i], stmt);
}

/* What the memo keeps of a credential. */
struct proof {
	int64_t ended_at;
	bool barred;
};

static void
on_credential(void *ctx, size_t i, const struct db_stmt *row)
{
	struct ledger_group *group = ctx;
	struct ledger_job *job = group->unproven[i];
	const struct hash *hash = job->delivery->credential;

	credential_rows_take(job, row);
	if (hash != NULL) {
		const struct proof proof = {job->ended_at, job->barred};

		memo_keep(group->memo, hash, sizeof(*hash), &proof,
			sizeof(proof));
	}
}

static bool
is_proven(const struct ledger_group *group, struct ledger_job *job)
{
	const struct hash *hash = job->delivery->credential;
	struct proof proof;

	if (hash == NULL || !memo_find(group->memo, hash, sizeof(*hash), &proof,
				    sizeof(proof)))
		return false;
	job->ended_at = proof.ended_at;
	job->barred = proof.barred;
	return true;
}

/* What is still so since it was read is not asked for again. */
static int
recall(struct ledger_group *group, struct err *err)
{
	int64_t version;

	if (db_version(group->db, &version, err) < 0)
		return -1;
	memo_begin(group->memo, version);
	free(group->unjudged);
	free(group->unproven);
	group->unjudged =
		mem_new(group->judged_count + 1, sizeof(struct judged *));
	group->unproven =
		mem_new(group->job_count + 1, sizeof(struct ledger_job *));
	group->unjudged_count = group->unproven_count = 0;
	for (size_t i = 0; i < group->judged_count; i++) {
		struct judged *judged = &group->judged[i];
		const struct facts_key key = facts_key(judged);

		if (!memo_find(group->memo, &key, sizeof(key), &judged->facts,
			    sizeof(judged->facts)))
			group->unjudged[group->unjudged_count++] = judged;
	}
	for (size_t i = 0; i < group->job_count; i++)
		if (!is_proven(group, group->jobs[i]))
			group->unproven[group->unproven_count++] =
				group->jobs[i];
	return 0;
}

/* Locks the heads; loads facts, enrolments and clocks, in one round trip. */
static int
lock_and_load(struct ledger_group *group, bool *found_out, struct err *err)
{
	const struct db_batch_call lock = {bind_head, on_head, group, true};
	const struct db_batch_call clock = {bind_head, on_clock, group, true};
	const struct db_batch_call facts = {bind_facts, on_facts, group, true};
	const struct db_batch_call point = {bind_point, on_point, group, true};
	const struct db_batch_call credential = {
		bind_credential, on_credential, group, true};
	const struct db_batch_call load = {bind_load, on_load, group, false};

	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		enrolment_state_init(&job->state, &job->delivery->company,
			&job->delivery->enrolment);
	}
	if (recall(group, err) < 0 ||
		db_batch(group->db, chain_lock_sql, group->head_count, &lock,
			err) < 0 ||
		db_batch(group->db, company_clock_sql, group->head_count,
			&clock, err) < 0 ||
		db_batch(group->db, authority_rows_load, group->unjudged_count,
			&facts, err) < 0 ||
		db_batch(group->db, point_rows_load, group->folds.count, &point,
			err) < 0 ||
		db_batch(group->db, credential_rows_load, group->unproven_count,
			&credential, err) < 0 ||
		db_batch(group->db, enrolment_state_rows_load, group->job_count,
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

int
ledger_group_rows_load(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call make = {bind_new_head, NULL, group, true};
	bool found;

	if (lock_and_load(group, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	/* The first punches of a company. The heads that are locked by now are
	 * let go: another service may wait for them with the others made. */
	db_rollback(group->db);
	if (db_begin(group->db, err) < 0 ||
		db_batch(group->db, chain_make_sql, group->head_count, &make,
			err) < 0 ||
		lock_and_load(group, &found, err) < 0)
		return -1;
	return found ? 0
		     : err_set(err, ERR_INTERNAL,
			       "the head of a ledger is damaged: run "
			       "connectd verify");
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

/* Why it is held, and whether somebody declined it. */
static int
tell_held(struct db *db, struct ledger_step *step, struct err *err)
{
	const struct id *company = &step->job->delivery->company;
	struct quarantine_row row;
	unsigned causes = 0;

	if (ledger_rows_causes(
		    db, company, step->known_causes_of, &causes, err) < 0 ||
		quarantine_rows_find(
			db, company, step->known_causes_of, &row, err) < 0)
		return -1;
	ledger_job_tell_causes(step->verdict, causes);
	if (row.decided)
		str_copy(step->verdict->detail, sizeof(step->verdict->detail),
			VERDICT_DECLINED);
	return 0;
}

int
ledger_group_rows_look_up(struct ledger_group *group, struct err *err)
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
		rc = tell_held(group->db, steps.items[i], err);
	free(steps.items);
	return rc;
}

static void
bind_refusal(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct ledger_step *step = ((struct steps *)ctx)->items[i];

	enrolment_state_rows_bind_refusal(stmt, &step->job->delivery->company,
		step->item->punch, step->verdict->problem,
		step->job->contact.received_ms);
}

/* Once for each enrolment: one delivery's stand together. */
static int
trim_refusals(struct db *db, const struct steps *steps, struct err *err)
{
	for (size_t i = 0; i < steps->count; i++) {
		const struct ledger_job *job = steps->items[i]->job;

		if (i + 1 < steps->count && steps->items[i + 1]->job == job)
			continue;
		if (enrolment_state_rows_trim_refusals(db,
			    &job->delivery->company, &job->delivery->enrolment,
			    err) < 0)
			return -1;
	}
	return 0;
}

int
ledger_group_rows_refuse(struct ledger_group *group, struct err *err)
{
	struct steps steps;
	const struct db_batch_call call = {bind_refusal, NULL, &steps, true};
	int rc;

	gather(group, is_refused, &steps);
	rc = db_batch(group->db, enrolment_state_rows_refuse, steps.count,
		&call, err);
	if (rc == 0)
		rc = trim_refusals(group->db, &steps, err);
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
	contact_rows_bind(&((struct ledger_group *)ctx)->rows.runs[i], stmt);
}

int
ledger_group_rows_add_events(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call event = {bind_event, NULL, group, true};
	size_t n = group->rows.event_count - group->events_written;
	int rc = db_batch(group->db, ledger_rows_insert_event, n, &event, err);

	group->events_written += n;
	return rc;
}

/* An id that stands in the ledger already breaks the insert: then all that
 * was taken for new is looked up the next time. */
int
ledger_group_rows_add(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call row = {bind_row, NULL, group, true};
	const struct db_batch_call line = {bind_timeline, NULL, group, true};
	const struct db_batch_call contact = {bind_contact, NULL, group, true};
	const struct ledger_rows *rows = &group->rows;

	if (db_batch(group->db, ledger_rows_insert, rows->count, &row, err) < 0)
		return -1;
	if (ledger_group_rows_add_events(group, err) < 0 ||
		db_batch(group->db, timeline_rows_insert, rows->count, &line,
			err) < 0)
		return -1;
	return db_batch(
		group->db, contact_rows_insert, rows->run_count, &contact, err);
}

/* --- what is saved ------------------------------------------------------- */

static void
bind_save(void *ctx, struct db_stmt *stmt, size_t i)
{
	enrolment_state_rows_bind_save(
		&((struct ledger_group *)ctx)->jobs[i]->state, stmt);
}

static void
bind_saved_point(void *ctx, struct db_stmt *stmt, size_t i)
{
	point_rows_bind_save(
		&((struct ledger_group *)ctx)->folds.saved[i], stmt);
}

int
ledger_group_rows_save(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call state = {bind_save, NULL, group, true};
	const struct db_batch_call point = {
		bind_saved_point, NULL, group, true};
	const struct db_batch_call head = {bind_saved_head, NULL, group, true};

	if (db_batch(group->db, enrolment_state_rows_save, group->job_count,
		    &state, err) < 0 ||
		db_batch(group->db, point_rows_save, group->folds.saved_count,
			&point, err) < 0)
		return -1;
	return db_batch(
		group->db, chain_save_sql, group->head_count, &head, err);
}
