#include "recompute.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "enrolment_state_rows.h"
#include "recompute_rows.h"

void
recompute_note(
	struct recompute *recompute, int64_t seq, const char *format, ...)
{
	va_list ap;

	if (recompute->differs)
		return;
	recompute->differs = true;
	recompute->seq = seq;
	va_start(ap, format);
	vsnprintf(recompute->what, sizeof(recompute->what), format, ap);
	va_end(ap);
}

static struct recompute_fork *
find_fork(const struct recompute *recompute, const struct id *enrolment)
{
	for (size_t i = 0; i < recompute->fork_count; i++)
		if (id_equal(&recompute->forks[i].enrolment, enrolment))
			return &recompute->forks[i];
	return NULL;
}

void
recompute_add_fork(
	struct recompute *recompute, const struct id *enrolment, int64_t from)
{
	struct recompute_fork *fork = find_fork(recompute, enrolment);

	if (fork == NULL) {
		recompute->forks = mem_grow(recompute->forks,
			&recompute->fork_cap, recompute->fork_count + 1,
			sizeof(*recompute->forks));
		fork = &recompute->forks[recompute->fork_count++];
		*fork = (struct recompute_fork){*enrolment, INT64_MAX};
	}
	if (from < fork->from)
		fork->from = from;
}

/* --- one line ------------------------------------------------------------ */

static bool
same_press(const struct restated *a, const struct restated *b)
{
	return a->press_ms == b->press_ms && a->method == b->method &&
	       a->not_before_ms == b->not_before_ms &&
	       a->not_after_ms == b->not_after_ms && a->flags == b->flags;
}

static bool
same_clock(const struct timeline_press *a, const struct timeline_press *b)
{
	return id_equal(&a->id, &b->id) && a->kind == b->kind &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code) &&
	       id_equal(&a->target, &b->target) &&
	       id_equal(&a->boot, &b->boot) &&
	       a->boottime_ms == b->boottime_ms &&
	       a->has_chosen == b->has_chosen;
}

/* What is kept of a line, against what follows. */
static bool
same_line(const struct timeline_row *told, const struct timeline_row *kept)
{
	return id_equal(&told->employee, &kept->employee) &&
	       id_equal(&told->enrolment, &kept->enrolment) &&
	       told->number == kept->number && told->counts == kept->counts &&
	       same_press(&told->restated, &kept->restated) &&
	       told->press_ms == kept->press_ms && told->at_ms == kept->at_ms &&
	       told->flags == kept->flags &&
	       told->corrected == kept->corrected &&
	       same_clock(&told->press, &kept->press);
}

static void
compare_line(struct recompute *recompute, const struct recompute_line *line,
	const struct order_item *order)
{
	struct timeline_row told = line->told.row;
	long long seq = told.seq;

	told.press_ms = order->press_ms;
	told.at_ms = order->at_ms;
	told.flags = order->flags;
	recompute_correct(recompute, &told);
	if (line->kept.seq == 0)
		recompute_note(
			recompute, seq, "row %lld is not in the timeline", seq);
	else if (!same_line(&told, &line->kept))
		recompute_note(recompute, seq,
			"row %lld stands otherwise in the timeline than "
			"follows from the ledger",
			seq);
}

/* Those that corrections added stand by themselves. */
int
recompute_added(struct recompute *recompute, struct err *err)
{
	for (size_t i = 0; i < recompute->correction_count; i++) {
		const struct recompute_correction *it =
			&recompute->corrections[i];
		struct timeline_row told = it->line, kept;

		if (!it->adds)
			continue;
		if (recompute_rows_line(recompute->db, &told, &kept, err) < 0)
			return -1;
		recompute_correct(recompute, &told);
		if (!same_line(&told, &kept))
			recompute_note(recompute, it->change_seq,
				"row %lld stands otherwise in the timeline "
				"than follows from the ledger",
				(long long)it->change_seq);
	}
	return 0;
}

/* --- an enrolment -------------------------------------------------------- */

/* The punches of an enrolment that were read and are not compared yet. */
struct run {
	struct recompute *recompute;
	struct enrolment_state state;
	int64_t fork_from;           /* as the chain says */
	struct recompute_line *page; /* as read */
	struct timeline_item last;   /* of what was read */
	struct recompute_line *lines;
	struct order_item *orders;
	size_t count, cap, order_cap;
	struct order_point from; /* settled: behind what was compared */
	struct order_point to;
};

/* What another enrolment brought stands by itself. */
static void
compare_brought(struct run *run, const struct recompute_line *line)
{
	struct order_item alone = line->told.order;

	order_run(NULL, &alone, 1, INT64_MAX, NULL);
	compare_line(run->recompute, line, &alone);
}

