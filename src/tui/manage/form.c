/* A record as a form: read, saved, and what comes in between. */
#include "form.h"

#include "app/office_people.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/employee.h"
#include "tui/ask.h"
#include "tui/manage/manage.h"
#include "value.h"

static struct office *
office_of(const struct tui *tui)
{
	return manage_of(tui)->office;
}

/* The field that is wrong takes the focus; NULL: none is. */
static void
refuse(struct form *form, const struct field *field, const struct err *err)
{
	form->trouble = *err;
	form->wrong = FORM_NOWHERE;
	if (field == NULL)
		return;
	form->wrong = (size_t)(field - form->of->fields);
	if ((form->shown >> form->wrong & 1) != 0)
		form->at = form->wrong;
	else
		form->wrong = FORM_NOWHERE;
}

/* --- opening -------------------------------------------------------------- */

static void
begin(struct tui *tui, const struct description *of)
{
	struct form *form = form_of(tui);
	permission_set may = manage_permissions(tui);

	form_release(form);
	*form = (struct form){.of = of, .wrong = FORM_NOWHERE};
	for (size_t i = 0; i < of->count; i++) {
		const struct field *field = &of->fields[i];

		if (permission_has(may, field->see))
			form->shown |= (field_set)1 << i;
		if ((field->flags & FIELD_TOLD) == 0 &&
			permission_has(may, field->change))
			form->open |= (field_set)1 << i;
	}
	form->open &= form->shown;
}

/* The role that has everything cannot be changed. */
static bool
is_fixed(const struct form *form)
{
	const struct field *field = field_find(form->of, "is_administrator");

	return field != NULL && form->was != NULL &&
	       *field_bool(field, form->was);
}

/* What is told is not there of a new one; the first that can be changed has
 * the focus. */
static void
begin_at(struct form *form)
{
	if (is_fixed(form))
		form->open = 0;
	for (size_t i = 0; form->is_new && i < form->of->count; i++)
		if ((form->of->fields[i].flags & FIELD_TOLD) != 0)
			form->shown &= ~((field_set)1 << i);
	for (size_t i = form->of->count; i-- > 0;)
		if (((form->open != 0 ? form->open : form->shown) >> i & 1) !=
			0)
			form->at = i;
}

static void
set_title(struct form *form)
{
	const struct record *record = form->was;
	struct str title;

	str_init(&title, sizeof(form->title) - 1);
	if (form->is_new)
		str_addf(&title, "New %s", form->of->title);
	else if (form->is_alone)
		str_addz(&title, "Company settings");
	else if (record != NULL)
		office_label(form->of, record, &title);
	(void)snprintf(form->title, sizeof(form->title), "%s", title.data);
	str_release(&title);
}

static void
begin_new(struct tui *tui)
{
	struct form *form = form_of(tui);
	struct record *record = mem_new(1, form->of->bytes);
	struct err err = {0};

	form->is_new = true;
	field_clear(form->of, record);
	if (office_make_id(office_of(tui), &record->id, &err) < 0)
		refuse(form, NULL, &err);
	form_hold(form, record);
	field_release(form->of, record);
	free(record);
}

void
manage_form_open(
	struct tui *tui, const struct description *of, const void *record)
{
	/* What is chosen from stays as it is meanwhile. */
	office_cancel(office_of(tui));
	begin(tui, of);
	if (record != NULL)
		form_hold(form_of(tui), record);
	else
		begin_new(tui);
	begin_at(form_of(tui));
	set_title(form_of(tui));
	tui_note(tui, ROLE_TEXT, "");
	tui_open(tui, TUI_MANAGE_FORM);
	form_ask_gates(tui);
}

/* --- reading -------------------------------------------------------------- */

static void
on_read(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct form *form = form_of(tui);

	form->step = FORM_STILL;
	form->trouble = answer->err;
	tui->dirty = true;
	if (answer->err.kind != ERR_NONE)
		return;
	if (form->now == NULL)
		form_hold(form, answer->record);
	else
		form_merge(form, answer->record);
	set_title(form);
	form_ask_gates(tui);
}

