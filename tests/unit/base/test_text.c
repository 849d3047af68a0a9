/* Foreign text: made harmless, measured, fitted and folded. */
#include <locale.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/text.h"
#include "lib/cmocka_all.h"

typedef void convert(struct str *out, const char *text, size_t len);

static void
check(convert *convert_text, const char *text, const char *want)
{
	struct str out;

	str_init(&out, 10000);
	convert_text(&out, text, strlen(text));
	assert_string_equal(out.data, want);
	str_release(&out);
}

static void
test_decoding(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t rune;
		size_t len;
	} cases[] = {
		{"a", 'a', 1},
		{"\xc3\xa9", 0xe9, 2},
		{"\xe2\x82\xac", 0x20ac, 3},
		{"\xf0\x9f\x98\x80", 0x1f600, 4},
		{"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
		{"\xef\xbf\xbd", 0xfffd, 3},
		{"\xf4\x90\x80\x80", 0xfffd, 1}, /* beyond Unicode */
		{"\xc0\x80", 0xfffd, 1},         /* overlong */
		{"\xe0\x80\x80", 0xfffd, 1},
		{"\xf0\x80\x80\x80", 0xfffd, 1},
		{"\xed\xa0\x80", 0xfffd, 1}, /* surrogate */
		{"\x80", 0xfffd, 1},
		{"\xc3", 0xfffd, 1},
		{"\xe2\x82", 0xfffd, 1},
		{"\xe2\x82z", 0xfffd, 1},
		{"\xff", 0xfffd, 1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t len = strlen(cases[i].bytes);
		uint32_t rune;

		assert_int_equal(
			text_decode(cases[i].bytes, len, &rune), cases[i].len);
		assert_int_equal(rune, cases[i].rune);
		assert_int_equal(text_is_utf8(cases[i].bytes, len),
			rune != 0xfffd || cases[i].len == 3);
	}
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8("a\0b", 3));
}

static void
test_cleaning(void **state)
{
	struct str out;

	check(text_clean, "Łódź · 東京 😀 ~", "Łódź · 東京 😀 ~");
	check(text_clean,
		"a\tb\nc\x1b]0;x\x07\x7f", /* a title, set by a name */
		"a\\x09b\\x0ac\\x1b]0;x\\x07\\x7f");
	check(text_clean, "\xc2\x9b\xc2\x85", "\\u009b\\u0085");
	check(text_clean,
		"a\xe2\x80\xae"
		"b\xe2\x81\xa6"
		"c\xe2\x80\x8b",
		"a\\u202eb\\u2066c\\u200b");
	check(text_clean, "\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029");
	check(text_clean, "\xf3\xa0\x81\x81", "\\U000e0041"); /* a tag */
	check(text_clean, "\xff\xc3(", "\\xff\\xc3(");
	str_init(&out, 100);
	text_clean(&out, "a\0b", 3);
	assert_string_equal(out.data, "a\\x00b");
	str_release(&out);
}

/* A font shows them as it likes: as a lock, or as a check mark. */
static void
test_private_characters_are_escaped(void **state)
{
	check(text_clean, "a\xee\x80\x80z", "a\\ue000z");
	check(text_clean, "\xef\xa3\xbf", "\\uf8ff");
	check(text_clean, "\xf3\xb0\x80\x80", "\\U000f0000");
	check(text_clean, "\xf4\x8f\xbf\xbd", "\\U0010fffd");
	check(text_clean, "\xef\xa4\x80", "\xef\xa4\x80");
}

/* Many of them climb over the lines above. */
static void
test_marks_beyond_the_fourth_are_escaped(void **state)
{
#define MARK "\xcc\x81"
	check(text_clean, "Z" MARK MARK MARK MARK "a" MARK,
		"Z" MARK MARK MARK MARK "a" MARK);
	check(text_clean, "Z" MARK MARK MARK MARK MARK MARK "a",
		"Z" MARK MARK MARK MARK "\\u0301\\u0301a");
	/* on what somebody else wrote */
	check(text_clean, MARK "a", "\\u0301a");
	check(text_clean, "\x07" MARK "a", "\\x07\\u0301a");
	check(text_clean, "é" MARK, "é" MARK);
#undef MARK
}

static void
test_a_joiner_is_shown_where_it_is_written(void **state)
{
	/* می‌خواهم, and ක්‍ර */
	check(text_clean, "می\u200cخواهم", "می\u200cخواهم");
	check(text_clean, "ක්\u200dර", "ක්\u200dර");
	/* elsewhere it only makes two of what looks like one */
	check(text_clean, "Da\u200cna", "Da\\u200cna");
	check(text_clean, "می\u200c", "می\\u200c");
	check(text_clean, "\u200cمی", "\\u200cمی");
	check(text_clean, "می\u200c\u200cخ", "می\\u200c\\u200cخ");
	check(text_clean, "می\u200ca", "می\\u200ca");
	check(text_clean, "👩\u200d🔧", "👩\\u200d🔧");
	assert_int_equal(text_cells("می\u200cخ"), 3);
	check(text_fold, "می\u200cخواهم", "میخواهم");
}

