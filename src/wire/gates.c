#include "wire/gates.h"

#include "parts.h"

static const char *const sign_ins[] = {
#define X(name, text) [WIRE_SIGN_IN_##name] = text,
	WIRE_SIGN_INS(X)
#undef X
};
#define SIGN_IN_COUNT (sizeof(sign_ins) / sizeof(sign_ins[0]))

static const char *const mails[] = {
#define X(name, text) [WIRE_MAIL_##name] = text,
	WIRE_MAILS(X)
#undef X
};
#define MAIL_COUNT (sizeof(mails) / sizeof(mails[0]))

static void
write_time(struct jsonout *json, const char *key, int64_t ms)
{
	if (ms == 0)
		jsonout_null(json, key);
	else
		parts_write_time(json, key, ms);
}

void
wire_gates_encode(const struct wire_gates *gates, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_bool(&json, "company", gates->company);
	jsonout_bool(&json, "role", gates->role);
	jsonout_text(&json, "signin", sign_ins[gates->sign_in]);
	jsonout_text(&json, "address", sign_ins[gates->address]);
	jsonout_bool(&json, "can_clock", gates->can_clock);
	jsonout_text(&json, "why", gates->why);
	jsonout_object(&json, "mail");
	jsonout_text(&json, "state", mails[gates->mail.state]);
	jsonout_text(&json, "email", gates->mail.email);
	jsonout_text(&json, "said", gates->mail.said);
	write_time(&json, "asked", gates->mail.asked_ms);
	write_time(&json, "sent", gates->mail.sent_ms);
	write_time(&json, "expires", gates->mail.expires_ms);
	jsonout_object_end(&json);
	jsonout_object_end(&json);
}

static void
read_mail(struct cursor *mail, struct wire_gates *gates)
{
	gates->mail.state = (enum wire_mail_state)reader_choice(
		mail, "state", READER_WANTED, mails, MAIL_COUNT);
	reader_prose(
		mail, "email", gates->mail.email, sizeof(gates->mail.email));
	reader_prose(mail, "said", gates->mail.said, sizeof(gates->mail.said));
	reader_time(mail, "asked", READER_OPTIONAL, &gates->mail.asked_ms);
	reader_time(mail, "sent", READER_OPTIONAL, &gates->mail.sent_ms);
	reader_time(mail, "expires", READER_OPTIONAL, &gates->mail.expires_ms);
	reader_end(mail);
}

int
wire_gates_decode(const char *bytes, size_t len, struct wire_gates *gates_out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 16384, .members = 100},
	};
	struct wire_gates gates = {.company = false};
	struct cursor root, mail;
	struct reader reader;
	int address;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_bool(&root, "company", READER_WANTED, &gates.company);
	reader_bool(&root, "role", READER_WANTED, &gates.role);
	gates.sign_in = (enum wire_sign_in_state)reader_choice(
		&root, "signin", READER_WANTED, sign_ins, SIGN_IN_COUNT);
	address = reader_choice(
		&root, "address", READER_OPTIONAL, sign_ins, SIGN_IN_COUNT);
	/* An older service does not tell them apart. */
	gates.address =
		address < 0 ? gates.sign_in : (enum wire_sign_in_state)address;
	reader_bool(&root, "can_clock", READER_WANTED, &gates.can_clock);
	reader_prose(&root, "why", gates.why, sizeof(gates.why));
	if (reader_object(&root, "mail", READER_WANTED, &mail))
		read_mail(&mail, &gates);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*gates_out = gates;
	return 0;
}
