#include "ledger_row.h"

#include <assert.h>
#include <string.h>

#include "base/canonical.h"

void
ledger_row_content(const struct punch *punch, struct str *scratch,
	struct hash *content_out)
{
	str_clear(scratch);
	punch_canonical(punch, scratch);
	assert(!str_is_cut(scratch));
	hash_bytes(scratch->data, scratch->len, content_out);
}

static void
add_restated(struct str *out, const struct restated *restated)
{
	canonical_int(out, restated->press_ms);
	canonical_text(out, restate_method_name(restated->method));
	canonical_int(out, restated->anchor_boottime_ms);
	canonical_int(out, restated->anchor_received_ms);
	canonical_int(out, restated->not_before_ms);
	canonical_int(out, restated->not_after_ms);
	canonical_int(out, restated->flags);
}

/*
 * A format number and every member, in the manner of punch_canonical. Never
 * change it, add format 2.
 */
void
ledger_row_chain(struct ledger_row *row, const struct hash *previous,
	struct str *scratch)
{
	str_clear(scratch);
	canonical_text(scratch, "row 1");
	canonical_id(scratch, &row->company);
	canonical_int(scratch, row->seq);
	str_add(scratch, row->content.bytes, sizeof(row->content.bytes));
	canonical_id(scratch, &row->bringer);
	canonical_int(scratch, row->carrier.now.wall_ms);
	canonical_int(scratch, row->carrier.now.boottime_ms);
	canonical_id(scratch, &row->carrier.now.boot);
	canonical_int(scratch, row->carrier.highest);
	canonical_int(scratch, row->carrier.received_ms);
	add_restated(scratch, &row->restated);
	canonical_text(scratch, row->verdict);
	assert(!str_is_cut(scratch));
	hash_chain(previous, scratch->data, scratch->len, &row->hash);
}

static const char *const event_words[LEDGER_EVENT_COUNT] = {
#define X(name, number, word) [LEDGER_EVENT_##name] = (word),
	LEDGER_EVENTS(X)
#undef X
};

const char *
ledger_row_event_word(enum ledger_event_kind kind)
{
	return event_words[kind];
}

bool
ledger_row_event_kind(const char *word, enum ledger_event_kind *kind_out)
{
	for (int i = 0; i < LEDGER_EVENT_COUNT; i++) {
		if (strcmp(event_words[i], word) != 0)
			continue;
		*kind_out = (enum ledger_event_kind)i;
		return true;
	}
	return false;
}

void
ledger_row_chain_event(struct ledger_event *event, const struct hash *previous,
	struct str *scratch)
{
	str_clear(scratch);
	canonical_text(scratch, "event 1");
	canonical_id(scratch, &event->company);
	canonical_int(scratch, event->seq);
	canonical_text(scratch, ledger_row_event_word(event->kind));
	canonical_int(scratch, event->at_ms);
	canonical_int(scratch, event->punch);
	canonical_text(scratch, event->cause);
	canonical_id(scratch, &event->enrolment);
	canonical_int(scratch, event->number);
	add_restated(scratch, &event->restated);
	hash_chain(previous, scratch->data, scratch->len, &event->hash);
}
