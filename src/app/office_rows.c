#include "app/office_rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "wire/reason.h"
#include "wire/rows.h"

struct office_rows {
	const char *const *members;
	struct wire_rows rows;
	struct wire_rows fresh; /* what is coming */
	struct office *office;
	const char *list;
	office_on_answer *on_answer;
	void *ctx;
};

struct office_rows *
office_rows_new(const char *const *members)
{
	struct office_rows *it = mem_new(1, sizeof(*it));

	it->members = members;
	wire_rows_init(&it->rows, members);
	wire_rows_init(&it->fresh, members);
	return it;
}

void
office_rows_free(struct office_rows **rows)
{
	if (*rows == NULL)
		return;
	wire_rows_release(&(*rows)->rows);
	wire_rows_release(&(*rows)->fresh);
	free(*rows);
	*rows = NULL;
}

static void
start_anew(struct office_rows *it)
{
	wire_rows_release(&it->fresh);
	wire_rows_init(&it->fresh, it->members);
}

static void ask(struct office_rows *it, const char *path);

static void
on_page(void *ctx, const struct office_answer *answer)
{
	struct office_rows *it = ctx;
	struct office_answer told = *answer;

	if (told.err.kind == ERR_NONE &&
		wire_rows_read(&it->fresh, answer->body, answer->body_bytes,
			it->list, &told.err) < 0)
		told.err.kind = ERR_UNAVAILABLE;
	if (told.err.kind == ERR_NONE && answer->next[0] != '\0') {
		ask(it, answer->next);
		return;
	}
	if (told.err.kind == ERR_NONE) {
		wire_rows_release(&it->rows);
		it->rows = it->fresh;
		wire_rows_init(&it->fresh, it->members);
	}
	it->on_answer(it->ctx, &told);
}

static void
ask(struct office_rows *it, const char *path)
{
	const struct office_request request = {.method = "GET", .path = path};

	office_ask(it->office, &request, on_page, it);
}

void
office_rows_load(struct office *office, struct office_rows *rows,
	const struct office_rows_source *source, office_on_answer *on_answer,
	void *ctx)
{
	start_anew(rows);
	rows->office = office;
	rows->list = source->list;
	rows->on_answer = on_answer;
	rows->ctx = ctx;
	ask(rows, source->path);
}

size_t
office_rows_count(const struct office_rows *rows)
{
	return wire_rows_count(&rows->rows);
}

const char *
office_rows_cell(const struct office_rows *rows, size_t row, size_t column)
{
	return wire_rows_cell(&rows->rows, row, column);
}

/* --- what is decided ------------------------------------------------------ */

void
office_decide(struct office *office, const struct office_decision *decision,
	office_on_answer *on_answer, void *ctx)
{
	struct office_request request = {.method = "POST"};
	struct wire_reason why;
	struct str body;
	char path[160];

	(void)snprintf(why.text, sizeof(why.text), "%s", decision->reason);
	(void)snprintf(path, sizeof(path), "%.64s%.64s/%s", decision->path,
		decision->id, decision->what);
	str_init(&body, 8192);
	wire_reason_encode(&why, &body);
	request.path = path;
	request.body = &body;
	office_ask(office, &request, on_answer, ctx);
	str_release(&body);
}

void
office_end(struct office *office, const char *path, const char *id,
	office_on_answer *on_answer, void *ctx)
{
	struct office_request request = {.method = "DELETE"};
	char full[160];

	(void)snprintf(full, sizeof(full), "%.64s%.64s", path, id);
	request.path = full;
	office_ask(office, &request, on_answer, ctx);
}
