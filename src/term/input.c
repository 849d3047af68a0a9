#include "input.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#define ESC 0x1b
#define DEL 0x7f
#define CAN 0x18
#define SUB 0x1a
#define BEL 0x07
#define CTRL_LETTERS 27
#define ST_C1 0x9c
#define NOBODYS_RUNE 0xfffd /* what no character is decoded as */
#define REPORT_COORDINATES 3

static const char paste_ends[] = "\033[201~";

void
input_define(struct input *input, const char *sequence, int key)
{
	size_t len = strlen(sequence);

	if (len < 2 || len >= INPUT_SEQUENCE_BYTES || sequence[0] != ESC ||
		input->key_count == INPUT_KEYS_MAX)
		return;
	for (size_t i = 0; i < input->key_count; i++)
		if (strcmp(input->keys[i].bytes, sequence) == 0)
			return;
	memcpy(input->keys[input->key_count].bytes, sequence, len + 1);
	input->keys[input->key_count++].key = key;
}

void
input_define_common(struct input *input)
{
	static const struct input_key keys[] = {{"\033[A", KEY_IS_UP},
		{"\033[B", KEY_IS_DOWN}, {"\033[C", KEY_IS_RIGHT},
		{"\033[D", KEY_IS_LEFT}, {"\033[H", KEY_IS_HOME},
		{"\033[F", KEY_IS_END}, {"\033[Z", KEY_IS_BACKTAB},
		{"\033OA", KEY_IS_UP}, {"\033OB", KEY_IS_DOWN},
		{"\033OC", KEY_IS_RIGHT}, {"\033OD", KEY_IS_LEFT},
		{"\033OH", KEY_IS_HOME}, {"\033OF", KEY_IS_END},
		{"\033OM", KEY_IS_ENTER}, {"\033OP", KEY_IS_HELP},
		{"\033[1~", KEY_IS_HOME}, {"\033[3~", KEY_IS_DELETE},
		{"\033[4~", KEY_IS_END}, {"\033[5~", KEY_IS_PAGE_UP},
		{"\033[6~", KEY_IS_PAGE_DOWN}, {"\033[7~", KEY_IS_HOME},
		{"\033[8~", KEY_IS_END}, {"\033[11~", KEY_IS_HELP},
		{"\033[[A", KEY_IS_HELP}};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		input_define(input, keys[i].bytes, keys[i].key);
}

void
input_init(struct input *input, bool utf8, input_on_key *on_key, void *ctx)
{
	*input = (struct input){.utf8 = utf8, .on_key = on_key, .ctx = ctx};
}

static void
input_hand_on(struct input *input, enum key key, uint32_t rune)
{
	input->on_key(
		input->ctx, &(struct key_event){.key = key, .rune = rune});
}

static void
input_begin(struct input *input, enum input_state state, char introducer)
{
	input->state = state;
	input->sequence[0] = ESC;
	input->sequence[1] = introducer;
	input->sequence_len = 2;
}

static bool
input_is_c1(uint32_t rune)
{
	return rune > DEL && rune < 0xa0;
}

/* What begins here, in eight bits or behind an escape; GROUND: nothing. */
static enum input_state
input_introduced(uint32_t letter)
{
	switch (letter) {
	case '[':
		return INPUT_CSI;
	case 'O':
		return INPUT_SS3;
	case ']': /* OSC */
	case 'P': /* DCS */
	case 'X': /* SOS */
	case '^': /* PM */
	case '_': /* APC */
		return INPUT_STRING;
	default:
		return INPUT_GROUND;
	}
}

static void
input_ground(struct input *input, uint32_t rune)
{
	if (rune == ESC) {
		input->state = INPUT_ESCAPE;
		input->sequence[0] = ESC;
		input->sequence_len = 1;
		input->esc_ms = input->last_ms;
		input->acted = false;
	} else if (rune == '\r' || rune == '\n') {
		input_hand_on(input, KEY_IS_ENTER, 0);
	} else if (rune == '\t') {
		input_hand_on(input, KEY_IS_TAB, 0);
	} else if (rune == DEL || rune == '\b') {
		input_hand_on(input, KEY_IS_BACKSPACE, 0);
	} else if (rune > 0 && rune < CTRL_LETTERS) {
		input_hand_on(input, KEY_IS_CTRL, 'a' + rune - 1);
	} else if (input_is_c1(rune)) {
		input->acted = false;
		input_begin(input, input_introduced(rune - 0x40),
			(char)(rune - 0x40));
	} else if (rune >= ' ' && rune != NOBODYS_RUNE &&
		   (input->utf8 || rune < DEL)) {
		input_hand_on(input, KEY_IS_RUNE, rune);
	}
}

