#include "lib/labels.h"

#include <string.h>

#include "base/secret.h"
#include "lib/cmocka_all.h"

const struct keyring_label label_delivery = {
	.server = "https://connect.example",
	.company_id = "acme",
	.username = "019a0000-0000-7000-8000-000000000001",
	.purpose = "delivery"};
const struct keyring_label label_session = {.server = "https://connect.example",
	.company_id = "acme",
	.username = "zofia",
	.purpose = "session"};

enum err_kind
label_save(const struct keyring *keyring, const struct keyring_label *label,
	const char *text, struct err *err)
{
	const struct secret secret = {
		.data = (char *)text, .len = strlen(text)};

	err_clear(err);
	if (keyring->ops->save(keyring->self, label, &secret, err) == 0)
		return ERR_NONE;
	assert_null(strstr(err->text, text));
	return err->kind;
}

void
label_expect(const struct keyring *keyring, const struct keyring_label *label,
	const char *text)
{
	struct secret secret;
	struct err err;

	secret_init(&secret);
	if (keyring->ops->load(keyring->self, label, &secret, &err) < 0)
		fail_msg("%s", err.text);
	assert_string_equal(secret.data, text);
	assert_int_equal(secret.len, strlen(text));
	secret_release(&secret);
}

enum err_kind
label_load_error(const struct keyring *keyring,
	const struct keyring_label *label, struct err *err)
{
	struct secret secret;

	err_clear(err);
	secret_init(&secret);
	if (keyring->ops->load(keyring->self, label, &secret, err) == 0)
		err_clear(err);
	secret_release(&secret);
	return err->kind;
}

enum err_kind
label_erase(const struct keyring *keyring, const struct keyring_label *label,
	struct err *err)
{
	err_clear(err);
	if (keyring->ops->erase(keyring->self, label, err) == 0)
		return ERR_NONE;
	return err->kind;
}
