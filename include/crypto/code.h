#ifndef CRYPTO_CODE_H
#define CRYPTO_CODE_H

/*
 * Codes that people read and type: characters of 5 random bits each, without
 * those that are read wrongly, in groups of four: K7QX-92MF.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* With the dashes and the NUL. */
#define CODE_TEXT_BYTES(len) ((len) + ((len)-1) / 4 + 1)

/* A new code of so many characters, up to 32, into CODE_TEXT_BYTES(len) of
 * text_out. ERR_INTERNAL without randomness. */
int code_make(size_t len, char *text_out, struct err *err);

/*
 * What was meant by a code as people type it: dashes, spaces, case, O for 0, I
 * and L for 1 make no difference. bare_out takes its `len` characters and a
 * NUL. False when it can be none.
 */
bool code_read(const char *typed, size_t len, char *bare_out);

#endif
