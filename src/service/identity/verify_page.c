#include "verify_page.h"

#include <string.h>

#include "base/text.h"
#include "service/desk/language.h"

/* The policy names its hash (tests/e2e/mail.sh works it out again). */
#define STYLE                                                                  \
	"body{margin:0;font:1.125rem/1.5 sans-serif;color:#1a1a1a;"            \
	"background:#fff}"                                                     \
	"main{max-width:34rem;margin:0 auto;padding:1rem;"                     \
	"overflow-wrap:anywhere}"                                              \
	"h1{font-size:1.5rem;line-height:1.25}"                                \
	"label{display:block;font-weight:bold}"                                \
	"input{box-sizing:border-box;width:100%;min-height:2.75rem;"           \
	"padding:.25rem .5rem;font:inherit;color:inherit;background:#fff;"     \
	"border:2px solid #595959;border-radius:4px}"                          \
	"input[readonly]{background:#f0f0f0}"                                  \
	"button{min-height:2.75rem;padding:.25rem 1.25rem;font:inherit;"       \
	"color:#fff;background:#0b5394;border:2px solid #0b5394;"              \
	"border-radius:4px}"                                                   \
	"input:focus,button:focus{outline:3px solid #b45f06;"                  \
	"outline-offset:2px}"                                                  \
	".problem{color:#a40000;font-weight:bold}"                             \
	"code{overflow-wrap:anywhere}"

static const char policy[] =
	"default-src 'none'; "
	"style-src 'sha256-j9BI4HtR09Ghj1qrP8LqWmQtXjeqvzuHUsU+esVjw6M='; "
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

#define LANGUAGES 2

static const char *const languages[LANGUAGES] = {"en", "es"};

/* X(name, in English, in Spanish) */
#define WORDS(X)                                                                \
	X(SET, "Set your password", "Elija su contraseña")                      \
	X(ERROR, "Error: ", "Error: ")                                          \
	X(FOR, "For", "Para")                                                   \
	X(COMPANY_ID, "Company ID", "ID de la empresa")                         \
	X(USERNAME, "Username", "Usuario")                                      \
	X(PASSWORD, "New password", "Contraseña nueva")                         \
	X(AGAIN, "The same once more", "La misma otra vez")                     \
	X(RULE,                                                                 \
		"Use at least 12 characters: several words that have "          \
		"nothing to do with each other are good.",                      \
		"Use al menos 12 caracteres: son buenas varias palabras que "   \
		"no tengan que ver entre sí.")                                  \
	X(BUTTON, "Set password", "Guardar la contraseña")                      \
	X(SHORT, "It is too short: use at least 12 characters.",                \
		"Es demasiado corta: use al menos 12 caracteres.")              \
	X(EASY,                                                                 \
		"It is too easy to guess: use several words that have "         \
		"nothing to do with you or the company.",                       \
		"Es demasiado fácil de adivinar: use varias palabras que no "  \
		"tengan que ver con usted ni con la empresa.")                  \
	X(DIFFERENT, "The two passwords are not the same: type both again.",    \
		"Las dos contraseñas no son iguales: escriba ambas otra vez.")  \
	X(USED, "This link was used", "Este enlace ya se usó")                  \
	X(USED_TEXT,                                                            \
		"A password was set by it. If that was not you, or you "        \
		"forgot the password, ask for a new link.",                     \
		"Con él se guardó una contraseña. Si no fue usted, o si la " \
		"olvidó, pida un enlace nuevo.")                                \
	X(NEWER, "A newer link was sent", "Se envió un enlace más nuevo")       \
	X(NEWER_TEXT,                                                           \
		"Only the newest one works: look for the last mail. If it "     \
		"is not there, ask for a new link.",                            \
		"Solo sirve el más nuevo: busque el último correo. Si no "    \
		"está, pida un enlace nuevo.")                                  \
	X(EXPIRED, "This link has expired", "Este enlace ha caducado")          \
	X(EXPIRED_TEXT, "A link works for 72 hours. Ask for a new one.",        \
		"Un enlace sirve durante 72 horas. Pida uno nuevo.")            \
	X(SEND, "Send me a new link", "Enviarme un enlace nuevo")               \
	X(NONE, "There is no such link", "No existe este enlace")               \
	X(NONE_TEXT,                                                            \
		"Open the whole link of the mail, or ask your administrator "   \
		"for a new one.",                                               \
		"Abra el enlace completo del correo, o pida uno nuevo a su "    \
		"administrador.")                                               \
	X(DONE, "Your password is set", "Su contraseña está guardada")          \
	X(TERMINAL, "On your terminal:", "En su terminal:")                     \
	X(FORGOT, "Forgot your password?", "¿Olvidó su contraseña?")            \
	X(FORGOT_TEXT,                                                          \
		"A mail with a link to set a new one goes to your address. "    \
		"The old one works until then.",                                \
		"Un correo con un enlace para elegir otra irá a su "           \
		"dirección. "                                                  \
		"La de antes sirve hasta entonces.")                            \
	X(FORGOT_WHOM,                                                          \
		"Type the Company ID, without blanks, and the username.",       \
		"Escriba el ID de la empresa, sin espacios, y el usuario.")     \
	X(FORGOT_BUTTON, "Send me a link", "Enviarme un enlace")                \
	X(ASKED, "Look into your mail", "Revise su correo")                     \
	X(ASKED_TEXT,                                                           \
		"If you may sign in, a new link is on its way to the address "  \
		"that the company has of you. This can take some minutes.",     \
		"Si usted puede iniciar sesión, un enlace nuevo va en camino " \
		"a la dirección que la empresa tiene de usted. Puede tardar "  \
		"unos minutos.")                                                \
	X(BUSY, "The service is busy", "El servicio está ocupado")              \
	X(BUSY_TEXT, "Nothing was changed. Try again in a moment.",             \
		"No se cambió nada. Inténtelo de nuevo en un momento.")

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

