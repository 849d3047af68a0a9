/* From words to fields and back, and a question. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "call.h"

/* --- other records -------------------------------------------------------- */

/* What fits, where the error invites to choose. */
static int
offer(struct ctl_call *call, const struct description *of, const char *words,
	const struct err *err)
{
	size_t len = strlen(err->text);

	if (err->kind == ERR_AMBIGUOUS ||
		(err->kind == ERR_NOT_FOUND && len > 0 &&
			err->text[len - 1] == ':')) {
		str_clear(&call->candidates);
		office_candidates(call->office, of, words, &call->candidates);
	}
	return -1;
}

static int
find(void *ctx, const struct description *of, const char *words,
	struct id *id_out, struct err *err)
{
	struct ctl_call *call = ctx;
	struct field_names names = office_names(call->office);

	if (names.find(names.ctx, of, words, id_out, err) == 0)
		return 0;
	return offer(call, of, words, err);
}

static void
show(void *ctx, const struct description *of, const struct id *id,
	struct str *out)
{
	struct ctl_call *call = ctx;
	struct field_names names = office_names(call->office);

	names.show(names.ctx, of, id, out);
}

/* For people: what this one may not see has no name, and its id is none. */
static void
show_seen(void *ctx, const struct description *of, const struct id *id,
	struct str *out)
{
	struct ctl_call *call = ctx;

	const void *record = office_record(call->office, of, id);

	if (record == NULL)
		str_addz(out, "(hidden)");
	else
		office_label(of, record, out);
}

struct field_names
words_names(struct ctl_call *call)
{
	return (struct field_names){.find = find, .show = show, .ctx = call};
}

int
words_find(struct ctl_call *call, const struct description *of,
	const char *words, const void **record_out, struct err *err)
{
	if (office_find(call->office, of, words, record_out, err) == 0)
		return 0;
	return offer(call, of, words, err);
}

/* --- fields --------------------------------------------------------------- */

const char *
words_option(const struct field *field, char name_out[WORDS_NAME_BYTES])
{
	static const char tail[] = "_name";
	size_t len = strlen(field->name);

	if (field->type == FIELD_LEVELS)
		return "set";
	if (len > sizeof(tail) - 1 &&
		strcmp(field->name + len - (sizeof(tail) - 1), tail) == 0)
		len -= sizeof(tail) - 1;
	snprintf(name_out, WORDS_NAME_BYTES, "%.*s", (int)len, field->name);
	for (char *at = name_out; *at != '\0'; at++)
		if (*at == '_')
			*at = '-';
	return name_out;
}

/* Whether these words are off whatever the office has: a slip of the call. */
static bool
is_slip(const struct field *field)
{
	return field->type == FIELD_BOOL || field->type == FIELD_INT ||
	       field->type == FIELD_WORD || field->type == FIELD_LEVELS;
}

int
words_set(struct ctl_call *call, const struct field *field, void *record,
	const char *option, const char *words, struct err *err)
{
	const struct field_names names = words_names(call);

	if (field_words_read(field, record, words, &names, err) == 0)
		return 0;
	if (err->kind == ERR_DATA && is_slip(field))
		err->kind = ERR_USAGE;
	if (err->kind == ERR_NOT_FOUND || err->kind == ERR_AMBIGUOUS)
		return -1;
	return err_about(err, "%s", option);
}

void
words_add(struct ctl_call *call, const struct field *field, const void *record,
	struct str *out)
{
	struct field_names names = words_names(call);
	struct str words;

	names.show = show_seen;
	str_init(&words, SIZE_MAX / 2);
	field_words_show(field, record, &names, &words);
	text_clean(out, words.data, words.len);
	str_release(&words);
}

void
words_record(const struct description *of, const void *record, struct str *out)
{
	struct str label;

	str_init(&label, SIZE_MAX / 2);
	office_label(of, record, &label);
	str_addf(out, "%s ", of->title);
	text_clean(out, label.data, label.len);
	str_release(&label);
}

/* --- questions ------------------------------------------------------------ */

int
words_confirm(const struct args *args, const char *question, struct err *err)
{
	char line[16];

	if (args_has(args, "yes"))
		return 0;
	if (isatty(STDIN_FILENO) != 1)
		return err_set(err, ERR_USAGE, "%s; --yes does it", question);
	fprintf(stderr, "%s; go on? [y/N] ", question);
	if (fgets(line, sizeof(line), stdin) != NULL &&
		(line[0] == 'y' || line[0] == 'Y'))
		return 0;
	return err_set(err, ERR_USAGE, "nothing is changed");
}
