#ifndef SERVICE_LEDGER_LEDGER_ROW_H
#define SERVICE_LEDGER_LEDGER_ROW_H

/* The rows of the chain: what they say, their bytes, their hashes. */

#include "base/str.h"
#include "core/contact.h"
#include "core/punch.h"
#include "core/restate.h"
#include "crypto/hash.h"

/* A punch, as it came. Borrows what it points to. */
struct ledger_row {
	struct id company;
	int64_t seq;
	const struct punch *punch;
	struct id bringer; /* the enrolment that brought it, nil: its own */
	struct contact carrier;
	struct restated restated; /* the press by itself */
	const char *verdict;
	struct hash content; /* of the punch's canonical bytes */
	struct hash hash;    /* of the row, chained to the one before */
};

/* X(name, number on disk, name in the ledger) */
#define LEDGER_EVENTS(X)                                                       \
	X(CAUSE, 0, "cause")       /* of a punch's quarantine */               \
	X(RESTATED, 1, "restated") /* a press, because contacts say better */  \
	X(FORKED, 2, "forked")     /* an enrolment, from a number on */

enum ledger_event_kind {
#define X(name, number, word) LEDGER_EVENT_##name = (number),
	LEDGER_EVENTS(X)
#undef X
};
#define LEDGER_EVENT_COUNT 3

/* What became known afterwards. */
struct ledger_event {
	struct id company;
	int64_t seq;
	enum ledger_event_kind kind;
	int64_t at_ms;       /* when it became known */
	int64_t punch;       /* the seq of its row, 0: of none */
	const char *cause;   /* CAUSE: its name, else "" */
	struct id enrolment; /* FORKED alone, and from which number on */
	int64_t number;
	struct restated restated; /* RESTATED alone */
	struct hash hash;
};

/* The word of a kind; its kind, false when there is none. */
const char *ledger_row_event_word(enum ledger_event_kind kind);
bool ledger_row_event_kind(const char *word, enum ledger_event_kind *kind_out);

#define LEDGER_ROW_BYTES 8192 /* room for `scratch` below */

/* What "the same content" of a punch means. */
void ledger_row_content(const struct punch *punch, struct str *scratch,
	struct hash *content_out);

/* Works out `hash` from all other members (`content` included). */
void ledger_row_chain(struct ledger_row *row, const struct hash *previous,
	struct str *scratch);
void ledger_row_chain_event(struct ledger_event *event,
	const struct hash *previous, struct str *scratch);

#endif
