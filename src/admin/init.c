/* connectd init: a company and its first administrator. */
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "calendar/zone.h"
#include "commands.h"
#include "service/company/setup.h"

#define PASSWORD_MIN_RUNES 12

#define OPTIONS(X)                                                             \
	X(DATABASE, "database", 'd', "URL", DATABASE_HELP)                     \
	X(COMPANY, "company", 'c', "ID", "Company ID: a-z, 0-9 and dashes")    \
	X(NAME, "name", 'n', "NAME", "name of the company")                    \
	X(ZONE, "zone", 'z', "ZONE", "its time zone, such as America/Chicago") \
	X(ADMIN, "admin", 'a', "USERNAME", "the administrator signs in as")    \
	X(ADMIN_NAME, "admin-name", 0, "NAME", "and is called (the username)") \
	X(EMAIL, "email", 0, "ADDRESS", "and gets mail at")                    \
	X(PASSWORD, "password-stdin", 0, NULL, "read the password from stdin") \
	X(CHEAP, "cheap-passwords", 0, NULL, CHEAP_HELP)                       \
	X(HELP, "help", 'h', NULL, "show this help")

COMMAND_OPTIONS(OPTIONS)

/* NIST SP 800-63B, 5.1.1.2: length and no words of the context count. */
static int
check_password(const struct secret *password, const char *const *values,
	struct err *err)
{
	const char *const banned[] = {values[COMPANY], values[ADMIN]};
	struct str folded;
	struct str word;
	size_t runes = 0;
	int rc = 0;

	for (size_t i = 0; i < password->len; runes++) {
		uint32_t rune;

		i += text_decode(password->data + i, password->len - i, &rune);
	}
	if (runes < PASSWORD_MIN_RUNES)
		return err_set(err, ERR_DATA,
			"the password is too short: it must have at least %d "
			"characters",
			PASSWORD_MIN_RUNES);
	str_init(&folded, SECRET_MAX_BYTES * 2);
	str_init(&word, 1024);
	text_fold(&folded, password->data, password->len);
	for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++) {
		str_clear(&word);
		text_fold(&word, banned[i], strlen(banned[i]));
		if (word.len >= 3 && strstr(folded.data, word.data) != NULL)
			rc = err_set(err, ERR_DATA,
				"the password must not hold the Company ID or "
				"the username");
	}
	str_release(&word);
	secret_wipe(folded.data, folded.len);
	str_release(&folded);
	return rc;
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

static int
make(struct setup *setup, const char *const *values, const char *hash,
	struct err *err)
{
	struct setup_employee admin = {
		.number = "",
		.name = values[ADMIN_NAME] != NULL ? values[ADMIN_NAME]
						   : values[ADMIN],
		.email = values[EMAIL],
		.password_hash = hash,
		.viewset = VIEWSET_ALL,
	};
	const struct meal_policy no_meals = {0};
	struct str username;
	struct id other;
	int rc = -1;

	str_init(&username, 1024);
	text_fold(&username, values[ADMIN], strlen(values[ADMIN]));
	admin.username = username.data;
	if (setup_company(setup, values[COMPANY], values[NAME], values[ZONE],
		    err) == 0 &&
		setup_roles(setup, &admin.role, &other, &other, err) == 0 &&
		setup_policy_group(setup, "Default", &no_meals,
			&admin.policy_group, err) == 0 &&
		setup_employees(setup, 1, administrator, &admin, err) == 0)
		rc = setup_finish(setup, err);
	str_release(&username);
	return rc;
}

static int
check(const struct command_host *host, const char *const *values,
	struct err *err)
{
	static const int needed[] = {
		DATABASE, COMPANY, NAME, ZONE, ADMIN, PASSWORD};
	struct zone *zone = NULL;

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (command_need(&command_init, values, needed[i], err) < 0)
			return -1;
	}
	if (values[ADMIN][0] == '\0' || values[NAME][0] == '\0')
		return err_set(err, ERR_USAGE,
			"the name and the username must not be empty");
	if (host->zone(values[ZONE], &zone, err) < 0)
		return err_wrap(err, "option --zone");
	zone_free(&zone);
	return 0;
}

static int
run(const struct command_host *host, const char *const *values, struct err *err)
{
	struct setup setup = {.now_ms = host->now_ms(NULL)};
	char hash[PASSWORD_HASH_BYTES];
	struct secret password;
	int rc = -1;

	if (check(host, values, err) < 0)
		return -1;
	secret_init(&password);
	if (read_password(host->in, &password, err) == 0 &&
		check_password(&password, values, err) == 0)
		rc = password_hash(password.data, password.len,
			commands_cost(values[CHEAP]), hash, err);
	secret_release(&password);
	if (rc < 0 || commands_open(host, values[DATABASE], &setup.db, err) < 0)
		return -1;
	rc = db_begin(setup.db, err);
	if (rc == 0) {
		rc = make(&setup, values, hash, err);
		if (rc == 0)
			rc = db_commit(setup.db, err);
		else
			db_rollback(setup.db);
	}
	db_close(&setup.db);
	if (rc == 0)
		fprintf(host->out, "The company %s is ready.\n",
			values[COMPANY]);
	return rc;
}

const struct command command_init = {
	.name = "init",
	.synopsis = "--database URL --company ID --name NAME --zone ZONE "
		    "--admin USERNAME --password-stdin",
	.summary = "Makes a company and its first administrator; makes or "
		   "updates the database for it.",
	.options = options,
	.run = run,
};
