/* Mails as they go out. */

#include <stdio.h>
#include <string.h>

#include "lib/cmocka_all.h"
#include "service/company/zones.h"
#include "src/service/outbox/message.h"

static void
expect_header(const char *text, const char *wanted)
{
	struct str out;

	str_init(&out, 4096);
	message_add_header_text(text, &out);
	assert_string_equal(out.data, wanted);
	str_release(&out);
}

static void
test_headers(void **state)
{
	(void)state;
	expect_header(
		"Acme Roofing: a new password", "Acme Roofing: a new password");
	expect_header("Acmé", "=?UTF-8?Q?Acm=C3=A9?=");
	expect_header("a\r\nBcc: b", "=?UTF-8?Q?a=0D=0ABcc=3A=20b?=");
	/* What looks like an encoded word is no other one's. */
	expect_header("=?x", "=?UTF-8?Q?=3D=3Fx?=");
	/* No letter is parted, no word is longer than 75. */
	expect_header("ññññññññññññ",
		"=?UTF-8?Q?=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1"
		"=C3=B1=C3=B1?=\r\n =?UTF-8?Q?=C3=B1=C3=B1?=");
}

static void
expect_body(const char *text, const char *wanted)
{
	struct str out;

	str_init(&out, 4096);
	message_add_quoted(text, strlen(text), &out);
	assert_string_equal(out.data, wanted);
	str_release(&out);
}

static void
test_bodies(void **state)
{
	(void)state;
	expect_body("a=b\n", "a=3Db\r\n");
	expect_body("blank \nmé ", "blank=20\r\nm=C3=A9=20");
	expect_body("\r.\n", "=0D.\r\n");
	expect_body("0123456789012345678901234567890123456789012345678901234567"
		    "89012345678901234567890123456789\n",
		"0123456789012345678901234567890123456789012345678901234567"
		"89012345678901234=\r\n567890123456789\r\n");
}

static int
load(const char *name, struct zone **zone_out, struct err *err)
{
	if (strcmp(name, "America/New_York") == 0)
		return zone_parse_rule("EST5EDT,M3.2.0,M11.1.0", zone_out, err);
	*zone_out = zone_new_utc();
	return 0;
}

#define TOKEN "0123456789012345678901234567890123456789abc"

static const struct outbox_mail letter = {
	.id = {{1}},
	.kind = LETTER_VERIFY,
	.email = "dana@acme.example",
	.token = TOKEN,
	.code = "K7QX-92MF-4TDA",
	.company_id = "acmeroofing",
	.company_name = "Acme Roofing",
	.zone = "America/New_York",
	.username = "dana",
	.name = "Dana Whitfield",
};

static void
write_letter(const struct outbox_mail *mail, struct str *out)
{
	struct zones *zones = zones_new(load);
	const struct message message = {
		.mail = mail,
		.zones = zones,
		.from = "connect@acme.example",
		.public_url = "https://c.example",
		/* 2026-11-16T13:00:00Z */
		.now_ms = 1794834000000,
	};

	str_init(out, MESSAGE_BYTES);
	message_write(&message, out);
	assert_false(str_is_cut(out));
	zones_free(&zones);
}

static void
has(const struct str *text, const char *words)
{
	if (strstr(text->data, words) == NULL)
		fail_msg("without %s: %s", words, text->data);
}

static void
test_a_letter(void **state)
{
	struct str text;

	(void)state;
	write_letter(&letter, &text);
	has(&text, "From: <connect@acme.example>\r\n"
		   "To: <dana@acme.example>\r\n"
		   "Subject: Acme Roofing: set your password\r\n"
		   "Date: Mon, 16 Nov 2026 13:00:00 +0000\r\n"
		   "Message-ID: <01000000-0000-0000-0000-000000000000@"
		   "acme.example>\r\n");
	has(&text, "\r\nAuto-Submitted: auto-generated\r\n");
	has(&text, "\r\nhttps://c.example/verify/" TOKEN "\r\n");
	has(&text, "valid until Thu 19 Nov 2026 08:00 EST.\r\n");
	has(&text, "Company ID: acmeroofing\r\nUsername: dana\r\n");
	has(&text, "this code: K7QX-92MF-4TDA\r\n");
	str_release(&text);
}

static void
test_a_note_has_no_link(void **state)
{
	struct outbox_mail note = letter;
	struct str text;

	(void)state;
	note.kind = LETTER_NOTE;
	note.token[0] = note.code[0] = '\0';
	write_letter(&note, &text);
	assert_null(strstr(text.data, "://"));
	has(&text, "Subject: Acme Roofing: your e-mail address was changed");
	str_release(&text);
}

/* Names that would be lines are none. */
static void
test_names_are_text(void **state)
{
	struct outbox_mail evil = letter;
	struct str text;
	char *end;

	(void)state;
	(void)str_copy(evil.company_name, sizeof(evil.company_name),
		"A\r\nBcc: all@acme.example\r\n\r\nB");
	(void)str_copy(evil.name, sizeof(evil.name), "E\nhttp://evil.example");
	evil.language = 1;
	write_letter(&evil, &text);
	assert_null(strstr(text.data, "\nBcc"));
	assert_null(strstr(text.data, "\nhttp://evil"));
	end = strstr(text.data, "\r\n\r\n");
	assert_non_null(end);
	has(&text, "\r\nContent-Language: es\r\n");
	has(&text, "Usuario: dana\r\n");
	str_release(&text);
}

/* People copy it to a shell. */
static void
test_a_username_is_one_word(void **state)
{
	struct outbox_mail evil = letter;
	struct str text;

	(void)state;
	(void)str_copy(evil.username, sizeof(evil.username), "dana; $(id)");
	write_letter(&evil, &text);
	has(&text, "Username: dana; $(id)\r\n");
	/* the line is folded behind 75 bytes */
	has(&text, "--username 'da");
	str_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_a_letter),
		cmocka_unit_test(test_a_note_has_no_link),
		cmocka_unit_test(test_names_are_text),
		cmocka_unit_test(test_a_username_is_one_word),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
