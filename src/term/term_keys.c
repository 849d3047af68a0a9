#include <limits.h>
#include <string.h>
#include <wchar.h>

#include "base/secret.h"
#include "parts.h"

#define CTRL_LETTERS 27
#define ESC 27
#define DEL 127

/* What was typed next: OK a character, KEY_CODE_YES a key, ERR nothing. */
static int
next_key(const struct term *term, wint_t *c_out)
{
	int c;

	if (term->utf8)
		return get_wch(c_out);
	c = getch(); /* get_wch stumbles over what the locale has not */
	*c_out = (wint_t)c;
	return c == ERR ? ERR : c >= KEY_MIN ? KEY_CODE_YES : OK;
}

static void
hand_on(struct tui *tui, enum key key, uint32_t rune)
{
	tui_key(tui, &(struct key_event){.key = key, .rune = rune});
}

/* The key of a code of curses; false for what the panel has no use for. */
static bool
key_of_code(wint_t code, enum key *key_out)
{
	static const struct {
		wint_t code;
		enum key key;
	} keys[] = {{KEY_UP, KEY_IS_UP}, {KEY_DOWN, KEY_IS_DOWN},
		{KEY_LEFT, KEY_IS_LEFT}, {KEY_RIGHT, KEY_IS_RIGHT},
		{KEY_HOME, KEY_IS_HOME}, {KEY_FIND, KEY_IS_HOME},
		{KEY_END, KEY_IS_END}, {KEY_SELECT, KEY_IS_END},
		{KEY_PPAGE, KEY_IS_PAGE_UP}, {KEY_NPAGE, KEY_IS_PAGE_DOWN},
		{KEY_BACKSPACE, KEY_IS_BACKSPACE}, {KEY_DC, KEY_IS_DELETE},
		{KEY_ENTER, KEY_IS_ENTER}, {KEY_BTAB, KEY_IS_BACKTAB},
		{KEY_F(1), KEY_IS_HELP}};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].code == code) {
			*key_out = keys[i].key;
			return true;
		}
	return false;
}

/*
 * An escape followed at once by something was no Esc key but Alt, or a
 * sequence that the terminal's description does not have. All of it is taken
 * away: the letter that ends one must not press a button.
 */
static bool
is_lone_escape(const struct term *term)
{
	wint_t c = 0;
	int kind = next_key(term, &c);

	if (kind == ERR)
		return true;
	if (kind == KEY_CODE_YES || (c != '[' && c != 'O'))
		return false;
	while (next_key(term, &c) == OK && (c < '@' || c > '~'))
		;
	return false;
}

static void
read_character(const struct term *term, struct tui *tui, wint_t c)
{
	if (c == '\r' || c == '\n')
		hand_on(tui, KEY_IS_ENTER, 0);
	else if (c == '\t')
		hand_on(tui, KEY_IS_TAB, 0);
	else if (c == DEL || c == '\b')
		hand_on(tui, KEY_IS_BACKSPACE, 0);
	else if (c == ESC && is_lone_escape(term))
		hand_on(tui, KEY_IS_ESC, 0);
	else if (c > 0 && c < CTRL_LETTERS)
		hand_on(tui, KEY_IS_CTRL, 'a' + c - 1);
	else if (c >= ' ' && (c < DEL || term->utf8))
		hand_on(tui, KEY_IS_RUNE, c);
}

/* One more character of a paste; what is too much is dropped. */
static void
paste_character(struct term *term, wint_t c)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = {0};
	size_t len = wcrtomb(bytes, (wchar_t)(c == '\r' ? '\n' : c), &state);

	if (len == (size_t)-1 || len > TERM_PASTE_BYTES - term->paste_len)
		return;
	memcpy(term->paste + term->paste_len, bytes, len);
	term->paste_len += len;
}

static void
end_paste(struct term *term, struct tui *tui)
{
	term->pasting = false;
	tui_key(tui, &(struct key_event){.key = KEY_IS_PASTE,
			     .paste = term->paste,
			     .paste_bytes = term->paste_len});
	secret_wipe(term->paste, term->paste_len); /* perhaps a password */
}

static void
read_code(struct term *term, struct tui *tui, wint_t code)
{
	enum key key = KEY_IS_RUNE;

	if (code == TERM_PASTE_BEGIN) {
		term->pasting = true;
		term->paste_len = 0;
	} else if (code == TERM_PASTE_END && term->pasting) {
		end_paste(term, tui);
	} else if (!term->pasting && key_of_code(code, &key)) {
		hand_on(tui, key, 0);
	}
}

void
term_read_keys(struct term *term, struct tui *tui)
{
	wint_t c = 0;
	int kind;

	while ((kind = next_key(term, &c)) != ERR) {
		if (kind == KEY_CODE_YES)
			read_code(term, tui, c);
		else if (term->pasting)
			paste_character(term, c);
		else
			read_character(term, tui, c);
		if (tui_wants_quit(tui))
			break;
	}
}
