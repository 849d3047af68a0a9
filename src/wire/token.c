#include "form.h"
#include "parts.h"
#include "wire/wire.h"

#define REQUEST_BYTES 16384

/* RFC 6749: names of members and grants (4.3.2, 5.1, 6). */
enum grant {
	GRANT_PASSWORD,
	GRANT_REFRESH
};
static const char *const grant_names[] = {
	[GRANT_PASSWORD] = "password",
	[GRANT_REFRESH] = "refresh_token",
};

#define EXPIRES_MAX_S (INT64_C(400) * 86400)

static const struct reader_rules request_rules = {
	.limits = {.bytes = REQUEST_BYTES, .members = 20},
	.strict = true,
	.secret = true,
};
static const struct reader_rules answer_rules = {
	.limits = {.bytes = 65536, .members = 1000},
	.secret = true,
};

static void
write_secret(struct jsonout *json, const char *key, const struct secret *secret)
{
	jsonout_text(json, key, secret->data != NULL ? secret->data : "");
}

void
wire_sign_in_encode(const struct wire_sign_in *in, struct str *out)
{
	enum grant grant = in->refresh.len ? GRANT_REFRESH : GRANT_PASSWORD;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "grant_type", grant_names[grant]);
	if (grant == GRANT_REFRESH) {
		write_secret(&json, "refresh_token", &in->refresh);
	} else {
		jsonout_text(&json, "company_id", in->company_id);
		jsonout_text(&json, "username", in->username);
		write_secret(&json, "password", &in->password);
		if (!id_is_nil(&in->device)) {
			jsonout_id(&json, "device", &in->device);
			jsonout_text(&json, "device_name", in->device_name);
		}
	}
	jsonout_object_end(&json);
}

static void
read_password_grant(struct cursor *root, struct wire_sign_in *in)
{
	parts_read_company_id(root, in->company_id);
	reader_text(root, "username", READER_WANTED, in->username,
		sizeof(in->username));
	reader_secret(root, "password", READER_WANTED, &in->password);
	reader_id(root, "device", READER_OPTIONAL, &in->device);
	reader_text(root, "device_name", READER_OPTIONAL, in->device_name,
		sizeof(in->device_name));
}

static int
decode_sign_in(const char *bytes, size_t len, struct wire_sign_in *in_out,
	struct err *err)
{
	struct wire_sign_in in = {.username = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &request_rules, err);
	reader_root(&reader, &root);
	if (reader_choice(&root, "grant_type", READER_WANTED, grant_names, 2) ==
		GRANT_REFRESH)
		reader_secret(
			&root, "refresh_token", READER_WANTED, &in.refresh);
	else
		read_password_grant(&root, &in);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_sign_in_release(&in);
		return -1;
	}
	*in_out = in;
	return 0;
}

static int
decode_revoke(const char *bytes, size_t len, struct secret *token_out,
	struct err *err)
{
	struct secret token = {NULL, 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &request_rules, err);
	reader_root(&reader, &root);
	reader_secret(&root, "token", READER_WANTED, &token);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		secret_release(&token);
		return -1;
	}
	*token_out = token;
	return 0;
}

/* The form as JSON; wipe it. */
static int
open_form(const char *bytes, size_t len, struct str *json, struct err *err)
{
	static const char *const names[] = {"grant_type", "company_id",
		"username", "password", "refresh_token", "device",
		"device_name", "token", NULL};

	str_init(json, REQUEST_BYTES + 1);
	if (len > REQUEST_BYTES)
		return err_set(err, ERR_DATA, "the form is too long");
	return form_to_json(bytes, len, names, json, err);
}

static void
wipe(struct str *json)
{
	secret_wipe(json->data, json->len);
	str_release(json);
}

int
wire_sign_in_decode(const char *bytes, size_t len, enum wire_format format,
	struct wire_sign_in *in_out, struct err *err)
{
	struct str json;
	int rc;

	if (format == WIRE_JSON)
		return decode_sign_in(bytes, len, in_out, err);
	rc = open_form(bytes, len, &json, err);
	if (rc == 0)
		rc = decode_sign_in(json.data, json.len, in_out, err);
	wipe(&json);
	return rc;
}

void
wire_sign_in_release(struct wire_sign_in *in)
{
	secret_release(&in->password);
	secret_release(&in->refresh);
}

void
wire_session_encode(const struct wire_session *session, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	write_secret(&json, "access_token", &session->access);
	jsonout_text(&json, "token_type", "Bearer");
	jsonout_int(&json, "expires_in", session->expires_in_s);
	write_secret(&json, "refresh_token", &session->refresh);
	if (!id_is_nil(&session->enrolment.id)) {
		jsonout_object(&json, "enrolment");
		parts_write_enrolment(&json, &session->enrolment);
		jsonout_object_end(&json);
	}
	parts_write_person(&json, "person", &session->person);
	jsonout_object_end(&json);
}

int
wire_session_decode(const char *bytes, size_t len,
	struct wire_session *session_out, struct err *err)
{
	static const char *const types[] = {"Bearer"};
	struct wire_session session = {.expires_in_s = 0};
	struct reader reader;
	struct cursor root, enrolment, person;

	reader_open(&reader, bytes, len, &answer_rules, err);
	reader_root(&reader, &root);
	reader_secret(&root, "access_token", READER_WANTED, &session.access);
	reader_choice(&root, "token_type", READER_WANTED, types, 1);
	reader_int(
		&root, "expires_in", 1, EXPIRES_MAX_S, &session.expires_in_s);
	reader_secret(&root, "refresh_token", READER_WANTED, &session.refresh);
	if (reader_object(&root, "enrolment", READER_OPTIONAL, &enrolment))
		parts_read_enrolment(&enrolment, &session.enrolment);
	if (reader_object(&root, "person", READER_WANTED, &person))
		parts_read_person(&person, &session.person);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_session_release(&session);
		return -1;
	}
	*session_out = session;
	return 0;
}

void
wire_session_release(struct wire_session *session)
{
	secret_release(&session->access);
	secret_release(&session->refresh);
	wire_enrolment_release(&session->enrolment);
}

void
wire_revoke_encode(const struct secret *token, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	write_secret(&json, "token", token);
	jsonout_object_end(&json);
}

int
wire_revoke_decode(const char *bytes, size_t len, enum wire_format format,
	struct secret *token_out, struct err *err)
{
	struct str json;
	int rc;

	if (format == WIRE_JSON)
		return decode_revoke(bytes, len, token_out, err);
	rc = open_form(bytes, len, &json, err);
	if (rc == 0)
		rc = decode_revoke(json.data, json.len, token_out, err);
	wipe(&json);
	return rc;
}
