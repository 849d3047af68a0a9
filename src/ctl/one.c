#include "one.h"

#include <string.h>

static int
look(struct ctl_call *call, const struct description *of, const char *words,
	const void **record_out, struct err *err)
{
	struct wait wait = {.of = of};
	bool several;

	*record_out = NULL;
	office_look(call->office, of, words, wait_on_answer, &wait);
	if (wait_for(call, &wait, err) < 0)
		return -1;
	if (office_count(call->office, of) == 1)
		*record_out = office_exact(call->office, of, words, &several);
	return 0;
}

/* Whether "--cost-codes", or "--add-cost-codes", was given. */
static bool
is_given(const struct args *args, const char *option)
{
	static const char *const heads[] = {"add-", "remove-", ""};

	for (size_t i = 0; i < args->given_count; i++) {
		const char *name = args->given[i].option->name;

		for (size_t h = 0; h < sizeof(heads) / sizeof(heads[0]); h++)
			if (strncmp(name, heads[h], strlen(heads[h])) == 0 &&
				strcmp(name + strlen(heads[h]), option) == 0)
				return true;
	}
	return false;
}

/* Whether other records are named: by it, or by the options. */
static bool
names_others(
	const struct args *args, const struct field *field, const void *record)
{
	char name[WORDS_NAME_BYTES];

	if (field->of == NULL)
		return false;
	if (is_given(args, words_option(field, name)))
		return true;
	return field->type == FIELD_LIST ? field_list(field, record)->count > 0
					 : !id_is_nil(field_ref(field, record));
}

int
one_load_named(struct ctl_call *call, const struct args *args,
	const struct description *of, const void *record, struct err *err)
{
	for (size_t i = 0; i < of->count; i++) {
		const struct field *field = &of->fields[i];
		struct wait wait = {.of = of};

		if (!names_others(args, field, record) ||
			office_has(call->office, field->of))
			continue;
		office_load(
			call->office, field->of, false, wait_on_answer, &wait);
		if (wait_for(call, &wait, err) < 0 &&
			err->kind != ERR_PERMISSION)
			return -1;
		err_clear(err);
	}
	return 0;
}

static void
copy(const struct description *of, void *record_out, const void *record)
{
	*(struct record *)record_out = *(const struct record *)record;
	(void)field_copy(of, record_out, record, ~(field_set)0);
}

int
one_find(struct ctl_call *call, const struct args *args,
	const struct description *of, void *record_out, struct err *err)
{
	const char *words = args_operand(args, 0);
	const void *record = NULL;

	field_clear(of, record_out);
	if (call_open(call, err) < 0 ||
		(words[0] != '\0' && look(call, of, words, &record, err) < 0))
		return -1;
	if (record != NULL) {
		copy(of, record_out, record);
		return one_load_named(call, args, of, record_out, err);
	}
	if (wait_load(call, of, err) < 0 ||
		words_find(call, of, words, &record, err) < 0)
		return -1;
	copy(of, record_out, record);
	return 0;
}
