#ifndef TESTS_LIB_VECTOR_H
#define TESTS_LIB_VECTOR_H

/*
 * The vectors of tests/data/time: what is given, and what of it is expected. A
 * file is {"given": {…}, "vectors": [{"name", "why", "given": {…}, "expect":
 * {…}}, …]}; a member of a vector's `given` stands in place of the file's.
 *
 * What is expected is a part of what comes out: objects as a subset, lists
 * whole, a list whose name has a + behind it in any place. Times are compared
 * as instants. {"error": "/events/0"}: refused at this place.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct vector_run {
	size_t count;
	size_t failed;
	struct str said; /* a line for each that failed */
};

/* Zero counts; ends with vector_end. */
void vector_begin(struct vector_run *run);
void vector_end(struct vector_run *run);

/* All vectors of one file's text; `path` is what they are called by. */
void vector_file(struct vector_run *run, const char *path, const char *bytes,
	size_t len);

/* All files below a folder, by name. */
void vector_folder(struct vector_run *run, const char *path);

#endif
