#include "ledger_job.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/order.h"

/* --- laying out ---------------------------------------------------------- */

/* The device's order; the request's, where it gave one number twice. */
static int
compare_steps(const void *a, const void *b)
{
	const struct ledger_step *x = a, *y = b;
	int64_t i = x->item->punch->number;
	int64_t k = y->item->punch->number;

	if (i != k)
		return i < k ? -1 : 1;
	return x->item < y->item ? -1 : 1;
}

static int
compare_ids(const void *a, const void *b)
{
	const struct ledger_step *const *x = a, *const *y = b;
	int by_id = id_compare(&(*x)->item->punch->id, &(*y)->item->punch->id);

	if (by_id)
		return by_id;
	return *x < *y ? -1 : 1;
}

static void
find_twins(struct ledger_step *steps, size_t n)
{
	struct ledger_step **by_id = mem_new(n, sizeof(*by_id));
	struct ledger_step *first;

	for (size_t i = 0; i < n; i++)
		by_id[i] = &steps[i];
	qsort(by_id, n, sizeof(*by_id), compare_ids);
	first = by_id[0];
	for (size_t i = 1; i < n; i++) {
		if (id_equal(&first->item->punch->id,
			    &by_id[i]->item->punch->id)) {
			by_id[i]->fate = LEDGER_TWIN;
			by_id[i]->twin = first;
		} else {
			first = by_id[i];
		}
	}
	free(by_id);
}

void
ledger_job_arrange(struct ledger_job *job, struct str *scratch)
{
	size_t n = job->delivery->count;

	job->steps = mem_new(n + 1, sizeof(*job->steps));
	for (size_t i = 0; i < n; i++) {
		const struct ledger_item *item = &job->delivery->items[i];
		struct ledger_step *step = &job->steps[i];

		step->job = job;
		step->item = item;
		step->verdict = &job->answer.verdicts[i];
		/* What is above the device's highest number is new. */
		step->look_up = job->suspect ||
				item->punch->number <= job->device.last_seq;
		ledger_row_content(item->punch, scratch, &step->content);
		*step->verdict = (struct verdict){.punch = item->punch->id};
	}
	if (n <= 1)
		return;
	qsort(job->steps, n, sizeof(*job->steps), compare_steps);
	find_twins(job->steps, n);
}

/* --- answers ------------------------------------------------------------- */

static void
object(struct verdict *verdict, enum verdict_kind kind, enum problem problem,
	const char *detail)
{
	verdict->kind = kind;
	str_copy(verdict->problem, sizeof(verdict->problem),
		problem_type(problem));
	str_copy(verdict->detail, sizeof(verdict->detail),
		detail[0] ? detail : problem_title(problem));
}

const char ledger_step_look_up[] =
	"SELECT seq, at_ms, flags, verdict, problem, detail, content"
	" FROM ledger WHERE company = ?1 AND id = ?2";

void
ledger_step_bind(const struct ledger_step *step, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &step->job->delivery->company);
	db_bind_id(stmt, 2, &step->item->punch->id);
}

void
ledger_step_take(struct ledger_step *step, const struct db_stmt *row)
{
	struct verdict *verdict = step->verdict;
	const void *content;
	size_t len;

	if (row == NULL)
		return;
	step->fate = LEDGER_KNOWN;
	content = db_blob(row, 6, &len);
	if (len != HASH_BYTES ||
		memcmp(content, step->content.bytes, HASH_BYTES) != 0) {
		object(verdict, VERDICT_REFUSED, PROBLEM_ID_REUSED, "");
		return;
	}
	verdict->kind = VERDICT_DUPLICATE;
	verdict->first =
		strcmp(db_text(row, 3), verdict_name(VERDICT_QUARANTINED)) == 0
			? VERDICT_QUARANTINED
			: VERDICT_RECORDED;
	verdict->ledger_seq = db_int(row, 0);
	verdict->at_ms = db_int(row, 1);
	verdict->flags = (unsigned)db_int(row, 2);
	str_copy(verdict->problem, sizeof(verdict->problem), db_text(row, 4));
	str_copy(verdict->detail, sizeof(verdict->detail), db_text(row, 5));
}

