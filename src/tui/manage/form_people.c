/* What a form tells of an employee beside the record. */
#include <stdio.h>

#include "app/office_people.h"
#include "core/employee.h"
#include "form.h"

static bool
is_somebody(const struct form *form)
{
	return form->of == &employee_description && !form->is_new &&
	       form->was != NULL;
}

static void
on_gates(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct form *form = form_of(tui);
	struct str words;

	str_init(&words, sizeof(form->gates) - 1);
	(void)office_say_gates(answer, &words);
	(void)snprintf(form->gates, sizeof(form->gates), "%s", words.data);
	str_release(&words);
	tui->dirty = true;
}

void
form_ask_gates(struct tui *tui)
{
	struct form *form = form_of(tui);
	struct office *office = manage_of(tui)->office;

	if (is_somebody(form) && !office_is_busy(office))
		office_ask_gates(office, &((struct record *)form->was)->id,
			on_gates, tui);
}

bool
form_may_resend(const struct tui *tui)
{
	const struct form *form = form_of(tui);

	return is_somebody(form) && form->open != 0 &&
	       !((const struct employee *)form->was)->verified;
}

static void
on_resent(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct str words;

	form_of(tui)->step = FORM_STILL;
	str_init(&words, TUI_NOTE_BYTES - 1);
	if (answer->err.kind == ERR_NONE)
		str_addz(&words,
			"Another mail is on its way; the links before are good "
			"no more.");
	else
		manage_say(&answer->err, &words);
	tui_note_stays(tui,
		answer->err.kind == ERR_NONE ? ROLE_GOOD : ROLE_ERROR,
		words.data);
	str_release(&words);
	form_ask_gates(tui);
}

void
form_act_resend(struct tui *tui)
{
	struct form *form = form_of(tui);
	struct office *office = manage_of(tui)->office;

	office_cancel(office);
	form->step = FORM_MAILING;
	office_resend(
		office, &((struct record *)form->was)->id, on_resent, tui);
}

bool
form_may_see_sessions(const struct tui *tui)
{
	return is_somebody(form_of(tui)) &&
	       permission_has(manage_permissions(tui), PERMISSION_DEVICES_VIEW);
}

void
form_act_sessions(struct tui *tui)
{
	struct form *form = form_of(tui);

	if (form->step == FORM_STILL)
		manage_sessions_open(
			tui, &((struct record *)form->was)->id, form->title);
}