/* Anew; what was changed here stays. */
static void
act_read(struct tui *tui)
{
	struct form *form = form_of(tui);
	const struct record *record = form->was;

	office_cancel(office_of(tui));
	form->step = FORM_READING;
	err_clear(&form->trouble);
	office_get(office_of(tui), form->of,
		record != NULL ? &record->id : NULL, on_read, tui);
}

void
manage_form_open_settings(struct tui *tui, const struct description *of)
{
	begin(tui, of);
	form_of(tui)->is_alone = true;
	begin_at(form_of(tui));
	set_title(form_of(tui));
	tui_note(tui, ROLE_TEXT, "");
	tui_open(tui, TUI_MANAGE_FORM);
	act_read(tui);
}

/* --- somebody was quicker ------------------------------------------------- */

static void
act_merge(struct tui *tui)
{
	struct form *form = form_of(tui);

	form_merge(form, form->theirs);
	field_release(form->of, form->theirs);
	free(form->theirs);
	form->theirs = NULL;
	set_title(form);
	tui_note_stays(tui, ROLE_WARNING,
		"Read again; what you changed is as you left it. Nothing is "
		"saved yet.");
}

/* "Name is \"Elm Tower\" now, was \"Elm St Tower\"; yours: \"Elm\"." */
static void
say_differences(struct tui *tui, struct str *out)
{
	struct form *form = form_of(tui);
	field_set mine = form_changed(form);

	for (size_t i = 0; i < form->of->count; i++) {
		const struct field *field = &form->of->fields[i];

		if (field_equal(field, form->was, form->theirs))
			continue;
		str_addf(out, "%s is \"", field->title);
		manage_value(office_of(tui), field, form->theirs, out);
		str_addz(out, "\" now, was \"");
		manage_value(office_of(tui), field, form->was, out);
		str_addc(out, '"');
		if ((mine >> i & 1) != 0) {
			str_addz(out, ", yours \"");
			manage_value(office_of(tui), field, form->now, out);
			str_addc(out, '"');
		}
		str_addz(out, ". ");
	}
	if (out->len == 0)
		str_addz(out, "Nothing that you see is different. ");
	str_addz(out, "What you changed stays as you left it.");
}

static void
on_theirs(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct form *form = form_of(tui);
	struct ask ask = {.title = "Somebody changed it since you read it",
		.yes = "Take theirs, keep mine",
		.safe = true,
		.on_yes = act_merge};
	struct str text;

	form->step = FORM_STILL;
	tui->dirty = true;
	if (answer->err.kind != ERR_NONE) {
		refuse(form, NULL, &answer->err);
		return;
	}
	if (form->theirs != NULL)
		field_release(form->of, form->theirs);
	free(form->theirs);
	form->theirs = mem_new(1, form->of->bytes);
	*(struct record *)form->theirs = *(const struct record *)answer->record;
	(void)field_copy(form->of, form->theirs, answer->record, ~(field_set)0);
	str_init(&text, sizeof(ask.text) - 1);
	say_differences(tui, &text);
	(void)snprintf(ask.text, sizeof(ask.text), "%s", text.data);
	str_release(&text);
	ask_open(tui, &ask);
}

static void
compare(struct tui *tui)
{
	struct form *form = form_of(tui);

	form->step = FORM_COMPARING;
	office_get(office_of(tui), form->of,
		&((const struct record *)form->was)->id, on_theirs, tui);
}

/* --- saving --------------------------------------------------------------- */

