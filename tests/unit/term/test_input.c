/* Bytes and times to keys. What nobody pressed is in test_unasked.c. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "src/term/input.h"

static struct input input;
static int64_t now_ms;
static struct str keys; /* what came out, in words */

static void
on_key(void *ctx, const struct key_event *event)
{
	static const char *const caps[] = {
#define X(name, cap) [KEY_IS_##name] = #name,
		KEYS(X)
#undef X
	};

	if (event->key == KEY_IS_RUNE && event->rune < 0x7f)
		str_addf(&keys, "%c", (char)event->rune);
	else if (event->key == KEY_IS_RUNE)
		str_addf(&keys, "U+%04X", event->rune);
	else if (event->key == KEY_IS_CTRL)
		str_addf(&keys, "^%c", (char)event->rune);
	else if (event->key == KEY_IS_PASTE)
		str_addf(
			&keys, "{%.*s}", (int)event->paste_bytes, event->paste);
	else
		str_addf(&keys, "<%s>", caps[event->key]);
}

static int
setup(void **state)
{
	str_init(&keys, 1 << 16);
	input_init(&input, true, on_key, NULL);
	input_define_common(&input);
	now_ms = 5000;
	return 0;
}

static int
teardown(void **state)
{
	str_release(&keys);
	return 0;
}

static void
send(const char *bytes)
{
	input_bytes(&input, bytes, strlen(bytes), now_ms);
}

static void
pass(int64_t ms)
{
	now_ms += ms;
	input_tick(&input, now_ms);
}

static void
wants(const char *words)
{
	assert_string_equal(keys.data, words);
	str_clear(&keys);
}

static void
letters_are_letters(void **state)
{
	send("aZ 9~");
	wants("aZ 9~");
	send("é漢");
	wants("U+00E9U+6F22");
	send("\303");
	wants("");
	send("\251");
	wants("U+00E9");
	send("\r\n\t\b\177\001\022");
	wants("<ENTER><ENTER><TAB><BACKSPACE><BACKSPACE>^a^r");
	send("\034\037"); /* controls without a letter */
	input_bytes(&input, "", 1, now_ms);
	wants("");
}

/* Half a character, bytes that are none: what follows is not lost. */
static void
bytes_that_are_no_letter_are_dropped(void **state)
{
	send("\303x");
	wants("x");
	send("\377\376\300\260y");
	wants("y");
	send("\355\240\200z"); /* a surrogate */
	wants("z");
	send("\342\202");
	pass(INPUT_REST_MS);
	send("\254!"); /* too late to be the euro sign's end */
	wants("!");
}

static void
without_utf8_nothing_beyond_ascii_is_a_letter(void **state)
{
	input_init(&input, false, on_key, NULL);
	send("a\303\251b");
	wants("ab");
	send("\2354;1;rgb:0/0/0\234c\23324;80Rd");
	wants("cd");
}

static void
esc_acts_when_nothing_follows(void **state)
{
	send("\033");
	assert_int_equal(input_due_ms(&input), now_ms + INPUT_ESC_MS);
	pass(INPUT_ESC_MS - 1);
	wants("");
	pass(1);
	wants("<ESC>");
	assert_int_equal(input_due_ms(&input), -1);
	pass(INPUT_ALT_MS);
	send("g"); /* no part of it: a person is that fast */
	wants("g");
}

/* The loop was late: it is no other key for that. */
static void
esc_acts_also_when_the_next_key_is_there_first(void **state)
{
	send("\033");
	now_ms += 300;
	send("s");
	wants("<ESC>s");
}

static void
esc_twice_is_twice_but_not_at_once(void **state)
{
	send("\033");
	pass(200);
	send("\033");
	pass(200);
	wants("<ESC><ESC>");
	send("\033\033");
	pass(200);
	wants("<ESC>");
}

/* Esc acted, and had begun a sequence all the same. */
static void
the_rest_of_a_late_sequence_is_dropped(void **state)
{
	static const char *const rests[] = {"OS", "[1;2S", "[A", "]52;s;U1M=\a",
		"P1$r0m\033\\", "[<0;10;5M", "[M !!", "_G\033\\"};

	for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
		pass(1000);
		send("\033");
		pass(60);
		send(rests[i]);
		wants("<ESC>");
		send("x");
		wants("x");
	}
}

/* People type letters behind Esc, terminals send numbers behind DCS. */
static void
a_capital_behind_esc_is_typed(void **state)
{
	send("\033");
	pass(200);
	send("P");
	pass(120);
	send("ine");
	wants("<ESC>ine");
	pass(1000);
	send("\033");
	pass(200);
	send("X");
	wants("<ESC>X");
}

static void
alt_with_a_letter_is_nothing(void **state)
{
	send("\033g\033S\033\r\033q");
	wants("");
	send("\033");
	pass(60);
	send("g");
	wants("<ESC>");
}

