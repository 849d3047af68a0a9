#include "pace.h"

void
pace_init(struct pace *pace, const struct pace_ops *ops, void *ctx)
{
	*pace = (struct pace){.ops = ops, .ctx = ctx};
}

/* What also comes from what is no keyboard: never an arrow, or a paste. */
static bool
pace_is_typed(const struct key_event *event)
{
	return event->key == KEY_IS_RUNE || event->key == KEY_IS_ENTER ||
	       event->key == KEY_IS_TAB || event->key == KEY_IS_CTRL ||
	       event->key == KEY_IS_BACKSPACE;
}

static bool
pace_is_same(const struct key_event *a, const struct key_event *b)
{
	return a->key == b->key && a->rune == b->rune;
}

void
pace_end(struct pace *pace)
{
	if (!pace->has_held)
		return;
	pace->has_held = false;
	pace->ops->on_key(pace->ctx, &pace->held);
}

void
pace_tick(struct pace *pace, int64_t now_ms)
{
	if (pace->has_held && now_ms - pace->held_ms >= PACE_MS)
		pace_end(pace);
}

int64_t
pace_due_ms(const struct pace *pace)
{
	return pace->has_held ? pace->held_ms + PACE_MS : -1;
}

/* Whether this key is part of a burst. One held down, or that bounced, is none.
 */
static bool
pace_is_burst(
	const struct pace *pace, const struct key_event *event, int64_t now_ms)
{
	int64_t since_ms = now_ms - pace->last_ms;

	if (now_ms < pace->burst_until_ms)
		return true;
	if (!pace->has_last)
		return false;
	return since_ms <
	       (pace_is_same(event, &pace->last) ? PACE_BOUNCE_MS : PACE_MS);
}

/* Something else is right behind what is held: no person typed it. */
static void
pace_disown(struct pace *pace)
{
	pace->held.burst = true;
	pace_end(pace);
}

void
pace_key(struct pace *pace, const struct key_event *event, int64_t now_ms)
{
	struct key_event key = *event;

	pace_tick(pace, now_ms);
	if (!pace_is_typed(event)) {
		/* What was pasted may hold the end of a paste, and more. */
		if (event->key == KEY_IS_PASTE)
			pace->burst_until_ms = now_ms + PACE_CALM_MS;
		pace_disown(pace);
		pace->ops->on_key(pace->ctx, event);
		return;
	}
	key.burst = pace_is_burst(pace, event, now_ms);
	pace->last = key;
	pace->last_ms = now_ms;
	pace->has_last = true;
	if (key.burst) {
		pace->burst_until_ms = now_ms + PACE_CALM_MS;
		pace_disown(pace);
	} else if (pace->has_held) {
		return; /* the same key: it bounced */
	} else if (pace->ops->is_command(pace->ctx, &key)) {
		pace->held = key;
		pace->held_ms = now_ms;
		pace->has_held = true;
		return;
	}
	pace->ops->on_key(pace->ctx, &key);
}
