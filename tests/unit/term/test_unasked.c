/*
 * Everything that a terminal sends by itself, cut everywhere, at every pace: no
 * command comes of it, and the next real key is a key.
 */

#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lib/unasked.h"
#include "src/term/parts.h"

/* Behind everything that could be the rest of something. */
#define CALM_MS 600

static struct input input;
static struct pace pace;
static int64_t now_ms;
static struct unasked *list;
static size_t count;

/* What came out: how often what would be text, or a command; the last key. */
static size_t texts, commands, keys;
static struct key_event last;

static bool
is_command(void *ctx, const struct key_event *event)
{
	return event->key == KEY_IS_RUNE; /* as on the row of buttons */
}

static void
on_key(void *ctx, const struct key_event *event)
{
	keys++;
	last = *event;
	if (event->key == KEY_IS_RUNE && !event->burst)
		commands++;
}

static const struct pace_ops ops = {.is_command = is_command, .on_key = on_key};

static void
on_input_key(void *ctx, const struct key_event *event)
{
	if (event->key == KEY_IS_RUNE || event->key == KEY_IS_CTRL ||
		event->key == KEY_IS_PASTE)
		texts++;
	pace_key(&pace, event, now_ms);
}

static void
begin(const char *terminal)
{
	unasked_terminal(terminal);
	now_ms = 1000000;
	input_init(&input, true, on_input_key, NULL);
	term_define_keys(&input);
	pace_init(&pace, &ops, NULL);
	texts = commands = keys = 0;
}

static void
end(void)
{
	unasked_terminal(NULL);
}

/* Time passes, and what is due then is done when it is. */
static void
pass(int64_t ms)
{
	int64_t until_ms = now_ms + ms;

	for (; now_ms < until_ms; now_ms++) {
		input_tick(&input, now_ms);
		pace_tick(&pace, now_ms);
	}
}

static void
send(const char *bytes, size_t len)
{
	input_bytes(&input, bytes, len, now_ms);
}

/* Sends it with a gap behind each byte, or behind the first `cut`. */
static void
send_cut(const struct unasked *kind, size_t cut, int64_t gap_ms)
{
	send(kind->bytes, cut);
	pass(gap_ms);
	send(kind->bytes + cut, kind->len - cut);
}

static void
send_slowly(const struct unasked *kind, int64_t gap_ms)
{
	for (size_t i = 0; i < kind->len; i++) {
		send(kind->bytes + i, 1);
		pass(gap_ms);
	}
}

static void
wants_nothing(const struct unasked *kind, const char *how, size_t cut)
{
	if (texts > 0 || commands > 0)
		fail_msg("%s, %s %zu: %zu typed", unasked_show(kind), how, cut,
			texts);
}

/* A person presses G. */
static void
wants_a_key(const struct unasked *kind, const char *how, size_t cut)
{
	texts = commands = 0;
	send("g", 1);
	pass(CALM_MS);
	if (texts != 1 || commands != 1 || last.rune != 'g')
		fail_msg(
			"after %s, %s %zu: no G", unasked_show(kind), how, cut);
	texts = commands = 0;
}

static void
there_are_many_kinds(void **state)
{
	size_t unlike_keys = 0;

	for (size_t i = 0; i < count; i++)
		unlike_keys += !list[i].key;
	assert_true(unlike_keys >= 200);
	assert_true(count - unlike_keys >= 100);
}

/* As a whole, and a key right behind it. */
static void
whole_it_is_nothing(void **state)
{
	for (int t = 0; unasked_terminals[t] != NULL; t++) {
		begin(unasked_terminals[t]);
		for (size_t i = 0; i < count; i++) {
			send(list[i].bytes, list[i].len);
			pass(PACE_MS + 1);
			wants_nothing(&list[i], "whole", 0);
			wants_a_key(&list[i], "whole", 0);
		}
		end();
	}
}

/* Alt is not that slow, and no terminal sends SOS: Esc, then a letter. */
static bool
is_two_keys(const struct unasked *kind)
{
	return kind->len == 2 || memcmp(kind->bytes, "\033X", 2) == 0;
}

/* In two reads, the second of which may come late. */
static void
cut_anywhere_it_is_nothing(void **state)
{
	static const int64_t gaps[] = {0, 2, 60, 450};

	for (int t = 0; unasked_terminals[t] != NULL; t++) {
		begin(unasked_terminals[t]);
		for (size_t i = 0; i < count; i++)
			for (size_t cut = 1; cut < list[i].len; cut++)
				for (int gap = 0; gap < 4; gap++) {
					if (gap == 3 && is_two_keys(&list[i]))
						continue;
					send_cut(&list[i], cut, gaps[gap]);
					wants_nothing(&list[i], "cut", cut);
					pass(CALM_MS);
					wants_a_key(&list[i], "cut", cut);
				}
		end();
	}
}

