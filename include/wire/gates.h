#ifndef WIRE_GATES_H
#define WIRE_GATES_H

/* GET /v1/employees/{id}/gates: which of the gates of Connect Clock are open
 * to a person, why not, and what became of the last mail. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* X(name, on the wire) */
#define WIRE_SIGN_INS(X)                                                       \
	X(NONE, "none") /* no role, username or address */                     \
	X(PENDING, "pending")                                                  \
	X(VERIFIED, "verified")                                                \
	X(BOUNCED, "bounced") /* the mail came back */

enum wire_sign_in_state {
#define X(name, text) WIRE_SIGN_IN_##name,
	WIRE_SIGN_INS(X)
#undef X
};

/* X(name, on the wire) */
#define WIRE_MAILS(X)                                                          \
	X(NONE, "none")                                                        \
	X(WAITING, "waiting")                                                  \
	X(SENT, "sent")                                                        \
	X(USED, "used")                                                        \
	X(EXPIRED, "expired")                                                  \
	X(BOUNCED, "bounced")

enum wire_mail_state {
#define X(name, text) WIRE_MAIL_##name,
	WIRE_MAILS(X)
#undef X
};

#define WIRE_GATES_TEXT 256
#define WIRE_GATES_WHY 384

struct wire_gates {
	bool company; /* Clock In/Out is switched on */
	bool role;    /* may clock in and out */
	enum wire_sign_in_state sign_in;
	/* Of the address that stands with the person: one that was changed is
	 * PENDING until its link was used, however verified they are. */
	enum wire_sign_in_state address;
	bool can_clock;
	char why[WIRE_GATES_WHY]; /* not; "" */
	struct {
		enum wire_mail_state state; /* NONE: the rest is nothing */
		char email[WIRE_GATES_TEXT];
		char said[WIRE_GATES_TEXT]; /* why it waits, or came back */
		int64_t asked_ms;
		int64_t sent_ms;    /* 0: not yet */
		int64_t expires_ms; /* 0: not yet */
	} mail;
};

/* As in wire/wire.h. */
void wire_gates_encode(const struct wire_gates *gates, struct str *out);
int wire_gates_decode(const char *bytes, size_t len,
	struct wire_gates *gates_out, struct err *err);

#endif
