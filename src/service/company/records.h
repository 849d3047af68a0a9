#ifndef SERVICE_COMPANY_RECORDS_H
#define SERVICE_COMPANY_RECORDS_H

/*
 * Ways into what the office manages, the same for every kind that is
 * described: list, one, a new one, a change. Each answers like a call_handler.
 */

#include "record_rows.h"
#include "service/desk/access.h"
#include "service/desk/call.h"

struct records {
	const struct record_kind *kind;
	enum access see;
	enum access edit;
};

/* GET: pages of them, in the order of their ids, with Link to the next. */
int
records_list(struct call *call, const struct records *records, struct err *err);

/* GET of the call's id, with its version as ETag. */
int
records_get(struct call *call, const struct records *records, struct err *err);

/* POST: its id is the caller's, so that it may be sent again. */
int
records_post(struct call *call, const struct records *records, struct err *err);

/* PATCH of the call's id, at the version that If-Match names. */
int records_patch(
	struct call *call, const struct records *records, struct err *err);

#endif
