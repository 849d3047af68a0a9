#include "clock_fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clock_walk.h"

void
clock_folds_release(struct clock_folds *folds)
{
	for (size_t i = 0; i < folds->count; i++) {
		free(folds->folds[i].events);
		free(folds->folds[i].punches);
	}
	free(folds->folds);
	free(folds->saved);
	*folds = (struct clock_folds){.count = 0};
}

static int
compare_folds(const void *a, const void *b)
{
	const struct point *x = &((const struct clock_fold *)a)->point;
	const struct point *y = &((const struct clock_fold *)b)->point;
	int by_company = id_compare(&x->company, &y->company);

	return by_company != 0 ? by_company
			       : id_compare(&x->employee, &y->employee);
}

void
clock_folds_want(struct clock_folds *folds, const struct id *company,
	const struct id *employee)
{
	folds->folds = mem_grow(folds->folds, &folds->cap, folds->count + 1,
		sizeof(*folds->folds));
	folds->folds[folds->count++] = (struct clock_fold){
		.point = {.company = *company, .employee = *employee},
		.redo_ms = INT64_MAX,
	};
}

void
clock_folds_sort(struct clock_folds *folds)
{
	size_t kept = 0;

	if (folds->count > 1)
		qsort(folds->folds, folds->count, sizeof(*folds->folds),
			compare_folds);
	for (size_t i = 0; i < folds->count; i++)
		if (kept == 0 || compare_folds(&folds->folds[kept - 1],
					 &folds->folds[i]) != 0)
			folds->folds[kept++] = folds->folds[i];
	folds->count = folds->sorted = kept;
}

/* The fold of somebody; one of the order's crew may be new. */
static struct clock_fold *
find(struct clock_folds *folds, const struct timeline_row *row)
{
	const struct clock_fold wanted = {
		.point = {.company = row->company, .employee = row->employee}};
	struct clock_fold *found = NULL;

	if (folds->sorted > 0)
		found = bsearch(&wanted, folds->folds, folds->sorted,
			sizeof(wanted), compare_folds);
	for (size_t i = folds->sorted; found == NULL && i < folds->count; i++)
		if (compare_folds(&wanted, &folds->folds[i]) == 0)
			found = &folds->folds[i];
	return found;
}

void
clock_folds_add(struct clock_folds *folds, const struct timeline_row *row,
	const struct punch *punch)
{
	struct clock_fold *fold = find(folds, row);

	fold->events = mem_grow(fold->events, &fold->cap, fold->count + 1,
		sizeof(*fold->events));
	fold->punches = mem_grow(fold->punches, &fold->punch_cap,
		fold->count + 1, sizeof(struct punch *));
	fold->punches[fold->count] = punch;
	fold->events[fold->count++] = (struct clock_event){
		.id = punch->id,
		.kind = punch->kind,
		.location = punch->location,
		.cost_code = punch->cost_code,
		.target = punch->target,
		.enrolment = punch->enrolment,
		.number = punch->number,
		.at_ms = row->at_ms,
		.boot = punch->pressed.boot,
		.boottime_ms = punch->pressed.boottime_ms,
		.has_chosen = punch->has_chosen,
		.not_before_ms = row->restated.not_before_ms,
		.not_after_ms = row->restated.not_after_ms,
	};
}

void
clock_folds_redo(struct clock_folds *folds, const struct timeline_row *row,
	int64_t at_ms)
{
	struct clock_fold *fold = find(folds, row);

	if (fold == NULL) {
		clock_folds_want(folds, &row->company, &row->employee);
		fold = &folds->folds[folds->count - 1];
	}
	fold->redo = true;
	if (at_ms < fold->redo_ms)
		fold->redo_ms = at_ms;
}

/* --- folding ------------------------------------------------------------- */

static void
save(void *ctx, const struct point *point)
{
	struct clock_folds *folds = ctx;

	folds->saved = mem_grow(folds->saved, &folds->saved_cap,
		folds->saved_count + 1, sizeof(*folds->saved));
	folds->saved[folds->saved_count++] = *point;
}

static int
fold_again(struct clock_fold *fold, struct db *db,
	const struct clock_walk_sink *sink, struct err *err)
{
	struct point *point = &fold->point;

	if (point_rows_before(db, point, fold->redo_ms, err) < 0 ||
		point_rows_forget(db, point, err) < 0)
		return -1;
	return clock_walk_on(db, point, fold->rules, sink, err);
}

/* A punch undone long ago, or one that comes before the point. */
static int
find_redo(struct clock_fold *fold, struct db *db, struct err *err)
{
	for (size_t i = 0; i < fold->count; i++) {
		const struct clock_event *event = &fold->events[i];
		int64_t at_ms = event->at_ms;

		if (event->kind == PUNCH_VOID) {
			if (timeline_rows_when(db, &fold->point.company,
				    fold->punches[i], &at_ms, err) < 0)
				return -1;
			if (at_ms < 0 || at_ms > event->at_ms)
				at_ms = event->at_ms;
		} else if (clock_is_behind(event, &fold->point.state)) {
			continue;
		}
		fold->redo = true;
		if (at_ms < fold->redo_ms)
			fold->redo_ms = at_ms;
	}
	return 0;
}

void
clock_folds_set_rules(struct clock_folds *folds, const struct id *company,
	const struct clock_rules *rules)
{
	for (size_t i = 0; i < folds->count; i++)
		if (id_equal(&folds->folds[i].point.company, company))
			folds->folds[i].rules = rules;
}

int
clock_folds_run(struct clock_folds *folds, struct db *db, struct err *err)
{
	const struct clock_walk_sink sink = {save, folds};

	for (size_t i = 0; i < folds->count; i++) {
		struct clock_fold *fold = &folds->folds[i];

		if (find_redo(fold, db, err) < 0)
			return -1;
		if (fold->redo) {
			if (fold_again(fold, db, &sink, err) < 0)
				return -1;
		} else if (fold->count > 0) {
			clock_walk_events(&fold->point, fold->rules,
				fold->events, fold->count, &sink);
		}
	}
	return 0;
}
