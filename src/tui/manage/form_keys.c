/* The keys of the field that has the focus. */
#include <string.h>

#include "choose.h"
#include "form.h"

static const struct field *
focused(const struct form *form)
{
	return &form->of->fields[form->at];
}

static bool
is_open(const struct form *form)
{
	return (form->open >> form->at & 1) != 0;
}

static void
step(struct form *form, bool back)
{
	size_t count = form->of->count;

	do
		form->at = (form->at + (back ? count - 1 : 1)) % count;
	while ((form->shown >> form->at & 1) == 0);
}

void
form_act_next(struct tui *tui)
{
	step(form_of(tui), false);
}

void
form_act_previous(struct tui *tui)
{
	step(form_of(tui), true);
}

static bool
is_rune(const struct key_event *event, char letter)
{
	return event->key == KEY_IS_RUNE &&
	       (event->rune == (uint32_t)letter ||
		       (letter >= 'a' && letter <= 'z' &&
			       (event->rune | 0x20) == (uint32_t)letter));
}

static bool
bool_key(struct form *form, const struct key_event *event)
{
	bool *value = field_bool(focused(form), form->now);

	if (is_rune(event, ' ') || event->key == KEY_IS_LEFT ||
		event->key == KEY_IS_RIGHT)
		*value = !*value;
	else if (is_rune(event, 'y') || is_rune(event, 'n'))
		*value = is_rune(event, 'y');
	else
		return false;
	return true;
}

/* The next word, the one before, or the next that begins so. */
static bool
word_key(struct form *form, const struct key_event *event)
{
	const struct field_words *words = focused(form)->words;
	int64_t *value = field_int(focused(form), form->now);
	int64_t count = (int64_t)words->count;

	if (*value < 0 || *value >= count)
		*value = 0;
	if (is_rune(event, ' ') || event->key == KEY_IS_RIGHT) {
		*value = (*value + 1) % count;
		return true;
	}
	if (event->key == KEY_IS_LEFT) {
		*value = (*value + count - 1) % count;
		return true;
	}
	for (int64_t i = 1; i <= count; i++) {
		int64_t at = (*value + i) % count;

		if (is_rune(event, words->words[at][0])) {
			*value = at;
			return true;
		}
	}
	return false;
}

/* Records are chosen from their list, which begins with what was typed. */
static bool
others_key(struct tui *tui, const struct key_event *event)
{
	struct form *form = form_of(tui);
	bool space = is_rune(event, ' ');
	const struct field *field = focused(form);

	if (field->type == FIELD_REF &&
		(event->key == KEY_IS_DELETE ||
			event->key == KEY_IS_BACKSPACE)) {
		*field_ref(field, form->now) = (struct id){{0}};
		return true;
	}
	if (event->key != KEY_IS_RUNE && event->key != KEY_IS_PASTE)
		return false;
	manage_choose_open(tui, field, space ? NULL : event);
	return true;
}

static bool
text_key(struct tui *tui, const struct key_event *event)
{
	struct form *form = form_of(tui);
	struct edit *edit = &form->edits[form->at];

	if (!edit_key(edit, event))
		return false;
	form->typed |= (field_set)1 << form->at;
	if (edit->full)
		tui_note(tui, ROLE_WARNING, "That is all that fits here.");
	return true;
}

static bool
open_key(struct tui *tui, const struct key_event *event)
{
	struct form *form = form_of(tui);

	switch (focused(form)->type) {
	case FIELD_TEXT:
	case FIELD_INT:
		return text_key(tui, event);
	case FIELD_BOOL:
		return bool_key(form, event);
	case FIELD_WORD:
		return word_key(form, event);
	case FIELD_REF:
	case FIELD_LIST:
		return others_key(tui, event);
	case FIELD_LEVELS:
		if (!is_rune(event, ' '))
			return false;
		manage_levels_open(tui, focused(form));
		return true;
	}
	return false;
}

bool
form_key(struct tui *tui, const struct key_event *event)
{
	struct form *form = form_of(tui);
	size_t at = form->at;

	/* While the service is asked nothing changes; one can still leave. */
	if (form->step != FORM_STILL)
		return event->key != KEY_IS_ESC;
	if (form->now == NULL)
		return event->key == KEY_IS_RUNE || event->key == KEY_IS_PASTE;
	if (!is_open(form)) {
		if (event->key == KEY_IS_RUNE)
			tui_note(tui, ROLE_DIM,
				"This is not for you to change.");
		return event->key == KEY_IS_RUNE || event->key == KEY_IS_PASTE;
	}
	if (!open_key(tui, event))
		return event->key == KEY_IS_RUNE;
	if (at == form->wrong) {
		form->wrong = FORM_NOWHERE;
		err_clear(&form->trouble);
	}
	return true;
}

void
form_act_enter(struct tui *tui)
{
	struct form *form = form_of(tui);
	enum field_type type;

	if (form->now == NULL)
		return;
	type = focused(form)->type;
	if (is_open(form) && (type == FIELD_REF || type == FIELD_LIST))
		manage_choose_open(tui, focused(form), NULL);
	else if (is_open(form) && type == FIELD_LEVELS)
		manage_levels_open(tui, focused(form));
	else
		step(form, false);
}
