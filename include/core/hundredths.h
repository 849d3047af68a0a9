#ifndef CORE_HUNDREDTHS_H
#define CORE_HUNDREDTHS_H

/* Minutes as hours in hundredths, as payrolls want them. */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* So many minutes, from 0, as hundredths of an hour; half goes up. */
int64_t hundredths_of(int64_t minutes);

/*
 * Each of n figures as hundredths, so that together they are what their sum is
 * as hundredths: none is off by a whole one, and those that lose most by
 * rounding down get what is left, the first of equals first.
 */
void hundredths_share(const int *minutes, size_t n, int64_t *hundredths_out);

/* Appends "50.00"; below 0 with a sign. */
void hundredths_add(struct str *out, int64_t hundredths);

#endif
