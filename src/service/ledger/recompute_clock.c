#include "recompute.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/date.h"
#include "clock_walk.h"
#include "recompute_rows.h"

/* The points of one person: those kept, as they are worked out again. */
struct walk {
	struct recompute *recompute;
	struct point kept;
	int rc;
	struct err *err;
};

static void
note(struct walk *walk, const struct point *point)
{
	char person[ID_TEXT_BYTES];
	struct civil date;

	date_to_civil(point->date, &date);
	recompute_note(walk->recompute, 0,
		"the clock of employee %s on %04d-%02d-%02d is not what "
		"follows from the ledger",
		id_format(&point->employee, person), date.year, date.month,
		date.day);
}

static bool
same_key(const struct clock_key *a, const struct clock_key *b)
{
	return a->at_ms == b->at_ms && a->number == b->number &&
	       id_equal(&a->enrolment, &b->enrolment) &&
	       id_equal(&a->id, &b->id);
}

static bool
same_state(const struct clock_state *a, const struct clock_state *b)
{
	return a->mode == b->mode && a->since_ms == b->since_ms &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code) &&
	       id_equal(&a->last, &b->last) && a->day_ms == b->day_ms &&
	       a->worked_ms == b->worked_ms &&
	       a->meals_taken == b->meals_taken &&
	       same_key(&a->folded, &b->folded);
}

static int
next_kept(struct walk *walk)
{
	walk->rc = recompute_rows_next_point(
		walk->recompute->db, &walk->kept, walk->err);
	return walk->rc;
}

static void
on_point(void *ctx, const struct point *point)
{
	struct walk *walk = ctx;

	if (walk->rc < 0 || walk->recompute->differs || next_kept(walk) < 0)
		return;
	if (walk->kept.found && walk->kept.date < point->date)
		note(walk, &walk->kept); /* of a date without punches */
	else if (!walk->kept.found || walk->kept.date != point->date ||
		 walk->kept.part != point->part ||
		 walk->kept.punches != point->punches ||
		 !same_state(&walk->kept.state, &point->state))
		note(walk, point);
}

static int
compare_person(
	struct recompute *recompute, const struct id *person, struct err *err)
{
	struct point point = {
		.company = recompute->company, .employee = *person};
	struct walk walk = {.recompute = recompute, .err = err};
	const struct clock_walk_sink sink = {on_point, &walk};

	walk.kept = point;
	walk.kept.date = INT32_MIN;
	if (clock_walk_on(recompute->db, &point, recompute->rules, &sink, err) <
			0 ||
		walk.rc < 0)
		return -1;
	if (recompute->differs)
		return 0;
	if (next_kept(&walk) < 0)
		return -1;
	if (walk.kept.found)
		note(&walk, &walk.kept);
	return 0;
}

int
recompute_clocks(struct recompute *recompute, struct err *err)
{
	struct recompute_place place = {.company = recompute->company};

	while (!recompute->differs) {
		if (recompute_rows_next_person(recompute->db, &place, err) < 0)
			return -1;
		if (!place.found)
			break;
		if (compare_person(recompute, &place.id, err) < 0)
			return -1;
	}
	return 0;
}
