#include "base/text.h"

#include <string.h>

#include "text_cells.h"
#include "text_plain.h"

#define RUNE_BAD 0xfffdu

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * What shows nothing, or turns the line round, and so could hide or fake
 * something: controls, separators, bidirectional and other format characters,
 * fillers, selectors, tags, and what never is a character.
 */
static const struct text_range text_harmful[] = {{0x0000, 0x001f},
	{0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c},
	{0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f},
	{0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfdd0, 0xfdef},
	{0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
	{0xfffe, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
	{0xe0000, 0xe0fff}};

/* Marks that sit on the letter before them. */
static const struct text_range text_marks[] = {{0x0300, 0x036f},
	{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe20, 0xfe2f}};

static bool
text_in(const struct text_range *ranges, size_t count, uint32_t rune)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rune > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && rune >= ranges[low].first;
}

size_t
text_decode(const char *text, size_t len, uint32_t *rune_out)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)text;
	uint32_t rune;
	size_t need;

	*rune_out = p[0];
	if (p[0] < 0x80)
		return 1;
	*rune_out = RUNE_BAD;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 1;
	need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (len < need)
		return 1;
	rune = p[0] & (0x7fu >> need);
	for (size_t i = 1; i < need; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 1;
		rune = rune << 6 | (p[i] & 0x3fu);
	}
	if (rune < least[need] || rune > 0x10ffff ||
		(rune >= 0xd800 && rune <= 0xdfff))
		return 1;
	*rune_out = rune;
	return need;
}

/* A bad byte decodes as U+FFFD in one byte; the character itself takes 3. */
static bool
text_is_bad(uint32_t rune, size_t bytes)
{
	return rune == RUNE_BAD && bytes == 1;
}

bool
text_is_utf8(const char *text, size_t len)
{
	uint32_t rune;
	size_t bytes;

	for (; len > 0; text += bytes, len -= bytes) {
		bytes = text_decode(text, len, &rune);
		if (text_is_bad(rune, bytes))
			return false;
	}
	return true;
}

void
text_clean(struct str *out, const char *text, size_t len)
{
	uint32_t rune;
	size_t bytes;

	for (; len > 0; text += bytes, len -= bytes) {
		bytes = text_decode(text, len, &rune);
		if (text_is_bad(rune, bytes) || rune < 0x20 || rune == 0x7f)
			str_addf(out, "\\x%02x", (unsigned char)text[0]);
		else if (rune < 0x7f ||
			 !text_in(text_harmful, COUNT(text_harmful), rune))
			str_add(out, text, bytes);
		else if (rune <= 0xffff)
			str_addf(out, "\\u%04x", (unsigned)rune);
		else
			str_addf(out, "\\U%08x", (unsigned)rune);
	}
}

int
text_rune_cells(uint32_t rune)
{
	if (rune < 0x300)
		return 1;
	if (text_in(text_zero_cells, COUNT(text_zero_cells), rune))
		return 0;
	return text_in(text_two_cells, COUNT(text_two_cells), rune) ? 2 : 1;
}

size_t
text_cells(const char *text)
{
	size_t len = strlen(text), cells = 0;
	uint32_t rune;

	while (len > 0) {
		size_t bytes = text_decode(text, len, &rune);

		cells += (size_t)text_rune_cells(rune);
		text += bytes;
		len -= bytes;
	}
	return cells;
}

/* Bytes of the longest head that takes at most `cells`. */
static size_t
text_head(const char *text, size_t cells, size_t *cells_out)
{
	size_t len = strlen(text), head = 0, used = 0;
	uint32_t rune;

	while (head < len) {
		size_t bytes = text_decode(text + head, len - head, &rune);
		size_t more = (size_t)text_rune_cells(rune);

		if (used + more > cells)
			break;
		used += more;
		head += bytes;
	}
	*cells_out = used;
	return head;
}

void
text_fit(struct str *out, const char *text, size_t cells, bool pad, bool ascii)
{
	size_t used;
	size_t head = text_head(text, cells, &used);

	if (text[head] == '\0') {
		str_add(out, text, head);
	} else if (cells > 0) {
		head = text_head(text, cells - 1, &used);
		str_add(out, text, head);
		str_addz(out, ascii ? "~" : "…");
		used++;
	}
	for (; pad && used < cells; used++)
		str_addc(out, ' ');
}

