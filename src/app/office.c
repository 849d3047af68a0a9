#include "app/office.h"

#include <stdlib.h>

#include "base/mem.h"
#include "office_inside.h"

struct office *
office_new(struct app *app)
{
	struct office *office = mem_new(1, sizeof(*office));

	office->app = app;
	office->kinds = mem_new(OFFICE_KINDS_MAX, sizeof(*office->kinds));
	str_init(&office->path, 1024);
	str_init(&office->body, WIRE_REQUEST_BYTES);
	str_init(&office->query, 4096);
	return office;
}

void
office_cancel(struct office *office)
{
	call_cancel(&office->call);
	loop_disarm(office->app->ports.loop, &office->pause);
	if (office->fresh.of != NULL)
		kept_release(&office->fresh);
	office->fresh.of = NULL;
	office->busy = false;
}

void
office_free(struct office **office)
{
	struct office *it = *office;

	if (it == NULL)
		return;
	office_cancel(it);
	for (size_t i = 0; i < OFFICE_KINDS_MAX; i++)
		if (it->kinds[i].of != NULL)
			kept_release(&it->kinds[i]);
	free(it->kinds);
	str_release(&it->path);
	str_release(&it->body);
	str_release(&it->query);
	free(it);
	*office = NULL;
}

bool
office_is_busy(const struct office *office)
{
	return office->busy;
}

int
office_make_id(struct office *office, struct id *id_out, struct err *err)
{
	return id_make(
		&office->app->ids, app_service_ms(office->app), id_out, err);
}

/* --- what is kept --------------------------------------------------------- */

bool
office_has(const struct office *office, const struct description *of)
{
	return office_kept(office, of)->loaded;
}

size_t
office_count(const struct office *office, const struct description *of)
{
	return office_kept(office, of)->count;
}

const void *
office_at(const struct office *office, const struct description *of, size_t n)
{
	return kept_at(office_kept(office, of), n);
}

field_set
office_seen(const struct office *office, const struct description *of)
{
	return office_kept(office, of)->seen;
}

const void *
office_record(const struct office *office, const struct description *of,
	const struct id *id)
{
	return kept_of_id(office_kept(office, of), id);
}
