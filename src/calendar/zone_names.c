#include <string.h>

#include "calendar/zone.h"

bool
zone_name_is_valid(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_+/-";
	size_t len = strlen(name);

	return len > 0 && len < ZONE_NAME_BYTES &&
	       strspn(name, allowed) == len && name[0] != '/' &&
	       name[len - 1] != '/' && strstr(name, "//") == NULL;
}

bool
zone_name_is_common(const char *name)
{
	static const char *const own[] = {
		"localtime", "posixrules", "Factory", "posix", "right"};
	static const char *const folders[] = {"posix/", "right/"};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(name, own[i]) == 0)
			return false;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (strncmp(name, folders[i], strlen(folders[i])) == 0)
			return false;
	return true;
}
