#include "ledger_group.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "ledger_again.h"
#include "ledger_group_rows.h"
#include "ledger_order.h"

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
					&delivery->items[k].punch->employee);
	}
	clock_folds_sort(&group->folds);
}

/* How many different facts the items of a job want: neighbours share them. */
static size_t
list_judged(const struct ledger_job *job, struct judged *out)
{
	const struct ledger_delivery *delivery = job->delivery;
	const struct punch *last = NULL;
	size_t n = 0;

	for (size_t k = 0; k < delivery->count; k++) {
		const struct ledger_item *item = &delivery->items[k];

		if (item->refused)
			continue;
		if (last == NULL || !authority_same_facts(item->punch, last))
			out[n++] = (struct judged){
				.delivery = delivery, .punch = item->punch};
		last = item->punch;
		job->judged[k] = &out[n - 1];
	}
	return n;
}

static void
want_facts(struct ledger_group *group)
{
	size_t most = 0;

	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		job->judged = mem_new(
			job->delivery->count + 1, sizeof(struct judged *));
		most += job->delivery->count;
	}
	if (group->zones == NULL)
		return;
	group->judged = mem_new(most + 1, sizeof(*group->judged));
	for (size_t i = 0; i < group->job_count; i++)
		group->judged_count += list_judged(
			group->jobs[i], &group->judged[group->judged_count]);
}

/* A ledger alone, as in a test, has no companies. */
static int
find_rules(struct ledger_group *group, struct err *err)
{
	for (size_t i = 0; i < group->head_count; i++) {
		struct ledger_head *head = &group->heads[i];

		head->clock.rules.zone = group->utc;
		if (company_clock_finish(group->db, group->zones,
			    &head->company, &head->clock, err) < 0)
			return -1;
	}
	return 0;
}

static void
set_rules(struct ledger_group *group)
{
	for (size_t i = 0; i < group->head_count; i++)
		clock_folds_set_rules(&group->folds, &group->heads[i].company,
			&group->heads[i].clock.rules);
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

/* Behind the others, whose order stays. */
static void
set_barred_aside(struct ledger_group *group)
{
	struct ledger_job *barred[LEDGER_GROUP_JOBS] = {NULL};
	size_t n = 0;

	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		if (job->barred)
			barred[group->barred_count++] = job;
		else
			group->jobs[n++] = job;
	}
	group->job_count = n;
	for (size_t i = 0; i < group->barred_count; i++)
		group->jobs[n + i] = barred[i];
}

static int
read_state(struct ledger_group *group, struct err *err)
{
	list_heads(group);
	want_clocks(group);
	want_facts(group);
	if (ledger_group_rows_load(group, err) < 0 ||
		find_rules(group, err) < 0)
		return -1;
	set_barred_aside(group);
	for (size_t i = 0; i < group->job_count; i++)
		ledger_job_arrange(group->jobs[i], &group->rows.scratch);
	return ledger_group_rows_look_up(group, err);
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

		if (job->quicker && ledger_again_quicker(job, group->db,
					    &group->rows, err) < 0)
			return -1;
		if (ledger_again_known(job, group->db, &group->rows, err) < 0 ||
			ledger_again_forked(job, group->db, &group->rows, err) <
				0)
			return -1;
		if (ledger_order_late(job, group->db, &group->rows,
			    &group->folds, err) < 0)
			return -1;
	}
	return ledger_group_rows_add_events(group, err);
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
	if (ledger_group_rows_add(group, err) < 0 ||
		ledger_group_rows_refuse(group, err) < 0 ||
		move_what_stands(group, err) < 0)
		return -1;
	tell_times(group);
	set_rules(group);
	if (clock_folds_run(&group->folds, group->db, err) < 0)
		return -1;
	for (size_t i = 0; i < group->job_count; i++)
		if (ledger_job_count(group->jobs[i], group->db, err) < 0)
			return -1;
	return ledger_group_rows_save(group, err);
}

static int
write_all(struct ledger_group *group, struct err *err)
{
	if (read_state(group, err) < 0 || decide(group, err) < 0 ||
		write_state(group, err) < 0)
		return -1;
	if (group->on_commit != NULL)
		group->on_commit(group->on_commit_ctx, 0);
	if (db_commit(group->db, err) < 0)
		return -1;
	if (group->on_commit != NULL)
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
	const size_t count = group->job_count + group->barred_count;

	for (size_t i = 0; i < count; i++) {
		struct ledger_job *job = group->jobs[i];

		free(job->steps);
		free(job->judged);
		job->steps = NULL;
		job->judged = NULL;
		job->head = NULL;
		job->stepped = job->forked = job->rolled_back = false;
		job->quicker = false;
		job->other_boot = (struct id){{0}};
	}
	for (size_t i = 0; i < group->head_count; i++)
		company_clock_release(&group->heads[i].clock);
	free(group->heads);
	free(group->judged);
	free(group->unjudged);
	free(group->unproven);
	group->judged = NULL;
	group->unjudged = NULL;
	group->unproven = NULL;
	group->judged_count = group->unjudged_count = 0;
	group->unproven_count = 0;
	ledger_rows_release(&group->rows);
	clock_folds_release(&group->folds);
	group->heads = NULL;
	group->head_count = 0;
	group->events_written = 0;
	group->barred_count = 0;
	group->conflict = false;
}
