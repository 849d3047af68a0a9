#ifndef SERVICE_COMPANY_COMPANY_ROWS_H
#define SERVICE_COMPANY_COMPANY_ROWS_H

/* The company itself. */

#include "record_rows.h"

/* Its settings; there is no list of companies, nor a way to add one. */
extern const struct record_kind company_rows;

struct company_row {
	struct id id;
	const char *company_id;
	const char *name;
	const char *zone;
	int64_t now_ms;
};

/* *added_out tells whether the Company ID was free. */
int company_rows_add(struct db *db, const struct company_row *row,
	bool *added_out, struct err *err);

/* The company's next change number; its row is locked until the end. */
int company_rows_next_change(struct db *db, const struct id *company,
	int64_t *change_out, struct err *err);

/* The company's last change number. */
int company_rows_set_change(struct db *db, const struct id *company,
	int64_t change_seq, struct err *err);

/* Whether anything stands in its ledger. */
int company_rows_has_punches(struct db *db, const struct id *company,
	bool *found_out, struct err *err);

/* Whether a pay period of it is closed. */
int company_rows_has_closed(struct db *db, const struct id *company,
	bool *found_out, struct err *err);

#endif