struct writer {
	struct str *out;
	const struct verify_page_facts *facts;
	int language;
};

static void
add_word(const struct writer *to, enum word word)
{
	str_addz(to->out, words[word][to->language]);
}

/* Text of people, made harmless. */
static void
add_text(const struct writer *to, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			str_addz(to->out, "&amp;");
			break;
		case '<':
			str_addz(to->out, "&lt;");
			break;
		case '>':
			str_addz(to->out, "&gt;");
			break;
		case '"':
			str_addz(to->out, "&quot;");
			break;
		default:
			str_addc(to->out, *text);
			break;
		}
	}
}

static void
add_paragraph(const struct writer *to, enum word word)
{
	str_addz(to->out, "<p>");
	add_word(to, word);
	str_addz(to->out, "</p>\n");
}

static void
begin(const struct writer *to, enum word title, bool is_error)
{
	str_addf(to->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
		languages[to->language]);
	str_addz(to->out, "<meta charset=\"utf-8\">\n"
			  "<meta name=\"viewport\" "
			  "content=\"width=device-width, initial-scale=1\">\n"
			  "<title>");
	if (is_error)
		add_word(to, WORD_ERROR);
	add_word(to, title);
	str_addz(to->out, "</title>\n<style>" STYLE "</style>\n</head>\n"
			  "<body>\n<main>\n<h1>");
	add_word(to, title);
	str_addz(to->out, "</h1>\n");
}

static void
end(const struct writer *to)
{
	str_addz(to->out, "</main>\n</body>\n</html>\n");
}

/* --- the form --------------------------------------------------------------
 */

/* "For Dana Whitfield, Acme Roofing. Company ID: acme" */
static void
add_whose(const struct writer *to)
{
	const struct verification *it = to->facts->it;

	str_addz(to->out, "<p>");
	add_word(to, WORD_FOR);
	str_addz(to->out, " <strong>");
	add_text(to, it->given_name);
	if (it->given_name[0] != '\0' && it->family_name[0] != '\0')
		str_addc(to->out, ' ');
	add_text(to, it->family_name);
	str_addz(to->out, "</strong>, ");
	add_text(to, it->company_name);
	str_addz(to->out, ". ");
	add_word(to, WORD_COMPANY_ID);
	str_addz(to->out, ": <strong>");
	add_text(to, it->company_id);
	str_addz(to->out, "</strong></p>\n");
}

