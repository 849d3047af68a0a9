#ifndef ADMIN_COMMANDS_H
#define ADMIN_COMMANDS_H

/* The commands, and what those on the database have in common. */

#include "admin/admin.h"
#include "base/str.h"
#include "command/args.h"
#include "command/command.h"
#include "crypto/password.h"
#include "db/db.h"

/* The options that several of them take. */
#define ADMIN_DATABASE                                                         \
	{.name = "database",                                                   \
		.letter = 'd',                                                 \
		.arg = "URL",                                                  \
		.help = "postgresql://... or a SQLite file",                   \
		.completes = COMMAND_FILES},                                   \
	{                                                                      \
		.name = "database-file", .arg = "FILE",                        \
		.help = "a file that holds the URL, for one with a password",  \
		.completes = COMMAND_FILES                                     \
	}
#define ADMIN_CHEAP                                                            \
	{                                                                      \
		.name = "cheap-passwords",                                     \
		.help = "for tests only: hash passwords at the least cost"     \
	}
#define ADMIN_NO_MORE                                                          \
	{                                                                      \
		.name = NULL                                                   \
	}

/* The commands, by the files that they are in; run with an admin_host. */
extern const struct command admin_init, admin_migrate, admin_verify;
extern const struct command admin_backup, admin_restore, admin_grant;
extern const struct command admin_sample_data, admin_serve;

/* The cost of a hash, by the switch --cheap-passwords. */
const struct password_cost *commands_cost(const struct args *args);

/* Where the database is: an address that is ours, and how to open it. */
struct commands_database {
	struct str url;
	struct db_source source;
};

/*
 * Finds it by --database, by the file of --database-file, or by the systemd
 * credential "database". Released by commands_forget, also after an error.
 * ERR_USAGE when there is none or a password stands on the command line,
 * ERR_CONFIG when others may read the file.
 */
int commands_find(const struct admin_host *host, const struct args *args,
	struct commands_database *database_out, struct err *err);
void commands_forget(struct commands_database *database);

/* Opens the database, makes it when there is none, brings it up to date. */
int commands_open(const struct admin_host *host, const struct args *args,
	struct db **db_out, struct err *err);

/* The same; *from_out gets the version that it was at, 0: there was none. */
int commands_migrate(const struct admin_host *host, const struct args *args,
	struct db **db_out, int *from_out, struct err *err);

#endif
