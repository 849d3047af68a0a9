#include "wire/json.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

#define NUMBER_BYTES_MAX 62 /* more than that the library does not read */
#define FINITE_POWER 308    /* below 10^308 all numbers are finite */
#define FEW_NAMES 24        /* up to here comparing all pairs is faster */

struct level {
	bool is_object;
	size_t first_name; /* of this object in `names` */
};

struct scan {
	const char *bytes;
	size_t len;
	size_t at;
	const struct json_limits *limits;
	size_t values;
	struct level levels[JSON_MAX_DEPTH];
	int depth;
	uint64_t *names; /* hashes of the names of all open objects */
	size_t name_count;
	size_t name_cap;
	const char *wrong; /* what is, once something is */
};

static bool
wrong(struct scan *s, const char *what)
{
	s->wrong = what;
	return false;
}

/* The next byte, NUL at the end (a NUL inside is never allowed). */
static char
peek(const struct scan *s)
{
	return s->at < s->len ? s->bytes[s->at] : '\0';
}

static bool
accept(struct scan *s, char c)
{
	if (s->at == s->len || s->bytes[s->at] != c)
		return false;
	s->at++;
	return true;
}

static void
skip_space(struct scan *s)
{
	while (s->at < s->len) {
		char c = s->bytes[s->at];

		if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
			break;
		s->at++;
	}
}

/* --- strings ---------------------------------------------------------------
 */

