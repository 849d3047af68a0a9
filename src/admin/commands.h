#ifndef ADMIN_COMMANDS_H
#define ADMIN_COMMANDS_H

/* The commands, and what those on the database have in common. */

#include "admin/admin.h"
#include "command/args.h"
#include "command/command.h"
#include "crypto/password.h"
#include "db/db.h"

/* The options that several of them take. */
#define ADMIN_DATABASE                                                         \
	{                                                                      \
		.name = "database", .letter = 'd', .required = true,           \
		.arg = "URL", .help = "postgresql://... or a SQLite file",     \
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
extern const struct command admin_sample_data, admin_serve;

/* The cost of a hash, by the switch --cheap-passwords. */
const struct password_cost *commands_cost(const struct args *args);

/* Opens the database, makes it when there is none, brings it up to date. */
int commands_open(const struct admin_host *host, const struct args *args,
	struct db **db_out, struct err *err);

/* The same; *from_out gets the version that it was at, 0: there was none. */
int commands_migrate(const struct admin_host *host, const struct args *args,
	struct db **db_out, int *from_out, struct err *err);

#endif
