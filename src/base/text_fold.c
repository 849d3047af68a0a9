#include <string.h>

#include "base/text.h"
#include "text_plain.h"
#include "text_range.h"

/* What people type for what is written. */

/* Marks that sit on the letter before them. */
static const struct text_range text_marks[] = {{0x0300, 0x036f},
	{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe20, 0xfe2f}};

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
