#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg.h"

/*
 * Many executions of a statement as one: to begin and end one costs the server
 * several times what a row of it does. For ?1 stands a column of `wide`, which
 * it makes of the arrays that the values are sent in:
 *
 *   INSERT INTO t (a, b) SELECT wide.p1, wide.p2
 *    FROM unnest($1, $2) AS wide(p1, p2)
 *   SELECT q.*, wide.i FROM unnest($1) WITH ORDINALITY AS wide(p1, i)
 *    CROSS JOIN LATERAL (SELECT a FROM t WHERE b = wide.p1 OFFSET 0) q
 *
 * OFFSET 0 keeps the plan of one execution, for row by row: a planner that
 * knows nothing of the tables yet would rather read them whole.
 */

#define ARRAY_BYTES (64 * 1024 * 1024)
#define SQL_BYTES 65536

/* pg_type.h: the types of values, and arrays of them. */
static const struct type {
	unsigned one;
	const char *array;
} types[] = {{17, "bytea[]"}, {20, "bigint[]"}, {25, "text[]"}};

struct pg_wide {
	char *sql; /* NULL: there is no such form */
	char name[20];
	unsigned generation; /* as the statement's */
	int params;
	struct str *arrays; /* of the values of each parameter, in binary */
	const struct type **types;
};

void
pg_wide_free(struct pg_wide *wide)
{
	if (wide == NULL)
		return;
	for (int i = 0; i < wide->params; i++)
		str_release(&wide->arrays[i]);
	free(wide->arrays);
	free(wide->types);
	free(wide->sql);
	free(wide);
}

/* --- the text ------------------------------------------------------------ */

/* The parenthesis that ends what begins at `text`; NULL: none does. */
static const char *
find_end(const char *text)
{
	bool quoted = false;
	int depth = 1;

	for (; *text != '\0'; text++) {
		if (*text == '\'')
			quoted = !quoted;
		if (quoted)
			continue;
		depth += (*text == '(') - (*text == ')');
		if (depth == 0)
			return text;
	}
	return NULL;
}

static void
add_arrays(const struct pg_wide *wide, bool numbered, struct str *out)
{
	str_addz(out, " FROM unnest(");
	for (int i = 0; i < wide->params; i++)
		str_addf(out, "%s$%d::%s", i == 0 ? "" : ", ", i + 1,
			wide->types[i]->array);
	str_addz(out, numbered ? ") WITH ORDINALITY AS wide(" : ") AS wide(");
	for (int i = 0; i < wide->params; i++)
		str_addf(out, "%sp%d", i == 0 ? "" : ", ", i + 1);
	str_addz(out, numbered ? ", i)" : ")");
}

/* An INSERT that yields no rows, and has its values in VALUES (…) alone. */
static void
widen_insert(const struct pg_wide *wide, const char *text, struct str *out)
{
	static const char word[] = "VALUES (";
	const char *values = strstr(text, word), *end = NULL;

	if (values != NULL)
		end = find_end(values + strlen(word));
	if (end == NULL || strstr(end, "wide.p") != NULL ||
		strstr(end, "RETURNING") != NULL)
		return;
	str_add(out, text, (size_t)(values - text));
	str_addz(out, "SELECT ");
	values += strlen(word);
	str_add(out, values, (size_t)(end - values));
	add_arrays(wide, false, out);
	str_addz(out, end + 1);
}

static void
widen_select(const struct pg_wide *wide, const char *text, struct str *out)
{
	str_addz(out, "SELECT q.*, wide.i");
	add_arrays(wide, true, out);
	str_addf(out, " CROSS JOIN LATERAL (%s OFFSET 0) q", text);
}

static bool
begins(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

static void
widen(struct pg_wide *wide, const char *sql)
{
	struct str text, out;

	str_init(&text, SQL_BYTES);
	str_init(&out, SQL_BYTES);
	pg_rewrite(sql, "wide.p", &text);
	if (begins(sql, "INSERT "))
		widen_insert(wide, text.data, &out);
	else if (begins(sql, "SELECT "))
		widen_select(wide, text.data, &out);
	if (out.len > 0 && !str_is_cut(&text) && !str_is_cut(&out))
		wide->sql = str_take(&out);
	str_release(&out);
	str_release(&text);
}

/* --- known to the server ------------------------------------------------- */

static const struct type *
find_type(unsigned one)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].one == one)
			return &types[i];
	return NULL;
}

/* What the server takes the values for; whether there are arrays of it all. */
static bool
take_types(struct pg_wide *wide, const PGresult *result)
{
	for (int i = 0; i < wide->params; i++) {
		wide->types[i] = find_type(PQparamtype(result, i));
		if (wide->types[i] == NULL)
			return false;
	}
	return wide->params > 0;
}

