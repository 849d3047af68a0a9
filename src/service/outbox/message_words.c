#include "message_words.h"

#include <string.h>

#include "base/text.h"
#include "calendar/date.h"
#include "calendar/zone.h"
#include "service/company/zones.h"

#define LANGUAGES 2

static const char *const languages[LANGUAGES] = {"en", "es"};

/* X(name, in English, in Spanish); whole sentences. */
#define WORDS(X)                                                               \
	X(SUBJECT_VERIFY, "set your password", "elija su contraseña")          \
	X(SUBJECT_MOVED, "confirm your new e-mail address",                    \
		"confirme su nueva dirección de correo")                       \
	X(SUBJECT_FORGOTTEN, "a new password", "una contraseña nueva")         \
	X(SUBJECT_NOTE, "your e-mail address was changed",                     \
		"su dirección de correo ha cambiado")                          \
	X(HELLO, "Hello", "Hola")                                              \
	X(VERIFY, "You can clock in and out with Connect Clock now.",          \
		"Ya puede fichar con Connect Clock.")                          \
	X(MOVED,                                                               \
		"Your mail is to go to this address from now on. Confirm it:"  \
		" until then nothing else changes, and you can sign in as "    \
		"before.",                                                     \
		"Desde ahora su correo debe llegar a esta dirección. "        \
		"Confírmela: hasta entonces no cambia nada más, y puede "    \
		"iniciar sesión como antes.")                                  \
	X(FORGOTTEN, "Somebody, you we hope, asked for a new password.",       \
		"Alguien, esperamos que usted, pidió una contraseña nueva.")   \
	X(NOTE,                                                                \
		"An administrator has changed your e-mail address: mail does " \
		"not go to this one any more. If that is wrong, tell your "    \
		"administrator.",                                              \
		"Un administrador ha cambiado su dirección de correo: ya no " \
		"se envía correo a esta. Si es un error, avise a su "         \
		"administrador.")                                              \
	X(OPEN, "Open this link and set a password:",                          \
		"Abra este enlace y elija una contraseña:")                    \
	X(VALID, "It is valid until", "Es válido hasta el")                    \
	X(COMPANY_ID, "Company ID:", "ID de la empresa:")                      \
	X(USERNAME, "Username:", "Usuario:")                                   \
	X(CODE, "On a machine without a browser, type",                        \
		"En una máquina sin navegador, escriba")                       \
	X(AND_CODE, "and this code:", "y este código:")                        \
	X(IGNORE,                                                              \
		"If you did not expect this mail, do nothing: nothing was "    \
		"changed.",                                                    \
		"Si no esperaba este correo, no haga nada: no se ha cambiado " \
		"nada.")

enum word {
#define X(name, english, spanish) WORD_##name,
	WORDS(X)
#undef X
};

static const char *const words[][LANGUAGES] = {
#define X(name, english, spanish) [WORD_##name] = {english, spanish},
	WORDS(X)
#undef X
};

static const char *const days[LANGUAGES][7] = {
	{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
	{"lun", "mar", "mié", "jue", "vie", "sáb", "dom"},
};
static const char *const months[LANGUAGES][12] = {
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
		"Nov", "Dec"},
	{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct",
		"nov", "dic"},
};

static int
language_of(const struct outbox_mail *mail)
{
	return mail->language > 0 && mail->language < LANGUAGES ? mail->language
								: 0;
}

const char *
message_words_language(const struct outbox_mail *mail)
{
	return languages[language_of(mail)];
}

/* --- times -----------------------------------------------------------------
 */

static void
add_day(int language, const struct civil *at, struct str *out)
{
	str_addf(out, "%s %d %s %04d",
		days[language][date_weekday(date_from_civil(at)) - 1], at->day,
		months[language][at->month - 1], at->year);
}

void
message_words_date(int64_t utc_ms, struct str *out)
{
	struct civil at;

	civil_from_utc_ms(utc_ms, &at);
	str_addf(out, "%s, %d %s %04d %02d:%02d:%02d +0000",
		days[0][date_weekday(date_from_civil(&at)) - 1], at.day,
		months[0][at.month - 1], at.year, at.hour, at.minute,
		at.second);
}

/* "Thu 19 Nov 2026 08:00 EST", as the company's clocks show it. */
static void
add_until(const struct message *message, int language, struct str *out)
{
	const int64_t until_ms = message->now_ms + LETTER_LIFE_MS;
	const char *abbreviation = "UTC";
	const struct zone *zone;
	struct zone_moment moment;
	struct civil at;
	struct err none = {0};

	civil_from_utc_ms(until_ms, &at);
	if (zones_get(message->zones, message->mail->zone, &zone, &none) == 0) {
		zone_to_local(zone, until_ms, &at);
		zone_at(zone, until_ms, &moment);
		abbreviation = moment.abbreviation;
	}
	add_day(language, &at, out);
	str_addf(out, " %02d:%02d %s", at.hour, at.minute, abbreviation);
}

/* --- texts -----------------------------------------------------------------
 */

/* What people wrote, on one line. */
static void
add_text(const char *text, struct str *out)
{
	text_clean(out, text, strlen(text));
}

void
message_words_subject(const struct outbox_mail *mail, struct str *out)
{
	static const enum word subjects[] = {
		[LETTER_VERIFY] = WORD_SUBJECT_VERIFY,
		[LETTER_MOVED] = WORD_SUBJECT_MOVED,
		[LETTER_FORGOTTEN] = WORD_SUBJECT_FORGOTTEN,
		[LETTER_NOTE] = WORD_SUBJECT_NOTE,
	};

	add_text(mail->company_name, out);
	str_addf(out, ": %s", words[subjects[mail->kind]][language_of(mail)]);
}

static void
add_line(int language, enum word word, const char *behind, struct str *out)
{
	str_addz(out, words[word][language]);
	str_addc(out, ' ');
	str_addz(out, behind);
	str_addc(out, '\n');
}

/* What a link and a code need. */
static void
add_ways(const struct message *message, int language, struct str *out)
{
	const struct outbox_mail *mail = message->mail;

	str_addf(out, "%s\n\n%s/verify/%s\n\n%s ", words[WORD_OPEN][language],
		message->public_url, mail->token, words[WORD_VALID][language]);
	add_until(message, language, out);
	str_addz(out, ".\n\n");
	add_line(language, WORD_COMPANY_ID, mail->company_id, out);
	add_line(language, WORD_USERNAME, mail->username, out);
	str_addf(out,
		"\n%s\n\n    connect-clock activate --server %s --company %s "
		"--username ",
		words[WORD_CODE][language], message->public_url,
		mail->company_id);
	text_shell(out, mail->username);
	str_addf(out, "\n\n%s %s\n\n%s\n", words[WORD_AND_CODE][language],
		mail->code, words[WORD_IGNORE][language]);
}

void
message_words_body(const struct message *message, struct str *out)
{
	static const enum word reasons[] = {
		[LETTER_VERIFY] = WORD_VERIFY,
		[LETTER_MOVED] = WORD_MOVED,
		[LETTER_FORGOTTEN] = WORD_FORGOTTEN,
		[LETTER_NOTE] = WORD_NOTE,
	};
	const struct outbox_mail *mail = message->mail;
	const int language = language_of(mail);

	str_addf(out, "%s ", words[WORD_HELLO][language]);
	add_text(mail->name, out);
	str_addz(out, ",\n\n");
	add_text(mail->company_name, out);
	str_addf(out, ": %s\n\n", words[reasons[mail->kind]][language]);
	if (mail->kind != LETTER_NOTE)
		add_ways(message, language, out);
}
