#include "timeline_press.h"

struct timeline_press
timeline_press_of(const struct punch *punch)
{
	return (struct timeline_press){
		.id = punch->id,
		.kind = punch->kind,
		.location = punch->location,
		.cost_code = punch->cost_code,
		.target = punch->target,
		.boot = punch->pressed.boot,
		.boottime_ms = punch->pressed.boottime_ms,
		.has_chosen = punch->has_chosen,
	};
}

void
timeline_press_bind(
	const struct timeline_press *press, struct db_stmt *stmt, int from)
{
	db_bind_id(stmt, from, &press->id);
	db_bind_text(stmt, from + 1, punch_kind_name(press->kind));
	db_bind_id(stmt, from + 2, &press->location);
	db_bind_id(stmt, from + 3, &press->cost_code);
	db_bind_id(stmt, from + 4, &press->target);
	db_bind_id(stmt, from + 5, &press->boot);
	db_bind_int(stmt, from + 6, press->boottime_ms);
	db_bind_int(stmt, from + 7, press->has_chosen);
}

int
timeline_press_take(const struct db_stmt *stmt, int from,
	struct timeline_press *press_out, struct err *err)
{
	*press_out = (struct timeline_press){
		.id = db_id(stmt, from),
		.location = db_id(stmt, from + 2),
		.cost_code = db_id(stmt, from + 3),
		.target = db_id(stmt, from + 4),
		.boot = db_id(stmt, from + 5),
		.boottime_ms = db_int(stmt, from + 6),
		.has_chosen = db_int(stmt, from + 7) != 0,
	};
	if (punch_kind_parse(db_text(stmt, from + 1), &press_out->kind, err) <
		0)
		return err_set(err, ERR_INTERNAL,
			"the ledger is damaged: run connectd verify");
	return 0;
}
