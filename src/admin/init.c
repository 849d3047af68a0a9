/* connectd init: a company and its first administrator. */
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "calendar/zone.h"
#include "commands.h"
#include "core/name.h"
#include "core/password_rule.h"
#include "core/rule.h"
#include "service/company/setup.h"

/* The words of the company and of the person are not secret. */
static int
check_password(
	const struct secret *password, const struct args *args, struct err *err)
{
	char mailbox[256];
	const char *email = args_text(args, "email");
	const char *const words[] = {
		args_text(args, "company"),
		args_text(args, "name"),
		args_text(args, "admin"),
		args_text(args, "given"),
		args_text(args, "family"),
		mailbox,
	};

	(void)snprintf(mailbox, sizeof(mailbox), "%.*s",
		email == NULL ? 0 : (int)strcspn(email, "@"),
		email == NULL ? "" : email);
	return password_rule(password->data, password->len, words,
		sizeof(words) / sizeof(words[0]), err);
}

static int
read_password(FILE *in, struct secret *password, struct err *err)
{
	char line[SECRET_MAX_BYTES + 2];
	size_t len;
	bool kept;

	if (fgets(line, sizeof(line), in) == NULL)
		return err_set(err, ERR_DATA, "there is no password on stdin");
	len = strcspn(line, "\r\n");
	kept = secret_set(password, line, len);
	secret_wipe(line, sizeof(line));
	return kept ? 0 : err_set(err, ERR_DATA, "the password is too long");
}

static void
administrator(void *ctx, size_t i, struct setup_employee *employee_out)
{
	(void)i;
	*employee_out = *(const struct setup_employee *)ctx;
}

/* The given and the family name; the username when there is neither. */
static void
read_names(const struct args *args, const char *names_out[2])
{
	names_out[0] = args_text(args, "given");
	names_out[1] = args_text(args, "family");
	if (names_out[0] == NULL && names_out[1] == NULL)
		names_out[0] = args_text(args, "admin");
	for (int i = 0; i < 2; i++)
		if (names_out[i] == NULL)
			names_out[i] = "";
}

static int
make(struct setup *setup, const struct args *args, const char *hash,
	struct err *err)
{
	const char *names[2];
	struct setup_employee admin = {
		.number = "",
		.email = args_text(args, "email"),
		.password_hash = hash,
		.viewset = VIEWSET_ALL,
	};
	const struct meal_policy no_meals = {0};
	struct str username;
	struct id other;
	int rc = -1;

	read_names(args, names);
	admin.given_name = names[0];
	admin.family_name = names[1];
	str_init(&username, 1024);
	text_fold(&username, args_text(args, "admin"),
		strlen(args_text(args, "admin")));
	admin.username = username.data;
	if (setup_company(setup, args_text(args, "company"),
		    args_text(args, "name"), args_text(args, "zone"),
		    err) == 0 &&
		setup_roles(setup, &admin.role, &other, &other, err) == 0 &&
		setup_policy_group(setup, "Default", &no_meals,
			&admin.policy_group, err) == 0 &&
		setup_employees(setup, 1, administrator, &admin, err) == 0)
		rc = setup_finish(setup, err);
	str_release(&username);
	return rc;
}

/* A text of the company's, by the rule of its kind. */
static int
check_text(const struct args *args, const char *option, size_t max,
	struct err *err)
{
	const char *text = args_text(args, option);

	if (text != NULL && rule_text(text, 1, max, err) < 0)
		return err_about(err, "option --%s", option);
	return 0;
}

/* Days are cut in it on every machine, so it is to be the same on all. */
static int
check_zone(const struct admin_host *host, const char *name, struct err *err)
{
	struct zone *zone = NULL;

	if (!zone_name_is_common(name))
		return err_set(err, ERR_DATA,
			"option --zone: %s is another zone on another machine: "
			"give the name of a place, such as America/Chicago",
			name);
	if (host->zone(name, &zone, err) < 0)
		return err_wrap(err, "option --zone");
	zone_free(&zone);
	return 0;
}

static int
check(const struct admin_host *host, const struct args *args, struct err *err)
{
	const char *names[2];
	const char *email = args_text(args, "email");

	if (check_text(args, "name", NAME_BYTES - 1, err) < 0 ||
		check_text(args, "admin", NAME_PART_BYTES - 1, err) < 0 ||
		check_text(args, "email", NAME_BYTES - 1, err) < 0)
		return -1;
	if (email != NULL && rule_address(email, err) < 0)
		return err_about(err, "option --email");
	read_names(args, names);
	if (rule_name(names[0], names[1], err) < 0)
		return -1;
	return check_zone(host, args_text(args, "zone"), err);
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct setup setup = {.now_ms = host->now_ms(NULL)};
	char hash[PASSWORD_HASH_BYTES];
	struct secret password;
	int rc = -1;

	if (check(host, args, err) < 0)
		return -1;
	secret_init(&password);
	if (read_password(host->in, &password, err) == 0 &&
		check_password(&password, args, err) == 0)
		rc = password_hash(password.data, password.len,
			commands_cost(args), hash, err);
	secret_release(&password);
	if (rc < 0 || commands_open(host, args, &setup.db, err) < 0)
		return -1;
	rc = db_begin(setup.db, err);
	if (rc == 0) {
		rc = make(&setup, args, hash, err);
		if (rc == 0)
			rc = db_commit(setup.db, err);
		else
			db_rollback(setup.db);
	}
	db_close(&setup.db);
	if (rc == 0)
		fprintf(host->out, "The company %s is ready.\n",
			args_text(args, "company"));
	return rc;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	{.name = "company",
		.letter = 'c',
		.required = true,
		.arg = "ID",
		.help = "Company ID: a-z, 0-9 and dashes"},
	{.name = "name",
		.letter = 'n',
		.required = true,
		.arg = "NAME",
		.help = "name of the company"},
	{.name = "zone",
		.letter = 'z',
		.required = true,
		.arg = "ZONE",
		.help = "its time zone, such as America/Chicago"},
	{.name = "admin",
		.letter = 'a',
		.required = true,
		.arg = "USERNAME",
		.help = "the administrator signs in as"},
	{.name = "given",
		.arg = "NAME",
		.help = "the administrator's given name (the username)"},
	{.name = "family", .arg = "NAME", .help = "and family name"},
	{.name = "email", .arg = "ADDRESS", .help = "and gets mail at"},
	{.name = "password-stdin",
		.required = true,
		.help = "read the password from stdin"},
	ADMIN_CHEAP,
	ADMIN_NO_MORE,
};

const struct command admin_init = {
	.name = "init",
	.help = "a company and its first administrator",
	.options = options,
	.run = run,
};