static void
on_saved(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct form *form = form_of(tui);
	const struct record *record = answer->record;
	struct str words;
	bool alone;

	form->step = FORM_STILL;
	tui->dirty = true;
	if (answer->err.kind == ERR_BUSY) {
		compare(tui);
		return;
	}
	if (answer->err.kind != ERR_NONE) {
		refuse(form, answer->field, &answer->err);
		return;
	}
	str_init(&words, TUI_NOTE_BYTES - 1);
	str_addz(&words, "Saved: ");
	if (form->is_alone)
		str_addz(&words, "company settings");
	else
		office_label(form->of, record, &words);
	alone = form->of == &employee_description &&
		office_has_nobody(office_of(tui), record);
	if (alone)
		str_addz(&words, ". They see only themselves: Clock In For has "
				 "nobody to choose; change whom they see.");
	manage_of(tui)->changed = record->id;
	tui_back(tui);
	tui_note(tui, alone ? ROLE_WARNING : ROLE_GOOD, words.data);
	str_release(&words);
}

/* What is said of a new one: all that is not as it would be anyway. */
static field_set
given(const struct form *form)
{
	field_set set = form_changed(form) & form->open;

	for (size_t i = 0; form->is_new && i < form->of->count; i++)
		if ((form->of->fields[i].flags & FIELD_NEEDED) != 0)
			set |= (field_set)1 << i;
	return set;
}

static void
send(struct tui *tui)
{
	struct form *form = form_of(tui);
	const struct office_edit edit = {
		.of = form->of, .record = form->now, .given = given(form)};

	office_cancel(office_of(tui));
	form->step = FORM_SAVING;
	err_clear(&form->trouble);
	tui_note(tui, ROLE_TEXT, "");
	if (form->is_new)
		office_add(office_of(tui), &edit, on_saved, tui);
	else
		office_change(office_of(tui), &edit, on_saved, tui);
}

/* The first field that is wrong is refused. */
static bool
is_complete(struct form *form)
{
	const struct field *missing;
	struct err err = {0};

	if (form_collect(form, &err) < 0) {
		refuse(form, &form->of->fields[form->wrong], &err);
		return false;
	}
	missing = field_missing(form->of, form->now);
	if (missing != NULL) {
		err_set(&err, ERR_DATA, "this is needed");
		refuse(form, missing, &err);
	}
	return missing == NULL;
}

/* What has a number stands on records, which show what it is called now. */
static bool
is_renamed(const struct form *form)
{
	struct str was, now;
	bool renamed;

	if (form->is_new || field_find(form->of, "number") == NULL)
		return false;
	str_init(&was, 1024);
	str_init(&now, 1024);
	office_label(form->of, form->was, &was);
	office_label(form->of, form->now, &now);
	renamed = strcmp(was.data, now.data) != 0;
	str_release(&was);
	str_release(&now);
	return renamed;
}

static void
ask_to_rename(struct tui *tui)
{
	const struct form *form = form_of(tui);
	struct ask ask = {.title = "Another name",
		.yes = "Rename",
		.safe = true,
		.on_yes = send};
	struct str text;

	str_init(&text, sizeof(ask.text) - 1);
	str_addz(&text, "\"");
	office_label(form->of, form->was, &text);
	str_addz(&text, "\" is called \"");
	office_label(form->of, form->now, &text);
	str_addz(&text, "\" from now on, also on all that was recorded "
			"before. Shall it?");
	(void)snprintf(ask.text, sizeof(ask.text), "%s", text.data);
	str_release(&text);
	ask_open(tui, &ask);
}

static void
act_save(struct tui *tui)
{
	struct form *form = form_of(tui);

	if (form->step != FORM_STILL || form->now == NULL)
		return;
	if (!is_complete(form))
		return;
	if (!form->is_new && form_changed(form) == 0)
		tui_note(tui, ROLE_DIM, "Nothing is changed.");
	else if (is_renamed(form))
		ask_to_rename(tui);
	else
		send(tui);
}

/* --- leaving -------------------------------------------------------------- */

/* Not waited for any longer; whether it is done may be unknown. */
static void
break_off(struct tui *tui)
{
	struct form *form = form_of(tui);
	bool unknown = form->step == FORM_SAVING || form->step == FORM_MAILING;

	office_cancel(office_of(tui));
	form->step = FORM_STILL;
	tui_note_stays(tui, ROLE_WARNING,
		unknown ? "The answer was not waited for: it may be done. Try "
			  "again."
			: "The answer was not waited for. Nothing is saved.");
}