/* The answer to its twin stands, if the content is the twin's. */
static void
answer_twin(struct ledger_step *step)
{
	const struct verdict *first = step->twin->verdict;

	if (!hash_equal(&step->content, &step->twin->content)) {
		object(step->verdict, VERDICT_REFUSED, PROBLEM_ID_REUSED, "");
		return;
	}
	*step->verdict = *first;
	if (first->kind == VERDICT_RECORDED ||
		first->kind == VERDICT_QUARANTINED) {
		step->verdict->kind = VERDICT_DUPLICATE;
		step->verdict->first = first->kind;
	}
}

/* --- deciding ------------------------------------------------------------ */

/* A punch at the time that counts. */
struct placed {
	int64_t at_ms;
	enum restate_method method;
	unsigned flags;
};

/* What the steps of one job hand on to the next. */
struct walk {
	struct db *db;
	struct ledger_rows *rows;
	struct id boot; /* whose anchor is at hand */
	struct ledger_anchor anchor;
	int64_t last_seq; /* of this job, so far */
	int64_t last_ms;  /* latest time that nobody typed, -1: none */
};

static int
find_anchor(struct ledger_job *job, struct walk *walk,
	const struct punch *punch, struct err *err)
{
	const struct id *boot = &punch->pressed.boot;

	if (id_equal(boot, &job->delivery->now.boot) ||
		id_equal(boot, &walk->boot))
		return 0;
	walk->boot = *boot;
	return ledger_device_anchor(
		walk->db, &job->device, boot, &walk->anchor, err);
}

/* Where the punch stands in the order of its device. */
static int
find_place(struct ledger_job *job, struct walk *walk, const struct punch *punch,
	struct ledger_neighbours *place_out, struct err *err)
{
	if (punch->number > job->device.last_seq) {
		*place_out = (struct ledger_neighbours){
			job->device.last_at_ms, INT64_MAX, false};
		return 0;
	}
	if (ledger_device_neighbours(
		    walk->db, &job->device, punch->number, place_out, err) < 0)
		return -1;
	if (place_out->before_ms < walk->last_ms)
		place_out->before_ms = walk->last_ms;
	if (punch->number == walk->last_seq)
		place_out->taken = true;
	return 0;
}

static struct ledger_row *
add_row(struct ledger_rows *rows, struct ledger_job *job)
{
	rows->rows = mem_grow(rows->rows, &rows->row_cap, rows->count + 1,
		sizeof(*rows->rows));
	rows->jobs = mem_grow(rows->jobs, &rows->job_cap, rows->count + 1,
		sizeof(struct ledger_job *));
	rows->jobs[rows->count] = job;
	return &rows->rows[rows->count++];
}

/* Numbers the punch, chains it, and answers. */
static void
record(struct ledger_step *step, const struct placed *placed,
	struct ledger_rows *rows)
{
	struct ledger_job *job = step->job;
	const struct ledger_delivery *delivery = job->delivery;
	struct verdict *verdict = step->verdict;
	struct ledger_row *row = add_row(rows, job);

	verdict->kind = step->item->decided;
	verdict->ledger_seq = ++job->head->last_seq;
	verdict->at_ms = placed->at_ms;
	verdict->flags = placed->flags;
	verdict->method = placed->method;
	*row = (struct ledger_row){
		.company = delivery->company,
		.seq = verdict->ledger_seq,
		.punch = step->item->punch,
		.sender = delivery->sender,
		.sent_wall_ms = delivery->now.wall_ms,
		.sent_boottime_ms = delivery->now.boottime_ms,
		.sent_boot = delivery->now.boot,
		.received_ms = delivery->received_ms,
		.at_ms = placed->at_ms,
		.method = restate_method_name(placed->method),
		.flags = placed->flags,
		.verdict = verdict_name(verdict->kind),
		.problem = verdict->problem,
		.detail = verdict->detail,
		.content = step->content,
	};
	ledger_row_chain(row, &job->head->hash, &rows->scratch);
	job->head->hash = row->hash;
}

/* The device's order goes on behind this punch. */
static void
pass(struct ledger_job *job, struct walk *walk, const struct punch *punch,
	const struct placed *placed)
{
	struct ledger_device *device = &job->device;

	walk->last_seq = punch->number;
	if (!punch->has_chosen && placed->at_ms > walk->last_ms)
		walk->last_ms = placed->at_ms;
	if (punch->number > device->last_seq)
		device->last_seq = punch->number;
	if (walk->last_ms > device->last_at_ms)
		device->last_at_ms = walk->last_ms;
}

