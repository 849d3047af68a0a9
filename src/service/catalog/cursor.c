#include "cursor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* 1: this format, and the first thing that is checked. */
#define FORMAT "1.%d.%d.%d.%" PRId64 ".%" PRId64 ".%d.%" PRId64 "."

int
cursor_parse(const char *text, struct cursor *cursor_out, struct err *err)
{
	struct cursor it = {0};
	struct str back;
	int scope = VIEWSET_SELF;
	int range = VIEWSET_SELF;
	int all = 0;
	int used = 0;
	bool same;

	if (text[0] == '\0') {
		*cursor_out = it;
		return 0;
	}
	if (sscanf(text,
		    "1.%1d.%1d.%1d.%18" SCNd64 ".%18" SCNd64 ".%1d.%18" SCNd64
		    ".%n",
		    &scope, &range, &all, &it.since, &it.horizon, &it.kind,
		    &it.seq, &used) != 7 ||
		used == 0 || id_parse(text + used, &it.id, err) < 0)
		return err_set(err, ERR_DATA,
			"the cursor is not one of this service: begin anew "
			"without it");
	it.scope = (enum viewset)scope;
	it.range = (enum viewset)range;
	it.all_employees = all != 0;
	/* Only what we would write is a cursor: no spaces, signs, zeros. */
	str_init(&back, 128);
	cursor_format(&it, &back);
	same = strcmp(back.data, text) == 0;
	str_release(&back);
	if (!same || it.scope > VIEWSET_SELECTED ||
		it.range > VIEWSET_SELECTED || it.kind >= ENTRY_KIND_COUNT ||
		it.kind < 0)
		return err_set(err, ERR_DATA,
			"the cursor is not one of this service: begin anew "
			"without it");
	*cursor_out = it;
	return 0;
}

void
cursor_format(const struct cursor *cursor, struct str *out)
{
	char id[ID_TEXT_BYTES];

	str_addf(out, FORMAT "%s", (int)cursor->scope, (int)cursor->range,
		(int)cursor->all_employees, cursor->since, cursor->horizon,
		cursor->kind, cursor->seq, id_format(&cursor->id, id));
}

/* SELF < SELECTED < ALL in what they can hold. */
static enum viewset
wider(enum viewset a, enum viewset b)
{
	if (a == VIEWSET_ALL || b == VIEWSET_ALL)
		return VIEWSET_ALL;
	return a == VIEWSET_SELF ? b : a;
}

void
cursor_begin(struct cursor *cursor, enum viewset scope, int64_t change_seq)
{
	bool fresh = cursor->since == 0 && cursor->horizon == 0;
	bool same = fresh || cursor->scope == scope;

	/* The database is an older one than the cursor: tell all. */
	if (cursor->since > change_seq || cursor->horizon > change_seq) {
		cursor->since = 0;
		cursor->horizon = 0;
	}
	if (cursor->horizon != 0 && same)
		return;
	cursor->range = fresh ? scope : wider(cursor->range, scope);
	cursor->all_employees = cursor->all_employees || !same;
	cursor->scope = scope;
	cursor->horizon = change_seq;
	cursor_begin_kind(cursor, 0);
}

void
cursor_begin_kind(struct cursor *cursor, int kind)
{
	if (kind == ENTRY_KIND_COUNT) {
		*cursor = (struct cursor){
			.scope = cursor->scope,
			.range = cursor->scope,
			.since = cursor->horizon,
		};
		return;
	}
	cursor->kind = kind;
	cursor->seq = kind == ENTRY_EMPLOYEE && cursor->all_employees
			      ? 0
			      : cursor->since;
	/* Behind all entries of that change. */
	memset(cursor->id.bytes, 0xff, sizeof(cursor->id.bytes));
}
