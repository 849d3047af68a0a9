#include "service/company/zones.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct zones {
	zones_load *load;
	pthread_mutex_t mutex;
	struct zone **items;
	size_t count;
	size_t cap;
};

struct zones *
zones_new(zones_load *load)
{
	struct zones *zones = mem_new(1, sizeof(*zones));

	zones->load = load;
	pthread_mutex_init(&zones->mutex, NULL);
	return zones;
}

void
zones_free(struct zones **zones)
{
	if (*zones == NULL)
		return;
	for (size_t i = 0; i < (*zones)->count; i++)
		zone_free(&(*zones)->items[i]);
	pthread_mutex_destroy(&(*zones)->mutex);
	free((*zones)->items);
	free(*zones);
	*zones = NULL;
}

static const struct zone *
find(const struct zones *zones, const char *name)
{
	for (size_t i = 0; i < zones->count; i++) {
		if (strcmp(zone_name(zones->items[i]), name) == 0)
			return zones->items[i];
	}
	return NULL;
}

int
zones_get(struct zones *zones, const char *name, const struct zone **zone_out,
	struct err *err)
{
	struct zone *loaded;
	int rc = 0;

	pthread_mutex_lock(&zones->mutex);
	*zone_out = find(zones, name);
	if (*zone_out == NULL)
		rc = zones->load(name, &loaded, err);
	if (*zone_out == NULL && rc == 0) {
		zones->items = mem_grow(zones->items, &zones->cap,
			zones->count + 1, sizeof(*zones->items));
		zones->items[zones->count++] = loaded;
		*zone_out = loaded;
	}
	pthread_mutex_unlock(&zones->mutex);
	return rc;
}
