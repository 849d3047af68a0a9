/* A new record, and a change of one: from options to the service. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "edit.h"
#include "kinds.h"
#include "one.h"
#include "rename.h"
#include "stale.h"

/* --- options -------------------------------------------------------------- */

/* All values of an option that repeats, as one list. */
static void
join(const struct args *args, const char *option, struct str *out)
{
	const char *value;

	for (size_t n = 0; (value = args_nth(args, option, n)) != NULL; n++)
		str_addf(out, "%s%s", n > 0 ? "; " : "", value);
}

/* "board=view": on top of what is allowed so far. The service alone gives the
 * switch of administrators. */
static int
set_levels(const struct field *field, void *record, const struct args *args,
	struct err *err)
{
	const char *value;

	for (size_t n = 0; (value = args_nth(args, "set", n)) != NULL; n++) {
		char name[WORDS_NAME_BYTES];
		const char *level = strchr(value, '=');
		size_t len =
			level != NULL ? (size_t)(level - value) : strlen(value);

		if (len >= sizeof(name))
			return err_set(err, ERR_USAGE,
				"--set %.40s...: is no permission", value);
		memcpy(name, value, len);
		name[len] = '\0';
		if (field_set_level(field, record, name,
			    level != NULL ? level + 1 : "access", err) < 0) {
			err->kind = ERR_USAGE;
			return err_about(err, "--set %s", value);
		}
	}
	*field_levels(field, record) &= ~PERMISSION_SET(ADMINISTRATOR);
	return 0;
}

/* Into the list of `record`, or out of it, what the option names. */
static int
change_list(struct edit *edit, const struct field *field, const char *head,
	struct err *err)
{
	char name[WORDS_NAME_BYTES];
	char option[2 * WORDS_NAME_BYTES] = "";
	struct field_list *list = field_list(field, edit->record);
	void *named = mem_new(1, edit->of->bytes);
	const struct field_list *delta = field_list(field, named);
	struct id *ids;
	struct str words;
	size_t n = 0;
	int rc;

	str_init(&words, SIZE_MAX / 2);
	snprintf(option, sizeof(option), "%s%s", head,
		words_option(field, name));
	join(edit->args, option, &words);
	rc = words_set(edit->call, field, named, option, words.data, err);
	ids = mem_new(list->count + delta->count + 1, sizeof(*ids));
	for (size_t i = 0; i < list->count; i++)
		if (!field_list_has(delta, &list->ids[i]))
			ids[n++] = list->ids[i];
	for (size_t i = 0; strcmp(head, "add-") == 0 && i < delta->count; i++)
		ids[n++] = delta->ids[i];
	if (rc == 0)
		rc = field_set_list(field, edit->record, ids, n, err);
	free(ids);
	str_release(&words);
	field_release(edit->of, named);
	free(named);
	return rc;
}

static int
set_list(struct edit *edit, const struct field *field, const char *option,
	struct err *err)
{
	static const char *const heads[] = {"add-", "remove-"};
	char other[2 * WORDS_NAME_BYTES];
	struct str words;
	int rc = 0;

	if (args_has(edit->args, option)) {
		str_init(&words, SIZE_MAX / 2);
		join(edit->args, option, &words);
		rc = words_set(edit->call, field, edit->record, option,
			words.data, err);
		str_release(&words);
		edit_give(edit, field);
	}
	for (size_t i = 0; rc == 0 && !edit->is_new && i < 2; i++) {
		snprintf(other, sizeof(other), "%s%s", heads[i], option);
		if (!args_has(edit->args, other))
			continue;
		rc = change_list(edit, field, heads[i], err);
		edit_give(edit, field);
	}
	return rc;
}

void
edit_give(struct edit *edit, const struct field *field)
{
	edit->given |= (field_set)1 << (field - edit->of->fields);
}

