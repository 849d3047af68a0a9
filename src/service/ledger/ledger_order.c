#include "ledger_order.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ledger_shut.h"

#define PAGE 2048

/* What the order says of a punch, into its row of the timeline. */
static void
take_order(struct timeline_item *item)
{
	item->row.press_ms = item->order.press_ms;
	item->row.at_ms = item->order.at_ms;
	item->row.flags = item->order.flags;
}

/* A punch that another enrolment brought has no place in an order. */
static void
order_brought(struct timeline_item *item)
{
	struct order_item alone = item->order;

	order_run(NULL, &alone, 1, INT64_MAX, NULL);
	item->order = alone;
	take_order(item);
}

/* The rows of the job that stand in its order; theirs in `own_out`. */
static size_t
gather_own(const struct ledger_job *job, struct ledger_rows *rows, size_t first,
	struct timeline_item **own_out)
{
	size_t n = 0;

	for (size_t i = first; i < rows->count; i++) {
		struct timeline_item *item = &rows->timeline[i];

		if (id_equal(&item->row.enrolment, &job->state.enrolment))
			own_out[n++] = item;
		else
			order_brought(item);
	}
	return n;
}

/* Whether the rows go behind all that stands, and can move none of it. */
static bool
goes_behind(
	const struct ledger_job *job, const struct order_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].number <= job->state.recorded)
			return false;
	return order_goes_on(&job->state.order, items, n, job->state.fork_from);
}

void
ledger_order_new(struct ledger_job *job, struct ledger_rows *rows, size_t first)
{
	size_t most = rows->count - first;
	struct timeline_item **own;
	struct order_item *items;
	size_t n;

	if (most == 0)
		return;
	own = mem_new(most, sizeof(*own));
	items = mem_new(most, sizeof(*items));
	n = gather_own(job, rows, first, own);
	for (size_t i = 0; i < n; i++)
		items[i] = own[i]->order;
	if (goes_behind(job, items, n)) {
		order_run(&job->state.order, items, n, job->state.fork_from,
			n > 0 ? &job->state.order : NULL);
	} else {
		for (size_t i = 0; i < n; i++)
			ledger_job_note_late(job, own[i]->row.number);
		order_run(NULL, items, n, INT64_MAX, NULL);
	}
	for (size_t i = 0; i < n; i++) {
		own[i]->order = items[i];
		take_order(own[i]);
		if (own[i]->row.number > job->state.recorded)
			job->state.recorded = own[i]->row.number;
	}
	free(items);
	free(own);
}

/* --- late ---------------------------------------------------------------- */

/* The new time of a row of this very group is its step's answer as well. */
static void
tell_step(struct ledger_rows *rows, const struct timeline_row *row)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct timeline_row *new = &rows->timeline[i].row;

		if (new->seq != row->seq ||
			!id_equal(&new->company, &row->company))
			continue;
		*new = *row;
		return;
	}
}

/* What the late of a job move. */
struct move {
	struct ledger_job *job;
	struct db *db;
	struct ledger_rows *rows;
	struct clock_folds *folds;
	struct ledger_shut_to shut_to;
};

static int
move_row(struct move *move, struct timeline_item *item, struct err *err)
{
	const struct timeline_row before = item->row;

	take_order(item);
	if (before.corrected != 0)
		item->row.at_ms = before.at_ms; /* somebody has said when */
	if (before.at_ms == item->row.at_ms &&
		before.press_ms == item->row.press_ms &&
		before.flags == item->row.flags)
		return 0;
	if (before.counts && before.at_ms != item->row.at_ms &&
		ledger_shut_keep(move->job, move->db, &move->shut_to, &before,
			&item->row, err) < 0)
		return -1;
	tell_step(move->rows, &item->row);
	if (before.counts && before.at_ms != item->row.at_ms)
		clock_folds_redo(move->folds, &before,
			before.at_ms < item->row.at_ms ? before.at_ms
						       : item->row.at_ms);
	return timeline_rows_update(move->db, &item->row, 1, err);
}

/* Whether nothing behind this item can differ from what stands. Behind a fork
 * all rest on what lies before it. */
static bool
is_through(const struct ledger_job *job, const struct timeline_item *item)
{
	return item->row.number > job->late_to &&
	       item->row.number < job->state.fork_from &&
	       item->order.is_exact &&
	       item->order.press_ms == item->row.press_ms &&
	       item->order.flags == item->row.flags;
}

/* What stands from the settled point `from` on, and where it has come to. */
struct slice {
	struct timeline_item *items;
	struct order_item *orders;
	size_t count, cap, order_cap;
	bool more; /* behind them */
};

static int
read_on(struct ledger_job *job, struct db *db, const struct order_point *from,
	struct slice *slice, struct err *err)
{
	struct timeline_row where = {
		.company = job->state.company,
		.enrolment = job->state.enrolment,
		.number = from->number + 1,
	};
	size_t got;

	if (slice->count > 0)
		where.number = slice->items[slice->count - 1].row.number + 1;
	slice->items = mem_grow(slice->items, &slice->cap, slice->count + PAGE,
		sizeof(*slice->items));
	slice->orders = mem_grow(slice->orders, &slice->order_cap,
		slice->count + PAGE, sizeof(*slice->orders));
	if (timeline_rows_slice(db, &where, slice->items + slice->count, PAGE,
		    &got, err) < 0)
		return -1;
	slice->count += got;
	slice->more = got == PAGE;
	return 0;
}

/* Reads until the order is settled, or at its end. */
static int
read_settled(struct ledger_job *job, struct db *db,
	const struct order_point *from, struct slice *slice,
	struct order_point *to, struct err *err)
{
	do {
		if (read_on(job, db, from, slice, err) < 0)
			return -1;
		for (size_t i = 0; i < slice->count; i++)
			slice->orders[i] = slice->items[i].order;
		order_run(from, slice->orders, slice->count,
			job->state.fork_from, to);
	} while (slice->more && !order_is_settled(to));
	return 0;
}

/* Moves what the order moves. Leaves `more` where what lies behind may differ
 * too. */
static int
move_slice(struct move *move, struct slice *slice, struct err *err)
{
	for (size_t i = 0; i < slice->count; i++) {
		slice->items[i].order = slice->orders[i];
		if (is_through(move->job, &slice->items[i])) {
			slice->more = false;
			break;
		}
		if (move_row(move, &slice->items[i], err) < 0)
			return -1;
	}
	slice->count = 0;
	return 0;
}

int
ledger_order_late(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct clock_folds *folds, struct err *err)
{
	int64_t fork_from = job->state.fork_from;
	const struct timeline_row where = {
		.company = job->state.company,
		.enrolment = job->state.enrolment,
		/* Behind a fork the order is not taken up. */
		.number =
			job->late_from < fork_from ? job->late_from : fork_from,
	};
	struct move move = {job, db, rows, folds, {.date = 0}};
	struct slice slice = {.more = true};
	struct order_point from, point;
	int rc;

	if (job->late_from == INT64_MAX)
		return 0;
	rc = timeline_rows_point(db, &where, &point, err);
	while (rc == 0 && slice.more) {
		from = point;
		rc = read_settled(job, db, &from, &slice, &point, err);
		if (rc == 0)
			rc = move_slice(&move, &slice, err);
	}
	free(slice.orders);
	free(slice.items);
	if (rc < 0)
		return -1;
	/* Where the walk came to the end, the order's end is where it is. */
	if (point.number == job->state.recorded)
		job->state.order = point;
	return 0;
}