static void
byte_by_byte_it_is_nothing(void **state)
{
	static const int64_t gaps[] = {1, 2, 24, 26, 60, 90};

	for (int t = 0; unasked_terminals[t] != NULL; t++) {
		begin(unasked_terminals[t]);
		for (int gap = 0; gap < 6; gap++)
			for (size_t i = 0; i < count; i++) {
				send_slowly(&list[i], gaps[gap]);
				wants_nothing(&list[i], "slow", (size_t)gap);
				pass(CALM_MS);
				wants_a_key(&list[i], "slow", (size_t)gap);
			}
		end();
	}
}

/* What never ends is over after a while, and the keyboard is alive. */
static void
halves_are_nothing(void **state)
{
	for (int t = 0; unasked_terminals[t] != NULL; t++) {
		begin(unasked_terminals[t]);
		for (size_t i = 0; i < count; i++)
			for (size_t cut = 1; cut < list[i].len; cut++) {
				send(list[i].bytes, cut);
				pass(CALM_MS);
				wants_nothing(&list[i], "half", cut);
				wants_a_key(&list[i], "half", cut);
			}
		end();
	}
}

/* Eight bits behind half a report of the mouse: they may be of it. */
static bool
is_coordinates(const struct unasked *half, const struct unasked *next)
{
	return memcmp(half->bytes, "\033[M", 3) == 0 &&
	       (next->bytes[0] & 0x80) != 0;
}

/* Nor does one of them in the middle of another. */
static void
one_behind_a_half_of_another_is_nothing(void **state)
{
	begin("xterm-256color");
	for (size_t i = 0; i < count; i++)
		for (size_t j = i % 7; j < count; j += 7) {
			if (is_coordinates(&list[i], &list[j]))
				continue;
			send(list[i].bytes, list[i].len / 2 + 1);
			send(list[j].bytes, list[j].len);
			pass(CALM_MS);
			wants_nothing(&list[j], "behind a half", i);
		}
	end();
}

/* Another program read the beginning: the rest is as fast as no person is. */
static void
a_rest_without_its_beginning_presses_nothing(void **state)
{
	begin("xterm-256color");
	for (size_t i = 0; i < count; i++)
		for (size_t cut = 1; cut < list[i].len; cut++) {
			texts = commands = 0;
			send(list[i].bytes + cut, list[i].len - cut);
			pass(CALM_MS);
			if (texts > 1 && commands > 0)
				fail_msg("the rest of %s from %zu",
					unasked_show(&list[i]), cut);
		}
	end();
}

/* All at once, over and over: nothing is typed, and G works at the end. */
static void
all_together_are_nothing(void **state)
{
	static char heap[UNASKED_MAX * UNASKED_BYTES];
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		memcpy(heap + len, list[i].bytes, list[i].len);
		len += list[i].len;
	}
	begin("tmux");
	for (size_t step = 1; step < 100; step += 7) {
		for (size_t at = 0; at < len; at += step) {
			send(heap + at, len - at < step ? len - at : step);
			pass(2);
		}
		pass(CALM_MS);
		wants_nothing(&list[0], "in steps of", step);
		wants_a_key(&list[0], "in steps of", step);
	}
	end();
}

/* --- what nobody listed: any sequence, cut and paced at random -------------
 */

static uint32_t luck;

static uint32_t
draw(uint32_t below)
{
	luck = luck * 1664525 + 1013904223;
	return (luck >> 8) % below;
}

static void
put_some(struct unasked *out, size_t most, char from, char to)
{
	for (uint32_t n = draw((uint32_t)most + 1); n > 0; n--)
		out->bytes[out->len++] =
			(char)(from + (char)draw((uint32_t)(to - from + 1)));
}

/* ECMA-48: parameters, intermediates, a final byte; or a string and its end.
 * Mice have a form of their own, and a paste takes what follows. */
static void
draw_sequence(struct unasked *out)
{
	static const char *const begins[] = {"\033[", "\302\233", "\233",
		"\033]", "\033P", "\033_", "\033^"};
	static const char *const ends[] = {"\033\\", "\007", "\302\234"};
	const uint32_t kind = draw(7);
	const bool is_control = kind < 3;
	const char *text = begins[kind];

	*out = (struct unasked){.len = strlen(text)};
	memcpy(out->bytes, text, out->len);
	if (is_control) {
		put_some(out, 10, '0', '?');
		put_some(out, 1, ' ', '/');
		do
			out->bytes[out->len] = (char)('@' + (char)draw(63));
		while (strchr("M[", out->bytes[out->len]) != NULL);
		out->len++;
		return;
	}
	out->bytes[out->len++] = "0;1>!+$?"[draw(8)];
	put_some(out, 60, ' ', '~');
	text = ends[draw(3)];
	memcpy(out->bytes + out->len, text, strlen(text));
	out->len += strlen(text);
}

