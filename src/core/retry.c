#include "core/retry.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

int64_t
retry_delay_ms(int attempt, uint64_t random, int64_t retry_after_ms)
{
	int64_t ceiling = RETRY_BASE_MS;

	for (int i = 1; i < attempt && ceiling < RETRY_CAP_MS; i++)
		ceiling *= 2;
	if (ceiling > RETRY_CAP_MS)
		ceiling = RETRY_CAP_MS;
	if (retry_after_ms < 0)
		retry_after_ms = 0;
	if (retry_after_ms > RETRY_AFTER_CAP_MS)
		retry_after_ms = RETRY_AFTER_CAP_MS;
	return retry_after_ms + (int64_t)(random % (uint64_t)(ceiling + 1));
}

bool
retry_is_overdue(int64_t oldest_kept_age_ms)
{
	return oldest_kept_age_ms >= 24 * HOUR_MS;
}
