#ifndef INPUT_H
#define INPUT_H

/*
 * What a terminal sends, taken apart into what a person did and what nobody
 * did: late answers, reports of the mouse, halves of sequences. A function of
 * bytes and of when they came, of nothing else.
 *
 * An escape that nothing follows is the Esc key, and acts at once; but it may
 * still turn out to have begun a sequence, of which the rest is then dropped.
 * Whatever is begun may take its time to end, and none of it is ever a key.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/key.h"

#define INPUT_ESC_MS 25  /* an Esc that nothing follows so long has acted */
#define INPUT_ALT_MS 100 /* behind it, a letter so soon is not a person's */
#define INPUT_REST_MS                                                          \
	500                 /* what comes within is the rest of what was begun \
			     */
#define INPUT_PASTE_MS 2000 /* a paste that stands still so long is over */

#define INPUT_PASTE_BYTES                                                      \
	4096 /* the most of one paste; the rest is dropped                     \
	      */
#define INPUT_KEYS_MAX 400
#define INPUT_SEQUENCE_BYTES 16

/* What keys of no use are defined as. */
#define INPUT_NO_KEY (-1)

typedef void input_on_key(void *ctx, const struct key_event *event);

struct input_key {
	char bytes[INPUT_SEQUENCE_BYTES];
	int key; /* enum key, or INPUT_NO_KEY */
};

enum input_state {
	INPUT_GROUND,
	INPUT_ESCAPE,
	INPUT_CSI,
	INPUT_SS3,
	INPUT_REPORT, /* of the mouse: three coordinates */
	INPUT_STRING, /* OSC, DCS, APC, PM, SOS */
	INPUT_STRING_ESC,
	INPUT_PASTE
};

struct input {
	input_on_key *on_key;
	void *ctx;
	bool utf8; /* else nothing beyond ASCII is a letter */
	struct input_key keys[INPUT_KEYS_MAX];
	size_t key_count;

	enum input_state state;
	int64_t last_ms;                     /* when the last byte came */
	int64_t esc_ms;                      /* when the escape came */
	bool acted;                          /* it was the Esc key, too */
	char sequence[INPUT_SEQUENCE_BYTES]; /* since the escape; no more fit */
	size_t sequence_len;
	int rest;     /* coordinates to come */
	bool half;    /* the last may have a second byte */
	char part[4]; /* of a character in UTF-8 */
	size_t part_len, part_bytes;
	char paste[INPUT_PASTE_BYTES];
	size_t paste_len;
	size_t paste_end; /* bytes of what ends it that came */
};

/* on_key gets each key, when it is known to be one. */
void
input_init(struct input *input, bool utf8, input_on_key *on_key, void *ctx);

/*
 * Defines the key of a sequence of the terminal; the first definition counts.
 * One that begins with no escape, or is too long, is left out.
 */
void input_define(struct input *input, const char *sequence, int key);

/* Those that terminals have in common, described or not. */
void input_define_common(struct input *input);

/* Takes bytes that came now. */
void
input_bytes(struct input *input, const char *bytes, size_t len, int64_t now_ms);

/* Time has passed. */
void input_tick(struct input *input, int64_t now_ms);

/* When input_tick has something to do, if nothing comes; -1: never. */
int64_t input_due_ms(const struct input *input);

#endif