static void
take(struct run *run, const struct recompute_line *line)
{
	const struct timeline_row *row = &line->told.row;
	bool forks = row->number >= run->fork_from;

	run->last = line->told;
	if (line->brought) {
		compare_brought(run, line);
		return;
	}
	if (forks && !(row->restated.flags & RESTATE_FORK))
		recompute_note(run->recompute, row->seq,
			"row %lld is of a fork, and not flagged",
			(long long)row->seq);
	run->lines = mem_grow(
		run->lines, &run->cap, run->count + 1, sizeof(*run->lines));
	run->lines[run->count++] = *line;
}

/* Orders what is at hand, and compares as far as that is settled. */
static void
compare_settled(struct run *run, bool at_end)
{
	run->orders = mem_grow(run->orders, &run->order_cap, run->count + 1,
		sizeof(*run->orders));
	for (size_t i = 0; i < run->count; i++)
		run->orders[i] = run->lines[i].told.order;
	order_run(
		&run->from, run->orders, run->count, run->fork_from, &run->to);
	if (!at_end && !order_is_settled(&run->to))
		return;
	for (size_t i = 0; i < run->count; i++)
		compare_line(run->recompute, &run->lines[i], &run->orders[i]);
	run->count = 0;
	run->from = run->to;
}

static bool
same_point(const struct order_point *a, const struct order_point *b)
{
	return a->number == b->number && a->press_ms == b->press_ms &&
	       a->is_exact == b->is_exact && a->is_lifted == b->is_lifted &&
	       id_equal(&a->boot, &b->boot) &&
	       a->boottime_ms == b->boottime_ms && a->proven_ms == b->proven_ms;
}

/* Where the enrolment stands, against where its punches lead. */
static void
compare_end(struct run *run)
{
	char enrolment[ID_TEXT_BYTES];
	bool same = run->state.recorded == run->to.number &&
		    run->state.fork_from == run->fork_from;

	if (same && (run->to.number == 0 ||
			    same_point(&run->state.order, &run->to)))
		return;
	recompute_note(run->recompute, run->last.row.seq,
		"enrolment %s does not stand where its punches lead",
		id_format(&run->state.enrolment, enrolment));
}

static int
compare_enrolment(struct run *run, const struct id *enrolment, struct err *err)
{
	const struct recompute_fork *fork =
		find_fork(run->recompute, enrolment);
	size_t got = RECOMPUTE_LINES_MAX;

	enrolment_state_init(&run->state, &run->recompute->company, enrolment);
	if (enrolment_state_rows_find(run->recompute->db, &run->state, err) < 0)
		return -1;
	run->fork_from = fork != NULL ? fork->from : INT64_MAX;
	run->count = 0;
	run->from = run->to = (struct order_point){.number = 0};
	run->last = (struct timeline_item){
		.row = {.company = run->recompute->company,
			.enrolment = *enrolment,
			.number = INT64_MIN}};
	while (got == RECOMPUTE_LINES_MAX && !run->recompute->differs) {
		if (recompute_rows_slice(run->recompute->db, &run->last,
			    run->page, &got, err) < 0)
			return -1;
		for (size_t i = 0; i < got; i++) {
			struct timeline_row *row = &run->page[i].told.row;

			if (!row->counts)
				row->counts = recompute_accepts(
					run->recompute, row->seq);
			take(run, &run->page[i]);
		}
		compare_settled(run, got < RECOMPUTE_LINES_MAX);
	}
	compare_end(run);
	return 0;
}

int
recompute_orders(struct recompute *recompute, struct err *err)
{
	struct recompute_place place = {.company = recompute->company};
	struct run run = {.recompute = recompute,
		.page = mem_new(RECOMPUTE_LINES_MAX, sizeof(*run.page))};
	int64_t stray = 0;
	int rc = 0;

	while (rc == 0 && !recompute->differs) {
		rc = recompute_rows_next_enrolment(recompute->db, &place, err);
		if (rc < 0 || !place.found)
			break;
		rc = compare_enrolment(&run, &place.id, err);
	}
	if (rc == 0)
		rc = recompute_added(recompute, err);
	if (rc == 0)
		recompute_untaken(recompute);
	if (rc == 0)
		rc = recompute_rows_stray(
			recompute->db, &recompute->company, &stray, err);
	if (stray != 0)
		recompute_note(recompute, stray,
			"row %lld of the timeline is not in the ledger",
			(long long)stray);
	free(run.page);
	free(run.lines);
	free(run.orders);
	return rc;
}
