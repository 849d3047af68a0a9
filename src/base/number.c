#include "base/number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int
number_parse(const char *text, long long min, long long max,
	long long *value_out, struct err *err)
{
	const char *digits = text[0] == '-' ? text + 1 : text;
	long long value;

	errno = 0;
	value = strtoll(text, NULL, 10);
	if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0' ||
		errno != 0 || value < min || value > max)
		return err_set(err, ERR_USAGE,
			"\"%.60s\" is not a whole number from %lld to %lld",
			text, min, max);
	*value_out = value;
	return 0;
}
