/* What is asked of one employee beside the record. */
#include "service/company/people.h"

#include <stdio.h>

#include "base/jsonout.h"
#include "calendar/civil.h"
#include "calendar/zone.h"
#include "core/company.h"
#include "employee_letters.h"
#include "kind_hooks.h"
#include "letter_rows.h"
#include "records_answer.h"
#include "role_rows.h"
#include "service/company/audit.h"
#include "service/company/judged.h"
#include "service/company/zones.h"
#include "service/desk/reply.h"
#include "wire/gates.h"

/* --- the gates -------------------------------------------------------------
 */

struct look {
	const struct zone *zone; /* the company's, NULL: UTC */
	struct call *call;
	struct employee person;
	struct letter_last last;
	struct wire_gates gates;
};

static int
read_company(struct look *look, struct err *err)
{
	const struct record_viewer viewer = records_viewer(look->call);
	struct company company = {.record.id = look->call->caller.company};
	struct err none = {0};
	bool found;

	if (record_rows_find(look->call->db, kinds_of(&company_description),
		    &viewer, &company, &found, err) < 0)
		return -1;
	look->gates.company = found && company.clock_in_out;
	if (!found || zones_get(look->call->desk->zones, company.zone,
			      &look->zone, &none) < 0)
		look->zone = NULL;
	field_release(&company_description, &company);
	return 0;
}

static int
read_role(struct look *look, struct err *err)
{
	permission_set permissions;
	bool active;

	if (role_rows_load(look->call->db, &look->call->caller.company,
		    &look->person.role, &permissions, &active, err) < 0)
		return -1;
	look->gates.role = permission_has(permissions, PERMISSION_CLOCK_IN_OUT);
	return 0;
}

static void
judge_mail(struct look *look)
{
	const struct letter_last *last = &look->last;
	struct wire_gates *gates = &look->gates;

	if (id_is_nil(&last->id))
		return;
	(void)str_copy(
		gates->mail.email, sizeof(gates->mail.email), last->email);
	(void)str_copy(gates->mail.said, sizeof(gates->mail.said),
		look->call->desk->has_mailer || last->state != LETTER_WAITING
			? last->said
			: "the service has no mail server: connectd serve "
			  "--smtp");
	gates->mail.asked_ms = last->asked_ms;
	gates->mail.sent_ms = last->sent_ms;
	if (last->sent_ms != 0)
		gates->mail.expires_ms = last->sent_ms + LETTER_LIFE_MS;
	if (last->ended == LETTER_USED)
		gates->mail.state = WIRE_MAIL_USED;
	else if (last->state == LETTER_BOUNCED)
		gates->mail.state = WIRE_MAIL_BOUNCED;
	else if (last->state == LETTER_WAITING)
		gates->mail.state = WIRE_MAIL_WAITING;
	else if (look->call->now_ms >= gates->mail.expires_ms)
		gates->mail.state = WIRE_MAIL_EXPIRED;
	else
		gates->mail.state = WIRE_MAIL_SENT;
}

static void
judge_sign_in(struct look *look)
{
	struct wire_gates *gates = &look->gates;

	if (id_is_nil(&look->person.role) || look->person.username[0] == '\0' ||
		look->person.email[0] == '\0')
		gates->sign_in = WIRE_SIGN_IN_NONE;
	else if (look->person.verified)
		gates->sign_in = WIRE_SIGN_IN_VERIFIED;
	else if (gates->mail.state == WIRE_MAIL_BOUNCED)
		gates->sign_in = WIRE_SIGN_IN_BOUNCED;
	else
		gates->sign_in = WIRE_SIGN_IN_PENDING;
}

/* One that was changed waits for its own link, and keeps nobody out. */
static void
judge_address(struct look *look)
{
	struct wire_gates *gates = &look->gates;

	gates->address = gates->sign_in;
	if (gates->sign_in != WIRE_SIGN_IN_VERIFIED ||
		look->last.kind != LETTER_MOVED ||
		gates->mail.state == WIRE_MAIL_USED)
		return;
	gates->address = gates->mail.state == WIRE_MAIL_BOUNCED
				 ? WIRE_SIGN_IN_BOUNCED
				 : WIRE_SIGN_IN_PENDING;
}

/* Until when the link works, as the company's clocks show it. */
static void
say_expires(struct look *look)
{
	const int64_t at_ms = look->gates.mail.expires_ms;
	struct zone_moment moment = {.abbreviation = "UTC"};
	struct civil at;

	civil_from_utc_ms(at_ms, &at);
	if (look->zone != NULL) {
		zone_to_local(look->zone, at_ms, &at);
		zone_at(look->zone, at_ms, &moment);
	}
	snprintf(look->gates.why, sizeof(look->gates.why),
		"the e-mail address is not verified yet; the link expires "
		"%04d-%02d-%02d %02d:%02d %s",
		at.year, at.month, at.day, at.hour, at.minute,
		moment.abbreviation);
}

/* Of a sign-in that is not proven: what is waited for. */
static void
say_pending(struct look *look)
{
	struct wire_gates *gates = &look->gates;
	const char *said = gates->mail.said;

	switch (gates->mail.state) {
	case WIRE_MAIL_WAITING:
		snprintf(gates->why, sizeof(gates->why),
			"the mail that verifies the e-mail address waits%s%s%s",
			said[0] != '\0' ? " (" : "", said,
			said[0] != '\0' ? ")" : "");
		break;
	case WIRE_MAIL_SENT:
		say_expires(look);
		break;
	case WIRE_MAIL_BOUNCED:
		snprintf(gates->why, sizeof(gates->why),
			"the mail that verifies the e-mail address bounced: %s",
			said);
		break;
	case WIRE_MAIL_NONE:
	case WIRE_MAIL_USED:
	case WIRE_MAIL_EXPIRED:
		snprintf(gates->why, sizeof(gates->why),
			"the e-mail address is not verified, and no link "
			"works: send a new one");
		break;
	}
}

