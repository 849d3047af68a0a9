#ifndef BASE_FILE_H
#define BASE_FILE_H

/*
 * Files and places: whole-file reads with a bound, atomic saves, private
 * directories, and the XDG base directories (XDG Base Directory Spec 0.8:
 * relative values are ignored).
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Appends the whole file to `out`. ERR_NOT_FOUND when there is none, ERR_DATA
 * when it is larger than max_bytes, ERR_DISK otherwise. A pipe that somebody
 * writes to is read, too, and waited for a few seconds.
 */
int
file_load(const char *path, size_t max_bytes, struct str *out, struct err *err);

/*
 * Replaces the file by these bytes so that a crash leaves the old or the new
 * one whole (temporary, fsync, rename, fsync of the directory).
 */
int file_save(const char *path, const void *bytes, size_t len, mode_t mode,
	struct err *err);

/* Makes the directory and its missing parents, mode 0700. */
int file_make_dir(const char *path, struct err *err);

/*
 * The path into out (cleared first), "~/" at its beginning being $HOME.
 * ERR_CONFIG when it does not begin with a slash then.
 */
int file_expand(const char *path, struct str *out, struct err *err);

/* "<dir>/<name>" into out (cleared first). */
void file_join(struct str *out, const char *dir, const char *name);

enum file_place {
	FILE_CONFIG,
	FILE_STATE,
	FILE_CACHE
};

/*
 * "$XDG_<PLACE>_HOME/<name>" or its default below $HOME, into out. ERR_CONFIG
 * when there is neither.
 */
int file_place(enum file_place place, const char *name, struct str *out,
	struct err *err);

#endif
