#ifndef SERVICE_COMPANY_RECORD_ROWS_H
#define SERVICE_COMPANY_RECORD_ROWS_H

/*
 * The rows of what the office manages, by its description: the statements of
 * a kind are made of its table of fields when the program is compiled. A list
 * is a table of its own, of which each row says owner and member.
 */

#include "core/field.h"
#include "db/db.h"
#include "service/company/viewset.h"

/* The rows of a list. One taken out of it stays, not active. */
struct record_link {
	const char *load; /* of the owners from ?2 to ?3, in their order */
	const char *put;
	const char *drop;
};

struct record_kind {
	const struct description *description;
	const char *find;
	const char *list;
	const char *key;    /* the field that people call one by */
	const char *called; /* the one that they call so */
	const char *insert;
	const char *update;
	const char *const *taken;        /* for each field: whose it is */
	const struct record_link *links; /* for each field that is a list */
	/* Those alone whom one may see, by two parameters more. */
	bool by_viewset;
};

/* RECORD_TABLE is the name of the table, RECORD_KEY the field that people call
 * one by; of each list, RECORD_LINK_<field> is its table, the column of the
 * owner and that of the member. */
#define RECORD_KIND(of, fields)                                                \
	{                                                                      \
		.description = &(of),                                          \
		.find = RECORD_SELECT(fields) " AND id = ?2",                  \
		.list = RECORD_SELECT(fields) RECORD_PAGE, .key = RECORD_KEY,  \
		.called = RECORD_SELECT(fields) RECORD_CALLED,                 \
		RECORD_CHANGES(fields)                                         \
	}

/* The same, of those whom a viewer sees. No number of a parameter may be left
 * out: PostgreSQL asks for the type of each. */
#define RECORD_KIND_SEEN(of, fields)                                           \
	{                                                                      \
		.description = &(of), .by_viewset = true,                      \
		.find = RECORD_SELECT(fields)                                  \
			RECORD_SEEN("?3", "?4") " AND id = ?2",                \
		.list = RECORD_SELECT(fields) RECORD_SEEN("?4", "?5")          \
			RECORD_PAGE,                                           \
		.key = RECORD_KEY,                                             \
		.called = RECORD_SELECT(fields) RECORD_SEEN("?3", "?4")        \
			RECORD_CALLED,                                         \
		RECORD_CHANGES(fields)                                         \
	}

#define RECORD_SELECT(fields)                                                  \
	"SELECT id, changed_seq, since_ms" fields(                             \
		RECORD_COLUMN) " FROM " RECORD_TABLE " WHERE company = ?1"
#define RECORD_PAGE " AND id > ?2 ORDER BY id LIMIT ?3"
/* That it is not empty lets the index of those that are not be used. */
#define RECORD_CALLED " AND " RECORD_KEY " = ?2 AND " RECORD_KEY " <> ''"
#define RECORD_SEEN(all, viewer)                                               \
	" AND " VIEWSET_SEES_SQL(all, viewer, RECORD_TABLE ".id")
#define RECORD_CHANGES(fields)                                                              \
	.insert =                                                                           \
		"INSERT INTO " RECORD_TABLE                                                 \
		" (company, id, changed_seq, since_ms" fields(                              \
			RECORD_COLUMN) ") VALUES (?1, ?2, ?3, ?4" fields(RECORD_VALUE) ")", \
	.update = "UPDATE " RECORD_TABLE                                                    \
		  " SET changed_seq = ?3, since_ms = ?4" fields(                            \
			  RECORD_SETTING) " WHERE company = ?1 AND id = ?2",                \
	.taken = (const char *const[]){fields(RECORD_TAKEN)},                               \
	.links = (const struct record_link[]){fields(RECORD_LINK)},

#define RECORD_COLUMN(type, name, limit, flags, see, change, title, help)      \
	RECORD_COLUMN_##type(", " #name)
#define RECORD_VALUE(type, name, limit, flags, see, change, title, help)       \
	RECORD_COLUMN_##type(", ?")
#define RECORD_SETTING(type, name, limit, flags, see, change, title, help)     \
	RECORD_COLUMN_##type(", " #name " = ?")
