#include "db/replace.h"

#include <limits.h>

#include "driver.h"
#include "source.h"

int
replace_begin(struct replace *it, const struct db_source *source, bool told,
	struct err *err)
{
	*it = (struct replace){.driver = source_driver(source)};
	str_init(&it->path, PATH_MAX);
	str_init(&it->made, PATH_MAX);
	str_init(&it->aside, PATH_MAX);
	if (it->driver == NULL)
		return source_unknown(err);
	return it->driver->replace_begin(source, told, it, err);
}

int
replace_end(struct replace *it, struct err *err)
{
	return it->driver->replace_end(it, err);
}

void
replace_release(struct replace *it)
{
	if (it->driver != NULL)
		it->driver->replace_drop(it);
	str_release(&it->path);
	str_release(&it->made);
	str_release(&it->aside);
}