/* Restates a punch by the contacts at hand, and puts it in its place. */
static struct placed
place(const struct punch *punch, const struct ledger_delivery *delivery,
	const struct ledger_anchor *anchor,
	const struct ledger_neighbours *around)
{
	const struct contact contacts[] = {
		{.now = {.boot = punch->pressed.boot,
			 .boottime_ms = anchor->boottime_ms,
			 .wall_ms = punch->pressed.wall_ms -
				    punch->pressed.boottime_ms +
				    anchor->boottime_ms},
			.received_ms = anchor->received_ms},
		{.now = delivery->now, .received_ms = delivery->received_ms},
	};
	bool used = anchor->known &&
		    !id_equal(&punch->pressed.boot, &delivery->now.boot);
	const struct restate_evidence evidence = {
		.contacts = used ? contacts : &contacts[1],
		.count = used ? 2 : 1,
		.carrier = &contacts[1],
	};
	struct restated restated;
	struct order_item item;

	restate_punch(punch, &evidence, &restated);
	item = (struct order_item){
		.number = punch->number,
		.restated_ms = restated.press_ms,
		.is_exact = true,
		.not_after_ms = INT64_MAX,
		.wall_ms = punch->pressed.wall_ms,
		.is_void = punch->kind == PUNCH_VOID,
		.has_chosen = punch->has_chosen,
		.chosen_ms = punch->chosen_ms,
		.flags = restated.flags,
	};
	if (item.restated_ms > around->after_ms) {
		item.restated_ms = around->after_ms;
		item.flags |= RESTATE_LIFTED;
	}
	order_run(&(struct order_point){.number = 1,
			  .is_exact = true,
			  .press_ms = around->before_ms},
		&item, 1, INT64_MAX, NULL);
	return (struct placed){item.at_ms, restated.method, item.flags};
}

static int
decide(struct ledger_step *step, struct walk *walk, struct err *err)
{
	struct ledger_job *job = step->job;
	const struct ledger_item *item = step->item;
	struct ledger_neighbours around;
	struct placed placed;

	if (item->decided != VERDICT_RECORDED)
		object(step->verdict, item->decided, item->problem,
			item->detail);
	if (item->decided == VERDICT_REFUSED)
		return 0;
	if (find_anchor(job, walk, item->punch, err) < 0 ||
		find_place(job, walk, item->punch, &around, err) < 0)
		return -1;
	placed = place(item->punch, job->delivery, &walk->anchor, &around);
	if (around.taken) {
		placed.flags |= RESTATE_FORK;
		job->forked = true;
		job->device.forks++;
	}
	if (placed.flags & RESTATE_STEPPED)
		job->stepped = true;
	record(step, &placed, walk->rows);
	pass(job, walk, item->punch, &placed);
	return 0;
}

int
ledger_job_decide(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err)
{
	struct walk walk = {.db = db, .rows = rows, .last_ms = -1};

	for (size_t i = 0; i < job->delivery->count; i++) {
		struct ledger_step *step = &job->steps[i];

		if (step->fate == LEDGER_NEW && decide(step, &walk, err) < 0)
			return -1;
		if (step->fate == LEDGER_TWIN)
			answer_twin(step);
	}
	if (ledger_device_see(&job->device, &job->delivery->now,
		    job->delivery->received_ms))
		job->stepped = true;
	return 0;
}

int
ledger_job_count(struct ledger_job *job, struct db *db, struct err *err)
{
	struct ledger_device *device = &job->device;
	struct wire_verdicts *answer = &job->answer;

	for (size_t i = 0; i < job->delivery->count; i++)
		if (job->steps[i].item->punch->number == device->watermark + 1)
			device->watermark++;
	answer->own.count = 0;
	if (device->last_seq > device->watermark &&
		ledger_device_find_missing(db, device, answer->own.numbers,
			sizeof(answer->own.numbers) /
				sizeof(answer->own.numbers[0]),
			&answer->own.count, err) < 0)
		return -1;
	answer->own.watermark = device->watermark;
	answer->highest = device->last_seq;
	answer->now_ms = job->delivery->received_ms;
	return 0;
}