static void
act_leave(struct tui *tui)
{
	struct form *form = form_of(tui);
	field_set changed = form_changed(form);
	struct ask ask = {.title = "Not saved",
		.yes = "Leave without saving",
		.on_yes = tui_back};
	struct str text;

	if (form->step != FORM_STILL && form->now != NULL) {
		break_off(tui);
		return;
	}
	if (changed == 0) {
		tui_back(tui);
		return;
	}
	str_init(&text, sizeof(ask.text) - 1);
	str_addz(&text, "Changed, and not saved: ");
	form_add_titles(form, changed, &text);
	str_addz(&text, ".");
	(void)snprintf(ask.text, sizeof(ask.text), "%s", text.data);
	str_release(&text);
	ask_open(tui, &ask);
}

/* A list of sessions broke it off. */
static void
resume(struct tui *tui)
{
	if (form_of(tui)->gates[0] == '\0')
		form_ask_gates(tui);
}

static void
leave(struct tui *tui)
{
	if (manage_of(tui)->office != NULL)
		office_cancel(office_of(tui));
	form_release(form_of(tui));
}

/* --- the screen ----------------------------------------------------------- */

static bool
may_save(const struct tui *tui)
{
	return form_of(tui)->open != 0;
}

static bool
is_old(const struct tui *tui)
{
	const struct form *form = form_of(tui);

	return !form->is_new;
}

static bool
is_choosing(const struct tui *tui)
{
	const struct form *form = form_of(tui);
	enum field_type type = form->of->fields[form->at].type;

	return (form->open >> form->at & 1) != 0 &&
	       (type == FIELD_REF || type == FIELD_LIST ||
		       type == FIELD_LEVELS);
}

static const struct bind binds[] = {
	{.key = KEY_IS_CTRL,
		.letter = 's',
		.cap = "^S",
		.word = "Save",
		.help = "Save it",
		.command = true,
		.act = act_save,
		.works = may_save},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Choose",
		.rank = 2,
		.help = "Choose from a list, else the next field",
		.act = form_act_enter,
		.works = is_choosing},
	{.key = KEY_IS_ENTER, .act = form_act_enter},
	{.key = KEY_IS_TAB,
		.cap = "Tab",
		.word = "Next",
		.rank = 3,
		.help = "Next field; Shift-Tab and arrows move too. Space "
			"changes a yes or no and goes through words; Del "
			"takes away what is chosen",
		.act = form_act_next},
	{.key = KEY_IS_DOWN, .act = form_act_next},
	{.key = KEY_IS_BACKTAB, .act = form_act_previous},
	{.key = KEY_IS_UP, .act = form_act_previous},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back; what is not saved is asked about",
		.act = act_leave},
	{.key = KEY_IS_CTRL,
		.letter = 'r',
		.cap = "^R",
		.word = "Reload",
		.rank = 4,
		.help = "Ask the service for it again; what you changed stays",
		.act = act_read,
		.works = is_old},
	{.key = KEY_IS_CTRL,
		.letter = 'l',
		.cap = "^L",
		.word = "Mail again",
		.rank = 3,
		.help = "Send another mail with a link to set a password",
		.act = form_act_resend,
		.works = form_may_resend},
	{.key = KEY_IS_CTRL,
		.letter = 'o',
		.cap = "^O",
		.word = "Sessions",
		.rank = 3,
		.help = "Where the person is signed in; what is changed here "
			"stays",
		.act = form_act_sessions,
		.works = form_may_see_sessions},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 1,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

static const char *
say_title(const struct tui *tui)
{
	return form_of(tui)->title;
}

const struct screen manage_form_screen = {
	.say_title = say_title,
	.state_bytes = sizeof(struct form),
	.binds = binds,
	.on_key = form_key,
	.draw = form_draw,
	.resume = resume,
	.leave = leave,
};
