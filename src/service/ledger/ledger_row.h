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

/* What became known of a punch afterwards. */
struct ledger_event {
	struct id company;
	int64_t seq;
	int64_t punch;     /* the seq of its row */
	int64_t at_ms;     /* when it became known */
	const char *cause; /* of its quarantine; "": it was restated */
	struct restated restated;
	struct hash hash;
};

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
