#include "kinds.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/cost_code.h"
#include "core/employee.h"
#include "core/group.h"
#include "core/location.h"
#include "core/policy_group.h"
#include "core/role.h"
#include "employees.h"

/* --- which there are ------------------------------------------------------ */

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct kind kinds[] = {
	{"employee", "employees", "people: who they are, what they may do",
		&employee_description, NULL,
		WORDS("number", "given_name", "family_name", "username", "role",
			"viewset", "policy_group", "verified"),
		true, employees_note, employees_more},
	{"location", "locations", "where work is done, or for whom",
		&location_description, WORDS("name"),
		WORDS("number", "name", "all_cost_codes"), true, NULL, NULL},
	{"cost-code", "cost-codes", "what is done", &cost_code_description,
		WORDS("number", "name"), WORDS("number", "name"), true, NULL,
		NULL},
	{"group", "groups", "people who belong together", &group_description,
		WORDS("name", "members"), WORDS("name", "members"), false, NULL,
		NULL},
	{"role", "roles", "what their bearers may do", &role_description,
		WORDS("name"), WORDS("name", "permissions"), false, NULL, NULL},
	{"policy-group", "policy-groups", "rules of people's time",
		&policy_group_description, WORDS("name"),
		WORDS("name", "meal_tracked", "meal_length_minutes",
			"meal_due_after_minutes", "meal_early"),
		false, NULL, NULL},
};
const char *const kinds_lists[] = {"employees", "locations", "cost-codes",
	"groups", "roles", "policy-groups", NULL};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

const struct kind *
kinds_table(size_t *count_out)
{
	*count_out = KINDS;
	return kinds;
}

const struct kind *
kinds_find(const char *list)
{
	for (size_t i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].list, list) == 0)
			return &kinds[i];
	return NULL;
}

/* --- their commands ------------------------------------------------------- */

#define FIELDS_MAX 40
#define OPTIONS_MAX (3 * FIELDS_MAX + 6)
#define WORDS_MAX 16
#define SUBS_MAX 7

struct options {
	struct option table[OPTIONS_MAX + 1];
	char names[OPTIONS_MAX][WORDS_NAME_BYTES];
	size_t count;
};

static struct made {
	struct command top;
	struct command subs[SUBS_MAX];
	const struct command *sub_list[SUBS_MAX + 1];
	struct options list, show, add, edit, switches, none;
	struct operand add_operands[4];
	const char *words[FIELDS_MAX][WORDS_MAX];
	char operand_names[4][WORDS_NAME_BYTES];
} made[KINDS];

static struct option *
new_option(struct options *options)
{
	assert(options->count < OPTIONS_MAX);
	return &options->table[options->count++];
}

static void
add_plain(struct options *options, struct option option)
{
	*new_option(options) = option;
}

/* The values that the parser itself can judge. */
static const char *const *
words_of(struct made *it, const struct kind *kind, const struct field *field)
{
	static const char *const yes_no[] = {"yes", "no", NULL};
	const char **words = it->words[field - kind->of->fields];

	if (field->type == FIELD_BOOL)
		return yes_no;
	if (field->type != FIELD_WORD)
		return NULL;
	assert(field->words->count < WORDS_MAX);
	for (size_t i = 0; i < field->words->count; i++)
		words[i] = field->words->words[i];
	return words;
}

/* What a shell completes: the kinds that connect-clock's catalogue has. */
static const char *
completes(const struct field *field)
{
	const struct description *of = field->of;

	return of == &employee_description || of == &location_description ||
			       of == &cost_code_description
		       ? of->path + strlen("/v1/")
		       : NULL;
}

static const char *
arg_of(const struct field *field)
{
	static const char *const args[] = {
		[FIELD_TEXT] = "TEXT",
		[FIELD_BOOL] = "WORD",
		[FIELD_INT] = "N",
		[FIELD_WORD] = "WORD",
		[FIELD_REF] = "NAME",
		[FIELD_LIST] = "NAMES",
		[FIELD_LEVELS] = "PERMISSION=LEVEL",
	};

	return args[field->type];
}

/* "--members", or with a head "--add-members". */
static void
add_field(struct made *it, struct options *options, const struct kind *kind,
	const struct field *field, const char *head)
{
	char name[WORDS_NAME_BYTES];
	char *full = options->names[options->count];

	snprintf(full, WORDS_NAME_BYTES, "%s%.40s", head,
		words_option(field, name));
	*new_option(options) = (struct option){
		.name = full,
		.arg = arg_of(field),
		.help = field->help,
		.repeats = field->type == FIELD_LIST ||
			   field->type == FIELD_LEVELS,
		.words = words_of(it, kind, field),
		.max = field->type == FIELD_INT ? (long long)field->max : 0,
		.completes = completes(field),
	};
}

/* Active is what activate and deactivate are for. */
static bool
is_settable(const struct field *field)
{
	return (field->flags & FIELD_TOLD) == 0 &&
	       strcmp(field->name, "active") != 0;
}