static void
arrows_and_others_in_both_modes(void **state)
{
	send("\033[A\033[B\033OC\033OD\033[H\033OF\033[1~\033[4~");
	wants("<UP><DOWN><RIGHT><LEFT><HOME><END><HOME><END>");
	send("\033[5~\033[6~\033[3~\033[Z\033OM\033OP\033[11~\033[[A");
	wants("<PAGE_UP><PAGE_DOWN><DELETE><BACKTAB><ENTER><HELP><HELP><HELP>");
	send("\033[[E\033[15~\033[1;5A"); /* F5, Ctrl-Up: of no use */
	wants("");
}

/* What a terminal defines counts before what is common. */
static void
a_terminals_own_keys_come_first(void **state)
{
	input_init(&input, true, on_key, NULL);
	input_define(&input, "\033[M", KEY_IS_HELP);
	input_define(&input, "\033[3$", INPUT_NO_KEY); /* ends as none should */
	input_define(&input, "\033A", KEY_IS_UP);
	input_define(&input, "\033?x", KEY_IS_DOWN);
	input_define(&input, "\013", KEY_IS_UP); /* no escape: left out */
	input_define_common(&input);
	send("\033[Ma\033[3$b\033Ac\033?xd\013");
	wants("<HELP>ab<UP>c<DOWN>d^k");
}

static void
a_string_ends_with_st_bel_or_a_long_pause(void **state)
{
	send("\033]11;rgb:1c1c\033\\a\033]0;x\007b\033Px\234c");
	wants("abc"); /* a lone byte may be ST */
	send("\033]52;c;R1N");
	pass(400);
	send("NVQ");
	pass(400);
	send("==\033");
	pass(400);
	send("\\d");
	wants("d");
	send("\033]52;c;R1N");
	pass(INPUT_REST_MS);
	send("e");
	wants("e");
	send("\033]0;never ended\033[Bf\033]0;x\030g");
	wants("<DOWN>fg");
	send("\033]0;\305\234\304\234\033\\h"); /* no ST: "ŜĜ" */
	wants("h");
}

static void
reports_of_the_mouse_are_nothing(void **state)
{
	send("\033[M SSa\033[M\303\251\303\251\303\251b\033[<0;83;71Mc");
	wants("abc");
	send("\033[32;83;83Md");
	wants("d");
	input_bytes(&input, "\033[M \0S", 6, now_ms); /* beyond the 223rd */
	send("e");
	wants("e");
	send("\033[M \033[B"); /* broken off */
	wants("<DOWN>");
	send("\033[M S\303"); /* the last may have a second byte */
	pass(10);
	send("f");
	wants("f");
}

static void
a_paste_is_one_event(void **state)
{
	send("\033[200~one\rtwo\033[31m\033[20\033[201~x");
	wants("{one\ntwo\033[31m\033[20}x");
	send("\033[200~\033[2");
	pass(60);
	send("01~y");
	wants("{}y");
}

/* Also where the line broke in it: the keyboard is not dead then. */
static void
a_paste_without_an_end_is_over_after_a_while(void **state)
{
	send("\033[200~half");
	assert_int_equal(input_due_ms(&input), now_ms + INPUT_PASTE_MS);
	pass(INPUT_PASTE_MS - 1);
	send("!");
	wants("");
	pass(INPUT_PASTE_MS);
	wants("{half!}");
	send("g");
	wants("g");
}

static void
a_paste_is_bounded(void **state)
{
	char expected[INPUT_PASTE_BYTES + 3] = "{";

	send("\033[200~");
	for (int i = 0; i < INPUT_PASTE_BYTES + 100; i++)
		send("x");
	send("\033[201~");
	memset(expected + 1, 'x', INPUT_PASTE_BYTES);
	expected[INPUT_PASTE_BYTES + 1] = '}';
	wants(expected);
}

static void
a_sequence_of_any_length_ends(void **state)
{
	send("\033[");
	for (int i = 0; i < 1000; i++)
		send("1;");
	send("Sx");
	wants("x");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(letters_are_letters),
		T(bytes_that_are_no_letter_are_dropped),
		T(without_utf8_nothing_beyond_ascii_is_a_letter),
		T(esc_acts_when_nothing_follows),
		T(esc_acts_also_when_the_next_key_is_there_first),
		T(esc_twice_is_twice_but_not_at_once),
		T(the_rest_of_a_late_sequence_is_dropped),
		T(a_capital_behind_esc_is_typed),
		T(alt_with_a_letter_is_nothing),
		T(arrows_and_others_in_both_modes),
		T(a_terminals_own_keys_come_first),
		T(a_string_ends_with_st_bel_or_a_long_pause),
		T(reports_of_the_mouse_are_nothing),
		T(a_paste_is_one_event),
		T(a_paste_without_an_end_is_over_after_a_while),
		T(a_paste_is_bounded),
		T(a_sequence_of_any_length_ends),
	};

	return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