static void
input_remember(struct input *input, uint32_t rune)
{
	if (input->sequence_len < INPUT_SEQUENCE_BYTES)
		input->sequence[input->sequence_len++] = (char)rune;
}

/* The key of the sequence, or NULL; and whether a longer one begins with it. */
static const struct input_key *
input_key_of(const struct input *input, bool *longer_out)
{
	const struct input_key *found = NULL;

	*longer_out = false;
	if (input->sequence_len == INPUT_SEQUENCE_BYTES)
		return NULL;
	for (size_t i = 0; i < input->key_count; i++) {
		const struct input_key *key = &input->keys[i];

		if (memcmp(key->bytes, input->sequence, input->sequence_len) !=
			0)
			continue;
		if (key->bytes[input->sequence_len] == '\0')
			found = key;
		else
			*longer_out = true;
	}
	return found;
}

static void
input_begin_paste(struct input *input)
{
	input->state = INPUT_PASTE;
	input->paste_len = 0;
	input->paste_end = 0;
}

/*
 * The sequence as far as it came: `whole` says that by its form it is at its
 * end. True when it was, and has been dealt with.
 */
static bool
input_end_sequence(struct input *input, bool whole)
{
	bool longer = false;
	const struct input_key *key = input_key_of(input, &longer);

	if (longer || (!whole && key == NULL))
		return false;
	input->state = INPUT_GROUND;
	if (input->sequence_len == 6 &&
		memcmp(input->sequence, "\033[200~", 6) == 0)
		input_begin_paste(input);
	else if (key != NULL && key->key != INPUT_NO_KEY && !input->acted)
		input_hand_on(input, (enum key)key->key, 0);
	return true;
}

/* Behind an escape that was the Esc key, too. Whether it has to do with it. */
static bool
input_is_rest(const struct input *input, uint32_t rune)
{
	int64_t since_ms = input->last_ms - input->esc_ms;

	if (since_ms < INPUT_ALT_MS)
		return true;
	return rune != 'X' && input_introduced(rune) != INPUT_GROUND;
}

static void
input_escape(struct input *input, uint32_t rune)
{
	enum input_state introduced = INPUT_GROUND;
	bool first = input->sequence_len == 1;

	if (rune == ESC || input_is_c1(rune) ||
		(first && input->acted && !input_is_rest(input, rune))) {
		input->state = INPUT_GROUND;
		input_ground(input, rune);
		return;
	}
	if (first)
		introduced = input_introduced(rune);
	input_remember(input, rune);
	if (introduced != INPUT_GROUND)
		input->state = introduced;
	else
		(void)input_end_sequence(input, true); /* Alt, or a key of it */
}

/*
 * "ESC P" that was two keys, after all: terminals send a number or a sign
 * first, people a letter.
 */
static bool
input_is_typed(const struct input *input, uint32_t rune)
{
	return input->acted && input->sequence_len == 2 &&
	       input->sequence[1] == 'P' && rune >= '@' && rune <= '~';
}

static void
input_string(struct input *input, uint32_t rune)
{
	if (rune == ESC) {
		input->state = INPUT_STRING_ESC;
	} else if (rune == BEL || rune == ST_C1 || rune == CAN || rune == SUB) {
		input->state = INPUT_GROUND;
	} else if (input_is_typed(input, rune)) {
		input->state = INPUT_GROUND;
		input_ground(input, rune);
	} else {
		input_remember(input, rune);
	}
}

/* "ESC \" ends a string; another sequence breaks it off. */
static void
input_string_escape(struct input *input, uint32_t rune)
{
	input->state = INPUT_GROUND;
	if (rune == '\\')
		return;
	input_ground(input, ESC);
	input_escape(input, rune);
}

/* Three coordinates of the mouse, unless the terminal has it as a key. */
static bool
input_begins_report(const struct input *input)
{
	bool longer = false;

	return input->state == INPUT_CSI && input->sequence_len == 3 &&
	       input->sequence[2] == 'M' &&
	       input_key_of(input, &longer) == NULL && !longer;
}

/* Inside a sequence that ends with a letter. */
static void
input_sequence(struct input *input, uint32_t rune)
{
	bool linux_key = input->state == INPUT_CSI &&
			 input->sequence_len == 2 && rune == '[';

	if (rune == ESC || input_is_c1(rune)) { /* another one begins */
		input->state = INPUT_GROUND;
		input_ground(input, rune);
		return;
	}
	if (rune < ' ' || rune > '~') {
		input->state = INPUT_GROUND;
		return;
	}
	input_remember(input, rune);
	if (input_begins_report(input)) {
		input->state = INPUT_REPORT;
		input->rest = REPORT_COORDINATES;
		input->half = false;
	} else {
		(void)input_end_sequence(input, rune >= '@' && !linux_key);
	}
}

