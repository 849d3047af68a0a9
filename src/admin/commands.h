#ifndef ADMIN_COMMANDS_H
#define ADMIN_COMMANDS_H

/* What the sub-commands on the database have in common. */

#include "admin/command.h"
#include "crypto/password.h"
#include "db/db.h"
#include "service/company/setup.h"

#define DATABASE_HELP "postgresql://... or a SQLite file"
#define CHEAP_HELP "for tests only: hash passwords at the least cost"

/* From X(NAME, name, letter, argument, help): the enum and the table. */
#define COMMAND_ENUM(name, text, letter, arg, help) name,
#define COMMAND_ROW(name, text, letter, arg, help) {text, letter, arg, help},
#define COMMAND_OPTIONS(list)                                                  \
	enum {                                                                 \
		list(COMMAND_ENUM) OPTION_COUNT                                \
	};                                                                     \
	static const struct opt options[] = {                                  \
		list(COMMAND_ROW){NULL, 0, NULL, NULL}};                       \
	_Static_assert(OPTION_COUNT <= COMMAND_OPTIONS_MAX, "too many");

/* The cost of a hash, by the switch --cheap-passwords. */
const struct password_cost *commands_cost(const char *cheap);

/* Opens the database, makes it when there is none, brings it up to date. */
int commands_open(const struct command_host *host, const char *url,
	struct db **db_out, struct err *err);

/* The same; *from_out gets the version that it was at, 0: there was none. */
int commands_migrate(const struct command_host *host, const char *url,
	struct db **db_out, int *from_out, struct err *err);

#endif
