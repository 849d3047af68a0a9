#ifndef WIRE_CARD_H
#define WIRE_CARD_H

/*
 * What a person worked: a time card, the summary of many, the board of who is
 * in. Encoding and decoding are as in wire/wire.h.
 */

#include "base/err.h"
#include "base/str.h"
#include "calendar/period.h"
#include "core/approval.h"
#include "core/card.h"
#include "core/clock.h"
#include "core/request.h"
#include "core/restate.h"

/* An answer with all that a range of 31 days may hold. */
#define WIRE_CARD_BYTES ((size_t)64 << 20)

/* The press behind an end of a record. */
struct wire_card_punch {
	struct id enrolment; /* nil: nobody pressed, a correction added it */
	struct id id;
	enum punch_kind kind;
	struct id by;               /* who pressed */
	int64_t claimed_ms;         /* what the device said, or was typed */
	enum restate_method method; /* how its time was found, if pressed */
	struct id correction;       /* that added or changed it; nil: none */
	char *comment;              /* NULL: none */
};

struct wire_card_record {
	struct time_record record;
	struct wire_card_punch start; /* where it has one */
	struct wire_card_punch end;
};

/* A day, a week. */
struct wire_card_span {
	struct period span;
	struct card_sum sum;
};

struct wire_approval {
	enum approval level;
	struct id author;
	int64_t at_ms;
};

/* A punch that the employee asks, or asked, for. */
struct wire_card_request {
	struct id id;
	enum punch_kind press;
	int64_t at_ms;
	struct id location; /* of GO alone, else nil */
	struct id cost_code;
	enum request_state state;
	struct id decided_by; /* nil: nobody yet */
	char *comment;        /* NULL: none */
	char *reason;         /* of the decision; NULL: none */
};

/* GET /v1/time-cards/{employee} */
struct wire_card {
	struct id employee;
	struct period range; /* whose records, days and sums these are */
	char zone[STAMP_ZONE_BYTES]; /* the company's, of the dates */
	unsigned approves; /* the levels that are switched on: 1 << level */
	struct wire_card_record *records;
	size_t record_count;
	struct wire_card_span *days; /* those that have anything */
	size_t day_count;
	struct wire_card_span *weeks; /* whole ones, that meet the range */
	size_t week_count;
	struct card_job *jobs;
	size_t job_count;
	struct time_exception *exceptions;
	size_t exception_count;
	struct card_sum totals;
	struct wire_card_request *requests; /* in the order in which they came
					     */
	size_t request_count;
	struct wire_approval *approvals; /* of a range that is a period */
	size_t approval_count;
	bool closed;    /* no day of it may be changed any more */
	bool explained; /* reasons were asked for */
	struct time_reason *reasons;
	size_t reason_count;
};
void wire_card_encode(const struct wire_card *card, struct str *out);
int wire_card_decode(const char *bytes, size_t len, struct wire_card *card_out,
	struct err *err);
/* Frees what was decoded. */
void wire_card_release(struct wire_card *card);

/* One person in the summary. */
struct wire_summary_row {
	struct id employee;
	struct card_sum sum;
	struct wire_approval approvals[APPROVAL_COUNT];
	size_t approval_count;
	bool closed;
};

/* GET /v1/time-cards: one page. */
struct wire_summary {
	struct period range;
	char zone[STAMP_ZONE_BYTES];
	unsigned approves;             /* as of a card */
	struct wire_summary_row *rows; /* by employee, rising by id */
	size_t count;
	struct card_sum totals; /* of these rows */
};
void wire_summary_encode(const struct wire_summary *summary, struct str *out);
int wire_summary_decode(const char *bytes, size_t len,
	struct wire_summary *summary_out, struct err *err);
void wire_summary_release(struct wire_summary *summary);

/* One person on the board. */
struct wire_board_row {
	struct id employee;
	enum clock_mode mode;
	int64_t since_ms;   /* 0: nothing is known yet */
	struct id location; /* IN, MEAL; else nil */
	struct id cost_code;
	bool missing_stop; /* open for longer than the company's longest */
};

/* GET /v1/board: one page. */
struct wire_board {
	int64_t as_of_ms;            /* the service's clock */
	struct wire_board_row *rows; /* by employee, rising by id */
	size_t count;
};
void wire_board_encode(const struct wire_board *board, struct str *out);
int wire_board_decode(const char *bytes, size_t len,
	struct wire_board *board_out, struct err *err);
void wire_board_release(struct wire_board *board);

#endif
