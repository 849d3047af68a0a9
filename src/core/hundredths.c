#include "core/hundredths.h"

#include <stdlib.h>

/* A minute is five thirds of a hundredth of an hour. */
#define FIVE 5
#define THIRDS 3

int64_t
hundredths_of(int64_t minutes)
{
	return (minutes * FIVE + 1) / THIRDS;
}

void
hundredths_share(const int *minutes, size_t n, int64_t *hundredths_out)
{
	int64_t sum = 0;
	int64_t left;

	for (size_t i = 0; i < n; i++)
		sum += minutes[i];
	left = hundredths_of(sum);
	for (size_t i = 0; i < n; i++) {
		hundredths_out[i] = (int64_t)minutes[i] * FIVE / THIRDS;
		left -= hundredths_out[i];
	}
	for (int lost = THIRDS - 1; lost > 0; lost--)
		for (size_t i = 0; i < n && left > 0; i++)
			if ((int64_t)minutes[i] * FIVE % THIRDS == lost) {
				hundredths_out[i]++;
				left--;
			}
}

void
hundredths_add(struct str *out, int64_t hundredths)
{
	long long abs = llabs((long long)hundredths);

	str_addf(out, "%s%lld.%02lld", hundredths < 0 ? "-" : "", abs / 100,
		abs % 100);
}
