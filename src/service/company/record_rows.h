#ifndef SERVICE_COMPANY_RECORD_ROWS_H
#define SERVICE_COMPANY_RECORD_ROWS_H

/*
 * The rows of what the office manages, by its description: the statements of
 * a kind are made of its table of fields when the program is compiled.
 */

#include "core/field.h"
#include "db/db.h"

struct record_kind {
	const struct description *description;
	const char *find;
	const char *list;
	const char *insert;
	const char *update;
	const char *const *taken; /* for each field: whose it is */
};

/* RECORD_TABLE is the name of the table. */
#define RECORD_KIND(of, fields)                                                \
	{                                                                      \
		.description = &(of),                                          \
		.find = RECORD_SELECT(fields) " AND id = ?2",                  \
		.list = RECORD_SELECT(fields) " AND id > ?2"                   \
					      " ORDER BY id LIMIT ?3",         \
		.insert =                                                      \
			"INSERT INTO " RECORD_TABLE                            \
			" (company, id, changed_seq, since_ms" fields(         \
				RECORD_COLUMN) ") VALUES (?1, ?2, ?3, "        \
					       "?4" fields(RECORD_VALUE) ")",  \
		.update = "UPDATE " RECORD_TABLE                               \
			  " SET changed_seq = ?3, since_ms = ?4" fields(       \
				  RECORD_SETTING) " WHERE company = ?1"        \
						  " AND id = ?2",              \
		.taken = (const char *const[]){fields(RECORD_TAKEN)},          \
	}
#define RECORD_SELECT(fields)                                                  \
	"SELECT id, changed_seq, since_ms" fields(                             \
		RECORD_COLUMN) " FROM " RECORD_TABLE " WHERE company = ?1"
#define RECORD_COLUMN(type, name, max, flags, see, change, title, help)        \
	", " #name
#define RECORD_VALUE(type, name, max, flags, see, change, title, help) ", ?"
#define RECORD_SETTING(type, name, max, flags, see, change, title, help)       \
	", " #name " = ?"
#define RECORD_TAKEN(type, name, max, flags, see, change, title, help)         \
	"SELECT id FROM " RECORD_TABLE " WHERE company = ?1 AND " #name        \
	" = ?2 AND id <> ?3",

/* The record of this id, if there is one. */
int record_rows_find(struct db *db, const struct record_kind *kind,
	const struct id *company, void *record, bool *found_out,
	struct err *err);

struct record_page {
	const struct id *company;
	struct id after; /* from behind this one, in the order of ids */
	size_t max;
	void *records; /* the caller's, room for max, one behind the other */
	size_t count;
};

/* The records of a page. */
int record_rows_list(struct db *db, const struct record_kind *kind,
	struct record_page *page, struct err *err);

/* The first of the fields that must be unique whose value another one has. */
int record_rows_taken(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *record,
	const struct field **taken_out, struct err *err);

/* Adds it, or writes all its fields. */
int record_rows_insert(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *record, struct err *err);
int record_rows_update(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *record, struct err *err);

/* Yields record i, cleared before; it lasts until the next call. */
typedef void record_rows_next(void *ctx, size_t i, void *record_out);

struct record_batch {
	const struct record_kind *kind;
	const struct id *company;
	record_rows_next *next;
	void *ctx;
};

/* Adds n of them in one batch. */
int record_rows_add(struct db *db, const struct record_batch *batch, size_t n,
	struct err *err);

#endif
