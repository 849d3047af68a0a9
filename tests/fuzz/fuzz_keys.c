/*
 * Any bytes from a terminal, at any pace: no event that no keyboard makes, no
 * paste beyond its bounds, and behind it all a person's G is a G.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/term/input.h"
#include "src/term/pace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct hands {
	struct input input;
	struct pace pace;
	int64_t now_ms;
	unsigned letters, sum;
};

static bool
is_command(void *ctx, const struct key_event *event)
{
	(void)ctx;
	return event->key == KEY_IS_RUNE || event->key == KEY_IS_ENTER;
}

static void
on_key(void *ctx, const struct key_event *event)
{
	struct hands *hands = ctx;

	if (event->key > KEY_IS_HELP)
		abort();
	if (event->key == KEY_IS_RUNE &&
		(event->rune < ' ' || event->rune > 0x10ffff ||
			(event->rune >= 0x7f && event->rune < 0xa0)))
		abort();
	if (event->key == KEY_IS_CTRL &&
		(event->rune < 'a' || event->rune > 'z'))
		abort();
	if (event->paste_bytes > INPUT_PASTE_BYTES)
		abort();
	for (size_t i = 0; i < event->paste_bytes; i++)
		hands->sum += (unsigned char)event->paste[i];
	hands->letters += event->key == KEY_IS_RUNE && event->rune == 'g' &&
			  !event->burst;
}

static const struct pace_ops ops = {.is_command = is_command, .on_key = on_key};

static void
on_input_key(void *ctx, const struct key_event *event)
{
	struct hands *hands = ctx;

	pace_key(&hands->pace, event, hands->now_ms);
}

static void
pass(struct hands *hands, int64_t ms)
{
	hands->now_ms += ms;
	input_tick(&hands->input, hands->now_ms);
	pace_tick(&hands->pace, hands->now_ms);
}

/* A byte says how long to wait and how much comes then. */
static void
play(struct hands *hands, const uint8_t *data, size_t size)
{
	static const int64_t gaps[] = {0, 2, 26, 60, 110, 450, 600, 2500};

	while (size > 1) {
		size_t len = 1 + (data[0] >> 3);

		pass(hands, gaps[data[0] & 7]);
		data++, size--;
		if (len > size)
			len = size;
		input_bytes(
			&hands->input, (const char *)data, len, hands->now_ms);
		data += len, size -= len;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hands *hands = calloc(1, sizeof(*hands));

	if (hands == NULL)
		abort();
	hands->now_ms = 1000000;
	input_init(&hands->input, size % 2 == 0, on_input_key, hands);
	input_define_common(&hands->input);
	pace_init(&hands->pace, &ops, hands);
	play(hands, data, size);
	pass(hands, INPUT_PASTE_MS);
	pass(hands, PACE_MS);
	pass(hands, PACE_CALM_MS);
	hands->letters = 0;
	input_bytes(&hands->input, "g", 1, hands->now_ms);
	pass(hands, PACE_MS);
	if (hands->letters != 1)
		abort();
	free(hands);
	return 0;
}