static void
test_cleaning_twice_changes_nothing(void **state)
{
	struct str once, twice;

	str_init(&once, 10000);
	str_init(&twice, 10000);
	for (unsigned c = 1; c < 256; c++)
		str_addc(&twice, (char)c);
	str_addz(&twice, "\xcc\x81\xcc\x81می\u200cخ\u200c\xcc\x81");
	text_clean(&once, twice.data, twice.len);
	str_clear(&twice);
	text_clean(&twice, once.data, once.len);
	assert_string_equal(twice.data, once.data);
	str_release(&once);
	str_release(&twice);
}

/* ncurses asks wcwidth; where the two differ, the picture breaks. */
static void
test_cells_are_those_of_the_system(void **state)
{
	int differ = 0;

	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (uint32_t rune = 0x20; rune <= 0x10ffff; rune++) {
		int cells = wcwidth((wchar_t)rune);

		/* a newer system may know more than our table: allow few */
		if (cells >= 0 && cells != text_rune_cells(rune))
			differ++;
	}
	setlocale(LC_CTYPE, "C");
	assert_in_range(differ, 0, 500);
	assert_int_equal(text_rune_cells('a'), 1);
	assert_int_equal(text_rune_cells(0xe9), 1);
	assert_int_equal(text_rune_cells(0x301), 0);
	assert_int_equal(text_rune_cells(0x6771), 2);
	assert_int_equal(text_rune_cells(0x1f600), 2);
	assert_int_equal(text_rune_cells(0x10ffff), 1);
}

static void
check_fit(const char *text, size_t cells, bool pad, const char *want)
{
	struct str out;

	str_init(&out, 1000);
	text_fit(&out, text, cells, pad, false);
	assert_string_equal(out.data, want);
	if (pad)
		assert_int_equal(text_cells(out.data), cells);
	str_release(&out);
}

static void
test_fitting(void **state)
{
	struct str out;

	assert_int_equal(text_cells("Łódź 東京e\xcc\x81"), 10);
	check_fit("Elm St", 6, false, "Elm St");
	check_fit("Elm St", 5, false, "Elm …");
	check_fit("Elm St", 1, false, "…");
	check_fit("Elm St", 0, true, "");
	check_fit("", 3, true, "   ");
	check_fit("Elm", 5, true, "Elm  ");
	check_fit("東京", 4, true, "東京");
	check_fit("東京", 3, true, "東…");
	/* a wide one does not fit into one cell: a space stands in for it */
	check_fit("東京x", 4, true, "東… ");
	/* marks stay with their letter */
	check_fit("e\xcc\x81x", 1, false, "…");
	check_fit("e\xcc\x81", 1, false, "e\xcc\x81");
	check_fit("e\xcc\x81xyz", 2, false, "e\xcc\x81…");
	str_init(&out, 100);
	text_fit(&out, "Elm Street", 5, true, true);
	assert_string_equal(out.data, "Elm ~");
	str_release(&out);
}

static void
test_shortening(void **state)
{
	char buf[8];

	text_shorten(buf, sizeof(buf), "Elm St.");
	assert_string_equal(buf, "Elm St.");
	text_shorten(buf, sizeof(buf), "Elm Stre");
	assert_string_equal(buf, "Elm …");
	text_shorten(buf, sizeof(buf), "Eé東京x");
	assert_string_equal(buf, "Eé…");
	text_shorten(buf, 4, "Elm St");
	assert_string_equal(buf, "…");
}

static void
test_folding(void **state)
{
	check(text_fold, "Łódź ÅNGSTRÖM Đà Nẵng", "lodz angstrom da nang");
	check(text_fold, "Straße ẞ Æøœ Þór", "strasse ss aeooe thor");
	check(text_fold, "İSTANBUL ı Ǆ ĳ", "istanbul i dz ij");
	check(text_fold, "e\xcc\x81 o\xcc\x88", "e o");
	check(text_fold, "ΆΘΗΝΑ ΟΔΟΣ ς", "άθηνα οδοσ σ");
	check(text_fold, "МОСКВА Ёлка Ѐ", "москва ёлка ѐ");
	check(text_fold, "O’Brien – x\xc2\xa0y", "o'brien - x y");
	check(text_fold,
		"東\xe3\x80\x80"
		"京",
		"東 京");
	check(text_fold, "東京 \xff", "東京 \xef\xbf\xbd");
}