static void
say_why(struct look *look)
{
	struct wire_gates *gates = &look->gates;
	const char *why = NULL;

	if (!look->person.active)
		why = "the person is not active";
	else if (!gates->company)
		why = "Clock In/Out is switched off for the company";
	else if (id_is_nil(&look->person.role))
		why = "the person has no role (No Access)";
	else if (!gates->role)
		why = "the role does not allow Connect Clock In/Out";
	else if (gates->sign_in == WIRE_SIGN_IN_NONE)
		why = "a sign-in needs a username and an e-mail address";
	else if (gates->sign_in != WIRE_SIGN_IN_VERIFIED)
		say_pending(look);
	else
		gates->can_clock = true;
	if (why != NULL)
		(void)str_copy(gates->why, sizeof(gates->why), why);
}

static int
read_gates(struct look *look, struct err *err)
{
	struct call *call = look->call;

	if (read_company(look, err) < 0 || read_role(look, err) < 0 ||
		letter_rows_last(call->db, &call->caller.company, &call->id,
			&look->last, err) < 0)
		return -1;
	judge_mail(look);
	judge_sign_in(look);
	judge_address(look);
	say_why(look);
	wire_gates_encode(&look->gates, &call->reply->body);
	reply_json(call->reply);
	return 0;
}

int
people_gates(struct call *call, struct err *err)
{
	const struct record_viewer viewer = records_viewer(call);
	struct look look = {.call = call, .person.record.id = call->id};
	bool found;
	int rc;

	if (!records_may(call, ACCESS_EMPLOYEES))
		return 0;
	rc = record_rows_find(call->db, kinds_of(&employee_description),
		&viewer, &look.person, &found, err);
	if (rc == 0 && found)
		rc = read_gates(&look, err);
	else if (rc == 0)
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	field_release(&employee_description, &look.person);
	return rc;
}

/* --- another mail ----------------------------------------------------------
 */

enum resent {
	RESENT,
	RESENT_NOBODY, /* whom the caller sees */
	RESENT_VERIFIED,
	RESENT_UNREACHED
};

struct resend {
	struct call *call;
	enum resent outcome;
};

static int
note(struct db *db, const struct call *call, const char *email, struct err *err)
{
	const struct caller *caller = &call->caller;
	struct audit_row row = {
		.company = caller->company,
		.at_ms = call->now_ms,
		.author = caller->employee,
		.device = caller->device,
		.what = "employee.resend",
		.subject = call->id,
		.old = "",
	};
	struct jsonout json;
	struct str text;
	int rc;

	str_init(&text, AUDIT_VALUE_BYTES);
	jsonout_init(&json, &text);
	jsonout_text(&json, NULL, email);
	row.new = text.data;
	rc = audit_add(db, &row, err);
	str_release(&text);
	return rc;
}

/* Whoever is verified is sent one for a new address alone. */
static int
send_again(struct resend *resend, struct db *db, const struct employee *person,
	struct err *err)
{
	struct call *call = resend->call;
	struct letter letter = {
		.company = call->caller.company,
		.employee = call->id,
		.kind = LETTER_VERIFY,
		.email = person->email,
		.now_ms = call->now_ms,
	};
	struct letter_last last;

	if (!employee_letters_reach(person)) {
		resend->outcome = RESENT_UNREACHED;
		return 0;
	}
	if (letter_rows_last(db, &letter.company, &call->id, &last, err) < 0)
		return -1;
	if (person->verified &&
		(last.kind != LETTER_MOVED || last.ended == LETTER_USED)) {
		resend->outcome = RESENT_VERIFIED;
		return 0;
	}
	if (person->verified)
		letter.kind = LETTER_MOVED;
	resend->outcome = RESENT;
	if (letters_ask(db, &letter, err) < 0)
		return -1;
	return note(db, call, person->email, err);
}

/* store_work */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct resend *resend = ctx;
	const struct record_viewer viewer = records_viewer(resend->call);
	struct employee person = {.record.id = resend->call->id};
	bool found;
	int rc;

	err_clear(err);
	resend->outcome = RESENT_NOBODY;
	rc = record_rows_find(db, kinds_of(&employee_description), &viewer,
		&person, &found, err);
	if (rc == 0 && found)
		rc = send_again(resend, db, &person, err);
	field_release(&employee_description, &person);
	return rc;
}

int
people_resend(struct call *call, struct err *err)
{
	struct resend resend = {.call = call};

	if (!records_may(call, ACCESS_EMPLOYEES_EDIT))
		return 0;
	call_end_reading(call, NULL);
	if (judged_write(call, work, &resend, err) < 0)
		return -1;
	switch (resend.outcome) {
	case RESENT:
		call->mails = true;
		reply_done(call->reply);
		break;
	case RESENT_NOBODY:
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		break;
	case RESENT_VERIFIED:
		reply_problem(call->reply, PROBLEM_VERIFIED, "");
		break;
	case RESENT_UNREACHED:
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE,
			"A link goes to who is active and has a role, a "
			"username and an e-mail address.");
		break;
	}
	return 0;
}
