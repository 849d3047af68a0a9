#include <string.h>
#include <unistd.h>

#include "guard.h"
#include "inside.h"

#define TOLD_SEED 0x546f6c64 /* the checksum of nothing is not nothing */

/* As it stands in the side file. */
struct told_record {
	int64_t times[3]; /* the service's, wall, since boot */
	struct id boot;
	uint64_t check;
};

static uint64_t
told_check(const struct told_record *record)
{
	uint64_t halves[2];
	uint64_t sum = TOLD_SEED;

	memcpy(halves, record->boot.bytes, sizeof(halves));
	for (int i = 0; i < 3; i++)
		sum = sum * 31 + (uint64_t)record->times[i];
	return (sum * 31 + halves[0]) * 31 + halves[1];
}

void
told_save(void *self, const struct reckoning *told)
{
	const struct journal *journal = self;
	struct told_record record = {
		.times = {told->service_ms, told->wall_ms, told->boottime_ms},
		.boot = told->boot,
	};
	ssize_t put;

	record.check = told_check(&record);
	/* what is missed here the next answer tells again */
	put = pwrite(journal->guard_fd, &record, sizeof(record), GUARD_TOLD_AT);
	(void)put;
}

void
told_load(void *self, struct reckoning *told_out)
{
	const struct journal *journal = self;
	struct told_record record;

	*told_out = (struct reckoning){.service_ms = 0};
	if (pread(journal->guard_fd, &record, sizeof(record), GUARD_TOLD_AT) !=
			(ssize_t)sizeof(record) ||
		record.check != told_check(&record))
		return;
	told_out->service_ms = record.times[0];
	told_out->wall_ms = record.times[1];
	told_out->boottime_ms = record.times[2];
	told_out->boot = record.boot;
}
