#include "sys/zoneinfo.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define ZONEINFO_DIR "/usr/share/zoneinfo"
#define ZONEINFO_MAX_BYTES (256 * 1024)

int
zoneinfo_load(const char *name, struct zone **zone_out, struct err *err)
{
	const char *dir = getenv("TZDIR");
	struct str path, bytes;
	int rc = -1;

	if (!zone_name_is_valid(name))
		return err_set(
			err, ERR_DATA, "\"%.80s\" names no time zone", name);
	if (dir == NULL || dir[0] != '/')
		dir = ZONEINFO_DIR;
	str_init(&path, 4096);
	str_init(&bytes, ZONEINFO_MAX_BYTES);
	file_join(&path, dir, name);
	if (file_load(path.data, ZONEINFO_MAX_BYTES, &bytes, err) == 0) {
		rc = zone_parse(name, bytes.data, bytes.len, zone_out, err);
	} else if (strcmp(name, "UTC") == 0) {
		*zone_out = zone_new_utc();
		rc = 0;
	} else if (err->kind == ERR_NOT_FOUND) {
		err_set(err, ERR_NOT_FOUND,
			"there is no time zone %s on this machine "
			"(is tzdata installed?)",
			name);
	}
	str_release(&bytes);
	str_release(&path);
	return rc;
}
