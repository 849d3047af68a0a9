/* The company's settings. */
#include "core/company.h"

#include <string.h>

#include "base/nearest.h"
#include "commands.h"
#include "edit.h"

#define COMPANY_FIELDS_MAX 24

static int
get(struct ctl_call *call, struct company *company_out, struct err *err)
{
	struct wait wait = {.of = &company_description, .record = company_out};

	field_clear(&company_description, company_out);
	office_get(call->office, &company_description, NULL, wait_on_answer,
		&wait);
	return wait_for(call, &wait, err);
}

static int
run_show(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct company company;

	if (call_open(call, err) < 0 || get(call, &company, err) < 0)
		return -1;
	return list_print_one(call, &company_description, &company,
		args_has(args, "json"), err);
}

/* "clock-in-out" is the field clock_in_out. */
static const struct field *
find_setting(const char *name, size_t len)
{
	for (size_t i = 0; i < company_description.count; i++) {
		const struct field *field = &company_description.fields[i];
		size_t at = 0;

		while (at < len &&
			(name[at] == field->name[at] ||
				(name[at] == '-' && field->name[at] == '_')))
			at++;
		if (at == len && field->name[at] == '\0' &&
			(field->flags & FIELD_TOLD) == 0)
			return field;
	}
	return NULL;
}

static int
say_unknown(const char *name, size_t len, struct err *err)
{
	const size_t count = company_description.count;
	char settings[COMPANY_FIELDS_MAX][WORDS_NAME_BYTES];
	struct nearest nearest;
	struct str list;

	str_init(&list, ERR_TEXT_BYTES);
	nearest_init(&nearest, name, len);
	for (size_t i = 0; i < count && i < COMPANY_FIELDS_MAX; i++) {
		const struct field *field = &company_description.fields[i];

		if ((field->flags & FIELD_TOLD) != 0)
			continue;
		(void)words_option(field, settings[i]);
		str_addf(&list, "%s%s", list.len > 0 ? ", " : "", settings[i]);
		nearest_see(&nearest, settings[i]);
	}
	if (nearest_word(&nearest) != NULL)
		str_addf(&list, "; did you mean \"%s\"?",
			nearest_word(&nearest));
	err_set(err, ERR_USAGE, "\"%.*s\" is none of the settings %s",
		len < 40 ? (int)len : 40, name, list.data);
	str_release(&list);
	return -1;
}

static int
set_one(struct edit *edit, const char *said, struct err *err)
{
	const char *value = strchr(said, '=');
	const struct field *field;

	if (value == NULL)
		return err_set(
			err, ERR_USAGE, "\"%.40s\" is not SETTING=VALUE", said);
	field = find_setting(said, (size_t)(value - said));
	if (field == NULL)
		return say_unknown(said, (size_t)(value - said), err);
	edit_give(edit, field);
	return words_set(edit->call, field, edit->record, said, value + 1, err);
}

static int
run_set(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct company before;
	struct edit edit;
	int rc = 0;

	if (call_open(call, err) < 0 || get(call, &before, err) < 0)
		return -1;
	edit_begin(&edit, call, &company_description, args);
	edit_take(&edit, &before);
	edit.dry_run = args_has(args, "dry-run");
	for (size_t n = 0; rc == 0 && args_operand(args, n) != NULL; n++)
		rc = set_one(&edit, args_operand(args, n), err);
	if (rc == 0)
		rc = edit_send(&edit, &before, err);
	edit_end(&edit);
	return rc;
}

static const struct option show_options[] = {CTL_JSON, CTL_NO_MORE};
static const struct option set_options[] = {CTL_DRY_RUN, CTL_JSON, CTL_NO_MORE};
static const struct operand set_operands[] = {
	{.name = "SETTING", .repeats = true}, CTL_NO_MORE};
static const struct command show = {
	.name = "show",
	.help = "what is set",
	.options = show_options,
	.run = run_show,
};
static const struct command set = {
	.name = "set",
	.help = "change settings: clock-in-out=off",
	.more = "\n"
		"  name=TEXT                 of the company\n"
		"  zone=ZONE                 in which days are cut, such as "
		"America/Chicago\n"
		"  clock-in-out=on|off       whether anybody can clock in or "
		"out\n"
		"  max-record-minutes=N      minutes of the longest record; "
		"0: none\n"
		"  week-start=DAY            first day of the work week\n"
		"  language=en|es            of mails, where a person has none "
		"of their own\n"
		"  pay-period=KIND           none, weekly, every-two-weeks, "
		"twice-a-month,\n"
		"                            every-four-weeks or monthly\n"
		"  pay-period-start=DATE     on which one begins, for those of "
		"whole weeks\n"
		"  approve-employee=on|off   whether people approve their "
		"own card\n"
		"  approve-supervisor=on|off whether a supervisor does\n"
		"  approve-sign-off=on|off   whether it is signed off\n",
	.options = set_options,
	.operands = set_operands,
	.run = run_set,
};
static const struct command *const subs[] = {&show, &set, NULL};

const struct command commands_company = {
	.name = "company",
	.help = "the company's settings",
	.subs = subs,
};
