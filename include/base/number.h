#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

/* Numbers that people and programs write. */

#include "base/err.h"

/* A decimal integer from min to max, nothing around it. ERR_USAGE. */
int number_parse(const char *text, long long min, long long max,
	long long *value_out, struct err *err);

#endif
