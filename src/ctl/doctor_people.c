#include "doctor_people.h"

#include <stdio.h>

#include "calendar/civil.h"
#include "core/employee.h"
#include "core/role.h"
#include "rows.h"
#include "wire/gates.h"

#define ASKED_MAX 200 /* a request each */
#define NAMED_MAX 3

static bool
is_pending(const struct employee *it)
{
	return it->active && !id_is_nil(&it->role) && !it->verified;
}

static void
count(struct ctl_call *call, const struct employee *it,
	struct doctor_people *people)
{
	const struct role *role =
		office_record(call->office, &role_description, &it->role);

	if (!it->active)
		return;
	people->active++;
	if (id_is_nil(&it->role))
		people->no_access++;
	else if (role != NULL &&
		 !permission_has(role->permissions, PERMISSION_CLOCK_IN_OUT))
		people->no_clock++;
	else if (!it->verified)
		people->pending++;
}

int
doctor_people_load(
	struct ctl_call *call, struct doctor_people *people, struct err *err)
{
	*people = (struct doctor_people){.active = 0};
	str_init(&people->waits, ERR_TEXT_BYTES);
	str_init(&people->returned, ERR_TEXT_BYTES);
	if (wait_load(call, &employee_description, err) < 0) {
		people->err = *err;
		return -1;
	}
	people->loaded = true;
	for (size_t i = 0;
		i < office_count(call->office, &employee_description); i++)
		count(call, office_at(call->office, &employee_description, i),
			people);
	return 0;
}

void
doctor_people_release(struct doctor_people *people)
{
	str_release(&people->waits);
	str_release(&people->returned);
}

static void
add_count(struct str *out, size_t n, const char *what)
{
	if (n > 0)
		str_addf(out, "; %zu %s", n, what);
}

void
doctor_people_say(const struct doctor_people *people, struct str *out)
{
	str_addf(out, "%zu of %zu can clock in",
		people->active - people->no_access - people->no_clock -
			people->pending,
		people->active);
	add_count(out, people->no_access, "without a role");
	add_count(out, people->no_clock, "by a role that may not");
	add_count(out, people->pending, "without a password yet");
}

/* --- mails ---------------------------------------------------------------- */

/* Whom it is for, since when, and why it does. */
static void
add_waiting(struct ctl_call *call, const struct employee *it,
	const struct wire_gates *gates, struct doctor_people *people)
{
	struct str *out = &people->waits;
	char time[CIVIL_RFC3339_BYTES];

	if (people->waiting++ >= NAMED_MAX)
		return;
	str_addz(out, out->len > 0 ? ", " : "");
	office_label(&employee_description, it, out);
	if (gates->mail.asked_ms != 0) {
		str_addz(out, " since ");
		rows_show_time(call,
			civil_format_rfc3339(gates->mail.asked_ms, time), out);
	}
	if (gates->mail.said[0] != '\0')
		str_addf(out, " (%s)", gates->mail.said);
}

static void
take_mail(struct ctl_call *call, const struct employee *it,
	const struct wire_gates *gates, struct doctor_people *people)
{
	struct str *out = &people->returned;

	if (gates->mail.state == WIRE_MAIL_WAITING) {
		add_waiting(call, it, gates, people);
	} else if (gates->mail.state == WIRE_MAIL_EXPIRED) {
		people->expired++;
	} else if (gates->mail.state == WIRE_MAIL_BOUNCED &&
		   people->bounced++ < NAMED_MAX) {
		str_addz(out, out->len > 0 ? ", " : "");
		office_label(&employee_description, it, out);
		str_addf(out, ": bounced: %s", gates->mail.said);
	}
}

static int
ask_mail(struct ctl_call *call, const struct employee *it,
	struct doctor_people *people, struct err *err)
{
	char text[ID_TEXT_BYTES], path[128];
	const struct office_request request = {.method = "GET", .path = path};
	struct wire_gates gates;
	struct str body;
	int rc;

	snprintf(path, sizeof(path), "%s/%s/gates", employee_description.path,
		id_format(&it->record.id, text));
	str_init(&body, SIZE_MAX / 2);
	rc = wait_ask(call, &request, &body, NULL, err);
	if (rc == 0)
		rc = wire_gates_decode(body.data, body.len, &gates, err);
	if (rc == 0)
		take_mail(call, it, &gates, people);
	str_release(&body);
	return rc;
}

int
doctor_people_ask_mails(
	struct ctl_call *call, struct doctor_people *people, struct err *err)
{
	size_t asked = 0;

	for (size_t i = 0;
		i < office_count(call->office, &employee_description); i++) {
		const struct employee *it =
			office_at(call->office, &employee_description, i);

		if (!is_pending(it))
			continue;
		if (asked++ >= ASKED_MAX)
			people->unasked++;
		else if (ask_mail(call, it, people, err) < 0)
			return -1;
	}
	return 0;
}

int
doctor_people_say_mails(
	const struct doctor_people *people, struct str *out, struct err *err)
{
	struct str wrong;
	int rc = 0;

	str_init(&wrong, ERR_TEXT_BYTES);
	if (people->bounced > 0)
		str_addz(&wrong, people->returned.data);
	if (people->bounced > NAMED_MAX)
		str_addf(&wrong, " and %zu more", people->bounced - NAMED_MAX);
	if (people->bounced > 0)
		str_addz(
			&wrong, "; connectctl employee edit mends the address");
	if (people->waiting > 0)
		str_addf(&wrong, "%s%zu wait%s: %s", wrong.len > 0 ? "; " : "",
			people->waiting, people->waiting == 1 ? "s" : "",
			people->waits.data);
	if (people->waiting > NAMED_MAX)
		str_addf(&wrong, " and %zu more", people->waiting - NAMED_MAX);
	if (people->expired > 0)
		str_addf(&wrong,
			"%s%zu expired unused: connectctl employee resend",
			wrong.len > 0 ? "; " : "", people->expired);
	if (wrong.len > 0)
		rc = err_set(err, ERR_DATA, "%s", wrong.data);
	else
		str_addz(out, "none waits, none came back");
	if (rc == 0)
		add_count(out, people->unasked,
			"not asked for, as they are many");
	str_release(&wrong);
	return rc;
}
