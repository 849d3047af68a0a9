/* What a form holds. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/field_words.h"
#include "form.h"

#define FORM_NUMBER_BYTES 12

struct form *
form_of(const struct tui *tui)
{
	return tui->states[TUI_MANAGE_FORM];
}

bool
form_is_typed(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_INT;
}

static void *
copy_of(const struct description *of, const void *record)
{
	void *copy = mem_new(1, of->bytes);

	*(struct record *)copy = *(const struct record *)record;
	(void)field_copy(of, copy, record, ~(field_set)0);
	return copy;
}

static void
drop(const struct description *of, void **record)
{
	if (*record != NULL)
		field_release(of, *record);
	free(*record);
	*record = NULL;
}

/* What is typed into begins with what the record has. */
static void
fill_in(struct form *form, size_t at)
{
	const struct field *field = &form->of->fields[at];
	struct str words;

	if (!form_is_typed(field))
		return;
	str_init(&words, EDIT_BYTES);
	field_words_write(field, form->now, NULL, &words);
	edit_init(&form->edits[at],
		field->type == FIELD_TEXT ? field->max : FORM_NUMBER_BYTES);
	edit_set(&form->edits[at], words.data);
	str_release(&words);
}

static void
hold_was(struct form *form, const void *record)
{
	void *was = copy_of(form->of, record);

	drop(form->of, &form->was);
	form->was = was;
}

void
form_hold(struct form *form, const void *record)
{
	hold_was(form, record);
	drop(form->of, &form->now);
	form->now = copy_of(form->of, record);
	form->typed = 0;
	form->wrong = FORM_NOWHERE;
	if (form->edits == NULL)
		form->edits = mem_new(form->of->count, sizeof(*form->edits));
	for (size_t i = 0; i < form->of->count; i++)
		fill_in(form, i);
}

void
form_merge(struct form *form, const void *theirs)
{
	field_set mine = form_changed(form);

	hold_was(form, theirs);
	*(struct record *)form->now = *(const struct record *)theirs;
	(void)field_copy(form->of, form->now, theirs, ~mine);
	for (size_t i = 0; i < form->of->count; i++)
		if ((mine >> i & 1) == 0)
			fill_in(form, i);
	form->typed &= mine;
}

void
form_release(struct form *form)
{
	if (form->of == NULL)
		return;
	drop(form->of, &form->was);
	drop(form->of, &form->now);
	drop(form->of, &form->theirs);
	free(form->edits);
	*form = (struct form){0};
}

int
form_collect(struct form *form, struct err *err)
{
	for (size_t i = 0; i < form->of->count; i++) {
		if ((form->typed >> i & 1) == 0)
			continue;
		if (field_words_read(&form->of->fields[i], form->now,
			    form->edits[i].text, NULL, err) < 0) {
			form->wrong = i;
			return -1;
		}
	}
	return 0;
}

/* What is typed is not yet read. */
static bool
is_changed(const struct form *form, size_t at)
{
	const struct field *field = &form->of->fields[at];
	struct str words;
	bool changed;

	if ((form->typed >> at & 1) == 0)
		return !field_equal(field, form->was, form->now);
	str_init(&words, EDIT_BYTES);
	field_words_write(field, form->was, NULL, &words);
	changed = strcmp(words.data, form->edits[at].text) != 0;
	str_release(&words);
	return changed;
}

field_set
form_changed(const struct form *form)
{
	field_set changed = 0;

	for (size_t i = 0; form->was != NULL && i < form->of->count; i++)
		if (is_changed(form, i))
			changed |= (field_set)1 << i;
	return changed;
}

void
form_add_titles(const struct form *form, field_set set, struct str *out)
{
	const char *between = "";

	for (size_t i = 0; i < form->of->count; i++) {
		if ((set >> i & 1) == 0)
			continue;
		str_addf(out, "%s%s", between, form->of->fields[i].title);
		between = ", ";
	}
}
