#ifndef SERVICE_COMPANY_ZONES_H
#define SERVICE_COMPANY_ZONES_H

/* The time zones of the companies, each loaded once. Safe from any thread. */

#include "calendar/zone.h"

/* As service_options.zone. */
typedef int
zones_load(const char *name, struct zone **zone_out, struct err *err);

struct zones;

/* Ends with zones_free. */
struct zones *zones_new(zones_load *load);

/* NULL is fine. */
void zones_free(struct zones **zones);

/* The zone of this name, borrowed for ever. Errors of the loader. */
int zones_get(struct zones *zones, const char *name,
	const struct zone **zone_out, struct err *err);

#endif