static void
add_password(
	const struct writer *to, const char *name, enum word label, bool wrong)
{
	const bool first = label == WORD_PASSWORD;

	str_addf(to->out, "<p><label for=\"%s\">", name);
	add_word(to, label);
	str_addf(to->out,
		"</label>\n<input id=\"%s\" name=\"%s\" type=\"password\" "
		"autocomplete=\"new-password\" required",
		name, name);
	if (first)
		str_addf(to->out, " aria-describedby=\"%srule\"",
			wrong ? "problem " : "");
	if (first && wrong)
		str_addz(to->out, " aria-invalid=\"true\" autofocus");
	str_addz(to->out, "></p>\n");
}

static void
add_problem(const struct writer *to, enum verify_page page)
{
	static const enum word problems[] = {
		[VERIFY_PAGE_SHORT] = WORD_SHORT,
		[VERIFY_PAGE_EASY] = WORD_EASY,
		[VERIFY_PAGE_DIFFERENT] = WORD_DIFFERENT,
	};

	str_addz(
		to->out, "<p id=\"problem\" class=\"problem\" role=\"alert\">");
	add_word(to, problems[page]);
	str_addz(to->out, "</p>\n");
}

static void
add_form(const struct writer *to, enum verify_page page)
{
	const bool wrong = page != VERIFY_PAGE_SET;

	begin(to, WORD_SET, wrong);
	add_whose(to);
	if (wrong)
		add_problem(to, page);
	str_addz(
		to->out, "<form method=\"post\">\n<p><label for=\"username\">");
	add_word(to, WORD_USERNAME);
	str_addz(to->out, "</label>\n<input id=\"username\" name=\"username\" "
			  "type=\"text\" autocomplete=\"username\" readonly "
			  "value=\"");
	add_text(to, to->facts->it->username);
	str_addz(to->out, "\"></p>\n");
	add_password(to, "password", WORD_PASSWORD, wrong);
	str_addz(to->out, "<p id=\"rule\">");
	add_word(to, WORD_RULE);
	str_addz(to->out, "</p>\n");
	add_password(to, "again", WORD_AGAIN, wrong);
	str_addz(to->out, "<p><button type=\"submit\">");
	add_word(to, WORD_BUTTON);
	str_addz(to->out, "</button></p>\n</form>\n");
	end(to);
}

static void
add_asked_for(const struct writer *to, const char *name, enum word label,
	const char *autocomplete)
{
	str_addf(to->out, "<p><label for=\"%s\">", name);
	add_word(to, label);
	str_addf(to->out,
		"</label>\n<input id=\"%s\" name=\"%s\" type=\"text\" "
		"autocomplete=\"%s\" required></p>\n",
		name, name, autocomplete);
}

/* Whose language it is nobody knows. */
static void
add_forgot(const struct writer *to, enum verify_page page)
{
	const bool wrong = page == VERIFY_PAGE_FORGOT_WHOM;

	begin(to, WORD_FORGOT, wrong);
	add_paragraph(to, WORD_FORGOT_TEXT);
	if (wrong) {
		str_addz(to->out,
			"<p id=\"problem\" class=\"problem\" role=\"alert\">");
		add_word(to, WORD_FORGOT_WHOM);
		str_addz(to->out, "</p>\n");
	}
	str_addf(to->out, "<form method=\"post\" action=\"%s\">\n",
		wrong ? "forgot" : "v1/password/forgot");
	add_asked_for(to, "company_id", WORD_COMPANY_ID, "organization");
	add_asked_for(to, "username", WORD_USERNAME, "username");
	str_addz(to->out, "<p><button type=\"submit\">");
	add_word(to, WORD_FORGOT_BUTTON);
	str_addz(to->out, "</button></p>\n</form>\n");
	end(to);
}

/* --- what says something ---------------------------------------------------
 */

/* A way to another mail, to the address that the company has. */
static void
add_again(const struct writer *to)
{
	str_addz(to->out, "<form method=\"post\" action=\"");
	add_text(to, to->facts->token);
	str_addz(to->out, "/again\">\n<p><button type=\"submit\">");
	add_word(to, WORD_SEND);
	str_addz(to->out, "</button></p>\n</form>\n");
}

