#include "base/text.h"

#include <string.h>

#include "text_cells.h"
#include "text_range.h"

/*
 * What shows nothing, or turns the line round, and so could hide or fake
 * something: controls, separators, bidirectional and other format characters,
 * fillers, selectors, tags, what never is a character, and what every font
 * shows as it likes.
 */
static const struct text_range text_harmful[] = {{0x0000, 0x001f},
	{0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c},
	{0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f},
	{0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164}, {0xe000, 0xf8ff},
	{0xfdd0, 0xfdef}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
	{0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0x1bca0, 0x1bca3},
	{0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}, {0xf0000, 0x10ffff}};

/* Letters whose shape a joiner beside them tells: Arabic, Syriac, Indic... */
static const struct text_range text_joined[] = {{0x0620, 0x065f},
	{0x066e, 0x06d3}, {0x06d5, 0x06dc}, {0x06df, 0x06ef}, {0x06fa, 0x06fc},
	{0x0710, 0x08ff}, {0x0900, 0x0dff}, {0x1000, 0x109f}, {0x1780, 0x17dd},
	{0x1820, 0x18aa}, {0xfb50, 0xfbff}, {0xfe70, 0xfefc}};

bool
text_is_harmful(uint32_t rune)
{
	return text_in(text_harmful, COUNT(text_harmful), rune);
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

/* What stands in front of a character of a text that is being cleaned. */
struct text_front {
	uint32_t rune; /* 0: nothing, or what became an escape */
	int marks;     /* so many behind the last letter */
};

/* Whether a joiner stands between two letters that want one. */
static bool
text_joins(const struct text_front *front, const char *behind, size_t len)
{
	uint32_t next;

	if (len == 0 || !text_in(text_joined, COUNT(text_joined), front->rune))
		return false;
	(void)text_decode(behind, len, &next);
	return text_in(text_joined, COUNT(text_joined), next);
}

/* Whether a character beyond ASCII may be shown where it stands. */
static bool
text_may_show(const struct text_front *front, uint32_t rune, const char *behind,
	size_t len)
{
	if (text_is_joiner(rune))
		return text_joins(front, behind, len) &&
		       front->marks < TEXT_MARKS_MAX;
	if (text_in(text_harmful, COUNT(text_harmful), rune))
		return false;
	return text_rune_cells(rune) != 0 ||
	       (front->rune != 0 && front->marks < TEXT_MARKS_MAX);
}

static void
text_escape(struct str *out, uint32_t rune, char byte, size_t bytes)
{
	if (text_is_bad(rune, bytes) || rune < 0x80)
		str_addf(out, "\\x%02x", (unsigned char)byte);
	else if (rune <= 0xffff)
		str_addf(out, "\\u%04x", (unsigned)rune);
	else
		str_addf(out, "\\U%08x", (unsigned)rune);
}

/* Appends the printable ASCII at the front of a text. */
static size_t
text_clean_ascii(struct str *out, const char *text, size_t len)
{
	size_t plain = 0;

	while (plain < len && text[plain] >= 0x20 && text[plain] < 0x7f)
		plain++;
	str_add(out, text, plain);
	return plain;
}

void
text_clean(struct str *out, const char *text, size_t len)
{
	struct text_front front = {0};
	uint32_t rune;
	size_t bytes;

	for (; len > 0; text += bytes, len -= bytes) {
		bytes = text_clean_ascii(out, text, len);
		if (bytes > 0) {
			front = (struct text_front){.rune = 'a'};
			continue;
		}
		bytes = text_decode(text, len, &rune);
		if (text_is_bad(rune, bytes) || rune < 0x80 ||
			!text_may_show(
				&front, rune, text + bytes, len - bytes)) {
			text_escape(out, rune, text[0], bytes);
			front.rune = 0;
			continue;
		}
		str_add(out, text, bytes);
		front.marks = text_rune_cells(rune) == 0 ? front.marks + 1 : 0;
		front.rune = rune;
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

void
text_shorten(char *buf_out, size_t size, const char *text)
{
	static const char more[] = "…";
	size_t len = strlen(text), at = 0;

	if (len < size) {
		memcpy(buf_out, text, len + 1);
		return;
	}
	for (;;) {
		uint32_t rune;
		size_t bytes = text_decode(text + at, len - at, &rune);

		if (at + bytes + sizeof(more) > size)
			break;
		at += bytes;
	}
	memcpy(buf_out, text, at);
	memcpy(buf_out + at, more, sizeof(more));
}
