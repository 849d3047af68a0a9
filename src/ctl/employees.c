/* What is special about employees: the gates, and the mail that opens one. */
#include "employees.h"

#include "app/office_people.h"
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "calendar/civil.h"
#include "core/employee.h"
#include "core/role.h"
#include "one.h"
#include "rows.h"
#include "wire/gates.h"

static void
add_line(struct str *out, const char *title, const char *value)
{
	text_fit(out, title, EMPLOYEES_TITLE_CELLS, true, false);
	text_clean(out, value, strlen(value));
	str_addc(out, '\n');
}

/* "sent 2026-11-16 08:00:01 to dana@acme.example". */
static void
add_mail(struct ctl_call *call, const struct wire_gates *gates, struct str *out)
{
	static const char *const states[] = {
#define X(name, text) [WIRE_MAIL_##name] = (text),
		WIRE_MAILS(X)
#undef X
	};
	char sent[CIVIL_RFC3339_BYTES];
	struct str words;

	if (gates->mail.state == WIRE_MAIL_NONE)
		return;
	str_init(&words, 2048);
	str_addz(&words, states[gates->mail.state]);
	if (gates->mail.sent_ms > 0) {
		str_addz(&words,
			gates->mail.state == WIRE_MAIL_SENT ? " " : ", sent ");
		rows_show_time(call,
			civil_format_rfc3339(gates->mail.sent_ms, sent),
			&words);
	}
	str_addf(&words, " to %s", gates->mail.email);
	if (gates->mail.said[0] != '\0')
		str_addf(&words, ": %s", gates->mail.said);
	add_line(out, "Last mail", words.data);
	str_release(&words);
}

static void
add_gates(
	struct ctl_call *call, const struct wire_gates *gates, struct str *out)
{
	static const char *const sign_ins[] = {
#define X(name, text) [WIRE_SIGN_IN_##name] = (text),
		WIRE_SIGN_INS(X)
#undef X
	};

	add_line(out, "Can clock in", gates->can_clock ? "yes" : "no");
	if (gates->why[0] != '\0')
		add_line(out, "  because", gates->why);
	add_line(out, "  company", gates->company ? "open" : "shut");
	add_line(out, "  role", gates->role ? "open" : "shut");
	add_line(out, "  sign-in", sign_ins[gates->sign_in]);
	if (gates->address != gates->sign_in)
		add_line(out, "  address", sign_ins[gates->address]);
	add_mail(call, gates, out);
}

static void
path_of(const void *record, const char *what, char *path_out, size_t size)
{
	char text[ID_TEXT_BYTES];

	snprintf(path_out, size, "%s/%s/%s", employee_description.path,
		id_format(&((const struct record *)record)->id, text), what);
}

static int
ask_gates(struct ctl_call *call, const void *record,
	struct wire_gates *gates_out, struct err *err)
{
	char path[128];
	const struct office_request request = {.method = "GET", .path = path};
	struct str body;
	int rc;

	path_of(record, "gates", path, sizeof(path));
	str_init(&body, SIZE_MAX / 2);
	rc = wait_ask(call, &request, &body, NULL, err);
	if (rc == 0)
		rc = wire_gates_decode(body.data, body.len, gates_out, err);
	str_release(&body);
	return rc;
}

int
employees_more(struct ctl_call *call, const void *record, bool as_json,
	struct str *out, struct err *err)
{
	struct wire_gates gates;
	int rc = ask_gates(call, record, &gates, err);

	if (rc == 0 && as_json) {
		str_addz(out, ",\"clock\":");
		wire_gates_encode(&gates, out);
	} else if (rc == 0) {
		add_gates(call, &gates, out);
	}
	return rc;
}

int
employees_run_resend(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	char path[128];
	const struct office_request request = {.method = "POST", .path = path};
	struct employee it;
	struct str out;
	int rc = one_find(call, args, &employee_description, &it, err);

	path_of(&it, "resend", path, sizeof(path));
	if (rc == 0)
		rc = wait_ask(call, &request, NULL, NULL, err);
	str_init(&out, 4096);
	if (rc == 0) {
		str_addz(&out, "a new link is on its way to ");
		text_clean(&out, it.email, strlen(it.email));
		str_addc(&out, '\n');
		rc = call_print(&out, err);
	}
	str_release(&out);
	field_release(&employee_description, &it);
	return rc;
}

/* So often, and so long apart, it is looked whether the mail has gone: as long
 * as a mail server takes, and as one that is away takes to be found so. */
#define LOOKS 30
#define LOOK_MS 100

static bool
never(void *ctx)
{
	(void)ctx;
	return false;
}

/* A mail that does not go is told to whoever asked for it, while they look. */
static void
note_mail(struct ctl_call *call, const void *record)
{
	struct wire_gates gates = {.mail.state = WIRE_MAIL_WAITING};
	const char *said = gates.mail.said;
	struct err err = {0};
	struct str words;

	for (int i = 0; i < LOOKS; i++) {
		if (i > 0)
			(void)app_run_until(call->app, never, NULL, LOOK_MS);
		if (ask_gates(call, record, &gates, &err) < 0 ||
			gates.mail.state != WIRE_MAIL_WAITING ||
			gates.mail.said[0] != '\0')
			break;
	}
	if (err.kind != ERR_NONE)
		return; /* what was asked for is done all the same */
	str_init(&words, 1024);
	if (gates.mail.state == WIRE_MAIL_WAITING)
		str_addf(&words, "the mail waits%s%s%s",
			said[0] != '\0' ? " (" : "", said,
			said[0] != '\0' ? ")" : "");
	else if (gates.mail.state == WIRE_MAIL_BOUNCED)
		str_addf(&words, "the mail bounced: %s", said);
	if (words.len > 0)
		call_say(words.data);
	str_release(&words);
}

void
employees_note(struct ctl_call *call, const void *record)
{
	const struct employee *it = record;

	if (office_has_nobody(call->office, record))
		call_say("sees only themselves: Clock In For has nobody to "
			 "choose; set --viewset");
	if (it->email[0] != '\0')
		note_mail(call, record);
}
