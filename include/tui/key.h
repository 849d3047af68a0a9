#ifndef TUI_KEY_H
#define TUI_KEY_H

/* What a person did on the keyboard, whatever terminal it came through. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(name, as a key cap) */
#define KEYS(X)                                                                \
	X(RUNE, "")                                                            \
	X(CTRL, "^")                                                           \
	X(PASTE, "Paste")                                                      \
	X(ENTER, "Enter")                                                      \
	X(ESC, "Esc")                                                          \
	X(TAB, "Tab")                                                          \
	X(BACKTAB, "Shift-Tab")                                                \
	X(UP, "Up")                                                            \
	X(DOWN, "Down")                                                        \
	X(LEFT, "Left")                                                        \
	X(RIGHT, "Right")                                                      \
	X(HOME, "Home")                                                        \
	X(END, "End")                                                          \
	X(PAGE_UP, "PgUp")                                                     \
	X(PAGE_DOWN, "PgDn")                                                   \
	X(BACKSPACE, "Backspace")                                              \
	X(DELETE, "Del")                                                       \
	X(HELP, "F1")

enum key {
#define X(name, cap) KEY_IS_##name,
	KEYS(X)
#undef X
};

struct key_event {
	enum key key;
	uint32_t rune;     /* RUNE: the character; CTRL: its letter, 'a'..'z' */
	const char *paste; /* PASTE: what was pasted, any bytes; borrowed */
	size_t paste_bytes;
	bool burst; /* it came faster than anybody types */
};

#endif
