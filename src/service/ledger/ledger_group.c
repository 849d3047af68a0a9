#include "ledger_group.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

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

/* --- devices ------------------------------------------------------------- */

static void
bind_load(void *ctx, struct db_stmt *stmt, size_t i)
{
	ledger_device_bind_load(
		&((struct ledger_group *)ctx)->jobs[i]->device, stmt);
}

static void
on_load(void *ctx, size_t i, const struct db_stmt *row)
{
	ledger_device_take(&((struct ledger_group *)ctx)->jobs[i]->device, row);
}

/* Locks the heads and loads the devices, in one round trip. */
static int
lock_and_load(struct ledger_group *group, bool *found_out, struct err *err)
{
	const struct db_batch_call lock = {bind_head, on_head, group, true};
	const struct db_batch_call load = {bind_load, on_load, group, false};

	for (size_t i = 0; i < group->job_count; i++) {
		struct ledger_job *job = group->jobs[i];

		job->device = (struct ledger_device){
			.company = job->delivery->company,
			.device = job->delivery->device,
		};
	}
	if (db_batch(group->db, lock_head, group->head_count, &lock, err) < 0 ||
		db_batch(group->db, ledger_device_load, group->job_count, &load,
			err) < 0)
		return -1;
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
bind_save(void *ctx, struct db_stmt *stmt, size_t i)
{
	ledger_device_bind_save(
		&((struct ledger_group *)ctx)->jobs[i]->device, stmt);
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
is_refused(const struct ledger_step *step)
{
	return step->verdict->kind == VERDICT_REFUSED;
}

static void
bind_look_up(void *ctx, struct db_stmt *stmt, size_t i)
{
	ledger_step_bind(((struct steps *)ctx)->items[i], stmt);
}

static void
on_look_up(void *ctx, size_t i, const struct db_stmt *row)
{
	ledger_step_take(((struct steps *)ctx)->items[i], row);
}

static int
look_up(struct ledger_group *group, struct err *err)
{
	struct steps steps;
	const struct db_batch_call call = {
		bind_look_up, on_look_up, &steps, false};
	int rc;

	gather(group, is_looked_up, &steps);
	rc = db_batch(group->db, ledger_step_look_up, steps.count, &call, err);
	free(steps.items);
	return rc;
}

static const char insert_refusal[] =
	"INSERT INTO refusal (company, device, device_seq, id, problem,"
	" refused_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
	" ON CONFLICT (company, device, device_seq, id) DO NOTHING";

static void
bind_refusal(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct ledger_step *step = ((struct steps *)ctx)->items[i];
	const struct ledger_delivery *delivery = step->job->delivery;
	const struct punch *punch = step->item->punch;

	db_bind_id(stmt, 1, &delivery->company);
	db_bind_id(stmt, 2, &delivery->device);
	db_bind_int(stmt, 3, punch->number);
	db_bind_blob(stmt, 4, punch->id.bytes, sizeof(punch->id.bytes));
	db_bind_text(stmt, 5, step->verdict->problem);
	db_bind_int(stmt, 6, delivery->received_ms);
}

static int
save_refusals(struct ledger_group *group, struct err *err)
{
	struct steps steps;
	const struct db_batch_call call = {bind_refusal, NULL, &steps, true};
	int rc;

	gather(group, is_refused, &steps);
	rc = db_batch(group->db, insert_refusal, steps.count, &call, err);
	free(steps.items);
	return rc;
}

/* --- rows ---------------------------------------------------------------- */

static void
bind_row(void *ctx, struct db_stmt *stmt, size_t i)
{
	ledger_row_bind(&((struct ledger_group *)ctx)->rows.rows[i], stmt);
}

static void
on_row(void *ctx, size_t i, const struct db_stmt *row)
{
	struct ledger_group *group = ctx;

	if (row != NULL)
		return;
	group->conflict = true;
	group->rows.jobs[i]->suspect = true;
}

static int
insert_rows(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call insert = {bind_row, on_row, group, false};

	if (db_batch(group->db, ledger_row_insert, group->rows.count, &insert,
		    err) < 0)
		return -1;
	if (group->conflict)
		return err_set(err, ERR_BUSY, "an id was used before");
	return 0;
}

/* --- the whole ----------------------------------------------------------- */

static int
save_boots(struct ledger_group *group, struct err *err)
{
	for (size_t i = 0; i < group->job_count; i++) {
		const struct ledger_device *device = &group->jobs[i]->device;
		struct db_stmt *stmt;

		if (id_is_nil(&device->before.boot))
			continue;
		if (db_prepare(group->db, ledger_device_save_boot, &stmt, err) <
			0)
			return -1;
		ledger_device_bind_save_boot(device, stmt);
		if (db_run(stmt, err) < 0)
			return -1;
	}
	return 0;
}

static int
read_state(struct ledger_group *group, struct err *err)
{
	list_heads(group);
	if (load_state(group, err) < 0)
		return -1;
	for (size_t i = 0; i < group->job_count; i++)
		ledger_job_arrange(group->jobs[i], &group->rows.scratch);
	return look_up(group, err);
}

static int
write_state(struct ledger_group *group, struct err *err)
{
	const struct db_batch_call device = {bind_save, NULL, group, true};
	const struct db_batch_call head = {bind_saved_head, NULL, group, true};

	if (insert_rows(group, err) < 0 || save_refusals(group, err) < 0)
		return -1;
	for (size_t i = 0; i < group->job_count; i++)
		if (ledger_job_count(group->jobs[i], group->db, err) < 0)
			return -1;
	if (save_boots(group, err) < 0 ||
		db_batch(group->db, ledger_device_save, group->job_count,
			&device, err) < 0)
		return -1;
	return db_batch(group->db, save_head, group->head_count, &head, err);
}

static int
write_all(struct ledger_group *group, struct err *err)
{
	if (read_state(group, err) < 0)
		return -1;
	for (size_t i = 0; i < group->job_count; i++)
		if (ledger_job_decide(
			    group->jobs[i], group->db, &group->rows, err) < 0)
			return -1;
	if (write_state(group, err) < 0)
		return -1;
	if (group->on_commit != NULL)
		group->on_commit(group->on_commit_ctx, 0);
	if (db_commit(group->db, err) < 0)
		return -1;
	if (group->on_commit != NULL)
		group->on_commit(group->on_commit_ctx, 1);
	return 0;
}

/* What somebody who runs the service should know of a device. */
static void
report_devices(const struct ledger_group *group)
{
	for (size_t i = 0; i < group->job_count; i++) {
		const struct ledger_job *job = group->jobs[i];
		char device[ID_TEXT_BYTES];

		if (!job->forked && !job->stepped)
			continue;
		id_format(&job->delivery->device, device);
		if (job->forked)
			log_event(LOG_LEVEL_WARNING, "device-forked", "device",
				device, NULL);
		if (job->stepped)
			log_event(LOG_LEVEL_INFO, "device-clock-moved",
				"device", device, NULL);
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
		return -1;
	}
	report_devices(group);
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
		job->stepped = job->forked = false;
	}
	free(group->heads);
	free(group->rows.rows);
	free(group->rows.jobs);
	str_release(&group->rows.scratch);
	group->heads = NULL;
	group->head_count = 0;
	group->rows = (struct ledger_rows){0};
	group->conflict = false;
}
