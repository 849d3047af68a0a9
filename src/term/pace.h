#ifndef PACE_H
#define PACE_H

/*
 * Whether a person typed it. What a badge reader sends, a paste that the
 * terminal does not mark, the rest of an answer whose beginning another program
 * took: all of it comes faster than anybody types. A command waits as long as
 * it takes to see that nothing is right behind it; text waits for nothing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "tui/key.h"

#define PACE_MS 30       /* nobody types two keys within this time */
#define PACE_BOUNCE_MS 3 /* nor does a worn key come again within this */
#define PACE_CALM_MS 200 /* a burst is over when nothing came for so long */

struct pace_ops {
	/* Whether this key is a command, now. */
	bool (*is_command)(void *ctx, const struct key_event *event);
	/* The key; in a burst it says so. */
	void (*on_key)(void *ctx, const struct key_event *event);
};

struct pace {
	const struct pace_ops *ops;
	void *ctx;
	struct key_event last, held;
	bool has_last, has_held;
	int64_t last_ms, held_ms;
	int64_t burst_until_ms;
};

/* Nothing was typed yet. */
void pace_init(struct pace *pace, const struct pace_ops *ops, void *ctx);

/* A key that came now; on_key gets it now, or when it is clear what it is. */
void pace_key(struct pace *pace, const struct key_event *event, int64_t now_ms);

/* Time has passed. */
void pace_tick(struct pace *pace, int64_t now_ms);

/* When pace_tick has something to do; -1: never. */
int64_t pace_due_ms(const struct pace *pace);

/* Nothing more will come: what is held was typed by somebody. */
void pace_end(struct pace *pace);

#endif