static int
make(struct pg_stmt *stmt, struct err *err)
{
	struct pg_db *pg = (struct pg_db *)stmt->base.db;
	struct pg_wide *wide;
	PGresult *result;
	int rc = 0;

	if (pg_flush(pg, err) < 0 ||
		pg_last(pg, PQsendDescribePrepared(pg->conn, stmt->name),
			&result, err) < 0)
		return -1;
	stmt->wide = wide = mem_new(1, sizeof(*wide));
	snprintf(wide->name, sizeof(wide->name), "w%s", stmt->name);
	wide->params = stmt->params;
	wide->arrays = mem_new((size_t)wide->params + 1, sizeof(*wide->arrays));
	wide->types = mem_new((size_t)wide->params + 1, sizeof(*wide->types));
	for (int i = 0; i < wide->params; i++)
		str_init(&wide->arrays[i], ARRAY_BYTES);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		rc = pg_fail(pg, result, err);
	else if (take_types(wide, result))
		widen(wide, stmt->base.sql);
	PQclear(result);
	return rc;
}

int
pg_wide_know(struct pg_stmt *stmt, bool *wide_out, struct err *err)
{
	struct pg_db *pg = (struct pg_db *)stmt->base.db;
	struct pg_wide *wide;
	PGresult *result;
	int rc = 0;

	if (stmt->wide == NULL && make(stmt, err) < 0)
		return -1;
	wide = stmt->wide;
	*wide_out = wide->sql != NULL;
	if (wide->sql == NULL || wide->generation == pg->generation)
		return 0;
	if (pg_flush(pg, err) < 0 ||
		pg_last(pg,
			PQsendPrepare(pg->conn, wide->name, wide->sql, 0, NULL),
			&result, err) < 0)
		return -1;
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		wide->generation = pg->generation;
	else
		rc = pg_fail(pg, result, err);
	PQclear(result);
	return rc;
}

/* --- values -------------------------------------------------------------- */

static void
add_int(struct str *array, int32_t value)
{
	const uint32_t bytes = htobe32((uint32_t)value);

	str_add(array, &bytes, sizeof(bytes));
}

/* An array of one dimension, from 1; it may have NULLs. */
static void
begin_array(struct str *array, const struct type *type, size_t n)
{
	str_clear(array);
	add_int(array, 1);
	add_int(array, 1);
	add_int(array, (int32_t)type->one);
	add_int(array, (int32_t)n);
	add_int(array, 1);
}

/* What is bound to parameter i goes to its array. */
static void
add_value(const struct pg_stmt *stmt, int i)
{
	struct str *array = &stmt->wide->arrays[i];
	const char *value = stmt->values[i];
	const uint64_t number = htobe64((uint64_t)stmt->numbers[i]);
	size_t len;

	if (value == NULL) {
		add_int(array, -1);
		return;
	}
	if (stmt->formats[i] == PG_NUMBER) {
		len = sizeof(number);
		value = (const char *)&number;
	} else if (stmt->formats[i] == 0) {
		len = strlen(value);
	} else {
		len = (size_t)stmt->lengths[i];
	}
	add_int(array, (int32_t)len);
	str_add(array, value, len);
}

int
pg_wide_send(struct pg_stmt *stmt, const struct pg_sent *sent, struct err *err)
{
	struct pg_db *pg = (struct pg_db *)stmt->base.db;
	struct pg_wide *wide = stmt->wide;

	for (int i = 0; i < wide->params; i++)
		begin_array(&wide->arrays[i], wide->types[i], sent->n);
	for (size_t k = 0; k < sent->n; k++) {
		pg_reset(&stmt->base);
		sent->call.bind(sent->call.ctx, &stmt->base, sent->first + k);
		for (int i = 0; i < wide->params; i++)
			add_value(stmt, i);
	}
	for (int i = 0; i < wide->params; i++) {
		assert(!str_is_cut(&wide->arrays[i]));
		stmt->values[i] = wide->arrays[i].data;
		stmt->lengths[i] = (int)wide->arrays[i].len;
		stmt->formats[i] = 1;
	}
	if (!PQsendQueryPrepared(pg->conn, wide->name, wide->params,
		    stmt->values, stmt->lengths, stmt->formats, 1))
		return pg_fail(pg, NULL, err);
	pg_reset(&stmt->base);
	return 0;
}

void
pg_wide_take(const struct pg_sent *sent, PGresult *result)
{
	struct pg_stmt *stmt = sent->stmt;
	const int column = PQnfields(result) - 1;
	int *rows = mem_new(sent->n, sizeof(*rows)); /* from 1, 0: none */

	stmt->result = result;
	for (stmt->row = 0; stmt->row < PQntuples(result); stmt->row++)
		rows[pg_int(&stmt->base, column) - 1] = stmt->row + 1;
	for (size_t i = 0; i < sent->n; i++) {
		stmt->row = rows[i] - 1;
		sent->call.on_row(sent->call.ctx, sent->first + i,
			rows[i] > 0 ? &stmt->base : NULL);
	}
	stmt->result = NULL;
	free(rows);
}
