#include "local_zone.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "sys/zoneinfo.h"

static bool
local_zone_try(const char *name, struct zone **zone)
{
	struct zone *loaded;
	struct err err;

	if (*zone != NULL && strcmp(zone_name(*zone), name) == 0)
		return true;
	if (zoneinfo_load(name, &loaded, &err) < 0)
		return false;
	zone_free(zone);
	*zone = loaded;
	return true;
}

/* What stands behind the folder of zone files. */
static bool
local_zone_try_path(const char *path, struct zone **zone)
{
	static const char folder[] = "/zoneinfo/";
	const char *name = strstr(path, folder);

	return name != NULL && local_zone_try(name + strlen(folder), zone);
}

/* "EST5EDT,M3.2.0,M11.1.0": read anew each time, it is short. */
static bool
local_zone_try_rule(const char *rule, struct zone **zone)
{
	struct zone *parsed;
	struct err err;

	if (zone_parse_rule(rule, &parsed, &err) < 0)
		return false;
	zone_free(zone);
	*zone = parsed;
	return true;
}

/* "Europe/Berlin", ":Europe/Berlin", a path, a rule; empty means UTC
 * (tzset(3)). */
static bool
local_zone_try_tz(const char *tz, struct zone **zone)
{
	if (tz[0] == ':')
		tz++;
	if (tz[0] == '\0')
		return local_zone_try("UTC", zone);
	if (tz[0] == '/')
		return local_zone_try_path(tz, zone);
	return local_zone_try(tz, zone) || local_zone_try_rule(tz, zone);
}

static bool
local_zone_try_link(const char *path, struct zone **zone)
{
	char link[4096];
	ssize_t len = readlink(path, link, sizeof(link) - 1);
	char *target;
	bool found;

	/* every stamp of a press asks this: mostly the link itself says it */
	link[len > 0 ? len : 0] = '\0';
	if (local_zone_try_path(link, zone))
		return true;
	target = realpath(path, NULL);
	found = target != NULL && local_zone_try_path(target, zone);
	free(target);
	return found;
}

static bool
local_zone_try_file(const char *path, struct zone **zone)
{
	struct str name;
	struct err err;
	bool found = false;

	str_init(&name, 4096);
	if (file_load(path, 4096, &name, &err) == 0) {
		name.data[strcspn(name.data, " \t\r\n")] = '\0';
		found = local_zone_try(name.data, zone);
	}
	str_release(&name);
	return found;
}

void
local_zone_update(const struct local_zone_places *places, struct zone **zone)
{
	if (places->tz != NULL && local_zone_try_tz(places->tz, zone))
		return;
	if (places->localtime_path != NULL &&
		local_zone_try_link(places->localtime_path, zone))
		return;
	if (places->timezone_path != NULL &&
		local_zone_try_file(places->timezone_path, zone))
		return;
	if (!local_zone_try("UTC", zone)) {
		/* a damaged UTC file */
		zone_free(zone);
		*zone = zone_new_utc();
	}
}
