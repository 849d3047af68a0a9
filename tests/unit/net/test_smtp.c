/* What may be given to a mail server, and what is no mail server. */

#include "lib/cmocka_all.h"
#include "net/smtp.h"

static void
test_addresses(void **state)
{
	static const char *const good[] = {
		"a@b", "dana@acme.example", "d.w+x@acme.example", "a@[::1]"};
	static const char *const bad[] = {"", "dana", "@acme.example", "dana@",
		"a@b@c", "a@b\r\nRCPT TO:<evil@c>", "a b@c", "<a@b>", "a@b>",
		"josé@acme.example", "a@b\x7f"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(smtp_is_address(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(smtp_is_address(bad[i]));
}

static void
test_servers(void **state)
{
	static const char *const good[] = {"smtp://mail.example:587",
		"smtps://mail.example", "smtp://[::1]:25/connect.example"};
	static const char *const bad[] = {"", "mail.example", "http://a",
		"smtp:", "smtp://", "smtp:///x",
		"smtp://user:secret@mail.example", "smtp://mail.example :25",
		"smtp://a\nb"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct mailer_options options = {.url = good[i]};
		struct mailer mailer;
		struct err err = {0};

		assert_int_equal(smtp_open(&options, &mailer, &err), 0);
		smtp_close(&mailer);
		assert_null(mailer.ops);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct mailer_options options = {.url = bad[i]};
		struct mailer mailer;
		struct err err = {0};

		assert_int_equal(smtp_open(&options, &mailer, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
	}
}

/* Neither loads a library, nor asks anybody. */
static void
test_what_cannot_be_sent(void **state)
{
	const struct mailer_options options = {.url = "smtp://127.0.0.1:9"};
	struct mailer_mail mail = {
		.from = "a@b", .to = "a@b\r\nDATA", .message = "", .bytes = 0};
	struct mailer_answer answer;
	struct mailer mailer;
	struct err err = {0};

	(void)state;
	assert_int_equal(smtp_open(&options, &mailer, &err), 0);
	mailer.ops->send(mailer.self, &mail, &answer);
	assert_int_equal(answer.end, MAILER_REFUSED);
	mail.to = "a@b";
	mail.from = "nobody";
	mailer.ops->send(mailer.self, &mail, &answer);
	assert_int_equal(answer.end, MAILER_LATER);
	mailer.ops->stop(mailer.self);
	mail.from = "a@b";
	mailer.ops->send(mailer.self, &mail, &answer);
	assert_int_equal(answer.end, MAILER_LATER);
	assert_string_equal(answer.said, "the service stops");
	smtp_close(&mailer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_what_cannot_be_sent),
	};

	return cmocka_run_group_tests_name("smtp", tests, NULL, NULL);
}
