#include "lib/zone_file.h"

#include "base/file.h"
#include "lib/cmocka_all.h"

#define BYTES_MAX (1 << 20)

struct zone *
zone_file_load(const char *name)
{
	struct str path, bytes;
	struct zone *zone = NULL;
	struct err err;

	str_init(&path, 4096);
	str_init(&bytes, BYTES_MAX);
	file_join(&path, ZONE_FILE_ROOT, name);
	if (file_load(path.data, BYTES_MAX, &bytes, &err) < 0 ||
		zone_parse(name, bytes.data, bytes.len, &zone, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	str_release(&path);
	str_release(&bytes);
	return zone;
}
