#include "commands.h"

#include "db/schema.h"

const struct password_cost *
commands_cost(const struct args *args)
{
	static const struct password_cost least = {1, 8192};

	return args_has(args, "cheap-passwords") ? &least
						 : &password_cost_default;
}

int
commands_migrate(const struct admin_host *host, const struct args *args,
	struct db **db_out, int *from_out, struct err *err)
{
	const struct db_source source = {
		.url = args_text(args, "database"),
		.drivers = host->drivers,
	};

	if (db_open(&source, true, db_out, err) < 0)
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
