#include <stdlib.h>

#include "base/mem.h"
#include "quarantine_rows.h"
#include "recompute.h"

void
recompute_add_decision(
	struct recompute *recompute, const struct recompute_decision *decision)
{
	recompute->decisions = mem_grow(recompute->decisions,
		&recompute->decision_cap, recompute->decision_count + 1,
		sizeof(*recompute->decisions));
	recompute->decisions[recompute->decision_count++] = *decision;
}

static int
compare(const void *a, const void *b)
{
	const struct recompute_decision *x = a, *y = b;

	if (x->punch != y->punch)
		return x->punch < y->punch ? -1 : 1;
	return x->change_seq < y->change_seq ? -1 : 1;
}

static void
note(struct recompute *recompute, const struct recompute_decision *decision)
{
	recompute_note(recompute, decision->change_seq,
		"row %lld decides otherwise than what is kept, or of nothing "
		"that is held",
		(long long)decision->change_seq);
}

int
recompute_decisions(struct recompute *recompute, struct err *err)
{
	struct quarantine_decision kept = {.punch = 0};
	bool found = true;

	if (recompute->decision_count > 1)
		qsort(recompute->decisions, recompute->decision_count,
			sizeof(*recompute->decisions), compare);
	for (size_t i = 0; i < recompute->decision_count; i++) {
		const struct recompute_decision *told =
			&recompute->decisions[i];

		if (quarantine_rows_next(recompute->db, &recompute->company,
			    &kept, &found, err) < 0)
			return -1;
		if (!found || kept.punch != told->punch ||
			kept.change_seq != told->change_seq ||
			kept.accepted != told->accepted) {
			note(recompute, told);
			return 0;
		}
	}
	if (quarantine_rows_next(
		    recompute->db, &recompute->company, &kept, &found, err) < 0)
		return -1;
	if (found)
		recompute_note(recompute, kept.punch,
			"nobody decided of row %lld", (long long)kept.punch);
	return 0;
}

bool
recompute_accepts(struct recompute *recompute, int64_t seq)
{
	const struct recompute_decision *all = recompute->decisions;
	size_t from = 0, to = recompute->decision_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (all[middle].punch < seq)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == recompute->decision_count || all[from].punch != seq)
		return false;
	recompute->decisions[from].taken = true;
	return all[from].accepted;
}

void
recompute_untaken(struct recompute *recompute)
{
	for (size_t i = 0; i < recompute->decision_count; i++)
		if (!recompute->decisions[i].taken)
			note(recompute, &recompute->decisions[i]);
	for (size_t i = 0; i < recompute->correction_count; i++)
		if (!recompute->corrections[i].taken)
			recompute_note(recompute,
				recompute->corrections[i].change_seq,
				"row %lld corrects nothing that counts",
				(long long)recompute->corrections[i]
					.change_seq);
}
