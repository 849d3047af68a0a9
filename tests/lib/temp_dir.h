#ifndef TESTS_LIB_TEMP_DIR_H
#define TESTS_LIB_TEMP_DIR_H

/*
 * A directory of its own for one test, removed with all that it holds.
 * Whatever goes wrong here ends the test program with a line on stderr.
 */

/* A fresh directory (mode 0700) under $TMPDIR or /tmp; absolute path. */
char *temp_dir_new(void);

/* Removes the directory and all below it, frees the path, sets *dir NULL. */
void temp_dir_free(char **dir);

/* "<dir>/<name>"; yours to free. */
char *temp_dir_path(const char *dir, const char *name);

/* Writes a text to "<dir>/<name>" (mode 0600, replaced); path yours to free. */
char *temp_dir_write(const char *dir, const char *name, const char *text);

#endif
