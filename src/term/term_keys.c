#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/secret.h"
#include "parts.h"

#define READ_BYTES 4096

static void
on_input_key(void *ctx, const struct key_event *event)
{
	struct term *term = ctx;

	pace_key(&term->pace, event, term->now_ms);
}

static bool
is_command(void *ctx, const struct key_event *event)
{
	const struct term *term = ctx;

	return tui_is_command(term->tui, event);
}

/* What is behind a key that leaves was not meant for the panel. */
static void
on_pace_key(void *ctx, const struct key_event *event)
{
	struct term *term = ctx;

	if (!tui_wants_quit(term->tui))
		tui_key(term->tui, event);
}

static void
define(struct input *input, const char *capability, int key)
{
	const char *sequence = tigetstr(capability);

	if (sequence != NULL && sequence != (const char *)-1)
		input_define(input, sequence, key);
}

void
term_define_keys(struct input *input)
{
	static const struct {
		const char *capability;
		int key;
	} keys[] = {{"kcuu1", KEY_IS_UP}, {"kcud1", KEY_IS_DOWN},
		{"kcub1", KEY_IS_LEFT}, {"kcuf1", KEY_IS_RIGHT},
		{"khome", KEY_IS_HOME}, {"kfnd", KEY_IS_HOME},
		{"kend", KEY_IS_END}, {"kslt", KEY_IS_END},
		{"kpp", KEY_IS_PAGE_UP}, {"knp", KEY_IS_PAGE_DOWN},
		{"kbs", KEY_IS_BACKSPACE}, {"kdch1", KEY_IS_DELETE},
		{"kent", KEY_IS_ENTER}, {"kcbt", KEY_IS_BACKTAB},
		{"kf1", KEY_IS_HELP},
		/* Some of these end as no sequence should. */
		{"kDC", INPUT_NO_KEY}, {"kIC", INPUT_NO_KEY},
		{"kHOM", INPUT_NO_KEY}, {"kEND", INPUT_NO_KEY},
		{"kPRV", INPUT_NO_KEY}, {"kNXT", INPUT_NO_KEY}};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		define(input, keys[i].capability, keys[i].key);
	input_define_common(input);
}

void
term_begin_keys(struct term *term, struct tui *tui)
{
	static const struct pace_ops ops = {
		.is_command = is_command, .on_key = on_pace_key};

	term->tui = tui;
	input_init(&term->input, term->utf8, on_input_key, term);
	term_define_keys(&term->input);
	pace_init(&term->pace, &ops, term);
}

bool
term_read_keys(struct term *term, int fd, int64_t now_ms)
{
	char bytes[READ_BYTES];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	term->now_ms = now_ms;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0)
		return false;
	input_bytes(&term->input, bytes, (size_t)n, now_ms);
	secret_wipe(bytes, (size_t)n); /* perhaps a password */
	return true;
}

void
term_tick_keys(struct term *term, int64_t now_ms)
{
	term->now_ms = now_ms;
	input_tick(&term->input, now_ms);
	pace_tick(&term->pace, now_ms);
}

int64_t
term_keys_due_ms(const struct term *term)
{
	int64_t input_ms = input_due_ms(&term->input);
	int64_t pace_ms = pace_due_ms(&term->pace);

	if (input_ms < 0 || (pace_ms >= 0 && pace_ms < input_ms))
		return pace_ms;
	return input_ms;
}

void
term_end_keys(struct term *term)
{
	pace_end(&term->pace);
	secret_wipe(&term->input, sizeof(term->input));
}
