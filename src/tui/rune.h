#ifndef RUNE_H
#define RUNE_H

#include <stdint.h>

#include "base/str.h"

/* Appends a character as UTF-8. */
void rune_add(struct str *out, uint32_t rune);

#endif