static bool
is_operand(const struct kind *kind, const struct field *field)
{
	for (size_t i = 0; kind->operands != NULL && kind->operands[i] != NULL;
		i++)
		if (strcmp(kind->operands[i], field->name) == 0)
			return true;
	return false;
}

static void
make_operands(struct made *it, const struct kind *kind)
{
	for (size_t i = 0; kind->operands != NULL && kind->operands[i] != NULL;
		i++) {
		const struct field *field =
			field_find(kind->of, kind->operands[i]);
		bool many = field->type == FIELD_LIST;
		char *name = it->operand_names[i];

		for (size_t at = 0; field->name[at] != '\0'; at++)
			name[at] = (char)(field->name[at] - 'a' + 'A');
		if (many) /* MEMBERS... would be many of many */
			name[strlen(name) - 1] = '\0';
		it->add_operands[i] = (struct operand){
			.name = name,
			.optional = many,
			.repeats = many,
			.completes = completes(field),
		};
	}
}

static void
make_options(struct made *it, const struct kind *kind)
{
	static const struct option json = CTL_JSON;
	static const struct option dry_run = CTL_DRY_RUN;
	static const struct option yes = CTL_YES;
	static const struct option all = {
		.name = "all", .help = "those that are not active, too"};
	static const struct option version = {.name = "if-version",
		.arg = "N",
		.help = "only if it still has this version (75 if not)",
		.min = 1,
		.max = 9007199254740991};

	for (size_t i = 0; i < kind->of->count; i++) {
		const struct field *field = &kind->of->fields[i];

		if (!is_settable(field))
			continue;
		if (!is_operand(kind, field))
			add_field(it, &it->add, kind, field, "");
		add_field(it, &it->edit, kind, field, "");
		if (field->type == FIELD_LIST) {
			add_field(it, &it->edit, kind, field, "add-");
			add_field(it, &it->edit, kind, field, "remove-");
		}
	}
	add_plain(&it->edit, version);
	if (kind->on_records)
		add_plain(&it->edit, yes);
	add_plain(&it->add, dry_run);
	add_plain(&it->add, json);
	add_plain(&it->edit, dry_run);
	add_plain(&it->edit, json);
	add_plain(&it->switches, dry_run);
	add_plain(&it->switches, json);
	add_plain(&it->list, all);
	add_plain(&it->list, json);
	add_plain(&it->show, json);
}

static const struct operand one_of_employees[] = {
	{.name = "WHICH", .completes = "employees"}, CTL_NO_MORE};
static const struct operand one_of_locations[] = {
	{.name = "WHICH", .completes = "locations"}, CTL_NO_MORE};
static const struct operand one_of_cost_codes[] = {
	{.name = "WHICH", .completes = "cost-codes"}, CTL_NO_MORE};
static const struct operand one_of_others[] = {{.name = "WHICH"}, CTL_NO_MORE};
static const struct operand text[] = {
	{.name = "TEXT", .optional = true}, CTL_NO_MORE};

static const struct operand *
which_of(const struct kind *kind)
{
	if (kind->of == &employee_description)
		return one_of_employees;
	if (kind->of == &location_description)
		return one_of_locations;
	if (kind->of == &cost_code_description)
		return one_of_cost_codes;
	return one_of_others;
}

static void
make(struct made *it, const struct kind *kind)
{
	const struct operand *which = which_of(kind);
	const struct command subs[] = {
		{"list", "all, or those that a text fits", it->list.table, text,
			NULL, list_run, NULL},
		{"show", "one, with all that is set", it->show.table, which,
			NULL, list_run_show, NULL},
		{"add", "a new one", it->add.table, it->add_operands, NULL,
			edit_run_add, NULL},
		{"edit", "change one", it->edit.table, which, NULL, edit_run,
			NULL},
		{"activate", "it can be chosen again", it->switches.table,
			which, NULL, edit_run_activate, NULL},
		{"deactivate", "it can be chosen no more, and stays in records",
			it->switches.table, which, NULL, edit_run_deactivate,
			NULL},
		{"resend", "send the link to set a password once more",
			it->none.table, which, NULL, employees_run_resend,
			NULL},
	};
	size_t count =
		kind->of == &employee_description ? SUBS_MAX : SUBS_MAX - 1;

	make_options(it, kind);
	make_operands(it, kind);
	for (size_t i = 0; i < count; i++) {
		it->subs[i] = subs[i];
		it->sub_list[i] = &it->subs[i];
	}
	it->top = (struct command){
		.name = kind->name, .help = kind->help, .subs = it->sub_list};
}

const struct command *
kinds_command(size_t n)
{
	if (made[n].top.name == NULL)
		make(&made[n], &kinds[n]);
	return &made[n].top;
}

const struct kind *
kinds_named(const struct command *command)
{
	for (size_t i = 0; i < KINDS; i++)
		if (command >= made[i].subs &&
			command < made[i].subs + SUBS_MAX)
			return &kinds[i];
	return NULL;
}