#define RECORD_COLUMN_TEXT(sql) sql
#define RECORD_COLUMN_BOOL(sql) sql
#define RECORD_COLUMN_INT(sql) sql
#define RECORD_COLUMN_WORD(sql) sql
#define RECORD_COLUMN_REF(sql) sql
#define RECORD_COLUMN_LIST(sql)
#define RECORD_COLUMN_LEVELS(sql)
/* A parameter stands in the text of those alone that take one. */
#define RECORD_TAKEN(type, name, limit, flags, see, change, title, help)       \
	((flags)&FIELD_DISTINCT) != 0 ? RECORD_OTHERS(name)                    \
				      : RECORD_OTHERS(name) " AND " #name      \
							    " = ?3 AND " #name \
							    " <> ''",
#define RECORD_OTHERS(name)                                                    \
	"SELECT " #name " FROM " RECORD_TABLE " WHERE company = ?1 AND id <> " \
	"?2"
#define RECORD_LINK(type, name, limit, flags, see, change, title, help)        \
	RECORD_LINK_##type(name)
#define RECORD_LINK_TEXT(name) {NULL, NULL, NULL},
#define RECORD_LINK_BOOL(name) {NULL, NULL, NULL},
#define RECORD_LINK_INT(name) {NULL, NULL, NULL},
#define RECORD_LINK_WORD(name) {NULL, NULL, NULL},
#define RECORD_LINK_REF(name) {NULL, NULL, NULL},
#define RECORD_LINK_LEVELS(name) {NULL, NULL, NULL},
#define RECORD_LINK_LIST(name) RECORD_LINK_OF(RECORD_LINK_##name)
#define RECORD_LINK_OF(...) RECORD_LINK_SQL(__VA_ARGS__)
#define RECORD_LINK_SQL(table, owner, member)                                  \
	{                                                                      \
		"SELECT " owner ", " member " FROM " table                     \
		" WHERE company = ?1 AND " owner " >= ?2 AND " owner " <= ?3"  \
		" AND active = 1 ORDER BY " owner ", " member,                 \
		"INSERT INTO " table " (company, " owner ", " member           \
		", since_ms, changed_seq) VALUES (?1, ?2, ?3, ?4, ?5)"         \
		" ON CONFLICT (company, " owner ", " member ") DO UPDATE"      \
		" SET active = 1, since_ms = excluded.since_ms,"               \
		" changed_seq = excluded.changed_seq",                         \
		"UPDATE " table " SET active = 0, since_ms = ?4,"              \
		" changed_seq = ?5 WHERE company = ?1 AND " owner " = ?2"      \
		" AND " member " = ?3",                                        \
	},

/* Whose records one sees, where a kind goes by the viewset. */
struct record_viewer {
	struct id company;
	bool sees_all;
	struct id employee;
};

/* The record of this id, if there is one; released by the caller. */
int record_rows_find(struct db *db, const struct record_kind *kind,
	const struct record_viewer *viewer, void *record, bool *found_out,
	struct err *err);

/* Whether there is a record of this id that the viewer sees. */
int record_rows_exists(struct db *db, const struct record_kind *kind,
	const struct record_viewer *viewer, const struct id *id,
	bool *found_out, struct err *err);

struct record_page {
	struct record_viewer viewer;
	struct id after;    /* from behind this one, in the order of ids */
	const char *called; /* by its key: that one alone, if any; NULL: all */
	size_t max;
	void *records; /* the caller's, room for max, zeroed; to be released */
	size_t count;
};

/* The records of a page. */
int record_rows_list(struct db *db, const struct record_kind *kind,
	struct record_page *page, struct err *err);

/* The first of the fields that must be unique whose value another one has. */
int record_rows_taken(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *record,
	const struct field **taken_out, struct err *err);

struct record_change {
	const struct id *company;
	const void *record;
	const void *before; /* as it stands; NULL: there is nothing yet */
	int64_t now_ms;
};

/* Adds the record, or writes all its fields. */
int record_rows_save(struct db *db, const struct record_kind *kind,
	const struct record_change *change, struct err *err);

/* Yields record i, cleared before; it lasts until the next call. */
typedef void record_rows_next(void *ctx, size_t i, void *record_out);

struct record_batch {
	const struct record_kind *kind;
	const struct id *company;
	record_rows_next *next;
	void *ctx;
};

/* Adds n of them in one batch, without lists and levels. */
int record_rows_add(struct db *db, const struct record_batch *batch, size_t n,
	struct err *err);

#endif