static void
add_named(const struct writer *to, enum word name, const char *text)
{
	add_word(to, name);
	str_addz(to->out, ": <strong>");
	add_text(to, text);
	str_addz(to->out, "</strong>");
}

static void
add_shell_word(const struct writer *to, const char *text)
{
	struct str word;

	str_init(&word, 4 * NAME_BYTES);
	text_shell(&word, text);
	add_text(to, word.data);
	str_release(&word);
}

static void
add_done(const struct writer *to, enum verify_page page)
{
	const struct verify_page_facts *facts = to->facts;

	(void)page;
	begin(to, WORD_DONE, false);
	str_addz(to->out, "<p>");
	add_named(to, WORD_COMPANY_ID, facts->it->company_id);
	str_addz(to->out, "<br>");
	add_named(to, WORD_USERNAME, facts->it->username);
	str_addz(to->out, "</p>\n<p>");
	add_word(to, WORD_TERMINAL);
	str_addz(to->out, "<br><code>connect-clock login");
	if (facts->public_url != NULL) {
		str_addz(to->out, " --server ");
		add_text(to, facts->public_url);
	}
	str_addz(to->out, " --company ");
	add_text(to, facts->it->company_id);
	str_addz(to->out, " --username ");
	add_shell_word(to, facts->it->username);
	str_addz(to->out, "</code></p>\n");
	end(to);
}

/* A page that is a title, a text, and at most a way on. */
static const struct {
	enum word title;
	enum word text;
	bool again;
} said[] = {
	[VERIFY_PAGE_USED] = {WORD_USED, WORD_USED_TEXT, true},
	[VERIFY_PAGE_NEWER] = {WORD_NEWER, WORD_NEWER_TEXT, true},
	[VERIFY_PAGE_EXPIRED] = {WORD_EXPIRED, WORD_EXPIRED_TEXT, true},
	[VERIFY_PAGE_NONE] = {WORD_NONE, WORD_NONE_TEXT, false},
	[VERIFY_PAGE_ASKED] = {WORD_ASKED, WORD_ASKED_TEXT, false},
	[VERIFY_PAGE_BUSY] = {WORD_BUSY, WORD_BUSY_TEXT, false},
};

static void
add_said(const struct writer *to, enum verify_page page)
{
	begin(to, said[page].title, false);
	add_paragraph(to, said[page].text);
	if (said[page].again)
		add_again(to);
	end(to);
}

/* --- all of them -----------------------------------------------------------
 */

static const struct {
	int status;
	void (*add)(const struct writer *to, enum verify_page page);
} pages[] = {
	[VERIFY_PAGE_SET] = {200, add_form},
	[VERIFY_PAGE_SHORT] = {422, add_form},
	[VERIFY_PAGE_EASY] = {422, add_form},
	[VERIFY_PAGE_DIFFERENT] = {422, add_form},
	[VERIFY_PAGE_USED] = {410, add_said},
	[VERIFY_PAGE_NEWER] = {410, add_said},
	[VERIFY_PAGE_EXPIRED] = {410, add_said},
	[VERIFY_PAGE_NONE] = {404, add_said},
	[VERIFY_PAGE_DONE] = {200, add_done},
	[VERIFY_PAGE_FORGOT] = {200, add_forgot},
	[VERIFY_PAGE_FORGOT_WHOM] = {422, add_forgot},
	[VERIFY_PAGE_ASKED] = {200, add_said},
	[VERIFY_PAGE_BUSY] = {503, add_said},
};

static int
language_of(const struct verify_page_facts *facts)
{
	const int language = facts->it->language;

	if (facts->it->state == VERIFICATION_NONE)
		return (int)language_wanted(
			facts->accept_language, languages, LANGUAGES);
	return language > 0 && language < LANGUAGES ? language : 0;
}

void
verify_page(enum verify_page page, const struct verify_page_facts *facts,
	struct reply *reply)
{
	const struct writer to = {
		.out = &reply->body,
		.facts = facts,
		.language = language_of(facts),
	};

	str_clear(&reply->body);
	pages[page].add(&to, page);
	reply_page(reply, pages[page].status, policy);
}