static void
input_rune(struct input *input, uint32_t rune)
{
	switch (input->state) {
	case INPUT_ESCAPE:
		input_escape(input, rune);
		break;
	case INPUT_CSI:
	case INPUT_SS3:
		input_sequence(input, rune);
		break;
	case INPUT_STRING:
		input_string(input, rune);
		break;
	case INPUT_STRING_ESC:
		input_string_escape(input, rune);
		break;
	case INPUT_GROUND:
	case INPUT_REPORT: /* it ended */
	case INPUT_PASTE:
	default:
		input_ground(input, rune);
		break;
	}
}

/* Bytes that a character takes which begins so; 1: none that has more. */
static size_t
input_lead(unsigned char byte)
{
	return byte >= 0xf0 && byte <= 0xf4   ? 4
	       : byte >= 0xe0 && byte <= 0xef ? 3
	       : byte >= 0xc2 && byte <= 0xdf ? 2
					      : 1;
}

static bool
input_is_continued(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* The character that is whole; what is none may still be a control. */
static void
input_whole(struct input *input)
{
	uint32_t rune = 0;

	text_decode(input->part, input->part_len, &rune);
	input->part_len = 0;
	input_rune(input, rune);
}

static void
input_decode(struct input *input, unsigned char byte)
{
	if (byte == '\0')
		return; /* fills the pauses of a line, inside sequences too */
	if (input->part_len > 0 && input_is_continued(byte)) {
		input->part[input->part_len++] = (char)byte;
		if (input->part_len == input->part_bytes)
			input_whole(input);
		return;
	}
	input->part_len = 0;
	input->part_bytes = input->utf8 ? input_lead(byte) : 1;
	if (input->part_bytes > 1)
		input->part[input->part_len++] = (char)byte;
	else
		input_rune(input, byte < 0xa0 ? byte : NOBODYS_RUNE);
}

/*
 * A byte of a report. A coordinate is a byte, or two where the mouse was told
 * to use UTF-8; which of both it is, nothing says. False: it is no part of it.
 */
static bool
input_report(struct input *input, unsigned char byte)
{
	if (input->half && input_is_continued(byte)) {
		input->half = false;
	} else if (input->rest > 0 && (byte >= ' ' || byte == 0)) {
		input->rest--;
		input->half = input_lead(byte) == 2;
	} else {
		input->state = INPUT_GROUND;
		return false;
	}
	if (input->rest == 0 && !input->half)
		input->state = INPUT_GROUND;
	return true;
}

static void
input_end_paste(struct input *input)
{
	input->state = INPUT_GROUND;
	input->on_key(input->ctx, &(struct key_event){.key = KEY_IS_PASTE,
					  .paste = input->paste,
					  .paste_bytes = input->paste_len});
	secret_wipe(input->paste, input->paste_len); /* perhaps a password */
}

static void
input_paste_put(struct input *input, const char *bytes, size_t len)
{
	if (len > INPUT_PASTE_BYTES - input->paste_len)
		return;
	memcpy(input->paste + input->paste_len, bytes, len);
	input->paste_len += len;
}

static void
input_paste(struct input *input, char byte)
{
	if (byte == paste_ends[input->paste_end]) {
		if (++input->paste_end == sizeof(paste_ends) - 1)
			input_end_paste(input);
		return;
	}
	input_paste_put(input, paste_ends, input->paste_end);
	input->paste_end = byte == paste_ends[0];
	if (input->paste_end == 0)
		input_paste_put(input, byte == '\r' ? "\n" : &byte, 1);
}

void
input_tick(struct input *input, int64_t now_ms)
{
	int64_t still_ms = now_ms - input->last_ms;

	if (input->state == INPUT_ESCAPE && !input->acted &&
		input->sequence_len == 1 && still_ms >= INPUT_ESC_MS) {
		input->acted = true;
		input_hand_on(input, KEY_IS_ESC, 0);
	}
	if (input->state == INPUT_PASTE) {
		if (still_ms >= INPUT_PASTE_MS)
			input_end_paste(input);
	} else if (still_ms >= INPUT_REST_MS) {
		input->state = INPUT_GROUND;
		input->part_len = 0;
	}
}

int64_t
input_due_ms(const struct input *input)
{
	if (input->state == INPUT_PASTE)
		return input->last_ms + INPUT_PASTE_MS;
	if (input->state == INPUT_ESCAPE && !input->acted &&
		input->sequence_len == 1)
		return input->last_ms + INPUT_ESC_MS;
	return -1;
}

void
input_bytes(struct input *input, const char *bytes, size_t len, int64_t now_ms)
{
	input_tick(input, now_ms);
	input->last_ms = now_ms;
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (input->state == INPUT_PASTE)
			input_paste(input, bytes[i]);
		else if (input->state != INPUT_REPORT ||
			 !input_report(input, byte))
			input_decode(input, byte);
	}
}
