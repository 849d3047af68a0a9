#ifndef TESTS_INTEGRATION_DB_REFUSALS_H
#define TESTS_INTEGRATION_DB_REFUSALS_H

/* Rows to write many of: refusals. */

#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "db/batch.h"
#include "lib/sql.h"

static const char count_refusals[] = "SELECT count(*) FROM refusal";
static const char insert_refusal[] =
	"INSERT INTO refusal (company, enrolment, number, id, problem,"
	" refused_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
	" ON CONFLICT (company, enrolment, number, id) DO NOTHING"
	" RETURNING number";

struct refusal {
	struct id company, device, id;
	int64_t seq;
	const char *problem;
};

static inline void
bind_refusal(struct db_stmt *stmt, const struct refusal *r)
{
	db_bind_id(stmt, 1, &r->company);
	db_bind_id(stmt, 2, &r->device);
	db_bind_int(stmt, 3, r->seq);
	db_bind_id(stmt, 4, &r->id);
	db_bind_text(stmt, 5, r->problem);
	db_bind_int(stmt, 6, INT64_MIN);
}

struct many {
	struct refusal *rows;
	size_t n;
	size_t given;
	bool in_order;
};

static inline void
bind_many(void *ctx, struct db_stmt *stmt, size_t i)
{
	bind_refusal(stmt, &((struct many *)ctx)->rows[i]);
}

static inline void
on_many(void *ctx, size_t i, const struct db_stmt *row)
{
	struct many *many = ctx;

	if (row == NULL)
		return;
	many->given++;
	if (db_int(row, 0) != many->rows[i].seq)
		many->in_order = false;
}

static inline struct many
make_many(size_t n)
{
	struct many many = {calloc(n, sizeof(struct refusal)), n, 0, true};

	for (size_t i = 0; i < n; i++) {
		many.rows[i] = (struct refusal){
			{{1}}, {{2}}, {{3}}, (int64_t)i + 1, "x"};
		memcpy(many.rows[i].id.bytes + 4, &i, sizeof(i));
	}
	return many;
}

#endif
