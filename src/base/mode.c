#include "base/mode.h"

#include <sys/stat.h>

int
mode_refuse(const char *path, mode_t bits, struct err *err)
{
	struct stat file;

	if (stat(path, &file) < 0 || (file.st_mode & bits) == 0)
		return 0;
	if (S_ISDIR(file.st_mode) && (file.st_mode & S_ISVTX) != 0)
		return 0;
	return err_set(err, ERR_CONFIG,
		"%s has mode %04o: others may %s it; say chmod %04o", path,
		(unsigned)(file.st_mode & 07777),
		(file.st_mode & bits & 0022) != 0 ? "change" : "read",
		(unsigned)(file.st_mode & 07777 & ~bits));
}
