#include <stdlib.h>

#include "base/canonical.h"
#include "base/mem.h"
#include "correction_rows.h"
#include "recompute.h"

#define SAID_BYTES 16384

/* What a row of the chain says, but for what held before. */
static void
hash_said(const struct audit_row *row, struct hash *out)
{
	struct str bytes;

	str_init(&bytes, SAID_BYTES + AUDIT_VALUE_BYTES);
	canonical_int(&bytes, row->at_ms);
	canonical_id(&bytes, &row->author);
	canonical_text(&bytes, row->what);
	canonical_id(&bytes, &row->subject);
	canonical_text(&bytes, row->new);
	hash_bytes(bytes.data, bytes.len, out);
	str_release(&bytes);
}

/* The same, of what is kept. */
static void
hash_kept(const struct correction_row *row, struct hash *out)
{
	struct audit_row change = {
		.at_ms = row->made_ms,
		.author = row->author,
		.what = correction_rows_what(row->kind),
		.subject = row->employee,
	};
	struct str new;

	str_init(&new, SAID_BYTES);
	correction_rows_encode(row, &new);
	change.new = new.data;
	hash_said(&change, out);
	str_release(&new);
}

void
recompute_add_correction(
	struct recompute *recompute, const struct audit_row *row)
{
	struct recompute_correction *it;

	if (!correction_rows_is(row->what))
		return;
	recompute->corrections = mem_grow(recompute->corrections,
		&recompute->correction_cap, recompute->correction_count + 1,
		sizeof(*recompute->corrections));
	it = &recompute->corrections[recompute->correction_count++];
	*it = (struct recompute_correction){.change_seq = row->seq};
	hash_said(row, &it->said);
}

static void
note(struct recompute *recompute, int64_t seq)
{
	recompute_note(recompute, seq,
		"row %lld corrects otherwise than what is kept",
		(long long)seq);
}

/* What a correction makes of its punch. */
static void
take(struct recompute_correction *it, const struct correction_row *kept)
{
	it->punch = kept->punch;
	it->adds = kept->kind == CORRECTION_ADD;
	it->follows = kept->kind == CORRECTION_ROW_FOLLOW;
	it->line = (struct timeline_row){
		.company = kept->company,
		.seq = kept->punch,
		.employee = kept->employee,
		.at_ms = kept->at_ms,
		.press_ms = kept->at_ms,
		.restated = {.press_ms = kept->at_ms, .method = RESTATE_WALL},
		.counts = kept->kind != CORRECTION_REMOVE,
		.corrected = kept->seq,
		.press = {.id = kept->id,
			.kind = kept->press,
			.location = kept->location,
			.cost_code = kept->cost_code},
	};
}

static int
compare(const void *a, const void *b)
{
	const struct recompute_correction *x = a, *y = b;

	if (x->punch != y->punch)
		return x->punch < y->punch ? -1 : 1;
	return x->change_seq < y->change_seq ? -1 : 1;
}

int
recompute_corrections(struct recompute *recompute, struct err *err)
{
	struct correction_row kept = {.company = recompute->company};
	struct hash said;
	bool found;

	for (size_t i = 0; i < recompute->correction_count; i++) {
		struct recompute_correction *it = &recompute->corrections[i];

		if (correction_rows_next(recompute->db, &kept, &found, err) < 0)
			return -1;
		hash_kept(&kept, &said);
		if (!found || kept.seq != it->change_seq ||
			!hash_equal(&said, &it->said)) {
			note(recompute, it->change_seq);
			return 0;
		}
		take(it, &kept);
	}
	if (correction_rows_next(recompute->db, &kept, &found, err) < 0)
		return -1;
	if (found)
		note(recompute, kept.seq);
	if (recompute->correction_count > 1)
		qsort(recompute->corrections, recompute->correction_count,
			sizeof(*recompute->corrections), compare);
	return 0;
}

/* Where those of a punch begin. */
static size_t
find(const struct recompute *recompute, int64_t punch)
{
	size_t from = 0, to = recompute->correction_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (recompute->corrections[middle].punch < punch)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

void
recompute_correct(struct recompute *recompute, struct timeline_row *line)
{
	const bool counted = line->counts;
	const int64_t ordered_ms = line->at_ms;

	for (size_t i = find(recompute, line->seq);
		i < recompute->correction_count &&
		recompute->corrections[i].punch == line->seq;
		i++) {
		struct recompute_correction *it = &recompute->corrections[i];

		/* of somebody's own punch that counts, and still does */
		if (!counted || !line->counts ||
			!id_equal(&it->line.employee, &line->employee))
			continue;
		it->taken = true;
		line->at_ms = it->follows ? ordered_ms : it->line.at_ms;
		line->counts = it->line.counts;
		line->corrected = it->follows ? 0 : it->line.corrected;
		line->press.location = it->line.press.location;
		line->press.cost_code = it->line.press.cost_code;
	}
}
