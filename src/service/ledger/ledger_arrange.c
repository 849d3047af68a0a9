#include "ledger_job.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* --- laying out ---------------------------------------------------------- */

/* The enrolment's order; the request's, where it gave one number twice. */
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

static bool
is_brought(const struct ledger_job *job, const struct punch *punch)
{
	return !id_equal(&punch->enrolment, &job->delivery->enrolment);
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
		/* What is above the highest number is new. */
		step->look_up = job->suspect || is_brought(job, item->punch) ||
				item->punch->number <= job->state.recorded;
		ledger_row_content(item->punch, scratch, &step->content);
		*step->verdict = (struct verdict){.punch = item->punch->id};
	}
	if (n <= 1)
		return;
	qsort(job->steps, n, sizeof(*job->steps), compare_steps);
	find_twins(job->steps, n);
}

/* --- what is known ------------------------------------------------------- */

const char ledger_job_look_up[] =
	"SELECT l.seq, t.at_ms, t.flags, l.verdict, t.method, t.not_before_ms,"
	" t.not_after_ms, l.content, t.counts + t.corrected FROM ledger l JOIN "
	"timeline t"
	" ON t.company = l.company AND t.seq = l.seq"
	" WHERE l.company = ?1 AND l.enrolment = ?2 AND l.pressed_by = ?3"
	" AND l.id = ?4";

void
ledger_job_bind_look_up(const struct ledger_step *step, struct db_stmt *stmt)
{
	const struct punch *punch = step->item->punch;

	db_bind_id(stmt, 1, &step->job->delivery->company);
	db_bind_id(stmt, 2, &punch->enrolment);
	db_bind_id(stmt, 3, &punch->pressed_by);
	db_bind_id(stmt, 4, &punch->id);
}

static void
refuse_reused(struct verdict *verdict)
{
	verdict->kind = VERDICT_REFUSED;
	str_copy(verdict->problem, sizeof(verdict->problem),
		problem_type(PROBLEM_ID_REUSED));
	str_copy(verdict->detail, sizeof(verdict->detail),
		problem_title(PROBLEM_ID_REUSED));
}

void
ledger_job_take(struct ledger_step *step, const struct db_stmt *row)
{
	struct verdict *verdict = step->verdict;
	const void *content;
	size_t len;
	int method;

	if (row == NULL)
		return;
	step->fate = LEDGER_KNOWN;
	content = db_blob(row, 7, &len);
	if (len != HASH_BYTES ||
		memcmp(content, step->content.bytes, HASH_BYTES) != 0) {
		refuse_reused(verdict);
		return;
	}
	verdict->kind = VERDICT_DUPLICATE;
	verdict->first = VERDICT_RECORDED;
	verdict->ledger_seq = db_int(row, 0);
	verdict->at_ms = db_int(row, 1);
	verdict->flags = (unsigned)db_int(row, 2);
	method = restate_method_parse(db_text(row, 4));
	verdict->method =
		method < 0 ? RESTATE_WALL : (enum restate_method)method;
	verdict->not_before_ms = db_int(row, 5);
	verdict->not_after_ms = db_int(row, 6);
	/* one that was held and accepted since then counts as any other, until
	 * it is corrected */
	if (strcmp(db_text(row, 3), verdict_name(VERDICT_QUARANTINED)) == 0 &&
		db_int(row, 8) == 0) {
		verdict->first = VERDICT_QUARANTINED;
		step->known_causes_of = verdict->ledger_seq;
	}
}

void
ledger_job_answer_twin(struct ledger_step *step)
{
	const struct verdict *first = step->twin->verdict;

	if (!hash_equal(&step->content, &step->twin->content)) {
		refuse_reused(step->verdict);
		return;
	}
	*step->verdict = *first;
	if (first->kind == VERDICT_RECORDED ||
		first->kind == VERDICT_QUARANTINED) {
		step->verdict->kind = VERDICT_DUPLICATE;
		step->verdict->first = first->kind;
	}
}
