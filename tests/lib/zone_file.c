#include "lib/zone_file.h"

#include "base/file.h"
#include "lib/cmocka_all.h"

#define BYTES_MAX (1 << 20)

int
zone_file_find(const char *name, struct zone **zone_out, struct err *err)
{
	struct str path, bytes;
	int rc = 0;

	str_init(&path, 4096);
	str_init(&bytes, BYTES_MAX);
	file_join(&path, ZONE_FILE_ROOT, name);
	if (file_load(path.data, BYTES_MAX, &bytes, err) < 0 ||
		zone_parse(name, bytes.data, bytes.len, zone_out, err) < 0)
		rc = -1;
	str_release(&path);
	str_release(&bytes);
	return rc;
}

struct zone *
zone_file_load(const char *name)
{
	struct zone *zone = NULL;
	struct err err;

	if (zone_file_find(name, &zone, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	return zone;
}
