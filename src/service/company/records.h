#ifndef SERVICE_COMPANY_RECORDS_H
#define SERVICE_COMPANY_RECORDS_H

/*
 * Ways into what the office manages, the same for every kind that is
 * described: list, one, a new one, a change. Each answers like a call_handler.
 * What is special about a kind is a hook.
 */

#include "core/problem.h"
#include "record_rows.h"
#include "service/desk/access.h"
#include "service/desk/call.h"

/* A change on its way, inside its transaction. */
struct records_step {
	struct call *call;
	struct db *db;
	const void *before; /* as it stands; NULL: it is a new one */
	void *after;        /* as it is to be */
	field_set moved;    /* what differs; of a new one, what was given */
	bool has_from;      /* the date from which on it is to count */
	int32_t from;
	bool unseen;  /* the caller will not see the new one */
	bool refused; /* see records_refuse */
	enum problem problem;
	char detail[256];
	char pointer[64];
};

struct records_hooks {
	/* Refuses what must not be, or fills in what was left open. */
	int (*check)(struct records_step *step, struct err *err);
	/* What follows from it, once it is written. */
	int (*saved)(struct records_step *step, struct err *err);
	bool is_dated; /* a change may say from which date on it counts */
};

struct records {
	const struct record_kind *kind;
	enum access see;
	enum access edit;
	const struct records_hooks *hooks; /* NULL: none */
};

/* Says no, and of which field. Nothing is written then. */
void records_refuse(struct records_step *step, enum problem problem,
	const char *field, const char *detail);

/* Whether this field is among those that moved. */
bool records_moved(const struct records_step *step,
	const struct description *description, const char *field);

/* Whose records the caller sees. */
struct record_viewer records_viewer(const struct call *call);

/* GET: pages of them, in the order of their ids, with Link to the next. */
int
records_list(struct call *call, const struct records *records, struct err *err);

/* GET of the call's id, with its version as ETag. */
int
records_get(struct call *call, const struct records *records, struct err *err);

/* POST: its id is the caller's, so that it may be sent again. With
 * dry_run=true all is done but nothing kept; so with PATCH, which takes from=
 * where changes are dated. */
int
records_post(struct call *call, const struct records *records, struct err *err);

/* PATCH of the call's id, at the version that If-Match names. */
int records_patch(
	struct call *call, const struct records *records, struct err *err);

#endif
