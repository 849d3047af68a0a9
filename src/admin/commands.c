#include "commands.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mode.h"
#include "base/secret.h"
#include "db/schema.h"

#define URL_BYTES 4096

const struct password_cost *
commands_cost(const struct args *args)
{
	static const struct password_cost least = {1, 8192};

	return args_has(args, "cheap-passwords") ? &least
						 : &password_cost_default;
}

/* The first line of the file, which holds a secret. */
static int
load_url(const char *path, struct str *url, struct err *err)
{
	struct str text;
	int rc = mode_refuse(path, MODE_SECRET, err);

	str_init(&text, URL_BYTES);
	if (rc == 0)
		rc = file_load(path, URL_BYTES, &text, err);
	if (rc == 0) {
		str_add(url, text.data, strcspn(text.data, "\r\n"));
		if (url->len == 0)
			rc = err_set(err, ERR_CONFIG,
				"there is no address of a database in %s",
				path);
	}
	secret_wipe(text.data, text.len);
	str_release(&text);
	return rc;
}

/* What LoadCredential=database:... of systemd.exec(5) put there. */
static bool
find_credential(struct str *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (dir == NULL || dir[0] == '\0')
		return false;
	file_join(path, dir, "database");
	return !str_is_cut(path) && access(path->data, F_OK) == 0;
}

static int
find_url(const struct args *args, struct str *url, struct err *err)
{
	const char *file = args_text(args, "database-file");
	struct str credential;
	int rc;

	if (args_has(args, "database") && file != NULL)
		return err_set(err, ERR_USAGE,
			"options --database and --database-file say the same: "
			"give one of them");
	if (args_has(args, "database")) {
		str_addz(url, args_text(args, "database"));
		return 0;
	}
	str_init(&credential, PATH_MAX);
	if (file == NULL && find_credential(&credential))
		file = credential.data;
	rc = file != NULL ? load_url(file, url, err)
			  : err_set(err, ERR_USAGE,
				    "option --database or --database-file is "
				    "missing");
	str_release(&credential);
	return rc;
}

int
commands_find(const struct admin_host *host, const struct args *args,
	struct commands_database *database_out, struct err *err)
{
	struct commands_database *it = database_out;

	str_init(&it->url, URL_BYTES);
	it->source = (struct db_source){.drivers = host->drivers};
	if (find_url(args, &it->url, err) < 0)
		return -1;
	it->source.url = it->url.data;
	if (args_has(args, "database") && db_holds_secret(&it->source))
		return err_set(err, ERR_USAGE,
			"a password on the command line can be read by "
			"everybody on this machine: put the address into a "
			"file of mode 0600 and give --database-file");
	return 0;
}

void
commands_forget(struct commands_database *database)
{
	secret_wipe(database->url.data, database->url.len);
	str_release(&database->url);
}

int
commands_migrate(const struct admin_host *host, const struct args *args,
	struct db **db_out, int *from_out, struct err *err)
{
	struct commands_database database;
	int rc = commands_find(host, args, &database, err);

	if (rc == 0)
		rc = db_open(&database.source, true, db_out, err);
	commands_forget(&database);
	if (rc < 0)
		return -1;
	if (schema_migrate(*db_out, from_out, err) == 0)
		return 0;
	db_close(db_out);
	return -1;
}

int
commands_open(const struct admin_host *host, const struct args *args,
	struct db **db_out, struct err *err)
{
	int from;

	return commands_migrate(host, args, db_out, &from, err);
}
