#include "employee_letters.h"

#include "service/company/letters.h"

bool
employee_letters_reach(const struct employee *person)
{
	return person->active && !id_is_nil(&person->role) &&
	       person->username[0] != '\0' && person->email[0] != '\0';
}

static int
ask(struct records_step *step, enum letter_kind kind, const char *email,
	struct err *err)
{
	const struct employee *after = step->after;
	const struct letter letter = {
		.company = step->call->caller.company,
		.employee = after->record.id,
		.kind = kind,
		.email = email,
		.now_ms = step->call->now_ms,
	};

	step->call->mails = true;
	return letters_ask(step->db, &letter, err);
}

static bool
moved(const struct records_step *step, const char *field)
{
	return step->before == NULL ||
	       records_moved(step, &employee_description, field);
}

/* Whoever signs in already goes on to; the old address hears of it. */
static int
ask_for_new_address(struct records_step *step, struct err *err)
{
	const struct employee *before = step->before;
	const struct employee *after = step->after;

	if (ask(step, LETTER_MOVED, after->email, err) < 0)
		return -1;
	if (before->email[0] == '\0')
		return 0;
	return ask(step, LETTER_NOTE, before->email, err);
}

int
employee_letters_saved(struct records_step *step, struct err *err)
{
	const struct employee *after = step->after;

	if (!employee_letters_reach(after))
		return 0;
	if (!after->verified &&
		(moved(step, "role") || moved(step, "username") ||
			moved(step, "email") || moved(step, "active")))
		return ask(step, LETTER_VERIFY, after->email, err);
	if (after->verified && step->before != NULL && moved(step, "email"))
		return ask_for_new_address(step, err);
	return 0;
}
