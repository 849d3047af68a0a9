#include "clock_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "timeline_rows.h"

struct walk {
	struct point *point;
	const struct clock_rules *rules;
	const struct clock_walk_sink *sink;
	const struct clock_event *end; /* those beyond only undo what is here */
	bool moved; /* the point, since its last one was told */
};

static void
on_event(void *ctx, const struct clock_event *event, unsigned effects,
	const struct clock_state *behind)
{
	struct walk *walk = ctx;
	struct point *point = walk->point;
	int32_t date;
	bool other_date;

	(void)effects;
	if (event >= walk->end)
		return;
	date = zone_date(walk->rules->zone, event->at_ms);
	other_date = !point->found || date != point->date;
	if (other_date || point->punches >= POINT_PUNCHES) {
		if (walk->moved)
			walk->sink->on_point(walk->sink->ctx, point);
		point->part = other_date ? 0 : point->part + 1;
		point->punches = 0;
	}
	walk->moved = true;
	point->found = true;
	point->date = date;
	point->punches++;
	point->state = *behind;
}

static void
fold(struct walk *walk, const struct clock_event *events, size_t n,
	size_t beyond)
{
	struct clock_state state = walk->point->state;
	const struct clock_sink sink = {on_event, walk};

	walk->end = events + n;
	clock_fold(walk->rules, &state, events, n + beyond, &sink);
}

static void
finish(const struct walk *walk)
{
	if (walk->moved)
		walk->sink->on_point(walk->sink->ctx, walk->point);
}

void
clock_walk_events(struct point *point, const struct clock_rules *rules,
	const struct clock_event *events, size_t n,
	const struct clock_walk_sink *sink)
{
	struct walk walk = {.point = point, .rules = rules, .sink = sink};

	fold(&walk, events, n, 0);
	finish(&walk);
}

/* --- page by page -------------------------------------------------------- */

struct list {
	struct clock_event *events;
	size_t count, cap;
};

/* Another page of what is asked for, behind what the list holds. */
static int
read_page(struct db *db, struct timeline_query *query, struct list *list,
	bool *more_out, struct err *err)
{
	size_t got;

	list->events = mem_grow(list->events, &list->cap,
		list->count + TIMELINE_EVENTS_MAX, sizeof(*list->events));
	if (timeline_rows_events(
		    db, query, list->events + list->count, &got, err) < 0)
		return -1;
	list->count += got;
	*more_out = got == TIMELINE_EVENTS_MAX;
	if (got > 0)
		query->behind = clock_key_of(&list->events[list->count - 1]);
	return 0;
}

/* All voids behind a place: one may undo what stands long before it. */
static int
read_voids(struct db *db, struct timeline_query query, struct list *voids,
	struct err *err)
{
	bool more = true;

	query.voids = true;
	while (more)
		if (read_page(db, &query, voids, &more, err) < 0)
			return -1;
	return 0;
}

/* Behind the events of a page, the voids that stand beyond it. */
static size_t
add_voids(struct list *page, const struct list *voids)
{
	const struct clock_event *last = &page->events[page->count - 1];
	size_t from = 0, n;

	while (from < voids->count &&
		clock_event_compare(&voids->events[from], last) <= 0)
		from++;
	n = voids->count - from;
	page->events = mem_grow(page->events, &page->cap, page->count + n,
		sizeof(*page->events));
	memcpy(page->events + page->count, voids->events + from,
		n * sizeof(*page->events));
	return n;
}

int
clock_walk_on(struct db *db, struct point *point,
	const struct clock_rules *rules, const struct clock_walk_sink *sink,
	struct err *err)
{
	struct walk walk = {.point = point, .rules = rules, .sink = sink};
	struct timeline_query query = {.company = point->company,
		.employee = point->employee,
		.behind = point->state.folded};
	struct list page = {0}, voids = {0};
	bool more = true, first = true;
	int rc = 0;

	while (rc == 0 && more) {
		page.count = 0;
		rc = read_page(db, &query, &page, &more, err);
		if (rc == 0 && more && first)
			rc = read_voids(db, query, &voids, err);
		first = false;
		if (rc == 0 && page.count > 0)
			fold(&walk, page.events, page.count,
				voids.count > 0 ? add_voids(&page, &voids) : 0);
	}
	free(page.events);
	free(voids.events);
	if (rc == 0)
		finish(&walk);
	return rc;
}
