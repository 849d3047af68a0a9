#ifndef SERVICE_CARD_FACTS_H
#define SERVICE_CARD_FACTS_H

/*
 * Facts of people (core/time_fold.h): from where somebody was out before the
 * dates that are asked for, up to where they were out behind them, so that a
 * fold gives every record of those dates as a fold of everything would.
 */

#include "core/restate.h"
#include "core/time_fold.h"
#include "db/db.h"
#include "service/company/hours.h"

/* What a card says of a press beside its fact. */
struct facts_press {
	struct id by;
	enum restate_method method;
	char *comment; /* NULL: none */
};

struct facts {
	struct time_fact *facts;
	struct facts_press *presses; /* of each, where they are told */
	size_t count, cap, press_cap;
	int64_t press_ms;        /* the latest press of a chosen time */
	struct clock_state from; /* behind which they lie */
};

/* Zero it to begin; frees what they hold, they are zeroed. */
void facts_release(struct facts *facts);

/* Whose, and of which dates; INT32_MIN and INT32_MAX: all. */
struct facts_query {
	struct id company;
	const struct zone *zone;
	struct period dates;
	int64_t now_ms; /* until when is open what is open */
	bool told; /* what a card says too, and times before they counted */
};

/* Of one employee. */
int facts_load(struct db *db, const struct facts_query *query,
	const struct id *employee, struct facts *facts_out, struct err *err);

/* People in the order of their ids, as a viewer sees them. */
struct facts_page {
	struct facts_query query;
	struct id viewer;
	bool sees_all;
	struct id after; /* from behind this one */
	size_t limit;
};

struct facts_person {
	struct hours_person person;
	bool active;
	bool was_in; /* before the dates */
};

/* Told each person of a page, in their order, with their facts. */
typedef int facts_sink(void *ctx, const struct facts_person *person,
	const struct facts *facts, struct err *err);

/* *last_out: the last of them; nil where the page was not full. */
int facts_walk(struct db *db, const struct facts_page *page, facts_sink *sink,
	void *ctx, struct id *last_out, struct err *err);

#endif