static int
set_option(struct edit *edit, const struct field *field, struct err *err)
{
	char name[WORDS_NAME_BYTES];
	char dashed[WORDS_NAME_BYTES + 2];
	const char *option = words_option(field, name);

	if (field->type == FIELD_LIST)
		return set_list(edit, field, option, err);
	if (!args_has(edit->args, option))
		return 0;
	edit_give(edit, field);
	if (field->type == FIELD_LEVELS)
		return set_levels(field, edit->record, edit->args, err);
	snprintf(dashed, sizeof(dashed), "--%s", option);
	return words_set(edit->call, field, edit->record, dashed,
		args_text(edit->args, option), err);
}

/* Whether `add` takes it without an option; the place of the operand. */
static bool
operand_of(const struct kind *kind, const struct field *field, size_t *n_out)
{
	for (*n_out = 0;
		kind->operands != NULL && kind->operands[*n_out] != NULL;
		(*n_out)++)
		if (strcmp(kind->operands[*n_out], field->name) == 0)
			return true;
	return false;
}

static int
set_operand(
	struct edit *edit, const struct field *field, size_t n, struct err *err)
{
	const char *value = args_operand(edit->args, n);
	struct str words;
	int rc;

	if (value == NULL)
		return 0;
	edit_give(edit, field);
	str_init(&words, SIZE_MAX / 2);
	str_addz(&words, value);
	while (field->type == FIELD_LIST &&
		(value = args_operand(edit->args, ++n)) != NULL)
		str_addf(&words, "; %s", value);
	rc = words_set(
		edit->call, field, edit->record, field->title, words.data, err);
	str_release(&words);
	return rc;
}

/* Everything that was said, into the record. */
static int
set_all(struct edit *edit, const struct kind *kind, struct err *err)
{
	for (size_t i = 0; i < edit->of->count; i++) {
		const struct field *field = &edit->of->fields[i];
		size_t n;
		int rc = 0;

		if ((field->flags & FIELD_TOLD) != 0 ||
			strcmp(field->name, "active") == 0)
			continue;
		if (edit->is_new && operand_of(kind, field, &n))
			rc = set_operand(edit, field, n, err);
		else
			rc = set_option(edit, field, err);
		if (rc < 0)
			return -1;
	}
	return 0;
}

/* --- what comes of it ----------------------------------------------------- */

/* "Name: Elm St Tower -> Elm Street Tower", a line for each that moved. */
static void
add_moved(const struct edit *edit, const void *before, const void *after,
	struct str *out)
{
	for (size_t i = 0; i < edit->of->count; i++) {
		const struct field *field = &edit->of->fields[i];

		if (field_equal(field, before, after))
			continue;
		str_addf(out, "  %s: ", field->title);
		words_add(edit->call, field, before, out);
		str_addz(out, " -> ");
		words_add(edit->call, field, after, out);
		str_addc(out, '\n');
	}
}

static bool
is_same(const struct description *of, const void *one, const void *other)
{
	for (size_t i = 0; i < of->count; i++)
		if (!field_equal(&of->fields[i], one, other))
			return false;
	return true;
}

static int
print_outcome(const struct edit *edit, const void *before, const void *after,
	struct err *err)
{
	const char *tried = edit->dry_run ? "would be " : "";
	struct str out;
	int rc;

	if (args_has(edit->args, "json"))
		return list_print_one(edit->call, edit->of, after, true, err);
	str_init(&out, SIZE_MAX / 2);
	words_record(edit->of, after, &out);
	if (before == NULL)
		str_addf(&out, " %sadded\n", tried);
	else if (is_same(edit->of, before, after))
		str_addz(&out, " is so already\n");
	else
		str_addf(&out, " %schanged\n", tried);
	if (before != NULL)
		add_moved(edit, before, after, &out);
	rc = call_print(&out, err);
	str_release(&out);
	return rc;
}