static void
any_sequence_is_nothing(void **state)
{
	static const int64_t gaps[] = {0, 0, 2, 60, 400};
	struct unasked kind;

	luck = 20261130;
	begin("xterm-256color");
	for (int i = 0; i < 20000; i++) {
		const int64_t gap = gaps[draw(5)];
		size_t at, step;

		draw_sequence(&kind);
		step = 1 + draw((uint32_t)kind.len);
		for (at = 0; at < kind.len; at += step) {
			send(kind.bytes + at,
				kind.len - at < step ? kind.len - at : step);
			pass(gap);
		}
		wants_nothing(&kind, "in steps of", step);
		pass(CALM_MS);
		wants_a_key(&kind, "in steps of", step);
	}
	end();
}

/* What was pasted may hold the end of a paste: one letter is left behind it. */
static void
a_letter_behind_a_paste_presses_nothing(void **state)
{
	static const struct unasked kinds[] = {
		{.bytes = "\033[200~x\033[201~s\033[201~", .len = 20},
		{.bytes = "\033[200~x\033[201~s", .len = 14},
		{.bytes = "\033[200~\033[201~\r\033[201~", .len = 19},
		{.bytes = "\033[200~x\033[201~sh\r\033[201~", .len = 22}};

	begin("xterm-256color");
	for (size_t i = 0; i < 4; i++)
		for (size_t cut = 1; cut <= kinds[i].len; cut++)
			for (int64_t gap = 0; gap < 61; gap += 20) {
				send_cut(&kinds[i], cut, gap);
				pass(CALM_MS);
				pass(INPUT_PASTE_MS);
				if (commands > 0)
					fail_msg("%s, cut %zu",
						unasked_show(&kinds[i]), cut);
				wants_a_key(&kinds[i], "cut", cut);
			}
	end();
}

static const struct {
	const char *capability;
	enum key key;
} real_keys[] = {{"kcuu1", KEY_IS_UP}, {"kcud1", KEY_IS_DOWN},
	{"kcub1", KEY_IS_LEFT}, {"kcuf1", KEY_IS_RIGHT}, {"khome", KEY_IS_HOME},
	{"kend", KEY_IS_END}, {"kpp", KEY_IS_PAGE_UP},
	{"knp", KEY_IS_PAGE_DOWN}, {"kdch1", KEY_IS_DELETE},
	{"kcbt", KEY_IS_BACKTAB}, {"kf1", KEY_IS_HELP}};

static void
wants_real(const char *bytes, enum key key, size_t n)
{
	if (keys != n || last.key != key)
		fail_msg("key %d of %s: %zu times", (int)key, bytes + 1, keys);
	keys = 0;
}

/* Whole, cut as a slow line cuts it, and held down. */
static void
try_real_key(const char *bytes, enum key key)
{
	size_t len = strlen(bytes);

	keys = 0;
	send(bytes, len);
	wants_real(bytes, key, 1);
	for (size_t cut = 1; cut < len; cut++)
		for (int gap = 0; gap < 24; gap++) {
			send(bytes, cut);
			pass(gap);
			send(bytes + cut, len - cut);
			wants_real(bytes, key, 1);
		}
	for (size_t cut = 2; cut < len; cut++) {
		send(bytes, cut);
		pass(450);
		send(bytes + cut, len - cut);
		wants_real(bytes, key, 1);
	}
	for (int i = 0; i < 30; i++) {
		send(bytes, len);
		pass(16);
	}
	wants_real(bytes, key, 30);
}

static void
each_real_key_works(void **state)
{
	size_t tried = 0;

	for (int t = 0; unasked_terminals[t] != NULL; t++) {
		begin(unasked_terminals[t]);
		for (size_t i = 0; i < sizeof(real_keys) / sizeof(*real_keys);
			i++) {
			const char *bytes = tigetstr(real_keys[i].capability);

			if (bytes == NULL || bytes == (char *)-1)
				continue;
			try_real_key(bytes, real_keys[i].key);
			tried++;
		}
		end();
	}
	assert_true(tried >= 40);
}

static int
setup(void **state)
{
	count = unasked_list(&list);
	return 0;
}

static int
teardown(void **state)
{
	free(list);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_many_kinds),
		cmocka_unit_test(whole_it_is_nothing),
		cmocka_unit_test(cut_anywhere_it_is_nothing),
		cmocka_unit_test(byte_by_byte_it_is_nothing),
		cmocka_unit_test(halves_are_nothing),
		cmocka_unit_test(one_behind_a_half_of_another_is_nothing),
		cmocka_unit_test(a_rest_without_its_beginning_presses_nothing),
		cmocka_unit_test(all_together_are_nothing),
		cmocka_unit_test(any_sequence_is_nothing),
		cmocka_unit_test(a_letter_behind_a_paste_presses_nothing),
		cmocka_unit_test(each_real_key_works),
	};

	return cmocka_run_group_tests_name("unasked", tests, setup, teardown);
}
