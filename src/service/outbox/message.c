#include "message.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "message_words.h"

#define LINE_MAX_BYTES 76
#define WORD_MAX_BYTES 60 /* of an encoded word's 75, without its frame */
#define BODY_BYTES 8192

/* --- headers ---------------------------------------------------------------
 */

static bool
is_plain(const char *text)
{
	size_t len = 0;

	for (; text[len] != '\0'; len++)
		if (text[len] < ' ' || text[len] > '~')
			return false;
	/* What looks like an encoded word is to be seen as it is. */
	return len < 200 && strstr(text, "=?") == NULL;
}

static void
add_hex(unsigned char byte, struct str *out)
{
	static const char digits[] = "0123456789ABCDEF";

	str_addc(out, '=');
	str_addc(out, digits[byte >> 4]);
	str_addc(out, digits[byte & 15]);
}

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* No character is parted between two words. */
void
message_add_header_text(const char *text, struct str *out)
{
	size_t left = strlen(text), used = 0;

	if (is_plain(text)) {
		str_addz(out, text);
		return;
	}
	str_addz(out, "=?UTF-8?Q?");
	while (left > 0) {
		uint32_t rune;
		size_t len = text_decode(text, left, &rune);
		bool plain = len == 1 && is_letter_or_digit(*text);

		if (used + 3 * len > WORD_MAX_BYTES) {
			str_addz(out, "?=\r\n =?UTF-8?Q?");
			used = 0;
		}
		for (size_t i = 0; i < len; i++) {
			if (plain)
				str_addc(out, text[i]);
			else
				add_hex((unsigned char)text[i], out);
		}
		used += plain ? len : 3 * len;
		text += len;
		left -= len;
	}
	str_addz(out, "?=");
}

/* "acme.example" of "connect@acme.example". */
static const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "localhost";
}

static void
add_headers(const struct message *message, struct str *out)
{
	const struct outbox_mail *mail = message->mail;
	struct str subject;
	char id[ID_TEXT_BYTES];

	str_init(&subject, 1024);
	message_words_subject(mail, &subject);
	str_addf(out, "From: <%s>\r\nTo: <%s>\r\nSubject: ", message->from,
		mail->email);
	message_add_header_text(subject.data, out);
	str_addz(out, "\r\nDate: ");
	message_words_date(message->now_ms, out);
	str_addf(out, "\r\nMessage-ID: <%s@%s>\r\n", id_format(&mail->id, id),
		domain_of(message->from));
	str_addf(out, "Content-Language: %s\r\n", message_words_language(mail));
	str_addz(out, "Auto-Submitted: auto-generated\r\n"
		      "MIME-Version: 1.0\r\n"
		      "Content-Type: text/plain; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	str_release(&subject);
}

/* --- body ------------------------------------------------------------------
 */

/* Whether the byte must be escaped; a blank must at the end of a line. */
static bool
must_escape(const char *text, size_t left)
{
	if (*text == ' ')
		return left == 1 || text[1] == '\n';
	return *text < ' ' || *text > '~' || *text == '=';
}

void
message_add_quoted(const char *text, size_t len, struct str *out)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		bool escape = must_escape(text + i, len - i);
		size_t wants = escape ? 3 : 1;

		if (text[i] == '\n') {
			str_addz(out, "\r\n");
			used = 0;
			continue;
		}
		if (used + wants > LINE_MAX_BYTES - 1) {
			str_addz(out, "=\r\n");
			used = 0;
		}
		if (escape)
			add_hex((unsigned char)text[i], out);
		else
			str_addc(out, text[i]);
		used += wants;
	}
}

void
message_write(const struct message *message, struct str *out)
{
	struct str body;

	add_headers(message, out);
	str_init(&body, BODY_BYTES);
	message_words_body(message, &body);
	message_add_quoted(body.data, body.len, out);
	secret_wipe(body.data, body.len);
	str_release(&body);
}