/* Plain letters for an accented one, case kept; NULL when there are none. */
static const char *
text_plain(uint32_t rune)
{
	const char *plain = "";

	if (rune >= TEXT_PLAIN_LATIN &&
		rune - TEXT_PLAIN_LATIN < COUNT(text_plain_latin))
		plain = text_plain_latin[rune - TEXT_PLAIN_LATIN];
	else if (rune >= TEXT_PLAIN_MORE &&
		 rune - TEXT_PLAIN_MORE < COUNT(text_plain_more))
		plain = text_plain_more[rune - TEXT_PLAIN_MORE];
	return plain[0] != '\0' ? plain : NULL;
}

/* Typographic signs that people type as plain ones; NULL for others. */
static const char *
text_plain_sign(uint32_t rune)
{
	switch (rune) {
	case 0x00a0: /* no-break spaces */
	case 0x2007:
	case 0x202f:
		return " ";
	case 0x2018: /* apostrophes */
	case 0x2019:
	case 0x02bc:
		return "'";
	case 0x201c: /* quotation marks */
	case 0x201d:
	case 0x201e:
		return "\"";
	case 0x2010: /* hyphens and dashes, minus */
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return "-";
	default:
		return NULL;
	}
}

/* Greek and Cyrillic capitals to small letters; others unchanged. */
static uint32_t
text_lower(uint32_t rune)
{
	if (rune >= 0x0391 && rune <= 0x03ab && rune != 0x03a2)
		return rune + 0x20;
	if (rune >= 0x0410 && rune <= 0x042f)
		return rune + 0x20;
	if (rune >= 0x0400 && rune <= 0x040f)
		return rune + 0x50;
	if ((rune >= 0x0460 && rune <= 0x0480) ||
		(rune >= 0x048a && rune <= 0x04be) ||
		(rune >= 0x04d0 && rune <= 0x052e))
		return rune | 1;
	if (rune >= 0x04c1 && rune <= 0x04cd)
		return rune + (rune & 1);
	switch (rune) {
	case 0x0386:
		return 0x03ac;
	case 0x0388:
	case 0x0389:
	case 0x038a:
		return rune + 0x25;
	case 0x038c:
		return 0x03cc;
	case 0x038e:
	case 0x038f:
		return rune + 0x3f;
	case 0x03c2: /* final sigma */
		return 0x03c3;
	case 0x04c0:
		return 0x04cf;
	default:
		return rune;
	}
}

static char
text_lower_ascii(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* All the letters that text_lower gives are two bytes long. */
static void
text_add_rune2(struct str *out, uint32_t rune)
{
	const char bytes[2] = {
		(char)(0xc0 | rune >> 6), (char)(0x80 | (rune & 0x3f))};

	str_add(out, bytes, sizeof(bytes));
}

static void
text_fold_rune(struct str *out, uint32_t rune, const char *text, size_t bytes)
{
	const char *plain = text_plain(rune);
	uint32_t lower;

	if (plain == NULL)
		plain = text_plain_sign(rune);
	if (plain != NULL) {
		for (; *plain != '\0'; plain++)
			str_addc(out, text_lower_ascii(*plain));
		return;
	}
	if (text_in(text_marks, COUNT(text_marks), rune))
		return;
	lower = text_lower(rune);
	if (lower != rune)
		text_add_rune2(out, lower);
	else
		str_add(out, text, bytes);
}

void
text_fold(struct str *out, const char *text, size_t len)
{
	uint32_t rune;
	size_t bytes;

	for (; len > 0; text += bytes, len -= bytes) {
		bytes = text_decode(text, len, &rune);
		if (rune < 0x80)
			str_addc(out, text_lower_ascii((char)rune));
		else if (text_is_bad(rune, bytes))
			str_addz(out, "\xef\xbf\xbd");
		else
			text_fold_rune(out, rune, text, bytes);
	}
}

static void
text_ascii_rune(struct str *out, uint32_t rune)
{
	const char *plain = text_plain(rune);

	if (plain == NULL)
		plain = text_plain_sign(rune);
	if (plain == NULL && rune == 0x2026)
		plain = "...";
	if (plain == NULL && rune == 0x00b7)
		plain = "-";
	if (plain == NULL || (unsigned char)plain[0] >= 0x80)
		plain = "?";
	str_addz(out, plain);
}

void
text_ascii(struct str *out, const char *text)
{
	size_t len = strlen(text);
	uint32_t rune;
	size_t bytes;

	for (; len > 0; text += bytes, len -= bytes) {
		bytes = text_decode(text, len, &rune);
		if (rune < 0x80)
			str_addc(out, text[0]);
		else if (!text_in(text_marks, COUNT(text_marks), rune))
			text_ascii_rune(out, rune);
	}
}