static void
test_spelling(void **state)
{
	check(text_spell, "Jürgen Groß", "juergen gross");
	check(text_spell, "JU\xcc\x88RGEN", "juergen");
	check(text_spell, "Ångström, Bjørn", "aangstroem, bjoern");
	check(text_spell, "A\xcc\x8asa e\xcc\x88", "aasa e");
	check(text_spell, "\xcc\x88 Łódź", " lodz");
	check(text_spell, "Elm St. \xff", "elm st. \xef\xbf\xbd");
}

/* One code point in UTF-8. */
static const char *
encode(uint32_t rune, char buf[8])
{
	size_t more = rune < 0x80      ? 0
		      : rune < 0x800   ? 1
		      : rune < 0x10000 ? 2
				       : 3;
	static const unsigned char heads[] = {0, 0xc0, 0xe0, 0xf0};

	buf[0] = (char)(heads[more] | rune >> (6 * more));
	for (size_t i = 1; i <= more; i++)
		buf[i] = (char)(0x80 | (rune >> (6 * (more - i)) & 0x3f));
	buf[more + 1] = '\0';
	return buf;
}

static void
test_folding_twice_changes_nothing(void **state)
{
	struct str once, twice;
	char text[8];

	str_init(&once, 100);
	str_init(&twice, 100);
	for (uint32_t rune = 1; rune < 0x30000; rune++) {
		str_clear(&once);
		str_clear(&twice);
		encode(rune, text);
		text_fold(&once, text, strlen(text));
		text_fold(&twice, once.data, once.len);
		if (strcmp(once.data, twice.data) != 0)
			fail_msg("U+%04x", rune);
	}
	/* marks that part the bytes of a letter must not join them */
	str_clear(&once);
	str_clear(&twice);
	text_fold(&once, "\xc3\xcc\x81\xa9", 4);
	text_fold(&twice, once.data, once.len);
	assert_string_equal(once.data, twice.data);
	str_release(&once);
	str_release(&twice);
}

/* Latin, the Greek and Cyrillic letters in use: capitals fold as small ones. */
static void
test_folding_knows_the_capitals(void **state)
{
	static const uint32_t ranges[][2] = {{0x41, 0x24f}, {0x386, 0x3ce},
		{0x400, 0x52f}, {0x1e00, 0x1eff}};
	struct str a, b;
	char text[8];

	str_init(&a, 100);
	str_init(&b, 100);
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		for (uint32_t c = ranges[i][0]; c <= ranges[i][1]; c++) {
			uint32_t small = (uint32_t)towlower((wint_t)c);

			/* the two small letters of Ⱥ and Ⱦ stand far off */
			if (small >= 0x2c65)
				continue;
			str_clear(&a);
			str_clear(&b);
			encode(c, text);
			text_fold(&a, text, strlen(text));
			encode(small, text);
			text_fold(&b, text, strlen(text));
			if (strcmp(a.data, b.data) != 0)
				fail_msg("U+%04x", c);
		}
	setlocale(LC_CTYPE, "C");
	str_release(&a);
	str_release(&b);
}

static void
check_ascii(const char *text, const char *want)
{
	struct str out;

	str_init(&out, 1000);
	text_ascii(&out, text);
	assert_string_equal(out.data, want);
	str_release(&out);
}

static void
test_ascii(void **state)
{
	check_ascii("Łódź · Ærø, Straße…", "Lodz - Aero, Strasse...");
	check_ascii("e\xcc\x81", "e");
	check_ascii("東京 Москва", "?? ??????");
	check_ascii("“O’Brien”", "\"O'Brien\"");
}

static void
check_shell(const char *text, const char *want)
{
	struct str out;

	str_init(&out, 1000);
	text_shell(&out, text);
	assert_string_equal(out.data, want);
	str_release(&out);
}

static void
test_words_of_a_shell(void **state)
{
	(void)state;
	check_shell("dana", "dana");
	check_shell("https://c.example:8443/x_y", "https://c.example:8443/x_y");
	check_shell("", "''");
	check_shell("dana whitfield", "'dana whitfield'");
	check_shell("~dana", "'~dana'");
	check_shell("x$(id)`id`;", "'x$(id)`id`;'");
	check_shell("o'hara", "'o'\\''hara'");
	check_shell("zoë", "'zoë'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_cleaning),
		cmocka_unit_test(test_private_characters_are_escaped),
		cmocka_unit_test(test_marks_beyond_the_fourth_are_escaped),
		cmocka_unit_test(test_a_joiner_is_shown_where_it_is_written),
		cmocka_unit_test(test_cleaning_twice_changes_nothing),
		cmocka_unit_test(test_cells_are_those_of_the_system),
		cmocka_unit_test(test_fitting),
		cmocka_unit_test(test_shortening),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_spelling),
		cmocka_unit_test(test_folding_twice_changes_nothing),
		cmocka_unit_test(test_folding_knows_the_capitals),
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_words_of_a_shell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