int
edit_send(struct edit *edit, const void *before, struct err *err)
{
	const struct office_edit asked = {
		.of = edit->of,
		.record = edit->record,
		.given = edit->given,
		.dry_run = edit->dry_run,
	};
	const struct kind *kind = kinds_named(edit->args->command);
	void *after = mem_new(1, edit->of->bytes);
	const struct field *wrong;
	char name[WORDS_NAME_BYTES];
	int rc =
		wait_edit(edit->call, &asked, edit->is_new, after, &wrong, err);

	if (wrong != NULL)
		(void)err_wrap(err, "--%s", words_option(wrong, name));
	if (rc == 0)
		rc = print_outcome(edit, before, after, err);
	else if (err->kind == ERR_BUSY && before != NULL)
		stale_say(edit, before);
	if (rc == 0 && kind != NULL && kind->note != NULL)
		kind->note(edit->call, after);
	field_release(edit->of, after);
	free(after);
	return rc;
}

/* --- the commands --------------------------------------------------------- */

void
edit_begin(struct edit *edit, struct ctl_call *call,
	const struct description *of, const struct args *args)
{
	*edit = (struct edit){
		.call = call,
		.args = args,
		.of = of,
		.record = mem_new(1, of->bytes),
	};
	field_clear(of, edit->record);
}

void
edit_end(struct edit *edit)
{
	field_release(edit->of, edit->record);
	free(edit->record);
}

int
edit_run_add(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct kind *kind = kinds_named(args->command);
	struct edit edit;
	int rc;

	if (call_open(call, err) < 0 || wait_load(call, kind->of, err) < 0)
		return -1;
	edit_begin(&edit, call, kind->of, args);
	edit.is_new = true;
	edit.dry_run = args_has(args, "dry-run");
	rc = office_make_id(
		call->office, &((struct record *)edit.record)->id, err);
	if (rc == 0)
		rc = set_all(&edit, kind, err);
	if (rc == 0)
		rc = edit_send(&edit, NULL, err);
	edit_end(&edit);
	return rc;
}

void
edit_take(struct edit *edit, const void *record)
{
	*(struct record *)edit->record = *(const struct record *)record;
	(void)field_copy(edit->of, edit->record, record, ~(field_set)0);
}

static int
change(struct edit *edit, const struct kind *kind, const void *before,
	struct err *err)
{
	struct record *record = edit->record;

	edit_take(edit, before);
	edit->dry_run = args_has(edit->args, "dry-run");
	record->version =
		args_number(edit->args, "if-version", record->version);
	if (set_all(edit, kind, err) < 0)
		return -1;
	if (edit->given == 0)
		return err_set(err, ERR_USAGE,
			"nothing is said of what to change; see --help");
	if (!edit->dry_run && rename_confirm(edit->call, edit->args, before,
				      edit->record, err) < 0)
		return -1;
	return edit_send(edit, before, err);
}

int
edit_run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct kind *kind = kinds_named(args->command);
	struct edit edit;
	struct edit old;
	int rc;

	edit_begin(&edit, call, kind->of, args);
	edit_begin(&old, call, kind->of, args);
	rc = one_find(call, args, kind->of, old.record, err);
	if (rc == 0)
		rc = change(&edit, kind, old.record, err);
	edit_end(&edit);
	edit_end(&old);
	return rc;
}

static int
switch_to(void *ctx, const struct args *args, bool active, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct kind *kind = kinds_named(args->command);
	const struct field *field = field_find(kind->of, "active");
	struct edit edit;
	struct edit old;
	int rc;

	edit_begin(&edit, call, kind->of, args);
	edit_begin(&old, call, kind->of, args);
	rc = one_find(call, args, kind->of, old.record, err);
	if (rc == 0) {
		edit_take(&edit, old.record);
		edit.dry_run = args_has(args, "dry-run");
		*field_bool(field, edit.record) = active;
		edit_give(&edit, field);
		rc = edit_send(&edit, old.record, err);
	}
	edit_end(&edit);
	edit_end(&old);
	return rc;
}

int
edit_run_activate(void *ctx, const struct args *args, struct err *err)
{
	return switch_to(ctx, args, true, err);
}

int
edit_run_deactivate(void *ctx, const struct args *args, struct err *err)
{
	return switch_to(ctx, args, false, err);
}
