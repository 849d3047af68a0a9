#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "calendar/date.h"
#include "core/approval.h"
#include "recompute.h"
#include "recompute_rows.h"

static int
parse_level(const char *name)
{
	static const char *const names[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (wire),
		APPROVALS(X)
#undef X
	};

	for (int i = 0; i < APPROVAL_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

/* What the row is of; false: of no card, and no period. */
static bool
parse(const struct audit_row *row, bool *gives_out,
	struct recompute_standing *standing_out)
{
	const bool period = strncmp(row->what, "period.", 7) == 0;
	char first[DATE_BYTES] = "", last[DATE_BYTES] = "", level[16] = "";
	struct err err;

	*gives_out = strcmp(row->what, "period.close") == 0 ||
		     strcmp(row->what, "card.approve") == 0;
	if (!*gives_out && strcmp(row->what, "period.reopen") != 0 &&
		strcmp(row->what, "card.unapprove") != 0)
		return false;
	*standing_out = (struct recompute_standing){.change_seq = row->seq};
	(void)sscanf(row->new,
		"{\"first\":\"%10[0-9-]\",\"last\":\"%10[0-9-]\","
		"\"level\":\"%15[a-z-]\"",
		first, last, level);
	if (date_parse(first, &standing_out->first, &err) < 0 ||
		date_parse(last, &standing_out->last, &err) < 0)
		return false;
	if (period)
		return true;
	standing_out->employee = row->subject;
	standing_out->level = parse_level(level);
	standing_out->author = row->author;
	standing_out->at_ms = row->at_ms;
	return true;
}

/* A period is opened as far as it overlaps; an approval is taken back alone. */
static bool
ends(const struct recompute_standing *back, const struct recompute_standing *it)
{
	return id_equal(&back->employee, &it->employee) &&
	       back->level == it->level && it->last >= back->first &&
	       it->first <= back->last &&
	       (id_is_nil(&it->employee) ||
		       (it->first == back->first && it->last == back->last));
}

void
recompute_add_standing(struct recompute *recompute, const struct audit_row *row)
{
	struct recompute_standing standing;
	size_t kept = 0;
	bool gives;

	if (!parse(row, &gives, &standing))
		return;
	if (gives) {
		recompute->standings = mem_grow(recompute->standings,
			&recompute->standing_cap, recompute->standing_count + 1,
			sizeof(*recompute->standings));
		recompute->standings[recompute->standing_count++] = standing;
		return;
	}
	for (size_t i = 0; i < recompute->standing_count; i++)
		if (!ends(&standing, &recompute->standings[i]))
			recompute->standings[kept++] = recompute->standings[i];
	recompute->standing_count = kept;
}

static bool
is_same(const struct recompute_standing *a, const struct recompute_standing *b)
{
	return a->change_seq == b->change_seq &&
	       id_equal(&a->employee, &b->employee) && a->first == b->first &&
	       a->last == b->last && a->level == b->level &&
	       id_equal(&a->author, &b->author) && a->at_ms == b->at_ms;
}

int
recompute_standings(struct recompute *recompute, struct err *err)
{
	struct recompute_standing *kept;
	size_t n, i = 0;
	int64_t seq = 0;
	int rc = recompute_rows_standings(
		recompute->db, &recompute->company, &kept, &n, err);

	while (rc == 0 && i < n && i < recompute->standing_count &&
		is_same(&kept[i], &recompute->standings[i]))
		i++;
	if (i < recompute->standing_count)
		seq = recompute->standings[i].change_seq;
	else if (rc == 0 && i < n)
		seq = kept[i].change_seq;
	if (rc == 0 && seq != 0)
		recompute_note(recompute, seq,
			"row %lld approves or closes otherwise than what is "
			"kept",
			(long long)seq);
	free(kept);
	return rc;
}
