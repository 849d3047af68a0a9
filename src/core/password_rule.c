#include "core/password_rule.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "base/text.h"

#define WORD_MIN 3
#define WORD_BYTES 1024

/*
 * What the lists of leaked passwords are full of, as its letters are read once
 * digits that stand for letters are letters again. A password that is one of
 * these, and digits and signs around it, is one that is tried first.
 */
static const char *const common[] = {"abc", "abcdef", "abcdefgh", "access",
	"admin", "administrator", "asdf", "asdfgh", "asdfghjkl", "azerty",
	"baseball", "batman", "changeme", "charlie", "chocolate", "clock",
	"companyname", "computer", "connect", "connectclock", "correcthorse",
	"correcthorsebatterystaple", "default", "donald", "dragon", "football",
	"freedom", "guest", "hallo", "hello", "helloworld", "iloveyou",
	"internet", "jennifer", "jesus", "jordan", "letmein", "letmeinnow",
	"liverpool", "login", "loveme", "master", "michael", "michelle",
	"monday", "monkey", "mustang", "mypassword", "nopassword", "ninja",
	"pass", "passphrase", "passw", "password", "passwort", "pokemon",
	"princess", "punchclock", "qazwsx", "qazwsxedc", "qwer", "qwert",
	"qwerty", "qwertyuiop", "qwertz", "qwertzuiop", "root", "secret",
	"secretpassword", "server", "service", "shadow", "starwars", "summer",
	"sunshine", "superman", "supersecret", "superuser", "temp", "temporary",
	"test", "testing", "thisismypassword", "thepassword", "timeclock",
	"topsecret", "trustno", "user", "welcome", "whatever", "winter",
	"yourpassword", "zxcvbn", "zxcvbnm"};

/* Along these one types without thinking. */
static const char *const rows[] = {"abcdefghijklmnopqrstuvwxyz",
	"01234567890123456789", "qwertyuiop", "qwertzuiop", "azertyuiop",
	"asdfghjkl", "zxcvbnm", "yxcvbnm", "1q2w3e4r5t6y7u8i9o0p",
	"qazwsxedcrfvtgbyhnujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static size_t
count_runes(const char *text, size_t len)
{
	size_t runes = 0;

	for (size_t i = 0; i < len; runes++) {
		uint32_t rune;

		i += text_decode(text + i, len - i, &rune);
	}
	return runes;
}

/* "0" is read as "o", and so on. */
static char
letter_of(char c)
{
	static const char signs[] = "0134578@$!";
	static const char letters[] = "oieastbasi";
	const char *at = c == '\0' ? NULL : strchr(signs, c);

	return at == NULL ? c : letters[at - signs];
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Its letters alone; `read`: what stands for one inside a word is one. */
static void
add_letters(struct str *out, const char *text, bool read)
{
	size_t len = strlen(text);
	size_t first = 0;

	/* Digits at the ends are no letters: "welcome2026!". */
	while (first < len && !is_letter(text[first]) && text[first] != '@' &&
		text[first] != '$')
		first++;
	while (len > first && !is_letter(text[len - 1]))
		len--;
	for (size_t i = first; i < len; i++) {
		char c = read ? letter_of(text[i]) : text[i];

		if (is_letter(c))
			str_addc(out, c);
	}
}

/* One piece, over and over: "aaaa", "abcabc", "passwordpassword". */
static bool
is_repeated(const char *text)
{
	size_t len = strlen(text);

	for (size_t piece = 1; piece <= len / 2; piece++) {
		size_t i = piece;

		while (i < len && text[i] == text[i - piece])
			i++;
		if (i == len)
			return true;
	}
	return false;
}

static void
reverse(struct str *out, const char *text)
{
	for (size_t i = strlen(text); i > 0; i--)
		str_addc(out, text[i - 1]);
}

/* Whether nearly all of it is one row, or two: "qwertyuiop12". */
static bool
is_row(const char *text)
{
	size_t len = strlen(text);
	size_t covered = 0;

	for (size_t at = 0; at < len;) {
		size_t longest = 0;

		for (size_t i = 0; i < COUNT(rows); i++)
			for (const char *from = rows[i]; *from != '\0';
				from++) {
				size_t n = 0;

				while (from[n] != '\0' &&
					from[n] == text[at + n])
					n++;
				if (n > longest)
					longest = n;
			}
		if (longest >= 3)
			covered += longest;
		at += longest > 0 ? longest : 1;
	}
	return covered + 2 >= len;
}

static bool
is_common(const char *folded, bool read)
{
	struct str letters;
	bool found;

	str_init(&letters, SECRET_MAX_BYTES * 2);
	add_letters(&letters, folded, read);
	/* Without a letter it is a number. */
	found = letters.len == 0 || is_repeated(letters.data);
	for (size_t i = 0; i < COUNT(common) && !found; i++)
		found = strcmp(letters.data, common[i]) == 0;
	secret_wipe(letters.data, letters.len);
	str_release(&letters);
	return found;
}

static int
check_words(const char *folded, const char *const *words, size_t count,
	struct err *err)
{
	struct str word;
	int rc = 0;

	str_init(&word, WORD_BYTES);
	for (size_t i = 0; i < count && rc == 0; i++) {
		if (words[i] == NULL)
			continue;
		str_clear(&word);
		text_fold(&word, words[i], strlen(words[i]));
		if (word.len >= WORD_MIN && strstr(folded, word.data) != NULL)
			rc = err_set(err, ERR_DATA,
				"the password must not hold the Company ID, "
				"the username, or another name of the company "
				"or the person");
	}
	str_release(&word);
	return rc;
}

static int
check_easy(const char *folded, struct err *err)
{
	struct str back;
	bool easy;

	str_init(&back, SECRET_MAX_BYTES * 2);
	reverse(&back, folded);
	easy = is_row(folded) || is_row(back.data);
	secret_wipe(back.data, back.len);
	str_release(&back);
	if (is_repeated(folded))
		return err_set(err, ERR_DATA,
			"the password is one piece over and over: take several "
			"words that have nothing to do with each other");
	if (easy || is_common(folded, true) || is_common(folded, false))
		return err_set(err, ERR_DATA,
			"the password is one of those that are tried first: "
			"take several words that have nothing to do with each "
			"other");
	return 0;
}

bool
password_rule_is_short(const char *password, size_t len)
{
	return count_runes(password, len) < PASSWORD_RULE_MIN;
}

int
password_rule(const char *password, size_t len, const char *const *words,
	size_t word_count, struct err *err)
{
	struct str folded;
	int rc;

	if (!text_is_utf8(password, len))
		return err_set(err, ERR_DATA,
			"the password is no UTF-8: set the terminal to it");
	if (password_rule_is_short(password, len))
		return err_set(err, ERR_DATA,
			"the password is too short: it must have at least %d "
			"characters",
			PASSWORD_RULE_MIN);
	str_init(&folded, SECRET_MAX_BYTES * 2);
	text_fold(&folded, password, len);
	rc = check_words(folded.data, words, word_count, err);
	if (rc == 0)
		rc = check_easy(folded.data, err);
	secret_wipe(folded.data, folded.len);
	str_release(&folded);
	return rc;
}