static bool
scan_hex4(struct scan *s, uint32_t *unit_out)
{
	uint32_t unit = 0;

	for (int i = 0; i < 4; i++, s->at++) {
		char c = peek(s);

		unit <<= 4;
		if (c >= '0' && c <= '9')
			unit |= (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			unit |= (uint32_t)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			unit |= (uint32_t)(c - 'A' + 10);
		else
			return wrong(s, "\\u wants four hexadecimal digits");
	}
	*unit_out = unit;
	return true;
}

static bool
scan_unicode_escape(struct scan *s, uint32_t *rune_out)
{
	uint32_t high, low;

	if (!scan_hex4(s, &high))
		return false;
	if (high == 0)
		return wrong(s, "a NUL in a string");
	*rune_out = high;
	if (high < 0xd800 || high > 0xdfff)
		return true;
	if (high > 0xdbff || !accept(s, '\\') || !accept(s, 'u'))
		return wrong(s, "half of a surrogate pair");
	if (!scan_hex4(s, &low))
		return false;
	if (low < 0xdc00 || low > 0xdfff)
		return wrong(s, "half of a surrogate pair");
	*rune_out = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static bool
scan_escape(struct scan *s, uint32_t *rune_out)
{
	static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

	if (accept(s, 'u'))
		return scan_unicode_escape(s, rune_out);
	for (const char *e = escapes; *e; e += 2) {
		if (accept(s, e[0])) {
			*rune_out = (unsigned char)e[1];
			return true;
		}
	}
	return wrong(s, "an unknown escape in a string");
}

/* One character of a string, however it is written. */
static bool
scan_character(struct scan *s, uint32_t *rune_out)
{
	unsigned char c = (unsigned char)s->bytes[s->at];
	size_t used;

	if (c == '\\') {
		s->at++;
		return scan_escape(s, rune_out);
	}
	if (c < 0x20)
		return wrong(s, "a control character in a string");
	if (c < 0x80) {
		*rune_out = c;
		s->at++;
		return true;
	}
	used = text_decode(s->bytes + s->at, s->len - s->at, rune_out);
	if (used == 1)
		return wrong(s, "not UTF-8");
	s->at += used;
	return true;
}

/* A string behind its quote; the hash is that of the characters meant. */
static bool
scan_string(struct scan *s, uint64_t *hash_out)
{
	uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
	uint32_t rune;

	while (s->at < s->len) {
		if (accept(s, '"')) {
			*hash_out = hash;
			return true;
		}
		if (!scan_character(s, &rune))
			return false;
		hash = (hash ^ rune) * UINT64_C(1099511628211);
	}
	return wrong(s, "a string without an end");
}

/* --- numbers ---------------------------------------------------------------
 */

static size_t
scan_digits(struct scan *s)
{
	size_t from = s->at;

	while (peek(s) >= '0' && peek(s) <= '9')
		s->at++;
	return s->at - from;
}

/* The least power of ten above these digits; very low when they are zero. */
static int
power_above(const char *digits, size_t whole, size_t all)
{
	for (size_t i = 0; i < all; i++) {
		if (digits[i] >= '1' && digits[i] <= '9')
			return (int)whole - (int)i + (i > whole);
	}
	return -1000000;
}

/*
 * Whether a number is finite, in every locale: where it is close, its digits
 * are converted as a whole number, without the point.
 */
static bool
is_finite(const char *digits, size_t whole, size_t all, int exponent)
{
	int power = power_above(digits, whole, all) + exponent;
	size_t fraction = all > whole ? all - whole - 1 : 0;
	char text[2 * NUMBER_BYTES_MAX];

	if (power != FINITE_POWER + 1)
		return power <= FINITE_POWER;
	snprintf(text, sizeof(text), "%.*s%.*se%d", (int)whole, digits,
		(int)fraction, digits + all - fraction,
		exponent - (int)fraction);
	return isfinite(strtod(text, NULL));
}

static bool
scan_exponent(struct scan *s, int *exponent_out)
{
	bool down;
	int exponent = 0;
	size_t from;

	if (!accept(s, 'e') && !accept(s, 'E'))
		return true;
	down = accept(s, '-');
	if (!down)
		accept(s, '+');
	from = s->at;
	if (scan_digits(s) == 0)
		return wrong(s, "an exponent without digits");
	for (size_t i = from; i < s->at && exponent < 10000; i++)
		exponent = exponent * 10 + (s->bytes[i] - '0');
	*exponent_out = down ? -exponent : exponent;
	return true;
}

static bool
scan_number(struct scan *s)
{
	size_t from = s->at, whole, all;
	const char *digits;
	int exponent = 0;

	accept(s, '-');
	digits = s->bytes + s->at;
	whole = scan_digits(s);
	if (whole == 0)
		return wrong(s, "a value is missing");
	if (whole > 1 && digits[0] == '0')
		return wrong(s, "a number with a leading zero");
	if (accept(s, '.') && scan_digits(s) == 0)
		return wrong(s, "a decimal point without digits");
	all = (size_t)(s->bytes + s->at - digits);
	if (!scan_exponent(s, &exponent))
		return false;
	if (s->at - from > NUMBER_BYTES_MAX)
		return wrong(s, "a number with too many digits");
	if (!is_finite(digits, whole, all, exponent))
		return wrong(s, "a number out of range");
	return true;
}

/* --- names -----------------------------------------------------------------
 */

static int
compare_hash(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Two names of one hash count as equal: no honest message has such a pair. */
static bool
has_duplicates(uint64_t *names, size_t n)
{
	if (n <= FEW_NAMES) {
		for (size_t i = 1; i < n; i++) {
			for (size_t k = 0; k < i; k++) {
				if (names[i] == names[k])
					return true;
			}
		}
		return false;
	}
	qsort(names, n, sizeof(*names), compare_hash);
	for (size_t i = 1; i < n; i++) {
		if (names[i] == names[i - 1])
			return true;
	}
	return false;
}

static bool
scan_name(struct scan *s)
{
	uint64_t hash;

	skip_space(s);
	if (!accept(s, '"'))
		return wrong(s, "a member wants a name in quotes");
	if (!scan_string(s, &hash))
		return false;
	s->names = mem_grow(
		s->names, &s->name_cap, s->name_count + 1, sizeof(*s->names));
	s->names[s->name_count++] = hash;
	skip_space(s);
	return accept(s, ':') || wrong(s, "a colon is missing");
}

/* --- values ----------------------------------------------------------------
 */

static bool
scan_word(struct scan *s, const char *word)
{
	while (*word) {
		if (!accept(s, *word++))
			return wrong(s, "a value is missing");
	}
	return true;
}

static bool
open_level(struct scan *s, bool is_object)
{
	if (s->depth == JSON_MAX_DEPTH)
		return wrong(s, "nested too deeply");
	s->levels[s->depth++] = (struct level){is_object, s->name_count};
	s->at++;
	return true;
}

/* One scalar, or the opening bracket of an object or array. */
static bool
scan_value(struct scan *s)
{
	uint64_t hash;

	skip_space(s);
	if (s->values++ == s->limits->members)
		return wrong(s, "too many values");
	switch (peek(s)) {
	case '{':
		return open_level(s, true);
	case '[':
		return open_level(s, false);
	case '"':
		s->at++;
		return scan_string(s, &hash);
	case 't':
		return scan_word(s, "true");
	case 'f':
		return scan_word(s, "false");
	case 'n':
		return scan_word(s, "null");
	default:
		return scan_number(s);
	}
}

static bool
close_level(struct scan *s)
{
	const struct level *level = &s->levels[s->depth - 1];
	size_t first = level->first_name;

	if (level->is_object && s->name_count > first &&
		has_duplicates(s->names + first, s->name_count - first))
		return wrong(s, "two members of one name");
	s->name_count = first;
	s->depth--;
	return true;
}

/*
 * From behind a value to where the next one begins, closing what ends on the
 * way; at depth 0 there is no next one. `opened`: the value was an opening
 * bracket, and no comma is wanted.
 */
static bool
scan_to_next(struct scan *s, bool opened)
{
	while (s->depth > 0) {
		bool is_object = s->levels[s->depth - 1].is_object;

		skip_space(s);
		if (accept(s, is_object ? '}' : ']')) {
			if (!close_level(s))
				return false;
			opened = false;
			continue;
		}
		if (!opened && !accept(s, ','))
			return wrong(s, "a comma or a bracket is missing");
		return !is_object || scan_name(s);
	}
	return true;
}

static bool
scan_text(struct scan *s)
{
	do {
		int depth = s->depth;

		if (!scan_value(s) || !scan_to_next(s, s->depth > depth))
			return false;
	} while (s->depth > 0);
	skip_space(s);
	return s->at == s->len || wrong(s, "something behind the value");
}

int
json_scan(const char *bytes, size_t len, const struct json_limits *limits,
	struct err *err)
{
	struct scan s = {.bytes = bytes, .len = len, .limits = limits};
	bool ok;

	if (len > limits->bytes)
		return err_set(err, ERR_DATA,
			"not valid JSON: longer than %zu bytes", limits->bytes);
	ok = scan_text(&s);
	free(s.names);
	if (!ok)
		return err_set(err, ERR_DATA, "not valid JSON at byte %zu: %s",
			s.at, s.wrong);
	return 0;
}
