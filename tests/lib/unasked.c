#include "lib/unasked.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <term.h>

const char *const unasked_terminals[] = {
	"xterm-256color", "vt100", "linux", "screen", "tmux", NULL};

struct unasked_heap {
	struct unasked *list;
	size_t count;
};

static void
add(struct unasked_heap *heap, const char *bytes, size_t len, bool key)
{
	for (size_t i = 0; i < heap->count; i++)
		if (heap->list[i].len == len &&
			memcmp(heap->list[i].bytes, bytes, len) == 0)
			return;
	if (heap->count == UNASKED_MAX || len > UNASKED_BYTES) {
		fprintf(stderr, "unasked: too much\n");
		abort();
	}
	memcpy(heap->list[heap->count].bytes, bytes, len);
	heap->list[heap->count].len = len;
	heap->list[heap->count++].key = key;
}

/* Strings, each with every introducer and every end that there is. */
static void
add_strings(struct unasked_heap *heap)
{
	static const struct {
		const char *seven, *eight, *text;
	} strings[] = {{"\033]", "\302\235", "4;1;rgb:cdcd/0000/0000"},
		{"\033]", "\302\235", "10;rgb:e5e5/e5e5/e5e5"},
		{"\033]", "\302\235", "11;rgb:1c1c/1c1c/1c1c"},
		{"\033]", "\302\235", "12;rgba:ffff/ffff/ffff/ffff"},
		{"\033]", "\235", "17;#GSMU"}, {"\033]", "\235", "52;s;U1M="},
		{"\033]", "\302\235", "52;c;R1NNVQ=="},
		{"\033]", "\302\235", "LGSMU"},
		{"\033]", "\302\235", "lGo, Stop"},
		{"\033]", "\302\235", "1337;ReportCellSize=16;8"},
		{"\033P", "\302\220", "1$r0m"}, {"\033P", "\302\220", "1$r2 q"},
		{"\033P", "\302\220", "0$r"}, {"\033P", "\220", "1$r1;24r"},
		{"\033P", "\302\220", "1+r544e=787465726d"},
		{"\033P", "\302\220", "0+r"},
		{"\033P", "\302\220", ">|XTerm(388)"},
		{"\033P", "\302\220", ">|GSMU 1.0"},
		{"\033P", "\302\220", "!|464F4F54"},
		{"\033]", "\302\235", "1337;File=name=U00=:R1NNVQ=="},
		{"\033]", "\235", "99;i=1:p=?;p=title,body"},
		{"\033]", "\302\235", "22;Stop"},
		{"\033P", "\302\220", "0;1;0q\"1;1;9;6#0;2;0;0;0~~SMUG$-~"},
		{"\033P", "\220", "1pS(M1)P[10,20]V[]T'SMUG'"},
		{"\033P", "\302\220", "2026;2$r>4;2m"},
		{"\033_", "\302\237", "Gi=31;OK"}, {"\033_", "\237", "SMUG"},
		{"\033^", "\302\236", "SMUG"}, {"\033X", "\302\230", "SMUG"}};
	static const char *const ends[] = {"\033\\", "\007", "\302\234"};
	char bytes[UNASKED_BYTES];

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		for (int end = 0; end < 3; end++)
			for (int eight = 0; eight < 2; eight++) {
				snprintf(bytes, sizeof(bytes), "%s%s%s",
					eight ? strings[i].eight
					      : strings[i].seven,
					strings[i].text, ends[end]);
				add(heap, bytes, strlen(bytes), false);
			}
}

/* Sequences: answers, focus, keys with modifiers, unknown ones. */
static void
add_sequences(struct unasked_heap *heap)
{
	static const char *const tails[] = {"?1;2c", "?62;22c", "?6c",
		">41;388;0c", ">0;115;0c", "24;80R", "1;1R", "?5;12;1R", "0n",
		"3n", "?10n", "?13n", "?21n", "?27;1;0;0n", "?997;1n",
		"?2004;2$y", "?1006;1$y", "4;2$y", "8;24;80t", "4;480;800t",
		"3;10;10t", "1t", "?31u", "?1;0;256S", "?2;0;800;480S",
		"2;1;1;112;112;1;0x", "I", "O", "1;2P", "1;2S", "1;5Q", "1;6S",
		"27;5;103~", "27;6;83~", "103;5u", "115;3u", "83;2:3u", "29~",
		"1;5G", "2;5M", "?1;2g", "1;2;3U", "200;1$~", "0;0;0 S",
		">4;1m", "<u", "?15u", "115;1:3u", "115:83;2:1;83u",
		"57441;2:3u", "27;5;115~", "?2026;2$y", "?2048;1$y",
		"48;24;80;480;640t", "48;24:1;80t", ">4;2m", "?4m", "=1;1u",
		"?62;4;22c", "?2031;1$y", "1;1:3S"};
	static const char letters[] = "gsmuqGSMUQfFyYiIkK\r\n? /";
	char bytes[UNASKED_BYTES];

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		snprintf(bytes, sizeof(bytes), "\033[%s", tails[i]);
		add(heap, bytes, strlen(bytes), false);
		snprintf(bytes, sizeof(bytes), "\302\233%s", tails[i]);
		add(heap, bytes, strlen(bytes), false);
	}
	for (size_t i = 0; i < sizeof(letters) - 1; i++) { /* Alt */
		bytes[0] = '\033';
		bytes[1] = letters[i];
		add(heap, bytes, 2, false);
	}
	for (int c = 'G'; c <= 'U'; c++) {
		snprintf(bytes, sizeof(bytes), "\033O2%c", c);
		add(heap, bytes, strlen(bytes), false);
	}
}

