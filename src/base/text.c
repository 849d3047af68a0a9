#include "base/text.h"

#include <string.h>

#include "text_cells.h"
#include "text_plain.h"

#define RUNE_BAD 0xfffdu

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

static bool
text_is_joiner(uint32_t rune)
{
	return rune == 0x200c || rune == 0x200d;
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
	static const struct {
		uint32_t first, last;
		const char *plain;
	} signs[] = {{0x00a0, 0x00a0, " "}, {0x02bc, 0x02bc, "'"},
		{0x2000, 0x200a, " "}, {0x2010, 0x2014, "-"},
		{0x2018, 0x2019, "'"}, {0x201c, 0x201e, "\""},
		{0x202f, 0x202f, " "}, {0x2212, 0x2212, "-"},
		{0x3000, 0x3000, " "}};

	for (size_t i = 0; i < COUNT(signs); i++)
		if (rune >= signs[i].first && rune <= signs[i].last)
			return signs[i].plain;
	return NULL;
}

/* Greek and Cyrillic capitals to small letters; others unchanged. */
static uint32_t
text_lower(uint32_t rune)
{
	/* step 2: capitals and small letters take turns */
	static const struct {
		uint32_t first, last, step, shift;
	} capitals[] = {{0x0386, 0x0386, 1, 0x26}, {0x0388, 0x038a, 1, 0x25},
		{0x038c, 0x038c, 1, 0x40}, {0x038e, 0x038f, 1, 0x3f},
		{0x0391, 0x03a1, 1, 0x20}, {0x03a3, 0x03ab, 1, 0x20},
		{0x03c2, 0x03c2, 1, 1}, /* final sigma */
		{0x0400, 0x040f, 1, 0x50}, {0x0410, 0x042f, 1, 0x20},
		{0x0460, 0x0480, 2, 1}, {0x048a, 0x04be, 2, 1},
		{0x04c0, 0x04c0, 1, 0x0f}, {0x04c1, 0x04cd, 2, 1},
		{0x04d0, 0x052e, 2, 1}};

	for (size_t i = 0; i < COUNT(capitals); i++)
		if (rune >= capitals[i].first && rune <= capitals[i].last &&
			(rune - capitals[i].first) % capitals[i].step == 0)
			return rune + capitals[i].shift;
	return rune;
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
	if (text_is_joiner(rune) ||
		text_in(text_marks, COUNT(text_marks), rune))
		return;
	lower = text_lower(rune);
	if (lower != rune)
		text_add_rune2(out, lower);
	else
		str_add(out, text, bytes);
}

/*
 * How the bearers of a letter write it where there is none: NULL for others.
 * Its dots or ring may be a mark of their own, behind the letter at `last`.
 */
static const char *
text_spelling(uint32_t rune, char last)
{
	static const struct {
		uint32_t rune;
		const char *spelling;
	} spellings[] = {{0x00c4, "ae"}, {0x00c5, "aa"}, {0x00d6, "oe"},
		{0x00d8, "oe"}, {0x00dc, "ue"}, {0x00e4, "ae"}, {0x00e5, "aa"},
		{0x00f6, "oe"}, {0x00f8, "oe"}, {0x00fc, "ue"}};

	for (size_t i = 0; i < COUNT(spellings); i++)
		if (spellings[i].rune == rune)
			return spellings[i].spelling;
	if (rune == 0x0308)
		return last == 'a' || last == 'o' || last == 'u' ? "e" : NULL;
	return rune == 0x030a && last == 'a' ? "a" : NULL;
}

/* Appends the ASCII at the front of a text; returns how much there was. */
static size_t
text_fold_ascii(struct str *out, const char *text, size_t len)
{
	char run[256];
	size_t i = 0;

	while (i < len && i < sizeof(run) && (unsigned char)text[i] < 0x80) {
		run[i] = text_lower_ascii(text[i]);
		i++;
	}
	str_add(out, run, i);
	return i;
}

static void
text_fold_as(struct str *out, const char *text, size_t len, bool spelt)
{
	const char *spelling;
	uint32_t rune;
	size_t bytes;

	for (; len > 0; text += bytes, len -= bytes) {
		bytes = text_fold_ascii(out, text, len);
		if (bytes > 0)
			continue;
		bytes = text_decode(text, len, &rune);
		spelling =
			spelt ? text_spelling(rune,
					out->len > 0 ? out->data[out->len - 1]
						     : '\0')
			      : NULL;
		if (text_is_bad(rune, bytes))
			str_addz(out, "\xef\xbf\xbd");
		else if (spelling != NULL)
			str_addz(out, spelling);
		else
			text_fold_rune(out, rune, text, bytes);
	}
}

void
text_fold(struct str *out, const char *text, size_t len)
{
	text_fold_as(out, text, len, false);
}

void
text_spell(struct str *out, const char *text, size_t len)
{
	text_fold_as(out, text, len, true);
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
		else if (!text_is_joiner(rune) &&
			 !text_in(text_marks, COUNT(text_marks), rune))
			text_ascii_rune(out, rune);
	}
}
