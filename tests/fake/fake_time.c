#include "fake_time.h"

#include <string.h>

#include "lib/zone_file.h"

void
fake_time_init(struct fake_time *fake)
{
	*fake = (struct fake_time){
		.now = {.wall_ms = 1795266000000,
			.boottime_ms = 1000000,
			.boot = {{1}},
			.zone = "America/New_York",
			.offset_s = -5 * 3600},
		.monotonic_ms = 1000000,
	};
}

void
fake_time_pass(struct fake_time *fake, int64_t ms)
{
	fake->now.wall_ms += ms;
	fake->now.boottime_ms += ms;
	fake->monotonic_ms += ms;
}

static int
now(void *self, struct stamp *stamp_out, struct err *err)
{
	struct fake_time *fake = self;

	if (fake->broken)
		return err_set(err, ERR_INTERNAL,
			"the clock of this machine cannot be read");
	fake->reads++;
	*stamp_out = fake->now;
	return 0;
}

static int64_t
monotonic_ms(void *self)
{
	struct fake_time *fake = self;

	return fake->monotonic_ms;
}

static int
zone(void *self, const char *name, struct zone **zone_out, struct err *err)
{
	(void)self;
	return zone_file_find(name, zone_out, err);
}

struct time_source
fake_time_port(struct fake_time *fake)
{
	static const struct time_source_ops ops = {
		.now = now,
		.monotonic_ms = monotonic_ms,
		.zone = zone,
	};

	return (struct time_source){.ops = &ops, .self = fake};
}
