#include "wire/password.h"

#include "form.h"
#include "parts.h"

#define REQUEST_BYTES 16384

static const struct reader_rules rules = {
	.limits = {.bytes = REQUEST_BYTES, .members = 20},
	.strict = true,
	.secret = true,
};

static int
decode_new_password(const char *bytes, size_t len,
	struct wire_new_password *in_out, struct err *err)
{
	struct wire_new_password in = {{NULL, 0}, {NULL, 0}};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_secret(&root, "password", READER_OPTIONAL, &in.password);
	reader_secret(&root, "again", READER_OPTIONAL, &in.again);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_new_password_release(&in);
		return -1;
	}
	*in_out = in;
	return 0;
}

/* The form as JSON; wipe it. */
static int
open_form(const char *bytes, size_t len, const char *const *names,
	struct str *json, struct err *err)
{
	str_init(json, 2 * REQUEST_BYTES);
	if (len > REQUEST_BYTES)
		return err_set(err, ERR_DATA, "the form is too long");
	return form_to_json(bytes, len, names, json, err);
}

static void
close_form(struct str *json)
{
	secret_wipe(json->data, json->len);
	str_release(json);
}

int
wire_new_password_decode(const char *bytes, size_t len,
	struct wire_new_password *in_out, struct err *err)
{
	static const char *const names[] = {"password", "again", NULL};
	struct str json;
	int rc = open_form(bytes, len, names, &json, err);

	if (rc == 0)
		rc = decode_new_password(json.data, json.len, in_out, err);
	close_form(&json);
	return rc;
}

void
wire_new_password_release(struct wire_new_password *in)
{
	secret_release(&in->password);
	secret_release(&in->again);
}

void
wire_forgot_encode(const struct wire_forgot *forgot, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "company_id", forgot->company_id);
	jsonout_text(&json, "username", forgot->username);
	jsonout_object_end(&json);
}

static int
decode_forgot(const char *bytes, size_t len, struct wire_forgot *forgot_out,
	struct err *err)
{
	struct wire_forgot forgot = {.username = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	parts_read_company_id(&root, forgot.company_id);
	reader_text(&root, "username", READER_WANTED, forgot.username,
		sizeof(forgot.username));
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*forgot_out = forgot;
	return 0;
}

int
wire_forgot_decode(const char *bytes, size_t len, enum wire_format format,
	struct wire_forgot *forgot_out, struct err *err)
{
	static const char *const names[] = {"company_id", "username", NULL};
	struct str json;
	int rc;

	if (format == WIRE_JSON)
		return decode_forgot(bytes, len, forgot_out, err);
	rc = open_form(bytes, len, names, &json, err);
	if (rc == 0)
		rc = decode_forgot(json.data, json.len, forgot_out, err);
	close_form(&json);
	return rc;
}

void
wire_activation_encode(
	const struct wire_activation *activation, struct str *out)
{
	const char *password = activation->password.data;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "company_id", activation->company_id);
	jsonout_text(&json, "username", activation->username);
	jsonout_text(&json, "code", activation->code);
	jsonout_text(&json, "password", password != NULL ? password : "");
	jsonout_object_end(&json);
}

int
wire_activation_decode(const char *bytes, size_t len,
	struct wire_activation *activation_out, struct err *err)
{
	struct wire_activation activation = {.username = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	parts_read_company_id(&root, activation.company_id);
	reader_text(&root, "username", READER_WANTED, activation.username,
		sizeof(activation.username));
	reader_text(&root, "code", READER_WANTED, activation.code,
		sizeof(activation.code));
	reader_secret(&root, "password", READER_WANTED, &activation.password);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_activation_release(&activation);
		return -1;
	}
	*activation_out = activation;
	return 0;
}

void
wire_activation_release(struct wire_activation *activation)
{
	secret_wipe(activation->code, sizeof(activation->code));
	secret_release(&activation->password);
}
