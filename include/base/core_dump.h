#ifndef BASE_CORE_DUMP_H
#define BASE_CORE_DUMP_H

#include <stdbool.h>

/*
 * What a program has in memory, passwords, tokens and keys, is not to be found
 * in a file when it crashes: no core file of it, and none of its memory for
 * whoever takes cores by a pipe. Unless `traceable`, other programs of the same
 * user do not read it either; a build with a sanitizer always is, which its
 * leak check needs.
 */
void core_dump_forbid(bool traceable);

#endif