/* No sequences at all: a line that idles, characters of which a half is lost.
 */
static void
add_noise(struct unasked_heap *heap)
{
	static const struct {
		const char *bytes;
		size_t len;
	} kinds[] = {{"\0\0\0\0\0\0\0\0", 8}, {"\0\033\0[\0I", 6},
		{"\303\033[I", 4}, {"\342\202\033[O", 5},
		{"\377\376\200\301", 4}, {"\033[\3031;2S", 7}};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		add(heap, kinds[i].bytes, kinds[i].len, false);
}

/* One coordinate as old mice tell it: a byte, or UTF-8. */
static size_t
put_coordinate(char *out, int value, bool utf8)
{
	value += ' ';
	if (utf8 && value > 0x7f) {
		out[0] = (char)(0xc0 | value >> 6);
		out[1] = (char)(0x80 | (value & 0x3f));
		return 2;
	}
	out[0] = (char)value;
	return 1;
}

/* Presses, releases, wheels and moves, where G, S, M and U would be, too. */
static void
add_mouse(struct unasked_heap *heap)
{
	static const int codes[] = {0, 1, 2, 3, 35, 64, 65, 81};
	static const int places[] = {1, 39, 45, 51, 53, 95, 163, 200};
	char bytes[UNASKED_BYTES];

	for (size_t i = 0; i < 8; i++) {
		int col = places[i], row = places[7 - i];

		for (int utf8 = 0; utf8 < 2; utf8++) {
			size_t len = 3;

			memcpy(bytes, "\033[M", 3);
			len += put_coordinate(bytes + len, codes[i], utf8);
			len += put_coordinate(bytes + len, col, utf8);
			len += put_coordinate(bytes + len, row, utf8);
			add(heap, bytes, len, false);
		}
		snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM", codes[i], col,
			row);
		add(heap, bytes, strlen(bytes), false);
		bytes[strlen(bytes) - 1] = 'm';
		add(heap, bytes, strlen(bytes), false);
		snprintf(bytes, sizeof(bytes), "\033[%d;%d;%dM", codes[i] + 32,
			col, row);
		add(heap, bytes, strlen(bytes), false);
	}
}

void
unasked_terminal(const char *name)
{
	int rc = 0;

	if (cur_term != NULL)
		del_curterm(cur_term);
	if (name != NULL && setupterm(name, 1, &rc) != OK) {
		fprintf(stderr, "unasked: no terminfo of %s\n", name);
		abort();
	}
}

/* Every key of a description. */
static void
add_keys(struct unasked_heap *heap, const char *terminal)
{
	static const char *const more[] = {"kUP", "kDN", "kLFT", "kRIT", "kHOM",
		"kEND", "kPRV", "kNXT", "kDC", "kIC"};
	char name[16];

	unasked_terminal(terminal);
	for (size_t i = 0; strnames[i] != NULL; i++) {
		const char *key = tigetstr(strnames[i]);

		if (strnames[i][0] == 'k' &&
			strcmp(strnames[i], "kmous") != 0 && key != NULL &&
			key != (char *)-1 && key[0] == '\033')
			add(heap, key, strlen(key), true);
	}
	for (size_t i = 0; i < 10; i++)
		for (int mods = 3; mods < 8; mods++) {
			const char *key;

			snprintf(name, sizeof(name), "%s%d", more[i], mods);
			key = tigetstr(name);
			if (key != NULL && key != (char *)-1)
				add(heap, key, strlen(key), true);
		}
	unasked_terminal(NULL);
}

size_t
unasked_list(struct unasked **list_out)
{
	struct unasked_heap heap = {
		.list = calloc(UNASKED_MAX, sizeof(struct unasked))};

	if (heap.list == NULL)
		abort();
	add_strings(&heap);
	add_sequences(&heap);
	add_noise(&heap);
	add_mouse(&heap);
	for (int i = 0; unasked_terminals[i] != NULL; i++)
		add_keys(&heap, unasked_terminals[i]);
	*list_out = heap.list;
	return heap.count;
}

const char *
unasked_show(const struct unasked *unasked)
{
	static char text[4 * UNASKED_BYTES + 1];
	size_t len = 0;

	for (size_t i = 0; i < unasked->len; i++) {
		unsigned char c = (unsigned char)unasked->bytes[i];

		len += (size_t)snprintf(text + len, sizeof(text) - len,
			c == '\033'            ? "^["
			: c < ' ' || c >= 0x7f ? "\\%03o"
					       : "%c",
			c);
	}
	return text;
}
